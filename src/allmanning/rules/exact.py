"""Whole-number steps that every database takes in the same way: the nodes that SQL is written from, and how they are built.

Amounts and numbers are one kind; there are no shares. Each node comes with its bounds (`intervals`), so that a step that
never does anything is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from allmanning.rules.datatypes import BOOL, DATE, INT, Choice, Type
from allmanning.rules.intervals import EITHER, FALSE, TRUE, Bounds, certain, corners, exactly, join, opposite
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Not,
)
from allmanning.rules.nodes import children as children_of_rule
from allmanning.rules.values import Rounding, TableValue, add_months, rounded

LARGEST = 2**63 - 1
LAST_DAY_NUMBER = date.max.toordinal() - 1
# The months from year 0 to the first and the last month of the calendar.
FIRST_MONTH, LAST_MONTH = 12, 12 * 9_999 + 11


@dataclass(frozen=True, slots=True)
class Quotient:
    """A whole number divided by another that is at least 1; what is left over falls away, on both sides of zero."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day as a number; `number` is days since the first day of year 1."""

    part: Literal["year", "month", "day", "number"]
    of: int


@dataclass(frozen=True, slots=True)
class DayNumbered:
    """The day with a number from 0 to the last day of year 9999."""

    of: int


@dataclass(frozen=True, slots=True)
class MonthsLater:
    """The same day of the month so many months later, or the month's last day; inside the calendar."""

    left: int
    right: int


type Node = (
    Const | FactRef | FieldRef | Lookup | Arithmetic | Extreme | Compare | Logic | Not | If | Aggregate
    | Quotient | Part | DayNumbered | MonthsLater
)  # fmt: skip
# One node, or the numerator and the denominator of a share.
type Parts = tuple[int, ...]


def children(node: Node) -> tuple[int, ...]:
    """The positions a node is computed from, in reading order."""
    match node:
        case Quotient(left=left, right=right) | MonthsLater(left=left, right=right):
            return left, right
        case Part(of=of) | DayNumbered(of=of):
            return (of,)
        case _:
            return children_of_rule(node)


