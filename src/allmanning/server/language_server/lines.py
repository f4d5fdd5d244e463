"""A file's text as the language reads it, and the way between its positions and the editor's.

The language composes letters (a and ° are one å), so that a column here may be another than in the file; editors count
in UTF-16 units unless they have agreed on something else, so that an emoji is two.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

type Encoding = Literal["utf-8", "utf-16", "utf-32"]

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, eq=False)
class FileText:
    """One file: as the editor has it, and `text` with its letters composed, which all offsets count in."""

    original: str
    text: str = field(init=False)
    starts: tuple[int, ...] = field(init=False)
    written: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text = unicodedata.normalize("NFC", self.original)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "starts", (0, *(found.end() for found in _BREAK.finditer(text))))
        object.__setattr__(self, "written", tuple(_BREAK.split(self.original)))

    def line(self, number: int) -> str:
        """A line of the composed text, counted from 0; "" outside the file."""
        if not 0 <= number < len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def offset(self, number: int, column: int) -> int:
        """The offset of a line and a column, both from 0; the nearest one inside the file."""
        if number >= len(self.starts):
            return len(self.text)
        return self.starts[max(0, number)] + min(max(0, column), len(self.line(max(0, number))))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 0."""
        number = bisect_right(self.starts, offset) - 1
        return number, offset - self.starts[number]

    def to_editor(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """The line and the column that the editor knows an offset by."""
        number, column = self.position(offset)
        return number, units(_as_written(self.written[number], column), encoding)

    def from_editor(self, number: int, column: int, encoding: Encoding) -> int:
        """The offset of the editor's line and column; the nearest one inside the file."""
        if not 0 <= number < len(self.written):
            return 0 if number < 0 else len(self.text)
        before = _first_units(self.written[number], column, encoding)
        return self.offset(number, len(unicodedata.normalize("NFC", before)))


def units(text: str, encoding: Encoding) -> int:
    """How long a text is, as the editor counts."""
    match encoding:
        case "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        case "utf-16":
            return len(text) + sum(letter > "\uffff" for letter in text)
        case "utf-32":
            return len(text)


def _first_units(line: str, count: int, encoding: Encoding) -> str:
    """The beginning of a line that is so long as the editor counts."""
    length = 0
    for end, letter in enumerate(line):
        if length >= count:
            return line[:end]
        length += units(letter, encoding)
    return line


def _as_written(line: str, column: int) -> str:
    """The beginning of a line as it stands in the file, by its length when composed."""
    if unicodedata.is_normalized("NFC", line):
        return line[:column]
    end = composed = 0
    for letters in _letters(line):
        composed += len(unicodedata.normalize("NFC", letters))
        if composed > column:
            break
        end += len(letters)
    return line[:end]


def _letters(line: str) -> Iterator[str]:
    """Each letter with what is written on top of it."""
    start = 0
    for position, letter in enumerate(line):
        if position > start and not unicodedata.combining(letter):
            yield line[start:position]
            start = position
    if line:
        yield line[start:]
