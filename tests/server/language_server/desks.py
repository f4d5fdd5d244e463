"""Packages laid out for tests: the small good one, changed, and Ekonomiskt bistånd. ¦ in a text is the cursor."""

from collections.abc import Mapping
from functools import cache

from allmanning.packages.archive import read_folder
from allmanning.server.language_server.desk import Desk, lay_out
from tests.house.repository import SERVICES
from tests.packages.pages import good_files

RULES = "rules/resor.py"
CURSOR = "¦"


def good_texts() -> dict[str, str]:
    """The small package's files."""
    return {name: data.decode() for name, data in good_files().items()}


@cache
def ekonomiskt_texts() -> dict[str, str]:
    """The files of Ekonomiskt bistånd."""
    return {name: data.decode() for name, data in read_folder(SERVICES / "ekonomiskt-bistand").items()}


@cache
def ekonomiskt() -> Desk:
    return lay_out(ekonomiskt_texts())


@cache
def good() -> Desk:
    return lay_out(good_texts())


def changed(file: str, old: str, new: str, texts: Mapping[str, str] | None = None) -> dict[str, str]:
    """The small package (or other texts) with one thing written otherwise, which must stand once."""
    texts = dict(texts or good_texts())
    assert texts[file].count(old) == 1, f"{old!r} must stand once in {file}"
    return texts | {file: texts[file].replace(old, new)}


def at_cursor(texts: Mapping[str, str]) -> tuple[Desk, str, int]:
    """The desk of texts, one of which has a cursor, the file that has it, and where."""
    (file,) = [name for name, text in texts.items() if CURSOR in text]
    desk = lay_out({name: text.replace(CURSOR, "") for name, text in texts.items()}, good())
    return desk, file, texts[file].index(CURSOR)


def offset_of(desk: Desk, file: str, words: str) -> int:
    """Where words begin that stand once in a file."""
    text = desk.texts[file].text
    assert text.count(words) == 1, f"{words!r} must stand once in {file}"
    return text.index(words)


def line_of(desk: Desk, file: str, offset: int) -> str:
    """The line that an offset stands on."""
    text = desk.texts[file]
    return text.line(text.position(offset)[0])
