"""A survey: what every value of a graph can still be, when only some facts are known.

The same steps serve `ask` (facts partly known), publishing (no facts known), `assess` (values that are already
certain) and `explain`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import mul
from typing import Any

from allmanning.rules.datatypes import ListOf
from allmanning.rules.graph import Graph, inside
from allmanning.rules.intervals import (
    COMPARISONS,
    Bounds,
    corners,
    declared,
    exactly,
    gathered,
    join,
    opposite,
    ratio,
)
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

type Memo = list[Bounds] | Overlay
type Indexes = tuple[int | None, ...]
type Step = Callable[[Memo, "Survey"], Bounds]


class Overlay(dict[int, Bounds]):
    """Bounds of some nodes over those of all; what it does not hold is looked up around it."""

    __slots__ = ("around",)

    def __init__(self, around: "Memo") -> None:
        self.around = around

    def __missing__(self, position: int) -> Bounds:
        return self.around[position]


@dataclass(frozen=True, slots=True)
class Inner:
    """One element looked at by one aggregate: its index (None: the list is not known) and its bounds.

    While the list is not known there is but one element to look at, and its bounds stand in the survey's own memo.
    """

    index: int | None
    memo: Memo


@dataclass(slots=True)
class Survey:
    """One reading of the graph over partly known facts. `memo[i]` are the bounds of node i.

    `days` are the first and the last day it is read for: one day, except where publishing proves a whole period.
    """

    surveyor: "Surveyor"
    facts: Facts
    parameters: Parameters
    days: tuple[date, date]
    memo: list[Bounds]
    elements: dict[int, Mapping[str, object] | None] = field(default_factory=dict)
    indexes: Indexes = ()
    inner: dict[tuple[int, Indexes], Sequence[Inner]] = field(default_factory=dict)

    @property
    def graph(self) -> Graph:
        """What was surveyed."""
        return self.surveyor.graph

    def seen(self, position: int, indexes: Indexes) -> Sequence[Inner]:
        """The elements that an aggregate has looked at; `indexes` tell the elements around it."""
        return self.inner[position, self.surveyor.own(position, indexes)]


@dataclass(frozen=True, slots=True)
class Surveyor:
    """A graph made ready for surveying.

    One step for each node; the nodes of the household; the nodes inside each aggregate; for each node the levels of
    comprehension that it depends on, and its children; and the bounds of the parameters that are not taken as known.
    """

    graph: Graph
    steps: Sequence[Step]
    outer: tuple[int, ...]
    inside: Mapping[int, tuple[int, ...]]
    levels: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]
    spans: Mapping[str, Bounds]

    def survey(self, facts: Facts, parameters: Parameters, day: date, last_day: date | None = None) -> Survey:
        """The bounds of every node, on a day or on all days up to a last one.

        Facts are checked values; what is missing is unknown.
        """
        steps = self.steps
        memo: list[Bounds] = [None] * len(steps)
        survey = Survey(self, facts, parameters, (day, last_day or day), memo)
        for position in self.outer:
            memo[position] = steps[position](memo, survey)
        return survey

    def own(self, position: int, indexes: Indexes) -> Indexes:
        """The indexes of just those elements that a node depends on."""
        levels = self.levels[position]
        return tuple([indexes[level] for level in levels]) if levels else ()


def surveyor(graph: Graph, spans: Mapping[str, Bounds] | None = None) -> Surveyor:
    """Make a graph ready. Do it once for each graph.

    `spans` are bounds of parameters that shall not be taken as known: of their value, or of a table's cells.
    """
    within_it = {
        i: tuple(sorted(inside(graph, i)))
        for i, node in enumerate(graph.nodes)
        if isinstance(node, Aggregate)
    }
    steps: list[Step] = []
    for position, node in enumerate(graph.nodes):
        steps.append(_step(graph, node, spans or {}))
        if isinstance(node, Aggregate):
            steps[position] = _aggregate(graph, position, node, within_it[position], steps)
    outer = tuple(position for position, levels in enumerate(graph.levels) if not levels)
    levels = tuple(tuple(sorted(levels)) for levels in graph.levels)
    below = tuple(children(node) for node in graph.nodes)
    return Surveyor(graph, steps, outer, within_it, levels, below, spans or {})


def within(indexes: Indexes, level: int, index: int | None) -> Indexes:
    """The indexes inside a comprehension; levels that it does not depend on are None."""
    around = indexes[:level]
    return (*around, *(None,) * (level - len(around)), index)


def _step(graph: Graph, node: Node, spans: Mapping[str, Bounds]) -> Step:
    match node:
        case ParameterRef(name=name) | Lookup(table=name) if name in spans:
            span = spans[name]
            return lambda memo, survey: span
        case FactRef(name=name):
            return _fact(name, declared(graph.vocabulary.facts[name]))
        case FieldRef(list=list_name, level=level, name=name):
            return _field(level, name, declared(graph.vocabulary.fields(list_name)[name]))
        case _:
            return _STEPS[type(node)](node)


def _const(node: Const) -> Step:
    constant = exactly(node.value)
    return lambda memo, survey: constant


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


def _parameter(node: ParameterRef) -> Step:
    name = node.name
    return lambda memo, survey: exactly(survey.parameters[name])


def _lookup(node: Lookup) -> Step:
    table, key = node.table, node.key

    def step(memo: Memo, survey: Survey) -> Bounds:
        value = survey.parameters[table]
        assert isinstance(value, TableValue)  # noqa: S101 - checked when the package was read
        low, high = memo[key]
        if low == high:
            cell = value.at(low)
            return cell, cell
        cells: Sequence[Any] = value.between(low, high)
        return min(cells), max(cells)

    return step


def _if(node: If) -> Step:
    condition, then, otherwise = node.condition, node.then, node.otherwise

    def step(memo: Memo, survey: Survey) -> Bounds:
        low, high = memo[condition]
        if low:
            return memo[then]
        return join(memo[then], memo[otherwise]) if high else memo[otherwise]

    return step


def _arithmetic(node: Arithmetic) -> Step:
    left, right = node.left, node.right

    def plus(memo: Memo, survey: Survey) -> Bounds:
        one, other = memo[left], memo[right]
        return one[0] + other[0], one[1] + other[1]

    def minus(memo: Memo, survey: Survey) -> Bounds:
        one, other = memo[left], memo[right]
        return one[0] - other[1], one[1] - other[0]

    def times(memo: Memo, survey: Survey) -> Bounds:
        return corners(memo[left], memo[right], mul)

    return {"+": plus, "-": minus, "*": times}[node.operator]


def _extreme(node: Extreme) -> Step:
    left, right = node.left, node.right
    choose: Callable[[Any, Any], Any] = min if node.operator == "min" else max

    def step(memo: Memo, survey: Survey) -> Bounds:
        one, other = memo[left], memo[right]
        return choose(one[0], other[0]), choose(one[1], other[1])

    return step


def _logic(node: Logic) -> Step:
    left, right = node.left, node.right

    def both(memo: Memo, survey: Survey) -> Bounds:
        one, other = memo[left], memo[right]
        return one[0] and other[0], one[1] and other[1]

    def either(memo: Memo, survey: Survey) -> Bounds:
        one, other = memo[left], memo[right]
        return one[0] or other[0], one[1] or other[1]

    return both if node.operator == "and" else either


def _compare(node: Compare) -> Step:
    test, left, right = COMPARISONS[node.operator], node.left, node.right
    return lambda memo, survey: test(memo[left], memo[right])


def _not(node: Not) -> Step:
    of = node.of
    return lambda memo, survey: opposite(memo[of])


def _named(node: Named) -> Step:
    of = node.of
    return lambda memo, survey: memo[of]


def _ratio(node: Ratio) -> Step:
    numerator, denominator = node.numerator, node.denominator
    return lambda memo, survey: ratio(memo[numerator], memo[denominator])


def _rate(node: Rate) -> Step:
    amount, share, rounding = node.amount, node.share, node.rounding
    return lambda memo, survey: corners(memo[amount], memo[share], lambda a, b: share_of(a, b, rounding))


def _round(node: Round) -> Step:
    amount, unit, rounding = node.amount, node.unit, node.rounding

    def step(memo: Memo, survey: Survey) -> Bounds:
        low, high = memo[amount]
        return to_unit(low, unit, rounding), to_unit(high, unit, rounding)

    return step


def _calendar(node: Calendar) -> Step:
    calculate, left, right = CALENDAR[node.function], node.left, node.right
    return lambda memo, survey: corners(memo[left], memo[right], calculate)


def _nothing(node: Aggregate) -> Step:
    """An aggregate's own step is made when those of its elements are."""
    return lambda memo, survey: None


