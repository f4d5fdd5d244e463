"""The meaning of the language: an obvious walk over the tree. Every other reader must agree with this one."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.errors import MissingFactError, RangeError
from allmanning.rules.graph import Graph
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
)  # fmt: skip
from allmanning.rules.values import CALENDAR, Facts, Parameters, TableValue, Value, share_of, to_unit

# The index of the element looked at, for each level of comprehension.
type Elements = tuple[int, ...]
type Element = Mapping[str, object]


def evaluate(graph: Graph, facts: Facts, parameters: Parameters, day: date) -> dict[str, Value]:
    """The value of every rule of the household, for complete facts.

    `facts` are checked values (öre, int, bool, date, str, and lists of the same); a missing fact that some value
    needs raises MissingFactError.
    """
    walk = _Walk(graph, facts, parameters, day)
    return {name: walk.value(node, ()) for name, node in graph.values.items()}


def evaluate_known(graph: Graph, facts: Facts, parameters: Parameters, day: date) -> dict[str, Value]:
    """The values of those rules whose facts are there; the others are left out."""
    walk = _Walk(graph, facts, parameters, day)
    values: dict[str, Value] = {}
    for name, node in graph.values.items():
        try:
            values[name] = walk.value(node, ())
        except MissingFactError:
            continue
    return values


@dataclass(slots=True)
class _Walk:
    graph: Graph
    facts: Facts
    parameters: Parameters
    day: date
    known: dict[tuple[int, Elements], Value | MissingFactError] = field(default_factory=dict)

    def value(self, position: int, elements: Elements) -> Any:
        node = self.graph.nodes[position]
        if isinstance(node, Named):
            return self.named(position, node, elements)
        return MEANING[type(node)](self, node, elements)

    def named(self, position: int, node: Named, elements: Elements) -> Any:
        """A rule's value, worked out once; also that it cannot be, since a fact is missing."""
        key = position, elements[: node.level + 1]
        if key not in self.known:
            try:
                self.known[key] = self.value(node.of, elements)
            except MissingFactError as error:
                self.known[key] = error
        value = self.known[key]
        if isinstance(value, MissingFactError):
            raise value
        return value

    def elements_of(self, list_name: str) -> list[Element]:
        elements = stated(self.facts, list_name, list_name)
        assert isinstance(elements, list)  # noqa: S101 - facts are checked before
        return elements


def stated(facts: Mapping[str, object], name: str, path: str) -> Any:
    """A fact. Raises MissingFactError, since unknown is not zero."""
    if name not in facts:
        raise MissingFactError(path)
    return facts[name]


def _field(walk: _Walk, node: FieldRef, elements: Elements) -> Any:
    index = elements[node.level]
    return stated(walk.elements_of(node.list)[index], node.name, f"{node.list}[{index}].{node.name}")


def _lookup(walk: _Walk, node: Lookup, elements: Elements) -> Any:
    table = walk.parameters[node.table]
    assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
    return table.look_up(walk.value(node.key, elements))


def _if(walk: _Walk, node: If, elements: Elements) -> Any:
    return walk.value(node.then if walk.value(node.condition, elements) else node.otherwise, elements)


def _logic(walk: _Walk, node: Logic, elements: Elements) -> Any:
    left = walk.value(node.left, elements)
    settled = left if node.operator == "or" else not left
    return left if settled else walk.value(node.right, elements)


def _two(walk: _Walk, node: Any, elements: Elements) -> tuple[Any, Any]:
    return walk.value(node.left, elements), walk.value(node.right, elements)


def _arithmetic(walk: _Walk, node: Arithmetic, elements: Elements) -> Any:
    return ARITHMETIC[node.operator](*_two(walk, node, elements))


def _extreme(walk: _Walk, node: Extreme, elements: Elements) -> Any:
    return EXTREMES[node.operator](_two(walk, node, elements))


def _compare(walk: _Walk, node: Compare, elements: Elements) -> Any:
    return COMPARISONS[node.operator](*_two(walk, node, elements))


def _calendar(walk: _Walk, node: Calendar, elements: Elements) -> Any:
    return CALENDAR[node.function](*_two(walk, node, elements))


def _ratio(walk: _Walk, node: Ratio, elements: Elements) -> Any:
    numerator, denominator = walk.value(node.numerator, elements), walk.value(node.denominator, elements)
    if denominator < 1:
        raise RangeError(f"A share of {denominator} parts has no meaning")
    return Fraction(numerator, denominator)


def _rate(walk: _Walk, node: Rate, elements: Elements) -> Any:
    return share_of(walk.value(node.amount, elements), walk.value(node.share, elements), node.rounding)


def _round(walk: _Walk, node: Round, elements: Elements) -> Any:
    return to_unit(walk.value(node.amount, elements), node.unit, node.rounding)


def _aggregate(walk: _Walk, node: Aggregate, elements: Elements) -> Any:
    # Levels between that nobody here looks at have no element.
    around = (*elements[: node.level], *(-1,) * (node.level - len(elements)))
    found: list[Any] = []
    for index in range(len(walk.elements_of(node.list))):
        inner = (*around, index)
        if walk.value(node.where, inner):
            found.append(walk.value(node.body, inner))
    if node.operator in EXTREMES:
        return EXTREMES[node.operator](found) if found else walk.value(node.default, elements)
    return TOTALS[node.operator](found)


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
EXTREMES: dict[str, Callable[[Any], Any]] = {"min": min, "max": max}
TOTALS: dict[str, Callable[[list[Any]], Any]] = {"sum": sum, "count": len, "any": any, "all": all}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

MEANING: dict[type[Node], Callable[[_Walk, Any, Elements], Any]] = {
    Const: lambda walk, node, elements: node.value,
    FactRef: lambda walk, node, elements: stated(walk.facts, node.name, node.name),
    FieldRef: _field,
    ParameterRef: lambda walk, node, elements: walk.parameters[node.name],
    AsOf: lambda walk, node, elements: walk.day,
    Lookup: _lookup,
    Arithmetic: _arithmetic,
    Extreme: _extreme,
    Compare: _compare,
    Logic: _logic,
    Not: lambda walk, node, elements: not walk.value(node.of, elements),
    If: _if,
    Ratio: _ratio,
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
    Aggregate: _aggregate,
}
