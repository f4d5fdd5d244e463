"""Two reckonings beside each other, before and after: only the lines that came out otherwise, down to what made them so."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from allmanning.packages import Line
from allmanning.server.command_line.tree import NARROWEST, Row

AMOUNT = 15
ARROW = " → "


@dataclass(frozen=True, slots=True)
class Pair:
    """A line before and after (None where it is not there), and those below it that differ."""

    before: Line | None
    after: Line | None
    parts: tuple["Pair", ...]

    @property
    def line(self) -> Line:
        """The line as it is afterwards, or was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of them is there
        return found


def changed(before: Line | None, after: Line | None) -> Pair | None:
    """What differs between two lines; None where both came out the same, whatever is below."""
    values = (before.value if before else None), (after.value if after else None)
    return None if values[0] == values[1] else Pair(before, after, tuple(_parts(before, after)))


def _parts(before: Line | None, after: Line | None) -> Iterator[Pair]:
    first, second = ({} if each is None or each.repeated else _by_label(each) for each in (before, after))
    for key in {**second, **first}:
        found = changed(first.get(key), second.get(key))
        if found is not None:
            yield found


def _by_label(line: Line) -> dict[tuple[str, str], Line]:
    """The parts by their names; those of several elements differ in their labels."""
    return {(part.name, part.label.sv): part for part in line.parts}


def rows(pair: Pair, language: str, width: int, *, wrapped: bool) -> Iterator[Row]:
    """The tree as rows no wider than `width`, or as long as they need to be when it is not wrapped."""
    return _Tree(language, width, wrapped).lines(pair, "", "", root=True)


def columns(
    label: str, before: str, after: str, width: int, first: str = "", rest: str = ""
) -> Iterator[str]:
    """A label with two values in columns; on a narrow terminal, on one line with an arrow."""
    if width < NARROWEST:
        told = f"{before}{ARROW}{after}" if before and after else before or after
        for number, text in enumerate(textwrap.wrap(f"{label}: {told}", max(20, width - len(first)))):
            yield (rest if number else first) + text
        return
    room = max(10, width - 2 * AMOUNT - len(first) - len(ARROW))
    head, *more = textwrap.wrap(label, room) or [""]
    arrow = ARROW if before and after else " " * len(ARROW)
    yield f"{first}{head:<{room}}{before:>{AMOUNT}}{arrow}{after:>{AMOUNT}}".rstrip()
    for text in more:
        yield f"{rest}{text}"


@dataclass(frozen=True, slots=True)
class _Tree:
    language: str
    width: int
    wrapped: bool

    def lines(self, pair: Pair, first: str, rest: str, *, root: bool = False) -> Iterator[Row]:
        """A line; `first` stands before it, `rest` before everything that belongs to it."""
        label = pair.line.label.in_(self.language)
        before, after = (_amount(each) for each in (pair.before, pair.after))
        below = rest + ("│ " if pair.parts else "  ")
        for text in columns(label, before, after, self.width, first, below):
            yield Row(text, "bold" if root else "")
        for row in self._beside(pair):
            for text in self._wrap(row.text, below):
                yield Row(text, row.style)
        for number, part in enumerate(pair.parts):
            last = number == len(pair.parts) - 1
            yield from self.lines(part, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))

    def _beside(self, pair: Pair) -> Iterator[Row]:
        """The law, and the numbers or reasons that are other ones."""
        if pair.line.law:
            yield Row(pair.line.law, "dim")
        formulas = [[each.formula] if each and each.formula else [] for each in _full(pair)]
        reasons = [(each.because or "").split("; ") if each else [] for each in _full(pair)]
        for sign, (before, after) in (("= ", formulas), ("", reasons)):
            for word, told, others in (("before", before, after), (" after", after, before)):
                new = "; ".join(each for each in told if each and each not in others)
                if new:
                    yield Row(f"{word}: {sign}{new}", "dim")

    def _wrap(self, text: str, margin: str) -> list[str]:
        if not self.wrapped:
            return [margin + text]
        room = max(20, self.width - len(margin))
        lines = textwrap.wrap(text, room, subsequent_indent=" " * len("before: "), break_long_words=False)
        return [margin + line for line in lines]


def _full(pair: Pair) -> tuple[Line | None, Line | None]:
    """The two lines, without one that is told in full elsewhere."""
    before, after = (None if each is None or each.repeated else each for each in (pair.before, pair.after))
    return before, after


def _amount(line: Line | None) -> str:
    if line is None:
        return ""
    return {"minus": "− ", "plus": "+ "}.get(line.sign, "") + (line.value or "?")
