"""A population at the speed of machine code: the graph as a loop over columns, in text that numba can compile.

The text is made of our own names and of whole numbers; no word of a package stands in it, so that nothing of a stranger
reaches the compiler. Words become numbers, days are counted from 1970-01-01, a share is two numbers. Parameters and the day
are arguments, so that a change of them needs no new text.

Nothing is checked on the way: publishing has proved that no number grows beyond 64 bits, and the columns are checked before.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from allmanning.rules import whole
from allmanning.rules.datatypes import BOOL, DATE, SHARE, Choice, TableOf, Type
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
from allmanning.rules.values import Parameters, Rounding, TableValue, Value

type Kind = Literal["number", "truth", "day", "word", "share", "length"]

HELPERS = (
    "nearest", "packed", "number_of_day", "full_years", "full_months", "add_months", "add_days", "cell", "common",
)  # fmt: skip
EPOCH = date(1970, 1, 1).toordinal()
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """What a kernel reads or writes: "hyra", "barn", "barn.ålder", a rule or a table, and what its numbers mean.

    A list itself (`length`) is where its elements begin, and one number more for where the last one ends.
    """

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Kernel:
    """The text of a module with a function `kernel`, and what to call it with, in order.

    The first row and the one after the last; an array of `numbers`; one for each of `columns`; for each of `tables` the arrays
    that `cells` gives; one for each of `results`, two for a share. A word is its place in `words`.
    """

    text: str
    columns: tuple[Column, ...]
    scalars: tuple[str, ...]
    tables: tuple[Column, ...]
    results: tuple[Column, ...]
    words: tuple[str, ...]

    def numbers(self, parameters: Parameters, day: date) -> list[int]:
        """The day, and the values of the parameters that have one value; a share as two numbers."""
        found = [day.toordinal() - EPOCH]
        for name in self.scalars:
            value = parameters[name]
            assert not isinstance(value, TableValue | str)  # noqa: S101 - checked when the package was read
            found += _numbers(value)
        return found

    def cells(self, parameters: Parameters) -> list[list[int]]:
        """For each table the starts of its cells and their values; two lists of values for shares."""
        found: list[list[int]] = []
        for column in self.tables:
            table = parameters[column.path]
            assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
            values = [_numbers(value) for value in table.dense or table.values if not isinstance(value, str)]
            found.append([table.starts[0]] if table.dense else list(table.starts))
            found += [list(parts) for parts in zip(*values, strict=True)]
        return found


def kernel(graph: Graph, outputs: Sequence[str]) -> Kernel:
    """The kernel that computes some rules of the household; nothing else is computed or read."""
    writer = _Writer(graph, outputs, words(graph))
    text = writer.module()
    columns = tuple(writer.columns)
    results = tuple(Column(name, kind_of(graph.types[graph.values[name]])) for name in outputs)
    tables = tuple(Column(name, "share" if writer.is_of_shares(name) else "number") for name in writer.tables)
    return Kernel(text, columns, tuple(writer.scalars), tables, results, writer.words)


def words(graph: Graph) -> tuple[str, ...]:
    """Every word that a value can be."""
    facts = [
        *graph.vocabulary.facts.values(),
        *(each for fields in graph.vocabulary.entities.values() for each in fields.values()),
    ]
    types = {*graph.types, *(fact.type for fact in facts)}
    return tuple(sorted({word for type_ in types if isinstance(type_, Choice) for word in type_.options}))


def kind_of(type_: Type) -> Kind:
    """How a value of a type is kept in a column."""
    match type_:
        case Choice():
            return "word"
        case _ if type_ == SHARE:
            return "share"
        case _:
            return "truth" if type_ == BOOL else "day" if type_ == DATE else "number"


def _numbers(value: Value) -> list[int]:
    match value:
        case date():
            return [value.toordinal() - EPOCH]
        case Fraction():
            return list(value.as_integer_ratio())
        case _:
            return [int(value)]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@dataclass(slots=True)
class _Writer:
    graph: Graph
    outputs: Sequence[str]
    words: tuple[str, ...]
    columns: dict[Column, str] = field(default_factory=dict)
    scalars: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(init=False)
    plan: Plan = field(init=False)
    varying: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.codes = {word: code for code, word in enumerate(self.words)}
        roots = tuple(self.bare(self.graph.values[name]) for name in self.outputs)
        self.plan = plan(self.graph, roots, Manner(self._written, self._is_plain, self._is_named))
        for position in self.plan.needed:
            varies = isinstance(self.graph.nodes[position], FactRef | FieldRef | Aggregate)
            if varies or not self.varying.isdisjoint(self._written(position)):
                self.varying.add(position)

    def module(self) -> str:
        """The helpers, and the function."""
        fixed = [step for step in self.plan.steps if isinstance(step, int) and step not in self.varying]
        before = self._steps(fixed)
        each = self._steps([step for step in self.plan.steps if step not in fixed])
        stores = [line for number, name in enumerate(self.outputs) for line in self._store(number, name)]
        body = ["u = uint64(i)", *self._offsets(), *each, *stores]
        lines = [*self._scalar_lines(), *before, "for i in range(first, last):", *_indented(body)]
        head = f"def kernel({', '.join(self._arguments())}):"
        return "\n".join([inspect.getsource(whole), "", head, *_indented(lines)]) + "\n"

    def _arguments(self) -> list[str]:
        tables = [
            f"{part}{number}"
            for name, number in self.tables.items()
            for part in ("stb" if self.is_of_shares(name) else "st")
        ]
        results = [
            f"{part}{number}"
            for number, name in enumerate(self.outputs)
            for part in ("rq" if self.graph.types[self.graph.values[name]] == SHARE else "r")
        ]
        return ["first", "last", "p", *self.columns.values(), *tables, *results]

    def _scalar_lines(self) -> list[str]:
        lines, number = ["day = p[0]"], 1
        for name, scalar in self.scalars.items():
            lines.append(f"{scalar} = p[{number}]")
            number += 1
            if self.graph.parameters[name] == SHARE:
                lines.append(f"{scalar}b = p[{number}]")
                number += 1
        return lines

    def _offsets(self) -> list[str]:
        """Where the elements of each list begin and end."""
        lines: list[str] = []
        for column, name in self.columns.items():
            if column.kind == "length":
                lines += [f"a{name} = int64({name}[u])", f"e{name} = int64({name}[uint64(i + 1)])"]
        return lines

    def _store(self, number: int, output: str) -> list[str]:
        position = self.bare(self.graph.values[output])
        if self.graph.types[position] != SHARE:
            return [f"r{number}[u] = {self.text(position)}"]
        top, bottom = self.share(position)
        lines = [f"n{number} = {top}", f"m{number} = {bottom}", f"g{number} = common(n{number}, m{number})"]
        return [*lines, f"r{number}[u] = n{number} // g{number}", f"q{number}[u] = m{number} // g{number}"]

    def bare(self, position: int) -> int:
        """A rule's name adds nothing to its value."""
        node = self.graph.nodes[position]
        while isinstance(node, Named):
            position = node.of
            node = self.graph.nodes[position]
        return position

    def _written(self, position: int) -> tuple[int, ...]:
        return tuple(self.bare(child) for child in children(self.graph.nodes[position]))

    def _is_plain(self, position: int) -> bool:
        return isinstance(self.graph.nodes[position], Const | ParameterRef | AsOf)

    def _is_named(self, position: int) -> bool:
        """A share is written as two texts, so what it is chosen by would be written twice."""
        return self.graph.types[position] == SHARE and isinstance(self.graph.nodes[position], If | Lookup)

    def _steps(self, steps: Sequence[Step]) -> list[str]:
        lines: list[str] = []
        for step in steps:
            if isinstance(step, Loop):
                lines += self._loop(step)
            elif self.graph.types[step] == SHARE:
                top, bottom = self._write_share(step)
                lines += [f"v{step} = {top}", f"v{step}b = {bottom}"]
            else:
                lines.append(f"v{step} = {self._write(step)}")
        return lines

    def _loop(self, loop: Loop) -> list[str]:
        listed, level = self.column(loop.list, "length"), loop.level
        lines = [line for total in loop.totals for line in self._start(total)]
        lines.append(f"for j{level} in range(a{listed}, e{listed}):")
        inner = [f"w{level} = uint64(j{level})", *self._steps(loop.steps)]
        inner += [line for total in loop.totals for line in self._gather(total)]
        return [*lines, *_indented(inner), *(line for total in loop.totals for line in self._finish(total))]

    def _start(self, total: int) -> list[str]:
        match self._aggregate(total).operator:
            case "sum" | "count":
                return [f"v{total} = 0"]
            case "any" | "all" as operator:
                return [f"v{total} = {operator == 'all'}"]
            case operator:
                return [f"v{total} = {LARGEST if operator == 'min' else -LARGEST}", f"f{total} = False"]

    def _gather(self, total: int) -> list[str]:
        node = self._aggregate(total)
        where, body = self.text(self.bare(node.where)), self.text(self.bare(node.body))
        match node.operator:
            case "sum" | "count":
                lines = [f"v{total} += {body if node.operator == 'sum' else 1}"]
            case "any":
                lines = [f"if {body}:", f"    v{total} = True"]
            case "all":
                lines = [f"if not {body}:", f"    v{total} = False"]
            case operator:
                lines = [f"v{total} = {operator}(v{total}, {body})", f"f{total} = True"]
        return lines if where == "True" else [f"if {where}:", *_indented(lines)]

    def _finish(self, total: int) -> list[str]:
        node = self._aggregate(total)
        if node.operator not in ("min", "max"):
            return []
        return [f"if not f{total}:", f"    v{total} = {self.text(self.bare(node.default))}"]

    def _aggregate(self, position: int) -> Aggregate:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - only aggregates are gathered
        return node

    def text(self, position: int) -> str:
        """The value of a bare node; shares have two texts."""
        return f"v{position}" if position in self.plan.named else self._write(position)

    def share(self, position: int) -> tuple[str, str]:
        """The numerator of a bare node, and its denominator, which is at least 1."""
        if position in self.plan.named:
            return f"v{position}", f"v{position}b"
        return self._write_share(position)

    def _write(self, position: int) -> str:
        node = self.graph.nodes[position]
        return _WRITTEN[type(node)](self, node)

    def _write_share(self, position: int) -> tuple[str, str]:
        match self.graph.nodes[position]:
            case ParameterRef(name=name):
                scalar = self.scalar(name)
                return scalar, f"{scalar}b"
            case Ratio(numerator=numerator, denominator=denominator):
                bottom = self.of(denominator)
                return self.of(numerator), bottom if bottom.isdigit() else f"max(1, {bottom})"
            case Lookup(table=table, key=key):
                number, text = self.table(table), self.of(key)
                return f"cell(s{number}, t{number}, {text})", f"cell(s{number}, b{number}, {text})"
            case If(condition=condition, then=then, otherwise=otherwise):
                test = self.of(condition)
                pairs = zip(self.share(self.bare(then)), self.share(self.bare(otherwise)), strict=True)
                top, bottom = (f"({one} if {test} else {other})" for one, other in pairs)
                return top, bottom
            case node:
                raise AssertionError(f"a share cannot come from {node}")

    def of(self, position: int) -> str:
        """The text of a child."""
        return self.text(self.bare(position))

    def column(self, path: str, kind: Kind) -> str:
        """The argument that holds a column."""
        return self.columns.setdefault(Column(path, kind), f"c{len(self.columns)}")

    def read(self, path: str, type_: Type, index: str) -> str:
        """A cell of a column, in 64 bits."""
        kind = kind_of(type_)
        text = f"{self.column(path, kind)}[{index}]"
        return text if kind in ("number", "truth") else f"int64({text})"

    def scalar(self, name: str) -> str:
        """The local name that holds a parameter."""
        return self.scalars.setdefault(name, f"p{len(self.scalars)}")

    def table(self, name: str) -> str:
        """The number of the arguments that hold a table."""
        return self.tables.setdefault(name, str(len(self.tables)))

    def is_of_shares(self, name: str) -> bool:
        """Are the cells of a table shares?"""
        type_ = self.graph.parameters[name]
        return isinstance(type_, TableOf) and type_.value == SHARE


