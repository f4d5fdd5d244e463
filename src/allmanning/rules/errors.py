"""What the reader of a rule file is told: where, what, and what to do."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a rule file: line from 1, columns from 0, `end` is the column after the last character."""

    file: str
    line: int
    column: int
    end: int


NOWHERE = Place("", 0, 0, 0)

# A longer line is shown from a little before the caret, so that the caret stays in sight.
LONGEST_LINE = 110
LONGEST_NAME = 60
# Nobody mends more at a time, and each may cost a look at every name for the one that was meant.
MOST_FINDINGS = 200
# Names together, when one is looked for that is like another.
MOST_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a package, for the person who wrote it.

    `code` is stable (`R101`), `source` is the whole line of text that `place` points into.
    """

    code: str
    message: str
    hint: str
    place: Place = NOWHERE
    source: str = ""

    def __str__(self) -> str:
        heading = f"{self.code}: {self.message}"
        if self.place.file and self.place.line:
            heading = f"{self.place.file}:{self.place.line}:{self.place.column + 1}: {heading}"
        elif self.place.file:
            heading = f"{self.place.file}: {heading}"
        lines = [heading]
        if self.source.strip():
            shown, start, width = self._window()
            margin = f"{self.place.line:>5} | "
            before = len(margin) + _columns(shown[:start])
            lines += [margin + shown, " " * before + "^" * max(1, _columns(shown[start : start + width]))]
        if self.hint:
            lines.append(f"      hint: {self.hint}")
        return "\n".join(lines)

    def _window(self) -> tuple[str, int, int]:
        """The part of the line to show, where the caret begins in it, and how wide it is."""
        text = "".join(letter if letter.isprintable() else " " for letter in self.source)
        start, end = self.place.column, max(self.place.column + 1, self.place.end)
        if len(text) > LONGEST_LINE:
            first = max(0, min(start - 20, len(text) - LONGEST_LINE))
            text = ("…" if first else "") + text[first : first + LONGEST_LINE]
            shift = first - bool(first)
            start, end = start - shift, end - shift
        return text, start, max(1, min(end, len(text)) - start)


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide sign, none for an accent of its own."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


class LanguageError(Exception):
    """The rules cannot be read. Each finding says where and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class MissingFactError(Exception):
    """A fact that the rules need has not been stated. State it, or ask which facts are open."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"The fact {path!r} is needed and has not been stated")


class RangeError(Exception):
    """A table was asked for a key outside its range, or a share has no denominator."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, in the order of the files and their lines."""
    once = dict.fromkeys(findings)
    return sorted(once, key=lambda each: (each.place.file, each.place.line, each.place.column))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or lists the first few."""
    names = sorted(known)
    near = difflib.get_close_matches(name[:LONGEST_NAME], _alike(name, names), n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]!r}?"
    if not names:
        return "Nothing of that kind is declared"
    more = ", …" if len(names) > 6 else ""
    return f"Known: {', '.join(names[:6])}{more}"


def _alike(name: str, names: list[str]) -> list[str]:
    """The names to compare with; of very many only some of about the same length and beginning."""
    if sum(map(len, names)) <= MOST_LETTERS:
        return names
    alike = [other for other in names if other[:1] == name[:1] and abs(len(other) - len(name)) <= 2]
    return alike[: max(1, MOST_LETTERS // max(1, len(name)))]


def printable(text: str) -> str:
    """A text from outside without what a terminal would obey."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else "�" for letter in text)


def quoted(name: str) -> str:
    """A name from outside as it is shown in a message: in quotes, on one line, not too long."""
    return repr(name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…")
