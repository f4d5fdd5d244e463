"""The lock files: whole, in step, and free of addresses."""

import re
import tomllib
from pathlib import Path

from tests.house.repository import ROOT

LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
PEERS = ROOT / "benchmarks" / "requirements.lock"


def locked(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(), re.MULTILINE))


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for line in lines} - {project["name"]}


def extras() -> list[str]:
    return list(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"])


def test_both_locks_name_the_same_versions() -> None:
    run, dev = map(locked, LOCKS)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_every_dependency_is_locked() -> None:
    assert wanted() - set(locked(LOCKS[0])) == set()


def test_every_extra_is_there_when_developing_and_none_of_them_in_the_demo() -> None:
    run, dev = map(locked, LOCKS)
    assert wanted(*extras()) - dev.keys() == set()
    assert (wanted(*extras()) - wanted()) & run.keys() == set()


def test_every_locked_package_has_a_hash_and_no_address() -> None:
    for path in (*LOCKS, PEERS):
        text = path.read_text()
        assert len(re.findall(r"^[\w.-]+==[^\n]*\\\n +--hash=", text, re.MULTILINE)) == len(locked(path))
        assert "://" not in text


def test_what_the_rules_are_measured_beside_stands_in_no_environment_of_ours() -> None:
    """Engines that run a stranger's code have no place beside residents' data."""
    assert {"openfisca-core", "zen-engine"} <= locked(PEERS).keys()
    assert not {"openfisca-core", "zen-engine"} & {*locked(LOCKS[0]), *locked(LOCKS[1])}