def _const(writer: _Writer, node: Const) -> str:
    match node.value:
        case bool() as truth:
            return str(truth)
        case str() as word:
            return str(writer.codes[word])
        case value:
            (number,) = _numbers(value)
            return str(number) if number >= 0 else f"({number})"


def _fact(writer: _Writer, node: FactRef) -> str:
    return writer.read(node.name, writer.graph.vocabulary.facts[node.name].type, "u")


def _field(writer: _Writer, node: FieldRef) -> str:
    declared = writer.graph.vocabulary.fields(node.list)[node.name]
    return writer.read(f"{node.list}.{node.name}", declared.type, f"w{node.level}")


def _parameter(writer: _Writer, node: ParameterRef) -> str:
    scalar = writer.scalar(node.name)
    return f"({scalar} != 0)" if writer.graph.parameters[node.name] == BOOL else scalar


def _lookup(writer: _Writer, node: Lookup) -> str:
    number = writer.table(node.table)
    return f"cell(s{number}, t{number}, {writer.of(node.key)})"


def _if(writer: _Writer, node: If) -> str:
    return f"({writer.of(node.then)} if {writer.of(node.condition)} else {writer.of(node.otherwise)})"


def _extreme(writer: _Writer, node: Extreme) -> str:
    return f"{node.operator}({writer.of(node.left)}, {writer.of(node.right)})"


