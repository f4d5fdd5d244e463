"""The reckoning as a tree of text: amounts in one column, and under each its law, its numbers and what it read."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from allmanning.packages import Line
from allmanning.packages.reckoning import ParameterLine
from allmanning.server.command_line.show import console

WIDEST, NARROWEST = 100, 60
AMOUNT = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text and how it looks."""

    text: str
    style: str = ""


def reckoning(line: Line, language: str) -> None:
    """Print a line and all below it."""
    out = console()
    width = min(out.width, WIDEST)
    for row in rows(line, language, width, wrapped=out.is_terminal):
        _print(out, row)


def _print(out: Console, row: Row) -> None:
    out.print(Text(row.text, style=row.style), soft_wrap=True)


def rows(line: Line, language: str, width: int, *, wrapped: bool) -> Iterator[Row]:
    """The tree as rows no wider than `width`, or as long as they need to be when it is not wrapped."""
    return _Tree(language, width, wrapped).lines(line, "", "", root=True)


@dataclass(frozen=True, slots=True)
class _Tree:
    language: str
    width: int
    wrapped: bool

    def lines(self, line: Line, first: str, rest: str, *, root: bool = False) -> Iterator[Row]:
        """A line; `first` stands before it, `rest` before everything that belongs to it."""
        yield from self._heading(line, first, rest, root=root)
        below = rest + ("│ " if line.parts and not line.repeated else "  ")
        for row in self._beside(line):
            for text in self._wrap(row.text, below):
                yield Row(text, row.style)
        for number, part in enumerate(line.parts):
            last = number == len(line.parts) - 1
            yield from self.lines(part, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))

    def _heading(self, line: Line, first: str, rest: str, *, root: bool) -> Iterator[Row]:
        sign = {"minus": "− ", "plus": "+ "}.get(line.sign, "")
        amount = sign + (line.value or "?")
        label = line.label.in_(self.language)
        style = "bold" if root else ""
        if self.width < NARROWEST:
            for number, text in enumerate(self._wrap(f"{label}: {amount}", rest)):
                yield Row(first + text[len(rest) :] if number == 0 else text, style)
            return
        room = max(10, self.width - AMOUNT - len(first))
        head, *more = textwrap.wrap(label, room) or [""]
        yield Row(f"{first}{head:<{room}}{amount:>{AMOUNT}}", style)
        for text in more:
            yield Row(f"{rest}{'│' if line.parts else ' '} {text}", style)

    def _beside(self, line: Line) -> Iterator[Row]:
        """Law, numbers and reasons; then what was read."""
        if line.law:
            yield Row(line.law, "dim")
        if line.repeated:
            return
        if line.formula:
            yield Row(f"= {line.formula}", "dim")
        if line.because:
            yield Row(line.because, "dim")
        for fact in line.facts:
            yield Row(f"· {fact.label.in_(self.language)}: {fact.value}", "cyan")
        for use in line.parameters:
            derived = use.status == "derived"
            yield Row(f"· {self._parameter(use)}", "magenta" if derived else "blue")

    def _parameter(self, use: ParameterLine) -> str:
        key = f" [{use.key}]" if use.key else ""
        status = " (derived)" if use.status == "derived" else ""
        period = f"{use.valid_from}–{use.valid_to or ''}"
        where = use.source if use.local else f"{use.source}; {period}"
        return f"{use.label.in_(self.language)}{key}: {use.value}{status}; {where}"

    def _wrap(self, text: str, margin: str) -> list[str]:
        if not self.wrapped:
            return [margin + text]
        room = max(20, self.width - len(margin))
        lines = textwrap.wrap(text, room, subsequent_indent="  ", break_long_words=False)
        return [margin + line for line in lines]
