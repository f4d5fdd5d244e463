"""The reckoning beside the evidence: each line has a place to point at, each fact in it points back to where it was said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from allmanning.cases.queries import CasePage
from allmanning.portals.caseworker import facts, words
from allmanning.portals.design.reckoning import FactSource, Row, from_line

# Deep enough that every amount which is a sum shows its parts at once; the rest opens with a press.
EXPANDED = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """The reckoning of the amount, and for each fact's path the address of the first line that uses it."""

    row: Row
    lines: dict[str, str]


def beside(page: CasePage) -> Beside:
    """Made once for a page; both columns are drawn from it."""
    language = words.language()
    line = page.ruleset.reckoning(dict(page.facts), language=language)
    sources = {path: FactSource("", url=f"#{facts.anchor('fact', path)}") for path in _paths(page)}
    row = _placed(from_line(line, language, sources=sources, expand=EXPANDED), count(1))
    lines: dict[str, str] = {}
    for part in _rows(row):
        for used in part.facts:
            lines.setdefault(used.path, f"#{part.anchor}")
    return Beside(row, lines)


def _paths(page: CasePage) -> Iterator[str]:
    for name, value in page.facts.items():
        yield from (path for path, _ in facts.leaves(name, value))


def _placed(row: Row, numbers: Iterator[int]) -> Row:
    anchor = f"line-{next(numbers)}"
    return replace(
        row,
        anchor=anchor,
        parts=tuple(_placed(part, numbers) for part in row.parts),
        nothing=tuple(_placed(part, numbers) for part in row.nothing),
    )


def _rows(row: Row) -> Iterator[Row]:
    yield row
    for part in (*row.parts, *row.nothing):
        yield from _rows(part)
