"""What a value can still be: intervals for what has an order, sets for words.

Numbers, amounts, dates, shares and truths are pairs (lowest, highest), with False < True; words are frozensets.
A pair of equals, or a set of one, is certain. The same functions serve `ask` (facts partly known), publishing
(no facts known) and `assess` (values that are already certain).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import BOOL, Choice, ListOf
from allmanning.rules.graph import FactDeclaration, Graph
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    AsOf,
    Calendar,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Named,
    Node,
    Not,
    ParameterRef,
    Rate,
    Ratio,
    Round,
    children,
)  # fmt: skip
from allmanning.rules.values import CALENDAR, Facts, Parameters, TableValue, share_of, to_unit

type Bounds = Any
type Memo = list[Bounds]
type Indexes = tuple[int | None, ...]
type Step = Callable[[Memo, "Survey"], Bounds]

TRUE, FALSE, EITHER = (True, True), (False, False), (False, True)


@dataclass(frozen=True, slots=True)
class Inner:
    """One element looked at by one aggregate: its index (None: the list is not known) and its bounds."""

    index: int | None
    memo: Memo


@dataclass(slots=True)
class Survey:
    """One reading of the graph over partly known facts. `memo[i]` are the bounds of node i.

    `inner[(i, indexes)]` are the elements seen by aggregate i, under the indexes of the aggregates around it.
    """

    graph: Graph
    facts: Facts
    parameters: Parameters
    day: date
    memo: Memo
    elements: dict[int, Mapping[str, object] | None] = field(default_factory=dict)
    indexes: Indexes = ()
    inner: dict[tuple[int, Indexes], list[Inner]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surveyor:
    """A graph made ready for surveying: one step for each node, and which nodes stand inside each aggregate."""

    graph: Graph
    steps: tuple[Step, ...]
    outer: tuple[int, ...]

    def survey(self, facts: Facts, parameters: Parameters, day: date) -> Survey:
        """The bounds of every node. Facts are checked values; what is missing is unknown."""
        survey = Survey(self.graph, facts, parameters, day, [None] * len(self.steps))
        memo, steps = survey.memo, self.steps
        for position in self.outer:
            memo[position] = steps[position](memo, survey)
        return survey


def surveyor(graph: Graph) -> Surveyor:
    """Make a graph ready. Do it once for each graph."""
    inside = _inside(graph)
    steps: list[Step] = []
    for position, node in enumerate(graph.nodes):
        if isinstance(node, Aggregate):
            steps.append(_aggregate(graph, position, node, inside[position], steps))
        else:
            steps.append(_step(graph, node))
    outer = tuple(position for position, levels in enumerate(graph.levels) if not levels)
    return Surveyor(graph, tuple(steps), outer)


def within(indexes: Indexes, level: int, index: int | None) -> Indexes:
    """The indexes inside a comprehension; levels that it does not depend on are None."""
    around = indexes[:level]
    return (*around, *(None,) * (level - len(around)), index)


def certain(bounds: Bounds) -> bool:
    """Only one value is left."""
    if isinstance(bounds, frozenset):
        return len(bounds) == 1
    return bool(bounds[0] == bounds[1])


def only(bounds: Bounds) -> Any:
    """The value that is left."""
    return next(iter(bounds)) if isinstance(bounds, frozenset) else bounds[0]


def join(one: Bounds, other: Bounds) -> Bounds:
    """What is in either."""
    if isinstance(one, frozenset):
        return one | other
    return (min(one[0], other[0]), max(one[1], other[1]))


def exactly(value: object) -> Bounds:
    """A known value."""
    return frozenset((value,)) if isinstance(value, str) else (value, value)


def declared(fact: FactDeclaration) -> Bounds:
    """What an unknown fact can be."""
    if isinstance(fact.type, Choice):
        return frozenset(fact.type.options)
    return EITHER if fact.type == BOOL else (fact.low, fact.high)


def _inside(graph: Graph) -> dict[int, tuple[int, ...]]:
    """For each aggregate, the nodes that depend on its element, children first."""
    inside: dict[int, tuple[int, ...]] = {}
    for position, node in enumerate(graph.nodes):
        if not isinstance(node, Aggregate):
            continue
        found: set[int] = set()
        stack = [node.where, node.body]
        while stack:
            child = stack.pop()
            if child not in found and node.level in graph.levels[child]:
                found.add(child)
                stack.extend(children(graph.nodes[child]))
        inside[position] = tuple(sorted(child for child in found if max(graph.levels[child]) == node.level))
    return inside


def _step(graph: Graph, node: Node) -> Step:
    match node:
        case Const(value=value):
            constant = exactly(value)
            return lambda memo, survey: constant
        case FactRef(name=name):
            return _fact(name, declared(graph.vocabulary.facts[name]))
        case FieldRef(list=list_name, level=level, name=name):
            return _field(level, name, declared(graph.vocabulary.fields(list_name)[name]))
        case ParameterRef(name=name):
            return lambda memo, survey: exactly(survey.parameters[name])
        case AsOf():
            return lambda memo, survey: (survey.day, survey.day)
        case Named(of=of):
            return lambda memo, survey: memo[of]
        case Lookup(table=table, key=key):
            return _lookup(table, key)
        case If(condition=condition, then=then, otherwise=otherwise):
            return _if(condition, then, otherwise)
        case _:
            return _calculation(node)


def _fact(name: str, unknown: Bounds) -> Step:
    def step(memo: Memo, survey: Survey) -> Bounds:
        facts = survey.facts
        return exactly(facts[name]) if name in facts else unknown

    return step


def _field(level: int, name: str, unknown: Bounds) -> Step:
    def step(memo: Memo, survey: Survey) -> Bounds:
        element = survey.elements[level]
        return exactly(element[name]) if element is not None and name in element else unknown

    return step


def _lookup(table: str, key: int) -> Step:
    def step(memo: Memo, survey: Survey) -> Bounds:
        value = survey.parameters[table]
        assert isinstance(value, TableValue)  # noqa: S101 - checked when the package was read
        low, high = memo[key]
        if low == high:
            return exactly(value.at(low))
        cells: Sequence[Any] = value.between(low, high)
        return (min(cells), max(cells))

    return step


def _if(condition: int, then: int, otherwise: int) -> Step:
    def step(memo: Memo, survey: Survey) -> Bounds:
        low, high = memo[condition]
        if low:
            return memo[then]
        return join(memo[then], memo[otherwise]) if high else memo[otherwise]

    return step


def _calculation(node: Node) -> Step:
    match node:
        case Arithmetic(operator="+", left=left, right=right):
            return lambda memo, _: (memo[left][0] + memo[right][0], memo[left][1] + memo[right][1])
        case Arithmetic(operator="-", left=left, right=right):
            return lambda memo, _: (memo[left][0] - memo[right][1], memo[left][1] - memo[right][0])
        case Arithmetic(left=left, right=right):
            return lambda memo, _: corners(memo[left], memo[right], lambda a, b: a * b)
        case Extreme(operator="min", left=left, right=right):
            return lambda memo, _: (min(memo[left][0], memo[right][0]), min(memo[left][1], memo[right][1]))
        case Extreme(left=left, right=right):
            return lambda memo, _: (max(memo[left][0], memo[right][0]), max(memo[left][1], memo[right][1]))
        case Logic(operator="and", left=left, right=right):
            return lambda memo, _: (memo[left][0] and memo[right][0], memo[left][1] and memo[right][1])
        case Logic(left=left, right=right):
            return lambda memo, _: (memo[left][0] or memo[right][0], memo[left][1] or memo[right][1])
        case Not(of=of):
            return lambda memo, _: (not memo[of][1], not memo[of][0])
        case Compare(operator=operator, left=left, right=right):
            test = COMPARISONS[operator]
            return lambda memo, _: test(memo[left], memo[right])
        case _:
            return _rounding(node)


def _rounding(node: Node) -> Step:
    match node:
        case Ratio(numerator=numerator, denominator=denominator):
            return lambda memo, _: ratio(memo[numerator], memo[denominator])
        case Rate(amount=amount, share=share, rounding=rounding):
            return lambda memo, _: corners(memo[amount], memo[share], lambda a, b: share_of(a, b, rounding))
        case Round(amount=amount, unit=unit, rounding=rounding):
            return lambda memo, _: tuple(to_unit(end, unit, rounding) for end in memo[amount])
        case Calendar(function=function, left=left, right=right):
            calculate: Any = CALENDAR[function]
            return lambda memo, _: corners(memo[left], memo[right], calculate)
    raise AssertionError(node)


def corners(one: Bounds, other: Bounds, calculate: Callable[[Any, Any], Any]) -> Bounds:
    """Bounds of a function that goes one way in each argument."""
    if one[0] == one[1] and other[0] == other[1]:
        value = calculate(one[0], other[0])
        return (value, value)
    found = [calculate(a, b) for a in one for b in other]
    return (min(found), max(found))


def ratio(numerator: Bounds, denominator: Bounds) -> Bounds:
    """Bounds of a share; a denominator below 1 is ruled out by a condition, and counted as 1."""
    bottom = (max(1, denominator[0]), max(1, denominator[1]))
    return corners(numerator, bottom, Fraction)


def less(one: Bounds, other: Bounds) -> Bounds:
    """one < other."""
    if one[1] < other[0]:
        return TRUE
    return FALSE if one[0] >= other[1] else EITHER


def less_or_equal(one: Bounds, other: Bounds) -> Bounds:
    """one <= other."""
    if one[1] <= other[0]:
        return TRUE
    return FALSE if one[0] > other[1] else EITHER


def equal(one: Bounds, other: Bounds) -> Bounds:
    """one == other."""
    if isinstance(one, frozenset):
        if not one & other:
            return FALSE
        return TRUE if len(one) == 1 and one == other else EITHER
    if one[1] < other[0] or other[1] < one[0]:
        return FALSE
    return TRUE if one[0] == one[1] == other[0] == other[1] else EITHER


def opposite(truth: Bounds) -> Bounds:
    """not."""
    return (not truth[1], not truth[0])


COMPARISONS: dict[str, Callable[[Bounds, Bounds], Bounds]] = {
    "<": less,
    "<=": less_or_equal,
    ">": lambda one, other: less(other, one),
    ">=": lambda one, other: less_or_equal(other, one),
    "==": equal,
    "!=": lambda one, other: opposite(equal(one, other)),
}


def _aggregate(
    graph: Graph, position: int, node: Aggregate, inside: Sequence[int], steps: Sequence[Step]
) -> Step:
    fact = graph.vocabulary.facts[node.list]
    assert isinstance(fact.type, ListOf)  # noqa: S101 - only lists are gone over
    low, high = fact.low, fact.high
    assert isinstance(low, int)  # noqa: S101
    assert isinstance(high, int)  # noqa: S101

    def visit(memo: Memo, survey: Survey, index: int | None, element: Mapping[str, object] | None) -> Inner:
        local = memo.copy()
        around, survey.indexes = survey.indexes, within(survey.indexes, node.level, index)
        survey.elements[node.level] = element
        for child in inside:
            local[child] = steps[child](local, survey)
        survey.indexes = around
        return Inner(index, local)

    def step(memo: Memo, survey: Survey) -> Bounds:
        known = survey.facts.get(node.list)
        if known is None:
            seen = [visit(memo, survey, None, None)]
            counts = (low, high)
        else:
            assert isinstance(known, list)  # noqa: S101 - facts are checked before
            seen = [visit(memo, survey, index, element) for index, element in enumerate(known)]
            counts = (1, 1)
        survey.inner[position, survey.indexes] = seen
        found = [(inner.memo[node.where], inner.memo[node.body]) for inner in seen]
        return _combined(node.operator, found, counts, memo[node.default])

    return step


def _combined(
    operator: str, found: list[tuple[Bounds, Bounds]], counts: tuple[int, int], default: Bounds
) -> Bounds:
    """The bounds of an aggregate over (where, body) pairs, each standing for counts[0] to counts[1] elements."""
    low, high = counts
    if operator == "sum" or operator == "count":
        return _summed(operator, found, low, high)
    there = [(where[0] and low > 0, body) for where, body in found if where[1] and high > 0]
    if operator == "any":
        return (
            any(sure and body[0] for sure, body in there),
            any(body[1] for _, body in there),
        )
    if operator == "all":
        return (
            all(body[0] for _, body in there),
            all(body[1] or not sure for sure, body in there),
        )
    return _extreme(operator, there, default)


def _summed(operator: str, found: list[tuple[Bounds, Bounds]], low: int, high: int) -> Bounds:
    total_low = total_high = 0
    for (sure, possible), body in found:
        if not possible:
            continue
        least, most = (1, 1) if operator == "count" else body
        if not sure:
            least, most = min(0, least), max(0, most)
        total_low += least * (low if least >= 0 else high)
        total_high += most * (high if most >= 0 else low)
    return (total_low, total_high)


def _extreme(operator: str, there: list[tuple[bool, Bounds]], default: Bounds) -> Bounds:
    possible = [body for _, body in there]
    sure = [body for is_sure, body in there if is_sure]
    if not possible:
        return default
    if operator == "min":
        ends = [min(body[0] for body in possible), min((body[1] for body in sure), default=None)]
        outer = max(body[1] for body in possible) if ends[1] is None else ends[1]
        result: Bounds = (ends[0], outer)
    else:
        ends = [max((body[0] for body in sure), default=None), max(body[1] for body in possible)]
        outer = min(body[0] for body in possible) if ends[0] is None else ends[0]
        result = (outer, ends[1])
    return result if sure else join(result, default)
