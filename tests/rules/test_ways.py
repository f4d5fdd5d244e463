"""What the proof says of each place in a rule holds for every household: whoever comes there finds it so."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning.rules.bounds import Memo, Overlay, Survey, Surveyor, surveyor
from allmanning.rules.errors import LanguageError
from allmanning.rules.graph import Graph, Site
from allmanning.rules.nodes import FieldRef, Lookup, Ratio, children
from allmanning.rules.program import parse
from allmanning.rules.proof import Proof, TangledError, prove
from allmanning.rules.values import TableValue
from tests.rules.generated import PARAMETERS, program
from tests.rules.households import Households

FIRST, LAST = date(2024, 2, 28), date(2025, 3, 1)
VALUES = {name: value for name, (_, value) in PARAMETERS.items()}
TYPES = {name: type_ for name, (type_, _) in PARAMETERS.items()}


def proved(random: Random) -> tuple[Surveyor, Proof] | None:
    """A program and what is proved of it on a year of days; None for one that cannot be read or proved to its end."""
    try:
        graph = parse({"rules/r.py": program(random)}, TYPES).on(FIRST)
        ready = surveyor(graph)
        return ready, prove(ready, ready.survey({}, VALUES, FIRST, LAST))
    except (LanguageError, TangledError):
        return None


def lists_below(graph: Graph, start: int) -> set[str]:
    """The lists whose elements a node looks at."""
    found, seen, stack = set[str](), set[int](), [start]
    while stack:
        position = stack.pop()
        if position in seen or not graph.levels[position]:
            continue
        seen.add(position)
        node = graph.nodes[position]
        stack.extend(children(node))
        if isinstance(node, FieldRef):
            found.add(node.list)
    return found


def nodes_of(site: Site) -> Iterator[int]:
    yield site.node
    way = site.way
    while way:
        yield way.condition
        way = way.before


def is_reached(site: Site, memo: Memo) -> bool:
    way = site.way
    while way:
        if memo[way.condition] != (way.truth, way.truth):
            return False
        way = way.before
    return True


def looked_at(survey: Survey, index: int, element: dict[str, Any]) -> Memo:
    """The values of everything of one element of the first level."""
    local = Overlay(survey.memo)
    survey.elements, survey.indexes = {0: element}, (index,)
    for position, levels in enumerate(survey.graph.levels):
        if levels == {0}:
            local[position] = survey.surveyor.steps[position](local, survey)
    return local


def views(survey: Survey) -> Iterator[tuple[Memo, set[str]]]:
    """The household, and each of its elements, with the lists whose sites can be judged there."""
    yield survey.memo, set()
    for name in ("barn", "syskon"):
        elements = survey.facts[name]
        assert isinstance(elements, list)
        for index, element in enumerate(elements):
            yield looked_at(survey, index, element), {name}


def holds_for(ready: Surveyor, proof: Proof, survey: Survey) -> int:
    """How many sites somebody came to; asserts that each is as it was proved."""
    graph, reached = ready.graph, 0
    turns = {turn.site: turn for turn in proof.turns}
    dangers = {danger.place for danger in proof.unproved}
    for memo, lists in views(survey):
        for number, site in enumerate(graph.sites):
            here = set[str]().union(*(lists_below(graph, node) for node in nodes_of(site)))
            levels = frozenset[int]().union(*(graph.levels[node] for node in nodes_of(site)))
            if here - lists or levels - ({0} if lists else set()) or not is_reached(site, memo):
                continue
            reached += 1
            match graph.nodes[site.node]:
                case Lookup(table=table, key=key):
                    value = VALUES[table]
                    assert isinstance(value, TableValue)
                    assert site.place in dangers or value.index(memo[key][0]) is not None
                case Ratio(denominator=denominator):
                    assert site.place in dangers or memo[denominator][0] >= 1
                case _:
                    came_out = memo[site.node][0]
                    assert turns[number].can_hold if came_out else turns[number].can_fail
    return reached


@settings(max_examples=100)
@given(st.integers(0, 2**48))
def test_no_household_comes_to_a_place_that_is_proved_otherwise(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not secrets
    made = proved(random)
    for _ in range(8 if made else 0):
        ready, proof = made
        day = FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days))
        facts = Households(ready.graph.vocabulary, random).facts()
        holds_for(ready, proof, ready.survey(facts, VALUES, day))


def test_generated_programs_have_ways_that_nobody_can_go_and_many_that_somebody_goes() -> None:
    """Or the test above would be one of nothing."""
    random = Random(5)  # noqa: S311 - chance, not secrets
    same = reached = 0
    for _ in range(40):
        made = proved(random)
        if made:
            ready, proof = made
            same += sum(not (turn.can_hold and turn.can_fail) for turn in proof.turns)
            facts = Households(ready.graph.vocabulary, random).facts()
            reached += holds_for(ready, proof, ready.survey(facts, VALUES, FIRST))
    assert same > 100
    assert reached > 500
