"""The terms for the solver mean what `evaluate` means: worked out by hand for many households, by the solver for some."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning import packages
from allmanning.proofs.solver import Answer, Deadline, Solver
from allmanning.rules.graph import Graph
from allmanning.rules.program import parse
from allmanning.rules.smt import Encoding, Household, any_household, literal
from allmanning.rules.terms import Terms, TooManyTermsError, boundaries_below, reached, smt_text
from allmanning.rules.values import CALENDAR
from tests.house.repository import SERVICES
from tests.rules.agreement import Readers
from tests.rules.households import Households
from tests.rules.test_generated_programs import accepted
from tests.rules.test_zoo import DAYS, MADE, ZOO
from tests.rules.worked_out import coded, meant, variables_of, worked_out

ORDINALS = st.integers(date.min.toordinal(), date.max.toordinal())


def longest(facts: Mapping[str, Any]) -> int:
    return max((len(value) for value in facts.values() if isinstance(value, list)), default=0)


def encoded(readers: Readers, most: int) -> tuple[Encoding, Household]:
    terms, graph = Terms(), readers.graph
    day = terms.number(readers.day.toordinal())
    household = any_household(terms, graph.vocabulary, readers.parameters, day, most)
    return Encoding(graph, terms, household), household


def by_hand(readers: Readers, facts: dict[str, Any]) -> None:
    encoding, household = encoded(readers, longest(facts))
    terms = encoding.terms
    means = {name: encoding.value(name) for name in readers.graph.values}
    found = worked_out(terms, variables_of(terms, household, readers.graph.vocabulary, facts))
    for name, value in readers.evaluate(facts).items():
        wanted = value if isinstance(value, Fraction) else coded(terms, value)
        assert meant(encoding, found, means[name]) == wanted, (name, facts)


def by_solver(readers: Readers, facts: dict[str, Any]) -> list[Answer]:
    """Whether values can be other than evaluate gives; whether they can be those; and with parts taken as free."""
    encoding, household = encoded(readers, longest(facts))
    terms = encoding.terms
    values = {name: encoding.value(name) for name in readers.graph.values}
    known = variables_of(terms, household, readers.graph.vocabulary, facts)
    stated = [equal(terms, variable, value) for variable, value in known.items()]
    given = readers.evaluate(facts)
    same = [
        terms.compare("==", term, literal(terms, given[name]))
        for name, term in values.items()
        if isinstance(term, int)
    ]
    good = [*stated, *same]
    cuts = [boundaries_below(terms, good, reached(terms, good), depth) for depth in (0, 1, 2)]
    texts = [smt_text(terms, [*stated, terms.opposite(terms.both(*same))]), smt_text(terms, good)]
    texts += [smt_text(terms, good, cut) for cut in cuts]
    return [Solver(text, Deadline.after(60)).check() for text in texts]


def equal(terms: Terms, variable: int, value: int) -> int:
    truth = terms.all[variable].sort == "Bool"
    return terms.compare("==", variable, terms.truth(bool(value)) if truth else terms.number(value))


AS_MEANT = ["no", "yes", "yes", "yes", "yes"]


@settings(max_examples=100)
@given(st.integers(0, 2**48))
def test_a_generated_program_means_the_same_worked_out_by_hand(seed: int) -> None:
    made = accepted(seed)
    for _ in range(8 if made else 0):
        readers, households = made
        facts = households.facts()
        if longest(facts) <= 6:
            by_hand(readers, facts)


@settings(max_examples=40)
@given(st.integers(0, 2**48))
def test_a_generated_program_has_no_other_values_in_the_solver(seed: int) -> None:
    made = accepted(seed)
    if made:
        readers, households = made
        facts = households.facts()
        if longest(facts) <= 4:
            assert by_solver(readers, facts) == AS_MEANT, facts


@pytest.mark.parametrize("page", ZOO, ids=lambda page: page.path.stem)
def test_a_program_of_the_zoo_means_the_same(page: Any) -> None:
    for day in DAYS:
        readers = MADE[page.path.stem, day]
        households = Households(readers.graph.vocabulary, Random(1))  # noqa: S311 - chance, not secrets
        for _ in range(10):
            facts = households.facts()
            by_hand(readers, facts)
        if longest(facts) <= 6:
            assert by_solver(readers, facts) == AS_MEANT, facts


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2026, 8, 1)])
def test_the_service_means_the_same(day: date) -> None:
    ruleset = packages.load(SERVICES / "ekonomiskt-bistand").as_of(day)
    readers = Readers(ruleset.engine.graph, ruleset.parameters, day, ruleset.targets)
    households = Households(readers.graph.vocabulary, Random(2))  # noqa: S311 - chance, not secrets
    for number in range(72):
        facts = households.facts()
        by_hand(readers, facts)
        if number % 12 == 0:
            assert by_solver(readers, facts) == AS_MEANT, facts


@settings(max_examples=600)
@given(ORDINALS, ORDINALS, st.integers(-150_000, 150_000), st.sampled_from(sorted(CALENDAR)))
def test_calendar_arithmetic_over_any_day_is_that_of_the_language(
    left: int, right: int, number: int, name: str
) -> None:
    graph = one_calculation(name)
    terms = Terms()
    facts = {"a": left, "b": number if name.startswith("plus") else right}
    variables = {
        "a": terms.variable("a", 1, date.max.toordinal()),
        "b": terms.variable("b", -150_000, date.max.toordinal()),
    }
    household = Household(variables, {}, {}, {}, {}, terms.number(1))
    term = Encoding(graph, terms, household).number("x")
    found = worked_out(terms, {variables[key]: value for key, value in facts.items()})
    day = date.fromordinal(left)
    wanted = CALENDAR[name](day, number if name.startswith("plus") else date.fromordinal(right))
    assert found[term] == coded(terms, wanted)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(9999, 12, 31), 1),
        (date(9999, 12, 1), 0),
        (date(9999, 11, 30), 1),
        (date(9999, 1, 31), 12),
        (date(1, 1, 1), -1),
        (date(1, 1, 31), 0),
        (date(1, 2, 28), -1),
        (date(1, 12, 31), -12),
        (date(2024, 1, 31), 1),
        (date(2023, 1, 31), 1),
        (date(2024, 2, 29), 12),
        (date(2024, 2, 29), -12),
        (date(1900, 1, 31), 1),
        (date(2000, 1, 31), 1),
    ],
)
def test_months_are_added_up_to_the_ends_of_the_calendar(day: date, months: int) -> None:
    terms = Terms()
    variables = {"a": terms.variable("a", 1, date.max.toordinal()), "b": terms.variable("b", -500, 500)}
    household = Household(variables, {}, {}, {}, {}, terms.number(1))
    term = Encoding(one_calculation("plus_månader"), terms, household).number("x")
    found = worked_out(terms, {variables["a"]: day.toordinal(), variables["b"]: months})
    assert date.fromordinal(found[term]) == CALENDAR["plus_månader"](day, months)


def one_calculation(name: str) -> Graph:
    kind, result = ("int", "date") if name.startswith("plus") else ("date", "int")
    text = f'@facts\nclass A:\n    """A."""\n\n    a: date\n    b: {kind}\n\n\n'
    text += f'@rule(law="SoL (2025:400) 1 §")\ndef x(a: date, b: {kind}) -> {result}:\n    """X."""\n'
    return parse({"rules/r.py": f"{text}    return {name}(a, b)\n"}, {}).graphs[0]


@settings(max_examples=200)
@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), ORDINALS, st.sampled_from(["fyllda_år", "hela_månader"])
)
def test_age_on_a_known_day_is_a_stair_and_no_arithmetic(day: date, born: int, name: str) -> None:
    terms = Terms()
    low = date(1990, 1, 1).toordinal()
    born = low + born % 4_000
    household = Household(
        {"a": terms.variable("a", low, low + 4_000), "b": terms.number(day.toordinal())}, {}, {}, {}, {},
        terms.number(1),
    )  # fmt: skip
    term = Encoding(one_calculation(name), terms, household).number("x")
    assert {each.operator for each in terms.all} <= {"variable", "number", "truth", "<", "ite"}
    found = worked_out(terms, {household.facts["a"]: born})
    assert found[term] == CALENDAR[name](date.fromordinal(born), day)


def test_lists_inside_lists_that_make_too_many_terms_are_refused() -> None:
    text = '@facts\nclass B:\n    """B."""\n\n    x: int\n\n\n@facts\nclass A:\n    """A."""\n\n'
    text += "    b: list[B] = between(0, 60)\n\n\n"
    text += '@rule(law="SoL (2025:400) 1 §")\ndef x(b: list[B]) -> int:\n    """X."""\n'
    within = "sum(1 if p.x < q.x and q.x < r.x else 0 for p in b)"
    graph = parse({"rules/r.py": f"{text}    return sum(sum({within} for q in b) for r in b)\n"}, {}).graphs[
        0
    ]
    encoding, _ = encoded(Readers(graph, {}, DAYS[0], ("x",)), 60)
    with pytest.raises(TooManyTermsError, match="Shorten the lists"):
        encoding.value("x")


def test_the_text_names_every_fact_and_is_the_same_every_time() -> None:
    readers = MADE["everything-guarded", DAYS[0]]
    texts = set()
    for _ in range(2):
        encoding, _ = encoded(readers, 2)
        values = [encoding.value(name) for name in readers.graph.values]
        zero = encoding.terms.number(0)
        roots = [encoding.terms.compare(">", term, zero) for term in values if isinstance(term, int)]
        texts.add(smt_text(encoding.terms, roots))
    assert len(texts) == 1
    for fact in readers.graph.vocabulary.facts:
        assert f"; {fact}" in next(iter(texts))
