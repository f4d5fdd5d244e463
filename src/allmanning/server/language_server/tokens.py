"""The words of a rule file, read from any text: what is half written does not hide what stands around it."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

type Kind = Literal["name", "number", "string", "comment", "sign"]

OPENING, CLOSING = "([{", ")]}"

# A text in three quotes that reaches the next rule is one that nobody has closed yet.
_LONG = r"(?:(?!\n(?:@|def\b|class\b))[\s\S])*?"
_TOKEN = re.compile(
    rf"""(?P<comment>\#[^\r\n]*)
    |(?P<string>\"\"\"{_LONG}\"\"\"|'''{_LONG}'''|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?)
    |(?P<name>[^\W\d]\w*)
    |(?P<number>\d\w*)
    |(?P<sign>->|[=!<>:]=|[^\s\w])
    |(?P<rest>\s+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word from `start` up to `stop`; `first` on its line; `column` tells how far it is indented if it is first."""

    kind: Kind
    text: str
    start: int
    stop: int
    first: bool
    column: int

    @property
    def closed(self) -> bool:
        """Is a text in quotes closed by the quotes that open it?"""
        return len(self.text) > 1 and self.text[0] == self.text[-1]

    @property
    def inner(self) -> str:
        """What stands between the quotes."""
        quotes = 3 if self.text.startswith(('"""', "'''")) and len(self.text) > 5 else 1
        return self.text[quotes : -quotes if self.closed else None]

    @property
    def word(self) -> str:
        """A name in the one form that the language has for it; "" for what is none, and for Python's own words."""
        if self.kind != "name" or keyword.iskeyword(self.text):
            return ""
        return self.text if self.text.isascii() else unicodedata.normalize("NFKC", self.text)


def tokens(text: str) -> tuple[Token, ...]:
    """All words of a text in their order, comments among them."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    line_start, first = 0, True
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "rest":
            last = max(found[0].rfind("\n"), found[0].rfind("\r"))
            if last >= 0:
                line_start, first = found.start() + last + 1, True
            continue
        kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
        yield Token(kind, found[0], found.start(), found.end(), first, found.start() - line_start)
        first = False
        last = max(found[0].rfind("\n"), found[0].rfind("\r"))
        line_start = found.start() + last + 1 if last >= 0 else line_start


def depths(read: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Each word with how many parentheses it stands inside."""
    depth = 0
    for token in read:
        if token.kind == "sign" and token.text in CLOSING:
            depth = max(0, depth - 1)
        yield token, depth
        if token.kind == "sign" and token.text in OPENING:
            depth += 1
