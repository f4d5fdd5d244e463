"""The graph spelled out for SQL: nothing is left that two databases could read in two ways.

Parameters and the day become constants, a share becomes its numerator and its denominator, rounding and the calendar
become steps with whole numbers and whole days. Several readings of the rules share what they have in common. What is
certain whatever the household becomes a constant.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allmanning.rules.bounds import surveyor
from allmanning.rules.datatypes import SHARE
from allmanning.rules.exact import Node, Steps
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import EITHER, Bounds, certain, declared, join, only
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    Calendar,
    Compare,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Named,
    Not,
    Rate,
    Ratio,
    Round,
)  # fmt: skip
from allmanning.rules.plan import needed
from allmanning.rules.values import Parameters, TableValue

# One node, or the numerator and the denominator of a share.
type Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the rules: its parameters, and what is added to facts of every household (öre for an amount)."""

    parameters: Parameters
    shift: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spelled:
    """Nodes, children first, with their bounds and the comprehension levels they depend on.

    `tables` are those that the look-ups name. `outputs` maps (reading, rule) to the value.
    """

    nodes: Sequence[Node]
    bounds: Sequence[Bounds]
    levels: Sequence[frozenset[int]]
    tables: Mapping[str, TableValue]
    outputs: Mapping[tuple[str, str], Parts]


def spelled(graph: Graph, outputs: Sequence[str], readings: Mapping[str, Reading], day: date) -> Spelled:
    """Spell out some rules of the household, for each reading. Raises UnprovedError."""
    steps = Steps()
    found: dict[tuple[str, str], Parts] = {}
    for name, reading in readings.items():
        speller = _Speller(graph, reading, _bounds(graph, reading, day), steps)
        for position in needed(graph, (graph.values[output] for output in outputs)):
            speller.spell(position)
        found |= {(name, output): speller.parts[graph.values[output]] for output in outputs}
    return Spelled(steps.nodes, steps.bounds, steps.levels, steps.tables, found)


def _bounds(graph: Graph, reading: Reading, day: date) -> list[Bounds]:
    """What every node can be, whatever the household; for a node inside lists, whatever the element."""
    ready = surveyor(graph)
    survey = ready.survey({}, reading.parameters, day)
    bounds = list(survey.memo)
    for (position, _), seen in survey.inner.items():
        for child in ready.inside[position]:
            for inner in seen:
                one, other = bounds[child], inner.memo[child]
                bounds[child] = other if one is None else join(one, other)
    return bounds


@dataclass(slots=True)
class _Speller:
    graph: Graph
    reading: Reading
    bounds: Sequence[Bounds]
    steps: Steps
    parts: dict[int, Parts] = field(default_factory=dict)

    def spell(self, position: int) -> None:
        """Spell out a node whose children are spelled out. Raises UnprovedError."""
        if certain(self.bounds[position]):
            self.parts[position] = self._constant(position)
        else:
            node = self.graph.nodes[position]
            parts = self.parts[position] = _SPELLED[type(node)](self, node, position)
            if len(parts) == 1:
                # A step's own bounds may be wider than what the value was proved to be.
                self.steps.narrow(parts[0], self.bounds[position])

    def one(self, position: int) -> int:
        """The node of a value that is not a share."""
        (part,) = self.parts[position]
        return part

    def share(self, position: int) -> tuple[int, int]:
        """The nodes of a share's numerator and denominator."""
        numerator, denominator = self.parts[position]
        return numerator, denominator

    def _constant(self, position: int) -> Parts:
        value, type_ = only(self.bounds[position]), self.graph.types[position]
        if type_ == SHARE:
            return self.steps.number(value.numerator), self.steps.number(value.denominator)
        return (self.steps.constant(value, type_),)