def _pair(writer: _Writer, node: Arithmetic | Compare | Logic) -> str:
    return f"({writer.of(node.left)} {node.operator} {writer.of(node.right)})"


def _rate(writer: _Writer, node: Rate) -> str:
    top, bottom = writer.share(writer.bare(node.share))
    return _divided(f"{writer.of(node.amount)} * {top}", bottom, node.rounding)


def _round(writer: _Writer, node: Round) -> str:
    return f"({_divided(writer.of(node.amount), str(node.unit), node.rounding)} * {node.unit})"


def _calendar(writer: _Writer, node: Calendar) -> str:
    return _CALENDAR[node.function].format(writer.of(node.left), writer.of(node.right))


_CALENDAR = {
    "fyllda_år": "full_years({}, {})",
    "hela_månader": "full_months({}, {})",
    "plus_månader": "add_months({}, {})",
    "plus_dagar": "add_days({}, {})",
    "dagar_mellan": "({1} - {0})",
}
_WRITTEN: dict[type[Node], Callable[[_Writer, Any], str]] = {
    Const: _const,
    FactRef: _fact,
    FieldRef: _field,
    ParameterRef: _parameter,
    AsOf: lambda writer, node: "day",
    Lookup: _lookup,
    Arithmetic: _pair,
    Extreme: _extreme,
    Compare: _pair,
    Logic: _pair,
    Not: lambda writer, node: f"(not {writer.of(node.of)})",
    If: _if,
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
}


def _divided(numerator: str, denominator: str, rounding: Rounding) -> str:
    match rounding:
        case "ned":
            return f"(({numerator}) // {denominator})"
        case "upp":
            return f"(-(-({numerator}) // {denominator}))"
        case "närmast":
            return f"nearest({numerator}, {denominator})"