class UnprovedError(Exception):
    """A number can be too large for 64 bits. Run allmanning check on the package, and mend what it finds."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


@dataclass(slots=True)
class Steps:
    """Collects nodes; the same node twice is one node."""

    nodes: list[Node] = field(default_factory=list)
    bounds: list[Bounds] = field(default_factory=list)
    levels: list[frozenset[int]] = field(default_factory=list)
    known: dict[Node, int] = field(default_factory=dict)
    tables: dict[str, TableValue] = field(default_factory=dict)
    tables_known: dict[TableValue, str] = field(default_factory=dict)

    def add(self, node: Node, bounds: Bounds) -> int:
        """The position of a node, which may have been there before. Raises UnprovedError."""
        if node not in self.known:
            if isinstance(bounds, tuple) and isinstance(bounds[0], int) and max(map(abs, bounds)) > LARGEST:
                raise UnprovedError
            self.known[node] = len(self.nodes)
            self.nodes.append(node)
            self.bounds.append(bounds)
            self.levels.append(self._levels(node))
        return self.known[node]

    def narrow(self, position: int, proved: Bounds) -> None:
        """What a node is known to be by another proof holds too."""
        known = self.bounds[position]
        match known, proved:
            case (int(low), int(high)), (int(least), int(most)) if not isinstance(low, bool):
                self.bounds[position] = (max(low, least), min(high, most))

    def _levels(self, node: Node) -> frozenset[int]:
        below = frozenset[int]().union(*(self.levels[child] for child in children(node)))
        match node:
            case FieldRef(level=level):
                return below | {level}
            case Aggregate(level=level):
                return below - {level}
            case _:
                return below

    def constant(self, value: Any, type_: Type) -> int:
        """A value. Amounts are plain numbers here."""
        kind = type_ if type_ in (BOOL, DATE) or isinstance(type_, Choice) else INT
        return self.add(Const(value, kind), exactly(value))

    def number(self, value: int) -> int:
        return self.constant(value, INT)

    def plus(self, left: int, right: int) -> int:
        one, other = self.bounds[left], self.bounds[right]
        return self._arithmetic("+", left, right, (one[0] + other[0], one[1] + other[1]))

    def minus(self, left: int, right: int) -> int:
        one, other = self.bounds[left], self.bounds[right]
        return self._arithmetic("-", left, right, (one[0] - other[1], one[1] - other[0]))

    def times(self, left: int, right: int) -> int:
        bounds = corners(self.bounds[left], self.bounds[right], lambda a, b: a * b)
        if (1, 1) in (self.bounds[left], self.bounds[right]):
            return right if self.bounds[left] == (1, 1) else left
        return self._arithmetic("*", left, right, bounds)

    def _arithmetic(self, operator: Literal["+", "-", "*"], left: int, right: int, bounds: Bounds) -> int:
        if certain(bounds):
            return self.number(bounds[0])
        if operator != "*" and self.bounds[right] == (0, 0):
            return left
        return self.add(Arithmetic(operator, left, right), bounds)

    def quotient(self, left: int, right: int) -> int:
        """Towards zero; `right` is at least 1."""
        bounds = corners(self.bounds[left], self.bounds[right], _towards_zero)
        if self.bounds[right] == (1, 1):
            return left
        return self.number(bounds[0]) if certain(bounds) else self.add(Quotient(left, right), bounds)

    def extreme(self, operator: Literal["min", "max"], left: int, right: int) -> int:
        """The lower or the higher of two; just one of them when it is always that one."""
        low, high = (left, right) if operator == "max" else (right, left)
        if self.bounds[low][1] <= self.bounds[high][0]:
            return right
        if self.bounds[high][1] <= self.bounds[low][0]:
            return left
        choose = min if operator == "min" else max
        one, other = self.bounds[left], self.bounds[right]
        bounds = (choose(one[0], other[0]), choose(one[1], other[1]))
        return self.add(Extreme(operator, left, right), bounds)

    def between(self, low: int, of: int, high: int) -> int:
        """A number, or the end of the range that it is beyond."""
        return self.extreme("max", self.extreme("min", of, self.number(high)), self.number(low))

    def less(self, left: int, right: int) -> int:
        one, other = self.bounds[left], self.bounds[right]
        if one[1] < other[0]:
            return self.constant(True, BOOL)
        if one[0] >= other[1]:
            return self.constant(False, BOOL)
        return self.add(Compare("<", left, right), EITHER)

    def logic(self, operator: Literal["and", "or"], left: int, right: int) -> int:
        """Both, or at least one; just one side when the other never decides."""
        idle = TRUE if operator == "and" else FALSE
        if idle in (self.bounds[left], self.bounds[right]):
            return right if self.bounds[left] == idle else left
        return self.add(Logic(operator, left, right), EITHER)

    def opposite(self, of: int) -> int:
        return self.add(Not(of), opposite(self.bounds[of]))

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        if self.bounds[condition] in (TRUE, FALSE):
            return then if self.bounds[condition] == TRUE else otherwise
        if then == otherwise:
            return then
        return self.add(If(condition, then, otherwise), join(self.bounds[then], self.bounds[otherwise]))

    def part(self, part: Literal["year", "month", "day", "number"], of: int) -> int:
        """A part of a day."""
        ends = self.bounds[of]
        bounds = tuple(_PARTS[part](end) for end in ends)
        if certain(ends):
            return self.number(bounds[0])
        return self.add(Part(part, of), _ENDS.get(part, bounds))

    def look_up(self, table: TableValue, key: int) -> int:
        """The nearest cell of a table of numbers."""
        ends = self.bounds[key]
        if table.dense:
            first = table.starts[0]
            key = self.between(first, key, first + len(table.dense) - 1)
        values: list[Any] = [table.at(ends[0]), table.at(ends[1]), *table.between(*ends)]
        if min(values) == max(values):
            return self.number(values[0])
        name = self.tables_known.setdefault(table, f"t{len(self.tables)}")
        self.tables[name] = table
        return self.add(Lookup(name, key), (min(values), max(values)))

    def divided(self, numerator: int, denominator: int, rounding: Rounding) -> int:
        """`values.rounded`, by division towards zero of a numerator that has been moved first."""
        one, zero = self.number(1), self.number(0)
        if certain(self.bounds[numerator]) and certain(self.bounds[denominator]):
            return self.number(rounded(self.bounds[numerator][0], self.bounds[denominator][0], rounding))
        match rounding:
            case "ned":
                down = self.minus(one, denominator)
                moved = self.choose(self.less(numerator, zero), down, zero)
            case "upp":
                up = self.minus(denominator, one)
                moved = self.choose(self.less(numerator, zero), zero, up)
            case "närmast":
                half = self.quotient(denominator, self.number(2))
                moved = self.choose(self.less(numerator, zero), self.minus(zero, half), half)
        return self.quotient(self.plus(numerator, moved), denominator)

    def calendar(self, function: str, left: int, right: int) -> int:
        """A named calculation with days; see `values.CALENDAR`."""
        return _DAYS[function](self, left, right)

    def full_years(self, born: int, day: int) -> int:
        years = self.minus(self.part("year", day), self.part("year", born))
        return self._unless_reached(years, self._in_year(day), self._in_year(born))

    def _in_year(self, day: int) -> int:
        return self.plus(self.times(self.part("month", day), self.number(32)), self.part("day", day))

    def full_months(self, start: int, stop: int) -> int:
        months = self.minus(self._months(stop), self._months(start))
        return self._unless_reached(months, self.part("day", stop), self.part("day", start))

    def _months(self, day: int) -> int:
        return self.plus(
            self.times(self.part("year", day), self.number(12)),
            self.minus(self.part("month", day), self.number(1)),
        )

    def _unless_reached(self, full: int, reached: int, wanted: int) -> int:
        return self.minus(full, self.choose(self.less(reached, wanted), self.number(1), self.number(0)))

    def add_months(self, day: int, months: int) -> int:
        """The calendar ends where `values.add_months` says; a step beyond it is cut first, so that it can be computed."""
        step = self.between(-LAST_MONTH, months, LAST_MONTH)
        month = self.plus(self._months(day), step)
        first, last = self.constant(date.min, DATE), self.constant(date.max, DATE)
        inside = self.add(MonthsLater(day, step), corners(self.bounds[day], self.bounds[step], add_months))
        late = self.choose(self.less(self.number(LAST_MONTH), month), last, inside)
        return self.choose(self.less(month, self.number(FIRST_MONTH)), first, late)

    def add_days(self, day: int, days: int) -> int:
        step = self.between(-LAST_DAY_NUMBER, days, LAST_DAY_NUMBER)
        number = self.between(0, self.plus(self.part("number", day), step), LAST_DAY_NUMBER)
        ends = (date.fromordinal(end + 1) for end in self.bounds[number])
        return self.add(DayNumbered(number), tuple(ends))

    def days_between(self, start: int, stop: int) -> int:
        return self.minus(self.part("number", stop), self.part("number", start))


_PARTS: dict[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "number": lambda day: day.toordinal() - 1,
}
# These begin anew, so that the ends of a range of days say nothing.
_ENDS: dict[str, Bounds] = {"month": (1, 12), "day": (1, 31)}

_DAYS: dict[str, Callable[[Steps, int, int], int]] = {
    "fyllda_år": Steps.full_years,
    "hela_månader": Steps.full_months,
    "plus_månader": Steps.add_months,
    "plus_dagar": Steps.add_days,
    "dagar_mellan": Steps.days_between,
}


def _towards_zero(numerator: int, denominator: int) -> int:
    quotient = abs(numerator) // denominator
    return quotient if numerator >= 0 else -quotient