def _fact(speller: _Speller, node: FactRef, position: int) -> Parts:
    """A fact; with what is added to it, though never beyond what it allows."""
    steps, fact = speller.steps, speller.graph.vocabulary.facts[node.name]
    found = steps.add(node, declared(fact))
    shift = speller.reading.shift.get(node.name, 0)
    if shift:
        assert isinstance(fact.low, int)  # noqa: S101 - only numbers are shifted
        assert isinstance(fact.high, int)  # noqa: S101
        width = fact.high - fact.low
        shifted = steps.plus(found, steps.number(min(max(shift, -width), width)))
        found = steps.between(fact.low, shifted, fact.high)
    return (found,)


def _field(speller: _Speller, node: FieldRef, position: int) -> Parts:
    return (speller.steps.add(node, declared(speller.graph.vocabulary.fields(node.list)[node.name])),)


def _look_up(speller: _Speller, node: Lookup, position: int) -> Parts:
    table, key = speller.reading.parameters[node.table], speller.one(node.key)
    assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
    if speller.graph.types[position] != SHARE:
        return (speller.steps.look_up(table, key),)
    numerators = tuple(value.numerator for value in table.values)  # type: ignore[union-attr]
    denominators = tuple(value.denominator for value in table.values)  # type: ignore[union-attr]
    return tuple(
        speller.steps.look_up(TableValue(table.starts, each, table.end), key)
        for each in (numerators, denominators)
    )


def _arithmetic(speller: _Speller, node: Arithmetic, position: int) -> Parts:
    calculate = {"+": Steps.plus, "-": Steps.minus, "*": Steps.times}[node.operator]
    return (calculate(speller.steps, speller.one(node.left), speller.one(node.right)),)


def _extreme(speller: _Speller, node: Extreme, position: int) -> Parts:
    return (speller.steps.extreme(node.operator, speller.one(node.left), speller.one(node.right)),)


def _compare(speller: _Speller, node: Compare, position: int) -> Parts:
    return (
        speller.steps.add(Compare(node.operator, speller.one(node.left), speller.one(node.right)), EITHER),
    )


def _logic(speller: _Speller, node: Logic, position: int) -> Parts:
    return (speller.steps.logic(node.operator, speller.one(node.left), speller.one(node.right)),)


def _not(speller: _Speller, node: Not, position: int) -> Parts:
    return (speller.steps.opposite(speller.one(node.of)),)


def _if(speller: _Speller, node: If, position: int) -> Parts:
    condition, both = speller.one(node.condition), (speller.parts[node.then], speller.parts[node.otherwise])
    return tuple(speller.steps.choose(condition, *arms) for arms in zip(*both, strict=True))


def _ratio(speller: _Speller, node: Ratio, position: int) -> Parts:
    """A denominator below 1 is ruled out by a condition, and counted as 1."""
    steps = speller.steps
    return speller.one(node.numerator), steps.extreme("max", speller.one(node.denominator), steps.number(1))


def _rate(speller: _Speller, node: Rate, position: int) -> Parts:
    numerator, denominator = speller.share(node.share)
    dividend = speller.steps.times(speller.one(node.amount), numerator)
    return (speller.steps.divided(dividend, denominator, node.rounding),)


def _round(speller: _Speller, node: Round, position: int) -> Parts:
    unit = speller.steps.number(node.unit)
    return (speller.steps.times(speller.steps.divided(speller.one(node.amount), unit, node.rounding), unit),)


def _calendar(speller: _Speller, node: Calendar, position: int) -> Parts:
    return (speller.steps.calendar(node.function, speller.one(node.left), speller.one(node.right)),)


def _aggregate(speller: _Speller, node: Aggregate, position: int) -> Parts:
    body, where, default = (speller.one(child) for child in (node.body, node.where, node.default))
    gathered = Aggregate(node.operator, node.list, node.level, body, where, default)
    return (speller.steps.add(gathered, speller.bounds[position]),)


# A parameter and the day are always certain, so that they never come here.
_SPELLED: dict[type, Callable[[_Speller, Any, int], Parts]] = {
    FactRef: _fact,
    FieldRef: _field,
    Lookup: _look_up,
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
    Aggregate: _aggregate,
    Named: lambda speller, node, position: speller.parts[node.of],
}
