"""Groups of households by a fact: nobody falls between two, and labels read like prose."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, Choice, ListOf, Type
from allmanning.rules.graph import FactDeclaration
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.grouping import Grouping, grouping


def groups(type_: Type, low: Any = 0, high: Any = 1) -> Grouping:
    return grouping(FactDeclaration("fakta", type_, low, high))


def labels(found: Grouping) -> list[str]:
    return [group.label.replace("\xa0", " ") for group in found.groups]


def label_of(found: Grouping, type_: Type, value: Any) -> str:
    kept = pa.int64() if isinstance(type_, ListOf) else arrow_type(type_)
    return labels(found)[int(found.index(pa.array([value], kept))[0])]


def test_truths_and_words_are_groups_of_their_own() -> None:
    assert [label_of(groups(BOOL), BOOL, value) for value in (True, False)] == ["yes", "no"]
    words = Choice(("buss", "egen bil"))
    assert [label_of(groups(words), words, value) for value in words.options] == ["buss", "egen bil"]


def test_small_numbers_and_lengths_are_told_one_by_one() -> None:
    assert labels(groups(INT, -1, 2)) == ["−1", "0", "1", "2"]
    children = ListOf("Barn")
    assert label_of(groups(children, 0, 15), children, 7) == "7"


def test_large_numbers_are_banded() -> None:
    assert labels(groups(INT, 0, 600))[:6] == ["0", "1", "2–4", "5–9", "10–19", "20–49"]
    assert labels(groups(INT, 0, 600))[-1] == "500–600"


def test_amounts_are_banded_in_kronor_and_nothing_stands_alone() -> None:
    found = groups(MONEY, 0, 5_000_000)
    assert labels(found)[:4] == ["0", "under 500", "500–999", "1 000–1 999"]
    values = {
        0: "0",
        1: "under 500",
        49_999: "under 500",
        50_000: "500–999",
        4_999_999: "40 000–49 999",
        5_000_000: "50 000",
    }
    assert {value: label_of(found, MONEY, value) for value in values} == values


def test_small_amounts_get_narrow_bands() -> None:
    assert labels(groups(MONEY, 0, 200_000))[:4] == ["0", "under 100", "100–199", "200–299"]


def test_days_are_grouped_by_year_or_by_ten_years() -> None:
    short = groups(DATE, date(2019, 7, 1), date(2021, 6, 30))
    assert labels(short) == ["2019", "2020", "2021"]
    assert label_of(short, DATE, date(2020, 1, 1)) == "2020"
    long = groups(DATE, date(1900, 1, 1), date(2025, 12, 31))
    assert labels(long)[-2:] == ["2010–2019", "2020–2025"]
    assert label_of(long, DATE, date(1969, 12, 31)) == "1960–1969"
    assert (long.groups[-1].low, long.groups[-1].high) == ("2020-01-01", "2025-12-31")


@pytest.mark.parametrize("type_", [INT, MONEY])
@settings(max_examples=100)
@given(some.integers(-(10**9), 10**9), some.integers(0, 10**9), some.data())
def test_every_value_falls_in_the_group_that_names_its_ends(
    type_: Type, low: int, span: int, data: Any
) -> None:
    found = groups(type_, low, low + span)
    value = data.draw(some.integers(low, low + span))
    group = found.groups[int(found.index(pa.array([value], pa.int64()))[0])]
    assert group.low <= value <= group.high
    starts = [each.low for each in found.groups]
    assert (starts[0], found.groups[-1].high) == (low, low + span)
    assert starts[1:] == [each.high + 1 for each in found.groups[:-1]]
