from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmanning.lib import text


@pytest.mark.parametrize(
    ("ore", "swedish", "english"),
    [
        (518_000, "5\u00a0180\u00a0kr", "5,180\u00a0kr"),
        (1_250, "12,50\u00a0kr", "12.50\u00a0kr"),
        (5, "0,05\u00a0kr", "0.05\u00a0kr"),
        (0, "0\u00a0kr", "0\u00a0kr"),
        (-120_000, "\u22121\u00a0200\u00a0kr", "\u22121,200\u00a0kr"),
        (123_456_789_00, "123\u00a0456\u00a0789\u00a0kr", "123,456,789\u00a0kr"),
    ],
)
def test_money_is_set_as_each_language_sets_it(ore: int, swedish: str, english: str) -> None:
    assert text.money(ore) == swedish
    assert text.money(ore, "en") == english


def test_whole_kronor_can_show_their_ore_to_stand_in_a_column() -> None:
    assert text.money(391_000, decimals=True) == "3\u00a0910,00\u00a0kr"


def test_dates_are_written_out_in_each_language() -> None:
    assert text.day(date(2025, 11, 1)) == "1\u00a0november 2025"
    assert text.day(date(2025, 11, 1), "en") == "1\u00a0November 2025"
    assert text.short_day(date(2025, 11, 12)) == "12\u00a0nov\u00a02025"
    assert text.month(date(2025, 11, 1)) == "november\u00a02025"


def test_a_period_says_its_shared_year_once() -> None:
    assert text.span(date(2025, 1, 1), date(2025, 12, 31)) == "1\u00a0januari\u201331\u00a0december 2025"
    assert text.span(date(2025, 7, 1), date(2026, 6, 30)) == "1\u00a0juli 2025 \u2013 30\u00a0juni 2026"
    assert text.span(date(2026, 1, 1), None) == "från 1\u00a0januari 2026"


def test_a_share_keeps_its_decimals() -> None:
    assert text.percent(Fraction(1, 4)) == "25\u00a0%"
    assert text.percent(Fraction(7, 1000), "en") == "0.7%"


def test_words_are_joined_with_and() -> None:
    assert text.joined(["hyra", "el", "resor"]) == "hyra, el och resor"
    assert text.joined(["rent", "power"], "en") == "rent and power"
    assert text.joined(["hyra"]) == "hyra"


def test_a_paragraph_of_law_is_not_parted_from_its_number() -> None:
    assert text.citation("SoL (2025:400) 12 kap. 7 §") == "SoL\u00a0(2025:400) 12\u00a0kap.\u00a07\u00a0§"
    assert text.citation("SoL (2025:400) 12 kap. 7 a §").endswith("12\u00a0kap.\u00a07\u00a0a\u00a0§")


@pytest.mark.parametrize(
    "written", ["6500", "6 500", "6\u00a0500 kr", "6500,00", "6500.0", "6500:-", " 6 500 KR "]
)
def test_kronor_are_read_as_people_write_them(written: str) -> None:
    assert text.read_money(written) == 650_000


@pytest.mark.parametrize("written", ["", "kr", "6.500", "sex tusen", "1e9", "6,5,0", "12,345", "9" * 13, "٣"])
def test_an_unclear_amount_is_refused_and_never_guessed(written: str) -> None:
    with pytest.raises(text.UnreadableTextError):
        text.read_money(written)


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("6,500", 650_000),
        ("1,234,567.50 kr", 123_456_750),
        ("-6,500", -650_000),
        ("6,50", 650),
        ("6 500,50", 650_050),
        ("6500", 650_000),
    ],
)
def test_english_may_put_commas_between_thousands(written: str, ore: int) -> None:
    assert text.read_money(written, "en") == ore


@pytest.mark.parametrize("written", ["6,5000", "65,00,000", "6500,500", "6.500", ",500", "6,500,5"])
def test_commas_that_part_no_thousands_are_unclear_in_english_too(written: str) -> None:
    with pytest.raises(text.UnreadableTextError):
        text.read_money(written, "en")


def test_a_whole_number_has_its_thousands_as_its_language_has_them() -> None:
    assert text.read_number("1 200") == text.read_number("1,200", "en") == 1_200
    with pytest.raises(text.UnreadableTextError):
        text.read_number("1,200")


@given(st.integers(-(10**13), 10**13), st.sampled_from(["sv", "en"]))
def test_written_money_reads_back_as_itself(ore: int, language: str) -> None:
    assert text.read_money(text.money(ore, language), language) == ore


def test_a_date_is_read_in_the_usual_ways_of_writing() -> None:
    for written in ("2025-11-01", "20251101", "2025/11/01", " 2025 11 01 "):
        assert text.read_day(written) == date(2025, 11, 1)


@pytest.mark.parametrize("written", ["", "2025-02-30", "1/11 2025", "25-11-01", "2025-13-01"])
def test_a_date_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(text.UnreadableTextError):
        text.read_day(written)


def test_a_whole_number_is_read_with_or_without_spaces() -> None:
    assert text.read_number("1 200") == 1200
    assert text.read_number("\u22123") == -3
    with pytest.raises(text.UnreadableTextError):
        text.read_number("2,5")
