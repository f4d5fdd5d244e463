"""Values that rules compute with, and the arithmetic that must be the same in every reader."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from allmanning.rules.errors import RangeError

type Value = int | bool | str | date | Fraction
type Rounding = Literal["ned", "upp", "närmast"]
type Facts = Mapping[str, object]

ROUNDINGS: tuple[Rounding, ...] = ("ned", "upp", "närmast")


@dataclass(frozen=True, slots=True)
class TableValue:
    """A table for one date: `values[i]` holds from `starts[i]` up to the next start; the last one up to `end`.

    `end` is None where the table is open upwards. Keys are ints, or öre.
    """

    starts: tuple[int, ...]
    values: tuple[Value, ...]
    end: int | None
    dense: tuple[Value, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        last = self.starts[-1] if self.end is None else self.end
        span = last - self.starts[0] + 1
        dense: list[Value] = []
        if span <= 1_000:
            edges = (*self.starts[1:], last + 1)
            for value, start, stop in zip(self.values, self.starts, edges, strict=True):
                dense += [value] * (stop - start)
        object.__setattr__(self, "dense", tuple(dense))

    def index(self, key: int) -> int | None:
        """Which cell a key falls in, or None outside the table."""
        if key < self.starts[0] or (self.end is not None and key > self.end):
            return None
        return bisect_right(self.starts, key) - 1

    def cell(self, key: int) -> tuple[int, int | None]:
        """The first and the last key of the cell that a key falls in; the last is None where it is open upwards."""
        index = max(0, bisect_right(self.starts, key) - 1)
        last = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else self.end
        return self.starts[index], last

    def at(self, key: int) -> Value:
        """The value for a key; a key outside the table takes the nearest cell.

        Publishing proves that no key used in a decision is outside; readers that compute both arms of a
        condition come here with keys that the condition rules out.
        """
        if self.dense:
            position = key - self.starts[0]
            if position < 0:
                return self.dense[0]
            return self.dense[position] if position < len(self.dense) else self.dense[-1]
        return self.values[max(0, bisect_right(self.starts, key) - 1)]

    def look_up(self, key: int) -> Value:
        """The value for a key that must be inside the table."""
        index = self.index(key)
        if index is None:
            raise RangeError(f"The table has no row for {key}")
        return self.values[index]

    def between(self, low: int, high: int) -> tuple[Value, ...]:
        """All values that keys from low to high can give."""
        first = max(0, bisect_right(self.starts, low) - 1)
        last = max(first, bisect_right(self.starts, high) - 1)
        return self.values[first : last + 1]


type ParameterValue = Value | TableValue
type Parameters = Mapping[str, ParameterValue]


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Numerator/denominator as a whole number; `närmast` rounds a half away from zero. denominator > 0."""
    match rounding:
        case "ned":
            return numerator // denominator
        case "upp":
            return -(-numerator // denominator)
        case "närmast":
            half = (2 * abs(numerator) + denominator) // (2 * denominator)
            return half if numerator >= 0 else -half


def share_of(amount: int, share: Fraction, rounding: Rounding) -> int:
    """A share of an amount, in whole öre."""
    return rounded(amount * share.numerator, share.denominator, rounding)


def to_unit(amount: int, unit: int, rounding: Rounding) -> int:
    """An amount rounded to a multiple of a unit, both in öre."""
    return rounded(amount, unit, rounding) * unit


def full_years(born: date, day: date) -> int:
    """Whole years from one day to another; who is born on 29 February ages on 1 March in other years.

    Convention: a year is full when the same month and day is reached, and 29 February is reached on 1 March in
    a year that lacks it. Negative when `day` is earlier.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def full_months(start: date, stop: date) -> int:
    """Whole months from one day to another; a month is full when the same day of the month is reached."""
    return (stop.year - start.year) * 12 + stop.month - start.month - (stop.day < start.day)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where that month is shorter.

    What lies outside the calendar (the years 1 to 9999) becomes its first or last day, so that every reader can
    compute what no household can meet.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """So many days later; outside the calendar its first or last day."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def days_between(start: date, stop: date) -> int:
    """Days from one day to another; negative when `stop` is earlier."""
    return (stop - start).days


CALENDAR: dict[str, Callable[[Any, Any], Any]] = {
    "fyllda_år": full_years,
    "hela_månader": full_months,
    "plus_månader": add_months,
    "plus_dagar": add_days,
    "dagar_mellan": days_between,
}
