"""Facts from outside: each wrong one is refused by its path, with what to do, and no unknown becomes zero."""

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allmanning import packages
from allmanning.packages.facts import check_fact, to_json
from allmanning.rules.datatypes import DATE
from allmanning.rules.graph import FactDeclaration
from tests.packages.pages import good_package

RULESET = good_package().as_of(date(2025, 11, 1))


def checked(facts: Any, **how: bool) -> dict[str, Any]:
    return RULESET.check_facts(facts, **how)


def refused(facts: Any, **how: bool) -> packages.FactError:
    with pytest.raises(packages.FactError) as caught:
        checked(facts, **how)
    return caught.value


def test_what_is_missing_stays_missing() -> None:
    assert checked({"barn": [{}]}) == {"barn": [{}]}


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    error = refused({"barn": [{"åldr": 5}]})
    assert (error.path, error.code, error.hint) == ("barn[0].åldr", "unknown", "Did you mean 'ålder'?")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"resor": "650"}, "type"),
        ({"resor": 650.5}, "type"),
        ({"resor": True}, "type"),
        ({"resor": None}, "type"),
        ({"resor": [1]}, "type"),
        ({"resor": 10**30 * 100}, "range"),
        ({"resor": 10**4000}, "range"),
        ({"resor": -1}, "range"),
        ({"barn": [{"ålder": -1}]}, "range"),
        ({"barn": [{"ålder": True}]}, "type"),
        ({"barn": [{"ålder": 5.0}]}, "type"),
        ({"barn": [{"ålder": float("nan")}]}, "type"),
        ({"barn": {"ålder": 5}}, "type"),
        ({"barn": [5]}, "type"),
        ({"barn": None}, "type"),
        ({"barn": [{}] * 16}, "length"),
        ({"färdsätt": "båt"}, "choice"),
        ({"färdsätt": 3}, "choice"),
        ({"särskilda_skäl": 1}, "type"),
        ({"särskilda_skäl": 0}, "type"),
        ({"särskilda_skäl": "true"}, "type"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused(facts: Any, code: str) -> None:
    error = refused(facts)
    assert error.code == code
    assert error.hint
    assert len(str(error)) < 300


def test_one_fact_spelt_in_two_ways_is_not_taken_twice() -> None:
    assert refused({"färdsätt": "buss", unicodedata.normalize("NFD", "färdsätt"): "buss"}).code == "twice"


def test_names_and_words_may_be_composed_in_either_way() -> None:
    facts = {unicodedata.normalize("NFD", "färdsätt"): "egen bil", "barn": [{"a\u030alder": 3}]}
    assert checked(facts) == {"färdsätt": "egen bil", "barn": [{"ålder": 3}]}


def test_what_a_terminal_would_obey_is_not_repeated_to_it() -> None:
    error = refused({"\x1b[2J" + "x" * 10_000: 1})
    assert "\x1b" not in str(error)
    assert len(str(error)) < 300


def test_a_range_is_told_in_kronor() -> None:
    assert (
        refused({"resor": 10_000_01}).message
        == "10\xa0000,01\xa0kr is outside the allowed 0\xa0kr to 10\xa0000\xa0kr"
    )


@pytest.mark.parametrize(
    ("kronor", "code"),
    [
        (Decimal("12.505"), "type"),
        (Decimal("1." + "0" * 40 + "1"), "type"),
        (Decimal("1e999999"), "type"),
        (Decimal("1e-999999"), "type"),
        (Decimal("nan"), "type"),
        (Decimal("inf"), "type"),
        (10**40, "type"),
        (Decimal("10000.01"), "range"),
    ],
)
def test_kronor_of_an_example_become_whole_ore_or_are_refused(kronor: Any, code: str) -> None:
    assert refused({"resor": kronor}, kronor=True).code == code


def test_kronor_and_ore_agree() -> None:
    assert checked({"resor": Decimal("12.50")}, kronor=True) == checked({"resor": 1250})


def test_a_moment_is_no_day() -> None:
    fact = FactDeclaration("född", DATE, date(1900, 1, 1), date(2100, 12, 31))
    assert check_fact(fact, "2024-02-29", "född") == date(2024, 2, 29)
    for wrong in (
        "2025-02-29",
        "20250701",
        "2025-W01-1",
        "1 maj",
        "",
        20250701,
        datetime(2025, 1, 1, tzinfo=UTC),
        None,
        True,
    ):
        with pytest.raises(packages.FactError) as caught:
            check_fact(fact, wrong, "född")
        assert caught.value.code == "date"
    with pytest.raises(packages.FactError, match="outside the allowed"):
        check_fact(fact, "1899-12-31", "född")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
NAMES = st.sampled_from(["resor", "barn", "färdsätt", "särskilda_skäl", "ålder"]) | st.text()


@given(st.dictionaries(NAMES, JSON | st.lists(st.dictionaries(NAMES, JSON), max_size=3), max_size=4))
def test_whatever_comes_in_is_checked_or_refused_and_never_a_crash(facts: dict[str, Any]) -> None:
    error = None
    try:
        known = checked(facts)
    except packages.FactError as found:
        error = found
    if error is None:
        assert checked(json.loads(json.dumps(to_json(known)))) == known
    else:
        assert error.hint
        assert str(error).encode()
