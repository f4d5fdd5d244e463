"""What a decision stands on is what its reckonings show, line by line."""

from collections.abc import Iterator
from typing import Any

import pytest

from allmanning.packages import Line
from tests.portals.resident.travel import BISTAND, FACTS, RULES

ALONE: dict[str, Any] = {"sammanboende": False, "barn": [{"ålder": 4}], "hyra": 650_000}


def lines(line: Line) -> Iterator[Line]:
    yield line
    for part in line.parts:
        yield from lines(part)


@pytest.mark.parametrize(("rules", "facts"), [(RULES, FACTS), (BISTAND, ALONE)])
def test_the_grounds_are_those_of_the_reckonings(rules: Any, facts: dict[str, Any]) -> None:
    told = {
        language: [line for name in rules.targets for line in lines(rules.reckoning(facts, name, language))]
        for language in ("sv", "en")
    }
    used = {fact.path: fact for line in told["sv"] for fact in line.facts}
    english = {fact.path: fact.value for line in told["en"] for fact in line.facts}
    grounds = rules.grounds(facts)
    assert grounds.laws == tuple(dict.fromkeys(line.law for line in told["sv"] if line.law))
    assert grounds.facts == tuple((fact, english[path]) for path, fact in used.items())
    assert grounds.facts
