"""A node as text that numba can compile: whole numbers, truths, and names of our own.

Words become numbers, days are counted from 1970-01-01, a share is two numbers. No word of a package stands in the text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

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
from allmanning.rules.plan import Manner, Plan, plan
from allmanning.rules.values import Rounding, Value

type Kind = Literal["number", "truth", "day", "word", "share", "length"]

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Column:
    """What a kernel reads or writes: "hyra", "barn", "barn.ålder", a rule or a table, and what its numbers mean.

    A list itself (`length`) is where its elements begin, and one number more for where the last one ends.
    """

    path: str
    kind: Kind


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


def numbers_of(value: Value) -> list[int]:
    """A value as numbers: two for a share."""
    match value:
        case date():
            return [value.toordinal() - EPOCH]
        case Fraction():
            return list(value.as_integer_ratio())
        case _:
            return [int(value)]


@dataclass(slots=True)
class Terms:
    """Writes the nodes that some rules stand on. Arguments get their names here, in the order in which they are met:
    `columns`, `scalars` (parameters with one value) and `tables`. `varying` nodes differ between households.
    """

    graph: Graph
    outputs: Sequence[str]
    words: tuple[str, ...]
    searched: frozenset[str]
    columns: dict[Column, str] = field(default_factory=dict)
    scalars: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(init=False)
    roots: tuple[int, ...] = field(init=False)
    plan: Plan = field(init=False)
    varying: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.codes = {word: code for code, word in enumerate(self.words)}
        self.roots = tuple(self.bare(self.graph.values[name]) for name in self.outputs)
        self.plan = plan(self.graph, self.roots, Manner(self.written, self._is_plain, self._is_named))
        for position in self.plan.needed:
            varies = isinstance(self.graph.nodes[position], FactRef | FieldRef | Aggregate)
            if varies or not self.varying.isdisjoint(self.written(position)):
                self.varying.add(position)

    def bare(self, position: int) -> int:
        """A rule's name adds nothing to its value."""
        node = self.graph.nodes[position]
        while isinstance(node, Named):
            position = node.of
            node = self.graph.nodes[position]
        return position

    def written(self, position: int) -> tuple[int, ...]:
        """The bare nodes that a node's text is made of."""
        return tuple(self.bare(child) for child in children(self.graph.nodes[position]))

    def _is_plain(self, position: int) -> bool:
        return isinstance(self.graph.nodes[position], Const | ParameterRef | AsOf)

    def _is_named(self, position: int) -> bool:
        """A share is written as two texts, so what it is chosen by would be written twice."""
        return self.graph.types[position] == SHARE and isinstance(self.graph.nodes[position], If | Lookup)

    def named(self, position: int) -> list[str]:
        """A name, given its value."""
        if self.graph.types[position] != SHARE:
            return [f"v{position} = {self.write(position)}"]
        top, bottom = self._write_share(position)
        return [f"v{position} = {top}", f"v{position}b = {bottom}"]

    def text(self, position: int) -> str:
        """The value of a bare node; shares have two texts."""
        return f"v{position}" if position in self.plan.named else self.write(position)

    def share(self, position: int) -> tuple[str, str]:
        """The numerator of a bare node, and its denominator, which is at least 1."""
        if position in self.plan.named:
            return f"v{position}", f"v{position}b"
        return self._write_share(position)

    def write(self, position: int) -> str:
        """The value of a bare node, written out."""
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
                return self.cell(table, "t", key), self.cell(table, "b", key)
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

    def cell(self, name: str, cells: str, key: int) -> str:
        """A cell of a table; `b` holds the denominators of shares."""
        number = self.table(name)
        return (
            f"{'searched' if name in self.searched else 'cell'}(s{number}, {cells}{number}, {self.of(key)})"
        )

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


def _const(writer: Terms, node: Const) -> str:
    match node.value:
        case bool() as truth:
            return str(truth)
        case str() as word:
            return str(writer.codes[word])
        case value:
            (number,) = numbers_of(value)
            return str(number) if number >= 0 else f"({number})"


def _fact(writer: Terms, node: FactRef) -> str:
    return writer.read(node.name, writer.graph.vocabulary.facts[node.name].type, "u")


def _field(writer: Terms, node: FieldRef) -> str:
    declared = writer.graph.vocabulary.fields(node.list)[node.name]
    return writer.read(f"{node.list}.{node.name}", declared.type, f"w{node.level}")


def _parameter(writer: Terms, node: ParameterRef) -> str:
    scalar = writer.scalar(node.name)
    return f"({scalar} != 0)" if writer.graph.parameters[node.name] == BOOL else scalar


def _lookup(writer: Terms, node: Lookup) -> str:
    return writer.cell(node.table, "t", node.key)


def _if(writer: Terms, node: If) -> str:
    return f"({writer.of(node.then)} if {writer.of(node.condition)} else {writer.of(node.otherwise)})"


def _extreme(writer: Terms, node: Extreme) -> str:
    return f"{node.operator}({writer.of(node.left)}, {writer.of(node.right)})"


def _pair(writer: Terms, node: Arithmetic | Compare | Logic) -> str:
    return f"({writer.of(node.left)} {node.operator} {writer.of(node.right)})"


def _rate(writer: Terms, node: Rate) -> str:
    top, bottom = writer.share(writer.bare(node.share))
    return _divided(f"{writer.of(node.amount)} * {top}", bottom, node.rounding)


def _round(writer: Terms, node: Round) -> str:
    return f"({_divided(writer.of(node.amount), str(node.unit), node.rounding)} * {node.unit})"


def _calendar(writer: Terms, node: Calendar) -> str:
    return _CALENDAR[node.function].format(writer.of(node.left), writer.of(node.right))


_CALENDAR = {
    "fyllda_år": "full_years({}, {})",
    "hela_månader": "full_months({}, {})",
    "plus_månader": "add_months({}, {})",
    "plus_dagar": "add_days({}, {})",
    "dagar_mellan": "({1} - {0})",
}
_WRITTEN: dict[type[Node], Callable[[Terms, Any], str]] = {
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
            return f"floored({numerator}, {denominator})"
        case "upp":
            return f"(-floored(-({numerator}), {denominator}))"
        case "närmast":
            return f"nearest({numerator}, {denominator})"
