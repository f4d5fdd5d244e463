"""Groups of households by one of their facts: each word, each small number, bands of amounts, years."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from allmanning.lib.text import EN_DASH, number
from allmanning.rules.datatypes import BOOL, DATE, MONEY, Choice
from allmanning.rules.graph import FactDeclaration
from allmanning.simulation.spread import Positions

MOST_SINGLE = 40
_EPOCH = date(1970, 1, 1).toordinal()
# Where bands begin, in kronor or in numbers; above that by ten, twenty and fifty thousand, and so on.
_AMOUNTS = (
    0,
    500,
    *range(1_000, 6_001, 1_000),
    8_000,
    10_000,
    12_000,
    15_000,
    20_000,
    25_000,
    30_000,
    40_000,
    50_000,
)
_SMALL_AMOUNTS = (0, 100, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000)
_NUMBERS = (0, 1, 2, 5)


@dataclass(frozen=True, slots=True)
class Group:
    """Households alike in one fact: `low` to `high` (both included; öre, days as 2025-11-01), or a word, or a truth."""

    label: str
    low: int | str | bool
    high: int | str | bool


@dataclass(frozen=True, slots=True)
class Grouping:
    """All groups by one fact, and which of them each value falls in."""

    fact: str
    groups: tuple[Group, ...]
    index: Callable[[pa.Array], Positions]


def grouping(fact: FactDeclaration) -> Grouping:
    """How households are grouped by a fact; by a list, how long it is."""
    match fact.type:
        case type_ if type_ == BOOL:
            groups = (Group("no", False, False), Group("yes", True, True))
            return Grouping(
                fact.name, groups, lambda values: values.cast(pa.int8()).to_numpy().astype(np.intp)
            )
        case Choice(options=options):
            words = tuple(Group(option, option, option) for option in options)
            return Grouping(fact.name, words, lambda values: positions(values, options))
        case _:
            return _banded(fact)


def positions(words: pa.Array, options: tuple[str, ...]) -> Positions:
    """Each word's position among the options."""
    found = pc.index_in(words, value_set=pa.array(options, pa.string()))
    return np.asarray(found.to_numpy().astype(np.intp))


def _banded(fact: FactDeclaration) -> Grouping:
    low, high = _whole(fact.low), _whole(fact.high)
    starts = _starts(fact, low, high)
    edges = np.array(starts[1:], np.int64)
    ends = [*(start - 1 for start in starts[1:]), high]
    groups = tuple(_group(fact, *each) for each in zip(starts, ends, strict=True))

    def index(values: pa.Array) -> Positions:
        whole = values.cast(pa.int32()) if pa.types.is_date(values.type) else values
        found: Positions = np.searchsorted(edges, whole.to_numpy(), side="right")
        return found

    return Grouping(fact.name, groups, index)


def _group(fact: FactDeclaration, low: int, high: int) -> Group:
    if fact.type == DATE:
        first, last = (date.fromordinal(each + _EPOCH) for each in (low, high))
        years = str(first.year) if first.year == last.year else f"{first.year}{EN_DASH}{last.year}"
        return Group(years, first.isoformat(), last.isoformat())
    return Group(_label(fact, low, high), low, high)


def _whole(value: int | date) -> int:
    return value if isinstance(value, int) else value.toordinal() - _EPOCH


def _starts(fact: FactDeclaration, low: int, high: int) -> list[int]:
    """Where each band begins, the first at the lowest that the fact allows."""
    if isinstance(fact.low, date) and isinstance(fact.high, date):
        years = fact.high.year - fact.low.year
        step = 1 if years <= MOST_SINGLE else 10
        first = fact.low.year // step * step
        begun = [
            date(year, 1, 1).toordinal() - _EPOCH for year in range(max(1, first), fact.high.year + 1, step)
        ]
        return [low, *(start for start in begun if start > low)]
    if fact.type == MONEY:
        starts = _SMALL_AMOUNTS if high <= 500_000 else _AMOUNTS
        wanted = [each * 100 for each in _growing(starts, max(abs(low), abs(high)) // 100, 10_000)]
        # Nothing at all is a group of its own.
        wanted = sorted({*wanted, 1, *(-each + 1 for each in wanted if low < -each < 0)})
    elif high - low < MOST_SINGLE:
        return list(range(low, high + 1))
    else:
        upper = _growing(_NUMBERS, max(abs(low), abs(high)), 10)
        wanted = sorted({*upper, *(-each + 1 for each in upper)})
    return [low, *(each for each in wanted if low < each <= high)]


def _growing(starts: tuple[int, ...], high: int, unit: int) -> list[int]:
    """The starts, and beyond them 1, 2 and 5 times the unit, then ten times that, up to the highest."""
    found = list(starts)
    while found[-1] <= high:
        found += [each * unit for each in (1, 2, 5) if each * unit > found[-1]]
        unit *= 10
    return found


def _label(fact: FactDeclaration, low: int, high: int) -> str:
    if fact.type != MONEY:
        return number(low) if low == high else f"{number(low)}{EN_DASH}{number(high)}"
    if low == high:
        return number(low // 100)
    if low == 1:
        return f"under {number((high + 1) // 100)}"
    # A band ends below the next one's first krona; who reads it thinks in whole kronor.
    return f"{number(-(-low // 100))}{EN_DASH}{number(high // 100)}"
