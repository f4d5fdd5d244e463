"""The kernel's text means what the interpreter means, and nothing of a package stands in it."""

import ast
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning import packages
from allmanning.rules import values, whole
from allmanning.rules.evaluate import evaluate
from allmanning.rules.kernel import kernel
from allmanning.rules.machine import EPOCH
from allmanning.rules.values import ROUNDINGS, TableValue, rounded
from tests.house.repository import SERVICES
from tests.language.programs import Page
from tests.rules.agreement import Readers, same
from tests.rules.households import Households
from tests.rules.interpreted_kernel import values_of
from tests.rules.test_generated_programs import accepted
from tests.rules.test_zoo import DAYS, MADE, ZOO, name_of

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(date(2025, 11, 1))
SEEDS = st.integers(0, 2**48)
ANY_DAY = st.dates() | st.sampled_from([date(2024, 2, 29), date(1900, 2, 28), date.min, date.max])
ANY_NUMBER = st.integers(-40, 40) | st.integers(-(2**62), 2**62)


def agrees(readers: Readers, households: Households, count: int) -> None:
    facts = [households.facts() for _ in range(count)]
    found = values_of(readers.graph, readers.parameters, readers.day, facts)
    for household, row in zip(facts, found, strict=True):
        meant = evaluate(readers.graph, household, readers.parameters, readers.day)
        assert same(row, meant), (household, {n: (row[n], meant[n]) for n in meant if row[n] != meant[n]})


@settings(max_examples=250)
@given(SEEDS)
def test_generated_programs_mean_the_same(seed: int) -> None:
    made = accepted(seed)
    if made:
        agrees(*made, 15)


@pytest.mark.parametrize("page", ZOO, ids=name_of)
@pytest.mark.parametrize("day", DAYS)
def test_the_programs_of_the_zoo_mean_the_same(page: Page, day: date) -> None:
    readers = MADE[page.path.stem, day]
    agrees(readers, Households(readers.graph.vocabulary, Random(1)), 60)  # noqa: S311 - chance, not secrets


def test_ekonomiskt_bistand_means_the_same() -> None:
    graph = RULESET.engine.graph
    readers = Readers(graph, RULESET.parameters, RULESET.day, RULESET.targets)
    agrees(readers, Households(graph.vocabulary, Random(2)), 300)  # noqa: S311 - chance, not secrets


def test_no_name_and_no_word_of_a_package_stands_in_the_text() -> None:
    """Only what we have written ourselves and whole numbers reach the compiler."""
    graph = RULESET.engine.graph
    made = kernel(graph, list(graph.values))
    own = made.text.partition("def kernel")[2]
    theirs = {*graph.values, *graph.parameters, *graph.vocabulary.facts, *graph.vocabulary.fields("barn")}
    assert own.isascii()
    assert not theirs & {node.id for node in ast.walk(ast.parse(made.text)) if isinstance(node, ast.Name)}
    constants = [
        node.value for node in ast.walk(ast.parse("def kernel" + own)) if isinstance(node, ast.Constant)
    ]
    assert {type(each) for each in constants} <= {int, bool}


def test_only_what_the_outputs_need_is_read() -> None:
    read = {column.path for column in kernel(RULESET.engine.graph, ["antal_i_familjen"]).columns}
    assert read == {"sammanboende", "barn", "barn.dagar_i_hushållet"}


def test_other_parameters_and_another_day_need_no_other_text() -> None:
    readers = MADE["everything-guarded", DAYS[0]]
    made = kernel(readers.graph, ["stöd"])
    wide = TableValue((0, 5_000, 10_000), (1, 2, 3), None)
    cells = made.cells({**readers.parameters, "norm": wide})
    assert made.cells(readers.parameters) != cells
    assert made.numbers(readers.parameters, DAYS[0]) != made.numbers(readers.parameters, DAYS[1])


def test_totals_over_one_list_read_it_once() -> None:
    graph = RULESET.engine.graph
    assert kernel(graph, list(graph.values)).text.partition("def kernel")[2].count("w0 = uint64(bc0") == 1


def test_a_list_inside_a_list_makes_a_loop_inside_a_loop() -> None:
    text = kernel(MADE["nested-lists", DAYS[0]].graph, ["par"]).text
    assert "for j1" in text


@given(ANY_DAY, ANY_DAY)
def test_whole_years_and_months_are_those_of_the_language(one: date, other: date) -> None:
    start, stop = one.toordinal() - EPOCH, other.toordinal() - EPOCH
    assert whole.full_years(start, stop) == values.full_years(one, other)
    assert whole.full_months(start, stop) == values.full_months(one, other)


@given(ANY_DAY, ANY_NUMBER | st.integers(-200_000, 200_000))
def test_days_and_months_are_added_as_in_the_language(day: date, count: int) -> None:
    start = day.toordinal() - EPOCH
    assert whole.add_days(start, count) == values.add_days(day, count).toordinal() - EPOCH
    assert whole.add_months(start, count) == values.add_months(day, count).toordinal() - EPOCH


@given(ANY_NUMBER, st.integers(1, 30) | st.integers(1, 2**62))
def test_the_nearest_whole_number_is_that_of_the_language(numerator: int, denominator: int) -> None:
    assert "närmast" in ROUNDINGS
    assert whole.nearest(numerator, denominator) == rounded(numerator, denominator, "närmast")


@given(
    st.lists(st.integers(-3_000, 3_000), min_size=1, max_size=9, unique=True).map(sorted),
    st.none() | st.integers(0, 2_000),
    ANY_NUMBER | st.integers(-4_000, 6_000),
)
def test_a_key_finds_the_cell_it_finds_in_the_language(starts: list[int], more: int | None, key: int) -> None:
    table = TableValue(tuple(starts), tuple(range(len(starts))), None if more is None else starts[-1] + more)
    if table.dense:
        assert whole.cell(starts[:1], list(table.dense), key) == table.at(key)
    assert whole.searched(starts, list(table.values), key) == table.at(key)
