"""The meaning of the language: an obvious walk over the tree. Every other reader must agree with this one."""

from collections.abc import Mapping
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
    Not,
    ParameterRef,
    Rate,
    Ratio,
    Round,
)  # fmt: skip
from allmanning.rules.values import CALENDAR, Facts, Parameters, TableValue, Value, share_of, to_unit


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


type Elements = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Walk:
    graph: Graph
    facts: Facts
    parameters: Parameters
    day: date
    known: dict[tuple[int, Elements], Value | MissingFactError] = field(default_factory=dict)

    def value(self, position: int, elements: Elements) -> Value:
        node = self.graph.nodes[position]
        if not isinstance(node, Named):
            return self.compute(node, elements)
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

    def compute(self, node: Any, elements: Elements) -> Any:
        value = self.value
        match node:
            case Const(value=constant):
                return constant
            case FactRef(name=name):
                return stated(self.facts, name, name)
            case FieldRef(list=list_name, level=level, name=name):
                index = elements[level][1]
                element = self.elements_of(list_name)[index]
                return stated(element, name, f"{list_name}[{index}].{name}")
            case ParameterRef(name=name):
                return self.parameters[name]
            case AsOf():
                return self.day
            case Lookup(table=table, key=key):
                parameter = self.parameters[table]
                assert isinstance(parameter, TableValue)  # noqa: S101 - checked when the package was read
                return parameter.look_up(int_of(value(key, elements)))
            case If(condition=condition, then=then, otherwise=otherwise):
                return value(then if value(condition, elements) else otherwise, elements)
            case Logic(operator="and", left=left, right=right):
                return value(left, elements) and value(right, elements)
            case Logic(left=left, right=right):
                return value(left, elements) or value(right, elements)
            case Not(of=of):
                return not value(of, elements)
            case Aggregate():
                return self.aggregate(node, elements)
            case _:
                return calculate(node, [value(child, elements) for child in operands(node)])

    def aggregate(self, node: Aggregate, elements: Elements) -> Any:
        found: list[Any] = []
        for index in range(len(self.elements_of(node.list))):
            around = elements[: node.level]
            inner = (*around, *(("", -1),) * (node.level - len(around)), (node.list, index))
            if self.value(node.where, inner):
                found.append(self.value(node.body, inner))
        match node.operator:
            case "sum":
                return sum(found)
            case "count":
                return len(found)
            case "any":
                return any(found)
            case "all":
                return all(found)
            case "min":
                return min(found) if found else self.value(node.default, elements)
            case "max":
                return max(found) if found else self.value(node.default, elements)

    def elements_of(self, list_name: str) -> list[Mapping[str, object]]:
        elements = stated(self.facts, list_name, list_name)
        assert isinstance(elements, list)  # noqa: S101 - facts are checked before
        return elements


def stated(facts: Mapping[str, object], name: str, path: str) -> Any:
    """A fact. Raises MissingFactError, since unknown is not zero."""
    if name not in facts:
        raise MissingFactError(path)
    return facts[name]


def operands(node: Any) -> tuple[int, ...]:
    """The children of a node that computes from plain values."""
    match node:
        case Ratio(numerator=numerator, denominator=denominator):
            return (numerator, denominator)
        case Rate(amount=amount, share=share):
            return (amount, share)
        case Round(amount=amount):
            return (amount,)
        case _:
            return (node.left, node.right)


def calculate(node: Any, values: list[Any]) -> Any:
    """One step of arithmetic."""
    match node:
        case Arithmetic(operator="+"):
            return values[0] + values[1]
        case Arithmetic(operator="-"):
            return values[0] - values[1]
        case Arithmetic():
            return values[0] * values[1]
        case Extreme(operator="min"):
            return min(values)
        case Extreme():
            return max(values)
        case Compare(operator=operator):
            return compare(operator, values[0], values[1])
        case Ratio():
            if values[1] < 1:
                raise RangeError(f"A share of {values[1]} parts has no meaning")
            return Fraction(values[0], values[1])
        case Rate(rounding=rounding):
            return share_of(values[0], values[1], rounding)
        case Round(unit=unit, rounding=rounding):
            return to_unit(values[0], unit, rounding)
        case Calendar(function=function):
            return CALENDAR[function](*values)
    raise AssertionError(node)


def compare(operator: str, left: Any, right: Any) -> bool:
    """A comparison of two values of one type."""
    match operator:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
        case "==":
            return bool(left == right)
        case _:
            return bool(left != right)


def int_of(value: Value) -> int:
    """An int or an amount."""
    assert isinstance(value, int)  # noqa: S101 - types are checked when the package was read
    return value
