from datetime import date

import pytest

from allmanning.lib.personnummer import (
    PersonnummerError,
    born_on,
    comes_of_age,
    formatted,
    is_organisation_number,
    is_test_number,
    normalised,
)

TODAY = date(2025, 11, 21)


@pytest.mark.parametrize(
    "written", ["201701012393", "20170101-2393", "170101-2393", "1701012393", " 20170101 2393 "]
)
def test_a_number_is_read_as_people_write_it(written: str) -> None:
    assert normalised(written, TODAY) == "201701012393"


def test_a_plus_says_that_somebody_is_a_hundred() -> None:
    assert normalised("170101+2393", TODAY) == "191701012393"


def test_a_day_that_has_not_come_belongs_to_the_century_before() -> None:
    assert normalised("251122-2388", TODAY)[:8] == "19251122"


def test_a_coordination_number_has_sixty_added_to_the_day() -> None:
    assert born_on("198503729815") == date(1985, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hej",
        "201701012394",
        "201713012393",
        "20170101239",
        "209901012393",
        "²01701012393",
        "2017-01-01-2393",
    ],
)
def test_what_is_no_number_is_refused_with_what_to_do(written: str) -> None:
    with pytest.raises(PersonnummerError):
        normalised(written, TODAY)


@pytest.mark.parametrize(
    ("number", "expected"),
    [("201701012393", True), ("198503129812", True), ("19850312" + "2312", False)],
)
def test_test_numbers_are_told_from_those_of_people(number: str, expected: bool) -> None:
    assert is_test_number(number) is expected


def test_a_number_is_written_with_a_dash() -> None:
    assert formatted("201701012393") == "20170101-2393"


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("201701012393", date(2035, 1, 1)),
        ("201602292383", date(2034, 2, 28)),
        ("201701612393", date(2035, 1, 1)),
    ],
)
def test_somebody_comes_of_age_eighteen_years_after_the_day_of_birth(number: str, day: date) -> None:
    assert comes_of_age(number) == day


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("9999999999", True),
        ("9999999998", False),
        ("1701012393", False),
        ("999999999", False),
        ("99999999٨9", False),
    ],
)
def test_an_organisation_number_has_a_third_digit_that_is_no_month_and_a_right_last_one(
    number: str, is_one: bool
) -> None:
    assert is_organisation_number(number) is is_one
