"""Which days count: Swedish holidays, deadlines that move, and the periods the law counts in.

Lag (1930:173) om beräkning av lagstadgad tid 2 §: a deadline on a Sunday, another public holiday, a Saturday, Midsummer
Eve, Christmas Eve or New Year's Eve may be kept on the next weekday.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache

import holidays

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_free_day(day: date) -> bool:
    """Whether a deadline may not end on this day: weekend, public holiday or one of the three eves."""
    return day.weekday() >= _SATURDAY or day in _free_days(day.year)


def moved_deadline(day: date) -> date:
    """The day itself, or the next weekday when it is free."""
    while is_free_day(day):
        day += _ONE_DAY
    return day


def weeks_after(day: date, weeks: int) -> date:
    """The last day of a period of whole weeks counted from a day, moved when it is free."""
    return moved_deadline(day + timedelta(weeks=weeks))


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later; the month's last day when it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache(maxsize=64)
def _free_days(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))
