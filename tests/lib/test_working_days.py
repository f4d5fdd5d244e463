from datetime import date

import pytest

from allmanning.lib.working_days import is_free_day, months_after, moved_deadline, weeks_after


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2025, 11, 21), date(2025, 11, 21)),
        (date(2025, 11, 22), date(2025, 11, 24)),
        (date(2025, 12, 24), date(2025, 12, 29)),
        (date(2025, 12, 31), date(2026, 1, 2)),
        (date(2026, 6, 19), date(2026, 6, 22)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 5, 14), date(2026, 5, 15)),
    ],
)
def test_a_deadline_on_a_free_day_moves_to_the_next_weekday(day: date, moved: date) -> None:
    assert moved_deadline(day) == moved


def test_three_weeks_from_a_wednesday_before_christmas_end_in_the_new_year() -> None:
    assert weeks_after(date(2025, 12, 10), 3) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2025, 6, 15), 6, date(2025, 12, 15)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_months_end_in_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_an_ordinary_weekday_is_not_free() -> None:
    assert not is_free_day(date(2025, 11, 21))
