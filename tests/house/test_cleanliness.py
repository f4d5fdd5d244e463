"""The repository names no machine, no registry and no living person."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.repository import ROOT, VENDORED, place, texts

MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|workspace)/\w|\b[A-Z]:\\Users\\")
REGISTRY = re.compile(
    r"pythonhosted|\bpypi\.org|npmjs\.(?:org|com)|--(?:extra-)?index-url|--find-links", re.IGNORECASE
)
IDENTITY = re.compile(r"(?<![\w.])(?:(19|20)?(\d{2})(\d{2})(\d{2}))[-+]?(\d{3})(\d)(?!\w)")
HERE = Path(__file__)


def lines() -> Iterator[tuple[Path, int, str]]:
    for path, text in texts():
        if path != HERE:
            yield from ((path, number, line) for number, line in enumerate(text.splitlines(), 1))


def is_valid(century: str, year: str, month: str, day: str, number: str, check: str) -> bool:
    """Whether these parts make a personnummer or samordningsnummer: a real day and the right check digit."""
    try:
        dt.date(int((century or "20") + year), int(month), int(day) - (60 if int(day) > 60 else 0))
    except ValueError:
        return False
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(year + month + day + number)]
    return (sum(digit // 10 + digit % 10 for digit in doubled) + int(check)) % 10 == 0


def is_for_tests(number: str) -> bool:
    """Skatteverket's test numbers have a birth number that is given to nobody."""
    return number in {"238", "239"} or 980 <= int(number) <= 999


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert [
        f"{place(path, number)} {line.strip()}" for path, number, line in lines() if MACHINE.search(line)
    ] == []


def test_no_file_names_a_package_registry() -> None:
    assert [
        f"{place(path, number)} {line.strip()}" for path, number, line in lines() if REGISTRY.search(line)
    ] == []


def test_every_personnummer_is_one_that_nobody_has() -> None:
    found = [
        f"{place(path, number)} {''.join(parts)}"
        for path, number, line in lines()
        if not (path.is_relative_to(VENDORED) or path.suffix == ".lock" or path == ROOT / "LICENSE")
        for parts in IDENTITY.findall(line)
        if is_valid(*parts) and not is_for_tests(parts[4])
    ]
    assert found == []
