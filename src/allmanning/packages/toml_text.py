"""TOML as text: read into plain values, with the line of every key, and errors for people."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from allmanning.rules.errors import Finding, Place, quoted

LONGEST_KEY = 300

type Path = tuple[str | int, ...]

_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_DIGITS = re.compile(r"[\d_]{100,}")
_KEY = re.compile(r""" *(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s."'=]+)) *(?:\.|$)""")
_HINTS = {
    "Invalid date": "There is no such day; dates are written 2025-07-01",
    "Expected newline": "A line holds one value: dates as 2025-07-01, amounts as 12.50, texts in quotes",
    "Invalid statement": 'Names with å, ä or ö stand in quotes, as "ålder" = 5',
    "Expected '=' after": 'Names with å, ä or ö stand in quotes, as "ålder" = 5',
    "Illegal character '\\n'": "Close the text with a quote on the same line",
    "Expected ']'": 'Names with å, ä or ö stand in quotes, as ["högsta_hyra"]',
    "Unterminated string": "Close the text with the same quotes that open it",
    "Cannot overwrite": "The same name stands twice; remove one",
    "twice": "The same heading stands twice; remove one, or write it as [[…]]",
    "thousands of digits": "Check the number of digits",
    "nested too deep": "Put fewer brackets inside each other",
    "Invalid value": "Texts stand in quotes; yes and no are true and false; dates are written 2025-07-01",
}  # fmt: skip
_GENERAL_HINT = "Dates are written 2025-07-01, texts in quotes, and names with å, ä or ö in quotes"


class UnreadableTomlError(Exception):
    """The file is not TOML. `finding` says where and what to do."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


def parse(file: str, text: str) -> dict[str, Any]:
    """The file's values; floats as decimals, names and texts in one form of å ä ö. Raises UnreadableTomlError."""
    try:
        return dict(_normalised(tomllib.loads(text, parse_float=Decimal)))
    except ValueError as error:
        message = str(error)
    except RecursionError:
        message = "nested too deep"
    place, source = _place(file, text, message)
    reason = _WHERE.sub("", message)
    if "integer string conversion" in reason:
        reason = "a number with thousands of digits"
    hint = next((hint for words, hint in _HINTS.items() if words in reason), _GENERAL_HINT)
    raise UnreadableTomlError(Finding("P001", f"This is not TOML: {reason}", hint, place, source))


def _place(file: str, text: str, message: str) -> tuple[Place, str]:
    found = _WHERE.search(message)
    lines = _lines(text) or [""]
    if found is None:
        return _heaviest(file, lines, message)
    number = min(int(found["line"]), len(lines)) if found["line"] else len(lines)
    source = lines[number - 1]
    column = min(int(found["column"]) - 1, max(0, len(source) - 1)) if found["column"] else 0
    return Place(file, number, column, column + 1 if found["column"] else len(source)), source


def _heaviest(file: str, lines: list[str], message: str) -> tuple[Place, str]:
    """The line that is most likely meant by an error that names none: with the most brackets, or the longest number."""
    if "integer string" in message:
        weights = [max(map(len, _DIGITS.findall(line)), default=0) for line in lines]
    else:
        weights = [line.count("[") + line.count("{") for line in lines]
    number = weights.index(max(weights))
    source = lines[number]
    return Place(file, number + 1, len(source) - len(source.lstrip()), len(source)), source


def _lines(text: str) -> list[str]:
    """The lines as TOML and editors count them; Python would end one at other signs too, which may stand in a text."""
    lines = re.split(r"\r\n|\r|\n", text)
    return lines if lines[-1] else lines[:-1]


class DoubleNameError(ValueError):
    """Two names differ only in how their letters are composed."""


def _normalised(value: Any) -> Any:
    """Names compare equal however their å ä ö are composed, as in the rule files."""
    match value:
        case dict():
            named = {unicodedata.normalize("NFKC", key): _normalised(item) for key, item in value.items()}
            if len(named) < len(value):
                raise DoubleNameError(f"two names look the same among {quoted(', '.join(named))}")
            return named
        case list():
            return [_normalised(item) for item in value]
        case str():
            return unicodedata.normalize("NFC", value)
        case _:
            return value


class Lines:
    """On which line each key of a file stands."""

    def __init__(self, text: str) -> None:
        self.texts = _lines(text)
        self.numbers: dict[Path, int] = {}
        counts: dict[tuple[str, ...], int] = {}
        heading: Path = ()
        for number, line in enumerate(self.texts, 1):
            bare = unicodedata.normalize("NFKC", line.strip())
            if bare.startswith("[[") and "]]" in bare:
                names = tuple(_keys(bare[2 : bare.index("]]")]))
                counts[names] = counts.get(names, -1) + 1
                heading = _with_positions(names, counts)
                self.numbers.setdefault(heading, number)
                self.numbers.setdefault(heading[:-1], number)
            elif bare.startswith("[") and "]" in bare:
                heading = _with_positions(tuple(_keys(bare[1 : bare.index("]")])), counts)
                self.numbers.setdefault(heading, number)
            elif "=" in bare and not bare.startswith("#"):
                key = (*heading, *_keys(bare[: _end_of_key(bare)]))
                self.numbers.setdefault(key, number)

    def locate(self, path: Path) -> int:
        """The line of a key, from 1; of what stands nearest above it when the key itself is not found; else 0."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.numbers:
                return self.numbers[path[:length]]
        return 0

    def text(self, number: int) -> str:
        """A line of text, counted from 1."""
        return self.texts[number - 1] if 0 < number <= len(self.texts) else ""


def _end_of_key(line: str) -> int:
    """Where the = stands that ends the key; one in quotes is part of it."""
    quote = ""
    for position, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "=":
            return position
    return len(line)


def _with_positions(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Path:
    heading: list[str | int] = []
    for end in range(1, len(names) + 1):
        heading.append(names[end - 1])
        if names[:end] in counts:
            heading.append(counts[names[:end]])
    return tuple(heading)


def _keys(text: str) -> Iterator[str]:
    if len(text) > LONGEST_KEY:
        return
    for double, single, bare in _KEY.findall(text.strip()):
        yield double or single or bare
