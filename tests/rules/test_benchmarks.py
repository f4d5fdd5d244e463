"""What the benchmarks count, counted on a small scale: questions, unsound interviews, nodes. Never a time."""

from datetime import date
from random import Random

import pytest

from allmanning import packages
from allmanning.rules.decide import python_text
from allmanning.rules.program import parse
from benchmarks.rules.households import FAMILY, household
from benchmarks.rules.interviews import best_first, in_the_authors_order, interviews
from benchmarks.rules.measure import MONTH, PARAMETERS, package_files, ready
from tests.house.repository import SERVICES

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(MONTH)


@pytest.mark.parametrize("order", [in_the_authors_order, best_first])
def test_no_interview_misses_a_question(order: type) -> None:
    assert interviews(RULESET, 150, seed=3, choose=order).unsound == 0


def test_less_than_two_thirds_of_the_questions_are_asked() -> None:
    found = interviews(RULESET, 150, seed=4, choose=in_the_authors_order)
    assert found.count == 150
    assert 0.4 < found.share <= 0.65


def test_made_up_households_are_the_same_every_time_and_allowed() -> None:
    assert [household(Random(seed)) for seed in range(20)] == [household(Random(seed)) for seed in range(20)]  # noqa: S311
    for seed in range(200):
        facts = household(Random(seed))  # noqa: S311 - chance, not secrets
        assert RULESET.check_facts(facts) == facts
    assert RULESET.check_facts(FAMILY) == FAMILY


def test_an_explanation_tells_of_every_rule_that_counted() -> None:
    told = RULESET.reckoning(FAMILY, "beslut")
    assert len(list(_lines(told))) >= len(RULESET.engine.graph.values)


def _lines(line: packages.Line) -> list[packages.Line]:
    return [line, *(inner for part in line.parts for inner in _lines(part))]


def test_a_package_of_twice_the_rules_makes_twice_the_nodes_and_twice_the_code() -> None:
    nodes = {rules: ready(package_files(rules)) for rules in (50, 100)}
    assert nodes[100] - nodes[50] <= nodes[50]
    types = {name: type_ for name, (type_, _) in PARAMETERS.items()}
    letters = {
        rules: len(python_text(parse(package_files(rules), types).on(date(2025, 11, 1))))
        for rules in (50, 100)
    }
    assert letters[100] <= 2.1 * letters[50]


def test_what_is_repeated_is_computed_once() -> None:
    """Ten names that each use the one before twice: text that doubles each time would be a thousand times as long."""
    lines = [
        f"    a{i} = min(a{i - 1} + hyra, a{i - 1} * 2) if a{i - 1} > hyra else a{i - 1}"
        for i in range(1, 11)
    ]
    body = "\n".join(["    a0 = hyra + kr(1)", *lines, "    return a10"])
    facts = '@facts\nclass H:\n    """H."""\n\n    hyra: Money = between(0, 100)\n\n\n'
    head = '@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef stöd(hyra: Money) -> Money:\n    """S."""\n'
    graph = parse({"rules/r.py": facts + head + body + "\n"}, {}).on(date(2025, 11, 1))
    assert len(graph.nodes) < 60
    assert len(python_text(graph)) < 3_000
