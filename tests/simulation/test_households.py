"""Invented households: each column is what its assumption says, and hangs together with the others as it says."""

import numpy as np
import pytest

from allmanning.packages.preset import BASE_COLUMNS
from allmanning.simulation.draws import Column, Spread, Weights
from allmanning.simulation.households import ASSUMPTIONS, GROUPS, Assumption, Invented, invent
from tests.simulation.page import PAGE, rewritten

MANY = 16_000


@pytest.fixture(scope="module")
def block() -> Invented:
    return invent(1, 0, MANY)


def percent(found: Column) -> int:
    return round(100 * int(np.count_nonzero(found)) / len(found))


def test_the_page_tells_every_assumption_as_the_program_has_it() -> None:
    assert PAGE.read_text() == rewritten(), "run python -m tests.simulation.page"


def test_packages_know_exactly_the_columns_that_are_drawn() -> None:
    assert {each.name for each in ASSUMPTIONS} == set(BASE_COLUMNS)
    assert len({each.name for each in ASSUMPTIONS}) == len(ASSUMPTIONS)


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=lambda each: each.name)
def test_an_assumption_says_what_each_of_its_groups_draws(assumption: Assumption) -> None:
    labels = GROUPS[assumption.by].labels if assumption.by else ("",) if assumption.draws else ()
    assert tuple(assumption.draws) == labels
    assert assumption.text.endswith(".")
    for how in assumption.draws.values():
        inner = getattr(how, "draw", how)
        if isinstance(inner, Spread):
            assert (inner.points[0][0], inner.points[-1][0]) == (0, 100)
            assert list(inner.points) == sorted(set(inner.points))
        if isinstance(inner, Weights):
            assert sum(inner.weights.values()) == 100


def test_margins_are_those_of_the_page(block: Invented) -> None:
    household = block.of_household
    assert percent(household["two_adults"]) == pytest.approx(24, abs=1)
    assert percent(household["other_adults"]) == pytest.approx(10, abs=1)
    assert percent(household["savings"]) == pytest.approx(12, abs=1)
    alone = household["two_adults"] == 0
    assert percent(household["children"][alone]) == pytest.approx(28, abs=1)
    assert percent(household["wage"][alone]) == pytest.approx(36, abs=1)


def test_amounts_are_ore_in_whole_kronor(block: Invented) -> None:
    money = [name for name, column in BASE_COLUMNS.items() if str(column.type) == "Money"]
    both = block.of_household | block.of_child
    assert len(money) == 15
    assert [name for name in money if (both[name] % 100).any() or both[name].min() < 0] == []


def test_who_lives_alone_has_no_second_adult_and_no_second_wage(block: Invented) -> None:
    alone = block.of_household["two_adults"] == 0
    for name in (
        "age_of_second",
        "wage_of_second",
        "months_with_support_of_second",
        "months_with_wage_of_second",
    ):
        assert not block.of_household[name][alone].any()
    assert block.of_household["age_of_second"][~alone].min() >= 18


def test_children_belong_to_the_household_that_counts_them(block: Invented) -> None:
    assert np.bincount(block.home, minlength=MANY).tolist() == block.of_household["children"].tolist()
    assert {len(column) for column in block.of_child.values()} == {len(block.home)}
    assert (block.of_child["child_age"].min(), block.of_child["child_age"].max()) == (0, 20)


def test_child_allowance_is_paid_for_children_under_16_by_how_much_they_live_there() -> None:
    block = invent(1, 0, 500)
    expected = [0] * 500
    ages, days = block.of_child["child_age"].tolist(), block.of_child["child_days"].tolist()
    for home, age, there in zip(block.home.tolist(), ages, days, strict=True):
        expected[home] += (125_000 if there >= 20 else 62_500 if there >= 10 else 0) if age < 16 else 0
    assert block.of_household["child_allowance"].tolist() == expected


def test_only_small_children_have_lunch_at_preschool_and_only_large_ones_earn(block: Invented) -> None:
    ages = block.of_child["child_age"]
    lunch, income = block.of_child["child_preschool_lunch"] > 0, block.of_child["child_income"] > 0
    assert set(ages[lunch].tolist()) == {1, 2, 3, 4, 5}
    assert set(ages[income].tolist()) == {16, 17, 18, 19, 20}


def test_a_shorter_block_is_the_beginning_of_a_longer_one() -> None:
    short, long = invent(3, 2, 100), invent(3, 2, 1_000)
    for name, column in short.of_household.items():
        assert column.tolist() == long.of_household[name][:100].tolist()
    for name, column in short.of_child.items():
        assert column.tolist() == long.of_child[name][: len(column)].tolist()
