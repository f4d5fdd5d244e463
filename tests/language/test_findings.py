"""Every finding is explained where people look things up, and nothing else is."""

import re

from tests.house.repository import LOOK_UP, SOURCE

CODE = re.compile(r'"([RPC]\d{3})"')


def codes_in_use() -> set[str]:
    rooms = (SOURCE / "rules", SOURCE / "packages")
    return {code for room in rooms for path in room.glob("*.py") for code in CODE.findall(path.read_text())}


def codes_explained() -> list[str]:
    return re.findall(r"^\| `([RPC]\d{3})` \| \S", (LOOK_UP / "findings.md").read_text(), re.MULTILINE)


def test_every_code_is_explained_and_every_explained_code_exists() -> None:
    assert set(codes_explained()) == codes_in_use()


def test_no_code_is_explained_twice() -> None:
    assert len(codes_explained()) == len(set(codes_explained()))
