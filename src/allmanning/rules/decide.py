"""One case in microseconds: the graph as generated Python that keeps the value of every rule.

The generated text is made of our own nodes only; the words of a package reach it as checked identifiers and as
quoted strings. Both arms of a condition may be computed, which is safe since every operation is total (`TableValue.at`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import SHARE, TableOf
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
    children,
)  # fmt: skip
from allmanning.rules.plan import Loop, Manner, Plan, Step, plan
from allmanning.rules.values import CALENDAR, Facts, Parameters, Rounding, TableValue, Value

type Decide = Callable[[Facts], dict[str, Value]]
type Bind = Callable[[Parameters, date], Decide]


def decider(graph: Graph) -> Bind:
    """Compile a graph once; bind parameters and a day; then decide complete facts, one dict at a time.

    The bound function returns the value of every rule of the household. A fact that is not there raises KeyError:
    use a survey for incomplete facts.
    """
    text = python_text(graph)
    names: dict[str, Any] = {
        "Fraction": Fraction, "nearest": _nearest, "cells": _cells, "date": date, **CALENDAR
    }  # fmt: skip
    exec(compile(text, "<rules>", "exec"), names)  # noqa: S102 - text of our own making, see above
    bind: Bind = names["bind"]
    return bind


def python_text(graph: Graph) -> str:
    """The generated module: `bind(parameters, day)` returns `decide(facts)`."""
    writer = _Writer(graph)
    body = writer.body()
    lines = ["def bind(p, day):"]
    lines += [f"    {line}" for line in writer.parameter_lines()]
    lines += ["    def decide(f):", *(f"        {line}" for line in body), "    return decide"]
    return "\n".join(lines) + "\n"


def _nearest(numerator: int, denominator: int) -> int:
    half = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half if numerator >= 0 else -half


class _Cells(dict[int, Value]):
    """A table's cells by key. To look one up is a third of the time of a call, and a decision looks up many."""

    __slots__ = ("table",)
    table: TableValue

    def __missing__(self, key: int) -> Value:
        return self.table.at(key)


def _cells(table: TableValue) -> _Cells:
    found = _Cells(enumerate(table.dense, table.starts[0]))
    found.table = table
    return found


@dataclass(slots=True)
class _Writer:
    graph: Graph
    plan: Plan = field(init=False)
    parameters: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        manner = Manner(self._written, self._is_plain, self._is_kept)
        self.plan = plan(self.graph, tuple(self.graph.values.values()), manner)

    def body(self) -> list[str]:
        needed = [self.graph.nodes[position] for position in self.plan.needed]
        facts = sorted({node.name for node in needed if isinstance(node, FactRef)})
        lists = sorted({node.list for node in needed if isinstance(node, Aggregate)})
        lines = [f"f_{name} = f[{name!r}]" for name in dict.fromkeys([*facts, *lists])]
        lines += self._steps(self.plan.steps)
        kept = ", ".join(f"{name!r}: {self.text(node)}" for name, node in self.graph.values.items())
        return [*lines, f"return {{{kept}}}"]

    def parameter_lines(self) -> list[str]:
        lines: list[str] = []
        for name in self.parameters:
            type_ = self.graph.parameters[name]
            if isinstance(type_, TableOf):
                lines.append(f"p_{name} = cells(p[{name!r}])")
            elif type_ == SHARE:
                lines += [f"p_{name} = p[{name!r}]", f"n_{name}, d_{name} = p_{name}.as_integer_ratio()"]
            else:
                lines.append(f"p_{name} = p[{name!r}]")
        return lines

    def _written(self, position: int) -> tuple[int, ...]:
        """The children as often as they are written: what stands twice gets a name, or texts would double and double."""
        match self.graph.nodes[position]:
            case Extreme(left=left, right=right):
                return left, left, right, right
            case Rate(amount=amount, share=share) if not self._is_plain_share(share):
                return amount, share, share
            case node:
                return children(node)

    def _is_plain(self, position: int) -> bool:
        return isinstance(self.graph.nodes[position], Const | FactRef | ParameterRef | AsOf)

    def _is_kept(self, position: int) -> bool:
        """Every rule of the household is a value that is asked for."""
        node = self.graph.nodes[position]
        return isinstance(node, Named) and node.level < 0

    def _is_plain_share(self, position: int) -> bool:
        return isinstance(self.graph.nodes[position], ParameterRef | Ratio)

    def _variable(self, position: int) -> str:
        return f"v{position}"

    def text(self, position: int) -> str:
        return self._variable(position) if position in self.plan.named else self._write(position)

    def _steps(self, steps: Sequence[Step]) -> list[str]:
        lines: list[str] = []
        for step in steps:
            if isinstance(step, Loop):
                lines += self._loop(step)
            else:
                lines.append(f"{self._variable(step)} = {self._write(step)}")
        return lines

    def _loop(self, loop: Loop) -> list[str]:
        lines = [f"{self._variable(total)} = {self._start(total)}" for total in loop.totals]
        lines.append(f"for e{loop.level} in f_{loop.list}:")
        lines += [f"    {line}" for line in self._steps(loop.steps)]
        lines += [f"    {line}" for total in loop.totals for line in self._gather(total)]
        return lines + [line for total in loop.totals for line in self._finish(total)]

    def _start(self, position: int) -> str:
        match self.graph.nodes[position]:
            case Aggregate(operator="sum" | "count"):
                return "0"
            case Aggregate(operator="any"):
                return "False"
            case Aggregate(operator="all"):
                return "True"
        return "None"

    def _gather(self, position: int) -> list[str]:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - the caller chose them
        total, body = self._variable(position), self.text(node.body)
        match node.operator:
            case "sum" | "count":
                line = f"{total} += {'1' if node.operator == 'count' else body}"
            case "any":
                line = f"if {body}: {total} = True"
            case "all":
                line = f"if not {body}: {total} = False"
            case operator:
                sign = "<" if operator == "min" else ">"
                line = f"t = {body}\nif {total} is None or t {sign} {total}: {total} = t"
        lines = line.split("\n")
        if self.graph.nodes[node.where] == Const(True, self.graph.types[node.where]):
            return lines
        return [f"if {self.text(node.where)}:", *(f"    {line}" for line in lines)]

    def _finish(self, position: int) -> list[str]:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - the caller chose them
        if node.operator not in ("min", "max"):
            return []
        total = self._variable(position)
        return [f"if {total} is None: {total} = {self.text(node.default)}"]

    def _write(self, position: int) -> str:
        node = self.graph.nodes[position]
        return _WRITTEN[type(node)](self, node)

    def share(self, position: int) -> tuple[str, str]:
        match self.graph.nodes[position]:
            case ParameterRef(name=name):
                self.parameter(name)
                return f"n_{name}", f"d_{name}"
            case Ratio(numerator=numerator, denominator=denominator) if position not in self.plan.named:
                bottom = self.text(denominator)
                return self.text(numerator), bottom if bottom.isdigit() else f"max(1, {bottom})"
        share = self.text(position)
        return f"{share}.numerator", f"{share}.denominator"

    def parameter(self, name: str) -> str:
        self.parameters[name] = None
        return f"p_{name}"


