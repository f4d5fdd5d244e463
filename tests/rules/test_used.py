"""Which parameters a decision stands on: each cell that was read or may be, found without looking anywhere twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning.rules.bounds import Indexes, Memo, Survey, surveyor, within
from allmanning.rules.datatypes import INT, MONEY, TableOf
from allmanning.rules.errors import LanguageError
from allmanning.rules.graph import Graph
from allmanning.rules.nodes import Aggregate, If, Logic, Lookup, ParameterRef, children
from allmanning.rules.program import parse
from allmanning.rules.used import cells_used
from allmanning.rules.values import TableValue
from tests.rules.generated import PARAMETERS, program
from tests.rules.households import Households

DAY = date(2025, 11, 1)
VALUES = {name: value for name, (_, value) in PARAMETERS.items()}
TYPES = {name: type_ for name, (type_, _) in PARAMETERS.items()}

type Cells = Iterator[tuple[str, int | None]]


def defined(survey: Survey, position: int, memo: Memo, indexes: Indexes) -> Cells:
    """What is used, by its definition: down every arm that may be taken, however often one comes to a node."""
    node = survey.graph.nodes[position]
    below = children(node)
    match node:
        case ParameterRef(name=name):
            yield name, None
        case Lookup(table=table, key=key):
            yield from cells_of(survey, table, *memo[key])
        case If(condition=condition, then=then, otherwise=otherwise):
            holds, fails = memo[condition][1], not memo[condition][0]
            below = (condition, *((then,) if holds else ()), *((otherwise,) if fails else ()))
        case Logic(operator=operator, left=left):
            settled = operator == "or"
            below = (left,) if memo[left] == (settled, settled) else below
        case Aggregate(where=where, body=body, default=default):
            seen = survey.seen(position, indexes)
            below = (default,)
            for inner in seen:
                if inner.memo[where][1]:
                    inside = within(indexes, node.level, inner.index)
                    yield from defined(survey, where, inner.memo, inside)
                    yield from defined(survey, body, inner.memo, inside)
                    below = () if inner.memo[where][0] and inner.index is not None else below
    for child in below:
        yield from defined(survey, child, memo, indexes)


def cells_of(survey: Survey, table: str, low: int, high: int) -> Cells:
    """The cells that keys from low to high fall in; the first and the last one reach without end."""
    value = survey.parameters[table]
    assert isinstance(value, TableValue)
    for first, end in zip(value.starts, (*value.starts[1:], None), strict=True):
        if (end is None or end > low) and (first <= high or first == value.starts[0]):
            yield table, first


@settings(max_examples=100)
@given(st.integers(0, 2**48))
def test_the_cells_are_those_of_the_definition(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not secrets
    try:
        graph = parse({"rules/r.py": program(random)}, TYPES).on(DAY)
    except LanguageError:
        return
    households = Households(graph.vocabulary, random)
    for missing in (0.0, 0.2, 0.6, 1.0):
        survey = surveyor(graph).survey(households.facts(missing), VALUES, DAY)
        meant = set(defined(survey, graph.values["sist"], survey.memo, ()))
        assert set(cells_used(survey, ["sist"])) == meant


class Counted(tuple[Any, ...]):
    """Nodes that count how often one of them is taken."""

    __slots__ = ()
    taken = 0

    def __getitem__(self, index: Any) -> Any:
        Counted.taken += 1
        return super().__getitem__(index)


SHARED = '''
@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)


@facts
class Hushåll:
    """Hushållet."""

    hyra: Money
    barn: list[Barn] = between(0, 200)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def grund(hyra: Money, pris: Money) -> Money:
    """Grund."""
    a = hyra + pris
    return {doubled}


@rule(law="SoL (2025:400) 12 kap. 1 §")
def norm(barn: Barn, grund: Money, tabell: Table[int, Money]) -> Money:
    """Norm."""
    b = tabell[barn.ålder] + grund
    c = b + b
    return max(c + c, c)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def sist(barn: list[Barn], grund: Money) -> Money:
    """Sist."""
    return sum(norm(b) + grund for b in barn) + max((norm(b) for b in barn), default=grund)
'''


def shared_graph() -> Graph:
    text = SHARED.replace("{doubled}", " + ".join(f"max(a, kr({i}))" for i in range(50)))
    return parse({"rules/r.py": text}, {"tabell": TableOf(INT, MONEY), "pris": MONEY}).on(DAY)


def test_each_node_is_looked_at_once_for_each_element() -> None:
    graph = shared_graph()
    counting = replace(graph, nodes=Counted(graph.nodes))
    facts = {"hyra": 1, "barn": [{"ålder": i % 20} for i in range(200)]}
    values = {"tabell": TableValue((0, 10), (1, 2), None), "pris": 1}
    survey = replace(surveyor(graph), graph=counting).survey(facts, values, DAY)
    Counted.taken = 0
    assert set(cells_used(survey, ["sist"])) == {("tabell", 0), ("tabell", 10), ("pris", None)}
    inside = sum(bool(levels) for levels in graph.levels)
    assert Counted.taken <= 200 * inside + len(graph.nodes)


def test_the_value_for_an_empty_list_is_used_unless_somebody_surely_counts() -> None:
    text = SHARED.replace("{doubled}", "a").replace(
        "+ max((norm(b) for b in barn), default=grund)",
        "+ max((hyra for b in barn if b.ålder > 9), default=pris)",
    )
    text = text.replace("def norm(barn: Barn, grund: Money,", "def norm(barn: Barn, hyra: Money,")
    text = text.replace("[barn.ålder] + grund", "[barn.ålder] + hyra").replace("norm(b) + grund", "norm(b)")
    text = text.replace("barn: list[Barn], grund: Money)", "barn: list[Barn], hyra: Money, pris: Money)")
    graph = parse({"rules/r.py": text}, {"tabell": TableOf(INT, MONEY), "pris": MONEY}).on(DAY)
    values = {"tabell": TableValue((0,), (1,), None), "pris": 1}

    def used(*ages: int) -> set[str]:
        facts = {"hyra": 1, "barn": [{"ålder": age} for age in ages]}
        return {name for name, _ in cells_used(surveyor(graph).survey(facts, values, DAY), ["sist"])}

    assert used() == {"pris"}
    assert used(5) == {"tabell", "pris"}
    assert used(5, 12) == {"tabell"}