def _aggregate(
    graph: Graph, position: int, node: Aggregate, inside_it: Sequence[int], steps: Sequence[Step]
) -> Step:
    fact = graph.vocabulary.facts[node.list]
    assert isinstance(fact.type, ListOf)  # noqa: S101 - only lists are gone over
    low, high = fact.low, fact.high
    assert isinstance(low, int)  # noqa: S101
    assert isinstance(high, int)  # noqa: S101

    level, operator, where, body, default = node.level, node.operator, node.where, node.body, node.default
    nested = any(isinstance(graph.nodes[child], Aggregate) for child in inside_it)
    read = {where, body, *(below for child in inside_it for below in children(graph.nodes[child]))}
    border = tuple(read.difference(inside_it))

    def look(memo: Memo, survey: Survey, index: int | None, element: Mapping[str, object] | None) -> Inner:
        local = memo
        if index is not None:
            local = Overlay(memo)
            for outer in border:
                local[outer] = memo[outer]
        survey.elements[level] = element
        if nested:
            around, survey.indexes = survey.indexes, within(survey.indexes, level, index)
        for child in inside_it:
            local[child] = steps[child](local, survey)
        if nested:
            survey.indexes = around
        return Inner(index, local)

    def step(memo: Memo, survey: Survey) -> Bounds:
        known = survey.facts.get(node.list)
        if known is None:
            seen = [look(memo, survey, None, None)]
            counts = (low, high)
        else:
            assert isinstance(known, list)  # noqa: S101 - facts are checked before
            seen = [look(memo, survey, index, element) for index, element in enumerate(known)]
            counts = (1, 1)
        survey.inner[position, survey.surveyor.own(position, survey.indexes)] = seen
        found = [(inner.memo[where], inner.memo[body]) for inner in seen]
        return gathered(operator, found, counts, memo[default])

    return step


_STEPS: dict[type[Node], Callable[[Any], Step]] = {
    Const: _const,
    ParameterRef: _parameter,
    AsOf: lambda node: lambda memo, survey: survey.days,
    Lookup: _lookup,
    Arithmetic: _arithmetic,
    Extreme: _extreme,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    If: _if,
    Ratio: _ratio,
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
    Aggregate: _nothing,
    Named: _named,
}