def _const(writer: _Writer, node: Const) -> str:
    day = node.value
    return f"date({day.year}, {day.month}, {day.day})" if isinstance(day, date) else repr(day)


def _lookup(writer: _Writer, node: Lookup) -> str:
    return f"{writer.parameter(node.table)}[{writer.text(node.key)}]"


def _if(writer: _Writer, node: If) -> str:
    text = writer.text
    return f"({text(node.then)} if {text(node.condition)} else {text(node.otherwise)})"


def _extreme(writer: _Writer, node: Extreme) -> str:
    one, other = writer.text(node.left), writer.text(node.right)
    return f"({one} if {one} {'<=' if node.operator == 'min' else '>='} {other} else {other})"


def _pair(writer: _Writer, node: Arithmetic | Compare | Logic) -> str:
    return f"({writer.text(node.left)} {node.operator} {writer.text(node.right)})"


def _ratio(writer: _Writer, node: Ratio) -> str:
    return f"Fraction({writer.text(node.numerator)}, max(1, {writer.text(node.denominator)}))"


def _rate(writer: _Writer, node: Rate) -> str:
    top, bottom = writer.share(node.share)
    return _divided(f"{writer.text(node.amount)} * {top}", bottom, node.rounding)


def _round(writer: _Writer, node: Round) -> str:
    return f"({_divided(writer.text(node.amount), str(node.unit), node.rounding)} * {node.unit})"


def _calendar(writer: _Writer, node: Calendar) -> str:
    return f"{node.function}({writer.text(node.left)}, {writer.text(node.right)})"


_WRITTEN: dict[type[Node], Callable[[_Writer, Any], str]] = {
    Const: _const,
    FactRef: lambda writer, node: f"f_{node.name}",
    FieldRef: lambda writer, node: f"e{node.level}[{node.name!r}]",
    ParameterRef: lambda writer, node: writer.parameter(node.name),
    AsOf: lambda writer, node: "day",
    Lookup: _lookup,
    Arithmetic: _pair,
    Extreme: _extreme,
    Compare: _pair,
    Logic: _pair,
    Not: lambda writer, node: f"(not {writer.text(node.of)})",
    If: _if,
    Ratio: _ratio,
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
    Named: lambda writer, node: writer.text(node.of),
}


def _divided(numerator: str, denominator: str, rounding: Rounding) -> str:
    match rounding:
        case "ned":
            return f"(({numerator}) // {denominator})"
        case "upp":
            return f"(-(-({numerator}) // {denominator}))"
        case "närmast":
            return f"nearest({numerator}, {denominator})"
