"""What others made is carried unchanged, with its licence, its version and its source."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from tests.house.repository import ROOT, VENDORED

MANIFESTS = sorted([*VENDORED.glob("*/vendor.toml"), *(ROOT / "tests" / "vendor").glob("*/vendor.toml")])
by_name = pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)


def test_there_is_a_manifest_for_everything_that_is_carried() -> None:
    folders = {folder for place in (VENDORED, ROOT / "tests" / "vendor") for folder in place.iterdir()}
    assert folders == {manifest.parent for manifest in MANIFESTS}


@by_name
def test_every_file_is_the_one_that_was_fetched(manifest: Path) -> None:
    listed = tomllib.loads(manifest.read_text())["files"]
    found = {path.name: path for path in manifest.parent.iterdir() if path != manifest}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()} == listed


@by_name
def test_what_is_carried_says_whose_it_is(manifest: Path) -> None:
    told = tomllib.loads(manifest.read_text())
    assert {"name", "version", "licence", "source", "files"} == set(told)
    assert told["licence"] in {"MIT", "OFL-1.1", "MPL-2.0"}
    assert (manifest.parent / "LICENSE").stat().st_size > 500
