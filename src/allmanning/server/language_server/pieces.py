"""The words of a TOML file and what each is for: a part of a heading, a key, a text. Read from any text, however broken."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from allmanning.server.language_server.outline import Span

type Role = Literal["heading", "key", "inner", "value"]

_WORD = re.compile(
    r'''(?P<comment>\#[^\r\n]*)
    |(?P<string>"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\r\n])*"?|'[^'\r\n]*'?)
    |(?P<bare>[\w+-]+)
    |(?P<newline>\r\n|\r|\n)
    |(?P<sign>[^\s\w])''',
    re.VERBOSE,
)
_HEADING = re.compile(r"\[{1,2}[^\[\],={}\r\n]+\]{1,2}[ \t]*(?:#|$|[\r\n])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with where it stands: `at` is the word inside its quotes.

    `heading` names the table. `key` is the key in whose value an inner key or a value stands, the key before it for a
    key with a dot, and for a word of a heading its position ("0", "1" …). `quoted` tells a text from a number.
    """

    role: Role
    text: str
    at: Span
    heading: tuple[str, ...]
    key: str
    quoted: bool


@dataclass(slots=True)
class _Reader:
    text: str
    heading: tuple[str, ...] = ()
    key: str = ""
    depth: int = 0
    in_value: bool = False
    line: list[re.Match[str]] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        for found in _WORD.finditer(self.text):
            match found.lastgroup:
                case "comment":
                    continue
                case "newline" if self.depth and self.in_value and not self._is_new_line(found.end()):
                    continue
                case "newline":
                    yield from self._line()
                case _:
                    self.line.append(found)
                    self._count(found)
        yield from self._line()

    def _count(self, found: re.Match[str]) -> None:
        """A value may go on over lines inside brackets; a heading never does."""
        if found[0] == "=" and not self.depth:
            self.in_value = True
        elif self.in_value and found[0] in ("[", "{"):
            self.depth += 1
        elif self.in_value and found[0] in ("]", "}"):
            self.depth = max(0, self.depth - 1)

    def _is_new_line(self, start: int) -> bool:
        """Does a heading follow, so that the brackets before it were never closed?"""
        return (
            re.compile(r"\[{1,2}[^\[\],={}\r\n]+\]{1,2}\s*(?:#|$|[\r\n])").match(self.text, start) is not None
        )

    def _line(self) -> Iterator[Piece]:
        line, self.line, self.depth, self.in_value = self.line, [], 0, False
        if line and line[0][0] == "[":
            words = [found for found in line if found.lastgroup in ("string", "bare")]
            self.heading, self.key = tuple(_inner(found)[0] for found in words), ""
            for position, found in enumerate(words):
                yield self._piece("heading", found, key=str(position))
        elif line:
            yield from self._assignment(line)

    def _assignment(self, line: list[re.Match[str]]) -> Iterator[Piece]:
        equals = next((i for i, found in enumerate(line) if found[0] == "="), len(line))
        self.key = ""
        for found in line[:equals]:
            if found.lastgroup in ("string", "bare"):
                yield self._piece("key", found, key=self.key)
                self.key = self.key or _inner(found)[0]
        for found, following in zip(line[equals + 1 :], [*line[equals + 2 :], None], strict=False):
            if found.lastgroup in ("string", "bare"):
                inner = following is not None and following[0] == "="
                yield self._piece("inner" if inner else "value", found, key=self.key)

    def _piece(self, role: Role, found: re.Match[str], *, key: str) -> Piece:
        text, at = _inner(found)
        return Piece(role, text, at, self.heading, key, found.lastgroup == "string")


def _inner(found: re.Match[str]) -> tuple[str, Span]:
    """What stands between the quotes, in one form of å ä ö, and where."""
    text = found[0]
    if found.lastgroup != "string":
        return unicodedata.normalize("NFKC", text), Span(found.start(), found.end())
    quotes = 3 if len(text) > 5 and text[:3] in ('"""', "'''") else 1
    closed = len(text) > quotes and text[-1] == text[0]
    inner = text[quotes : -quotes if closed else None]
    start = found.start() + quotes
    return unicodedata.normalize("NFKC", inner), Span(start, start + len(inner))


def pieces(text: str) -> tuple[Piece, ...]:
    """All words of a TOML file in their order; comments, dates and signs left out as they stand."""
    return tuple(_Reader(text).pieces())
