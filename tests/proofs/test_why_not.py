"""The nearest case with another outcome: against looking at every case that the resident could have stated."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest

from allmanning import packages
from allmanning.packages import Package, Ruleset
from allmanning.proofs.why_not import Way, WhyNot, why_not
from allmanning.rules.evaluate import evaluate
from tests.house.repository import SERVICES
from tests.proofs.small import Chance, households, small_package

DAY = date(2025, 11, 1)
RANGES = {"a": 4, "b": 2}

type Facts = dict[str, Any]
type Cost = tuple[int, Fraction]


@cache
def package(seed: int) -> Package:
    writer = Chance(seed)
    return small_package(writer.number(), writer.amount())


def outcome(ruleset: Ruleset, facts: Facts) -> object:
    return evaluate(ruleset.engine.graph, facts, ruleset.parameters, DAY)["beslut"]


def cost(stated: Facts, facts: Facts) -> Cost:
    """How many facts are other ones, and how far off: the cheapest way to see the one list as the other."""
    changed = [name for name in ("a", "b", "p", "ord") if stated[name] != facts[name]]
    off = sum((Fraction(abs(facts[name] - stated[name]), RANGES.get(name, 1)) if name in RANGES else Fraction(1)
               for name in changed), Fraction(0))  # fmt: skip
    elements = min(list_costs(stated["delar"], facts["delar"]))
    return len(changed) + elements[0], off + elements[1]


def list_costs(stated: list[Facts], elements: list[Facts]) -> Iterator[Cost]:
    """Some stay in their order, the rest go; those that are left over have come, and each answers one question."""
    for count in range(min(len(stated), len(elements)) + 1):
        for kept in combinations(stated, count):
            others = sum(one != other for one, other in zip(kept, elements, strict=False))
            gone, come = len(stated) - count, len(elements) - count
            yield others + gone + 2 * come, Fraction(others + gone + come)


def nearest(ruleset: Ruleset, stated: Facts, wanted: str) -> Cost | None:
    costs = [
        cost(stated, facts)
        for facts in households(ruleset.package.vocabulary)
        if facts["bedömt"] == stated["bedömt"] and outcome(ruleset, facts) == wanted
    ]
    return min(costs, default=None)


def cost_of(way: Way) -> Cost:
    facts = sum(2 if other.kind == "added" else 1 for other in way.changes)
    return facts, way.distance


@pytest.mark.parametrize("seed", [53, 9, 4, 27, 33])
def test_nobody_is_nearer_than_the_first_way(seed: int) -> None:
    ruleset = package(seed).as_of(DAY)
    everybody = list(households(ruleset.package.vocabulary))
    for stated in Random(seed).sample(everybody, 6):  # noqa: S311 - chance, not secrets
        wanted = "avslag" if outcome(ruleset, stated) == "bifall" else "bifall"
        found, wished = why_not(ruleset, stated, wanted, 60), nearest(ruleset, stated, wanted)
        if wished is None:
            assert found.status in ("never", "judgement"), stated
        elif wished[0] <= 3:
            assert found.status == "found"
            assert cost_of(found.ways[0]) == wished, (stated, found.ways[0])
            assert found.ways[0].nearest
        for way in found.ways:
            assert outcome(ruleset, {**stated, **way.facts}) == wanted


def test_other_facts_that_would_do_stand_after_the_nearest() -> None:
    ruleset = small_package("a + b").as_of(DAY)
    stated = {"a": 1, "b": 1, "p": False, "ord": "x", "delar": [], "bedömt": 0}
    found = why_not(ruleset, stated, "bifall", 60)
    assert [[(each.path, each.after) for each in way.changes] for way in found.ways] == [
        [("a", 2)],
        [("b", 2)],
    ]


def test_a_judgement_is_never_another_one() -> None:
    ruleset = small_package("3 * bedömt").as_of(DAY)
    stated = {"a": 4, "b": 1, "p": False, "ord": "x", "delar": [], "bedömt": 0}
    assert why_not(ruleset, stated, "bifall", 60) == WhyNot("never")
    open_judgement = {name: value for name, value in stated.items() if name != "bedömt"}
    assert why_not(ruleset, open_judgement, "bifall", 60) == WhyNot("judgement")


def test_what_is_certain_already_is_said_to_be() -> None:
    assert why_not(small_package("4").as_of(DAY), {}, "bifall", 60).status == "already"


def test_without_time_nothing_is_known() -> None:
    stated = {"a": 4, "b": 1, "p": False, "ord": "x", "delar": [], "bedömt": 0}
    assert why_not(small_package("a").as_of(DAY), stated, "avslag", 0) == WhyNot("unknown")


def test_what_nobody_has_stated_is_chosen_freely_and_told_of() -> None:
    ruleset = small_package("a + b if p else 0").as_of(DAY)
    found = why_not(ruleset, {"b": 1}, "bifall", 60)
    assert found.ways[0].changes == ()
    assert {each.path: each.after for each in found.ways[0].chosen} == {"a": 2, "p": True}
    assert found.ways[0].facts == {"a": 2, "b": 1, "p": True}


def test_a_way_that_stands_on_an_open_judgement_says_so() -> None:
    ruleset = small_package("a - bedömt").as_of(DAY)
    stated = {"a": 1, "b": 1, "p": False, "ord": "x", "delar": []}
    found = why_not(ruleset, stated, "bifall", 60)
    assert [(each.path, each.after) for each in found.ways[0].changes] == [("a", 3)]
    assert found.ways[0].judged == ("bedömt",)


def test_elements_come_and_go() -> None:
    ruleset = small_package("3 - len(delar)").as_of(DAY)
    stated = {"a": 1, "b": 1, "p": False, "ord": "x", "delar": [{"värde": 1}, {"värde": 0}], "bedömt": 0}
    one = {**stated, "delar": [{"värde": 1}]}
    both = why_not(ruleset, stated, "bifall", 60).ways[0]
    assert [(each.path, each.kind) for each in both.changes] == [
        ("delar[0]", "removed"),
        ("delar[1]", "removed"),
    ]
    found = why_not(ruleset, one, "bifall", 60).ways[0]
    assert [(each.path, each.kind, each.before) for each in found.changes] == [
        ("delar[0]", "removed", {"värde": 1})
    ]
    more = why_not(small_package("3 * len(delar)").as_of(DAY), {**stated, "delar": []}, "bifall", 60).ways[0]
    assert [(each.path, each.kind, each.after) for each in more.changes] == [("delar[0]", "added", {})]


def test_more_facts_than_are_tried_one_by_one_still_give_a_way() -> None:
    ruleset = small_package('3 if a > 2 and b > 1 and p and ord == "y" else 0').as_of(DAY)
    stated = {"a": 0, "b": 0, "p": False, "ord": "x", "delar": [], "bedömt": 0}
    (way,) = why_not(ruleset, stated, "bifall", 60).ways
    assert {each.path: each.after for each in way.changes} == {"a": 3, "b": 2, "p": True, "ord": "y"}
    assert not way.nearest


def test_a_rent_above_the_limit_is_granted_at_the_limit() -> None:
    ruleset = packages.load(SERVICES / "ekonomiskt-bistand").as_of(DAY)
    facts = {
        name: False if str(fact.type) == "bool" else [] if str(fact.type).startswith("list") else 0
        for name, fact in ruleset.package.vocabulary.facts.items()
        if name not in ruleset.judgements
    }
    found = why_not(ruleset, ruleset.check_facts({**facts, "hyra": 1_000_000}), "bifall", 60)
    told = [[(each.path, each.before, each.after) for each in way.changes] for way in found.ways]
    assert told == [[("hyra", 1_000_000, 900_000)], [("sammanboende", False, True)]]
