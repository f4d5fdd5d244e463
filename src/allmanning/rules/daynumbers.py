"""The calendar's named calculations as terms over day numbers (1 is 1 January of the year 1), by the same conventions.

Years are counted from March here, so that the leap day is the last day of a year and the months before it are alike.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date

from allmanning.rules.terms import Terms
from allmanning.rules.values import CALENDAR

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
# Days from 1 March of the year 0 to the day before day number 1.
_BEFORE = 305
_DAYS_IN_400_YEARS = 146_097
MOST_STEPS = 300


def calendar(terms: Terms, function: str, left: int, right: int) -> int:
    """The term of a calculation in `values.CALENDAR`."""
    return _CALENDAR[function](terms, left, right)


def _days_between(terms: Terms, start: int, stop: int) -> int:
    return terms.minus(stop, start)


def _add_days(terms: Terms, day: int, days: int) -> int:
    return terms.lower(terms.higher(terms.plus(day, days), terms.number(FIRST)), terms.number(LAST))


def _full_months(terms: Terms, start: int, stop: int) -> int:
    stairs = _stairs(terms, "hela_månader", start, stop)
    if stairs is not None:
        return stairs
    (month, day), (last_month, last_day) = _month_and_day(terms, start), _month_and_day(terms, stop)
    not_full = terms.choose(terms.compare("<", last_day, day), terms.number(1), terms.number(0))
    return terms.minus(terms.minus(last_month, month), not_full)


def _full_years(terms: Terms, start: int, stop: int) -> int:
    stairs = _stairs(terms, "fyllda_år", start, stop)
    return terms.divided(_full_months(terms, start, stop), terms.number(12)) if stairs is None else stairs


def _stairs(terms: Terms, function: str, start: int, stop: int) -> int | None:
    """One of the days is known: the value goes one way with the other, step by step. None with too many steps."""
    known = terms.literal(start), terms.literal(stop)
    if known == (None, None):
        return None
    calculate = CALENDAR[function]
    free = start if known[0] is None else stop

    def at(ordinal: int) -> int:
        days = [date.fromordinal(ordinal if day is None else day) for day in known]
        return int(calculate(*days))

    low, high = terms.all[free].low, terms.all[free].high
    if abs(at(high) - at(low)) > MOST_STEPS:
        return None
    starts = _starts(at, low, high)
    return terms.stairs(free, starts, [terms.number(at(ordinal)) for ordinal in starts])


def _starts(at: Callable[[int], int], low: int, high: int) -> list[int]:
    """The first day of each step of something that only goes up, or only down."""
    sign = 1 if at(high) >= at(low) else -1
    starts = [low]
    while at(starts[-1]) != at(high):
        after = sign * at(starts[-1]) + 1
        starts.append(bisect_left(range(high + 1), after, lo=starts[-1], key=lambda day: sign * at(day)))
    return starts


def _add_months(terms: Terms, day: int, months: int) -> int:
    literals = terms.literal(day), terms.literal(months)
    if None not in literals:
        return terms.number(
            CALENDAR["plus_månader"](date.fromordinal(literals[0] or 1), literals[1]).toordinal()
        )
    month, day_of_month = _month_and_day(terms, day)
    wanted = terms.plus(month, months)
    start, following = _first_of(terms, wanted), _first_of(terms, terms.plus(wanted, terms.number(1)))
    length = terms.narrowed(terms.minus(following, start), 28, 31)
    found = terms.minus(terms.plus(start, terms.lower(day_of_month, length)), terms.number(1))
    # The month after December of the year 9999, and the one before January of the year 1, counted as months are here.
    late, early = terms.number(10_000 * 12 - 2), terms.number(12 - 3)
    inside = terms.choose(terms.compare(">=", wanted, late), terms.number(LAST), found)
    clamped = terms.choose(terms.compare("<=", wanted, early), terms.number(FIRST), inside)
    return terms.narrowed(clamped, FIRST, LAST)


def _month_and_day(terms: Terms, day: int) -> tuple[int, int]:
    """Months since March of the year 0, and the day of the month."""
    number = terms.number
    days = terms.plus(day, number(_BEFORE))
    era, in_era = terms.divided(days, number(_DAYS_IN_400_YEARS)), terms.rest(days, _DAYS_IN_400_YEARS)
    # Without the leap days before it, and with the one day that ends 4, 100 and 400 years, a year has 365 days.
    even = terms.minus(in_era, terms.divided(in_era, number(1_460)))
    even = terms.plus(even, terms.divided(in_era, number(36_524)))
    even = terms.minus(even, terms.divided(in_era, number(146_096)))
    year = terms.narrowed(terms.divided(even, number(365)), 0, 399)
    in_year = terms.narrowed(terms.minus(in_era, _leap_days(terms, year, (4, -100))), 0, 365)
    # Five months from March have 153 days: 31, 30, 31, 30, 31.
    month = terms.divided(terms.plus(terms.times(number(5), in_year), number(2)), number(153))
    month = terms.narrowed(month, 0, 11)
    in_month = terms.narrowed(terms.minus(in_year, _days_before(terms, month)), 0, 30)
    years = terms.plus(terms.times(number(400), era), year)
    return terms.plus(terms.times(number(12), years), month), terms.plus(in_month, number(1))


def _first_of(terms: Terms, month: int) -> int:
    """The day number of the first day of a month, counted from March of the year 0."""
    year, in_year = terms.divided(month, terms.number(12)), terms.rest(month, 12)
    days = terms.plus(_leap_days(terms, year, (4, -100, 400)), _days_before(terms, in_year))
    return terms.minus(days, terms.number(_BEFORE))


def _leap_days(terms: Terms, years: int, every: tuple[int, ...]) -> int:
    """The days of some years: 365 for each, one more for every so many of them, one less where the number is below 0."""
    days = terms.times(terms.number(365), years)
    for number in every:
        leaps = terms.divided(years, terms.number(abs(number)))
        days = terms.plus(days, leaps) if number > 0 else terms.minus(days, leaps)
    return days


def _days_before(terms: Terms, month: int) -> int:
    """The days of a year before its month, 0 for March."""
    return terms.divided(terms.plus(terms.times(terms.number(153), month), terms.number(2)), terms.number(5))


_CALENDAR: dict[str, Callable[[Terms, int, int], int]] = {
    "fyllda_år": _full_years,
    "hela_månader": _full_months,
    "plus_månader": _add_months,
    "plus_dagar": _add_days,
    "dagar_mellan": _days_between,
}
