"""What names mean inside one rule, and the type agreement of two values."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from allmanning.rules.datatypes import BOOL, INT, MONEY, Choice, TableOf, Type
from allmanning.rules.errors import Place, did_you_mean
from allmanning.rules.graph import Builder, Vocabulary
from allmanning.rules.nodes import Const, FieldRef, Node
from allmanning.rules.syntax import Source


@dataclass(frozen=True, slots=True)
class Typed:
    """A node and its type."""

    node: int
    type: Type


@dataclass(frozen=True, slots=True)
class ListName:
    """A list of facts; only comprehensions and len take it."""

    name: str
    entity: str


@dataclass(frozen=True, slots=True)
class TableName:
    """A table parameter; only a look-up takes it."""

    name: str
    type: TableOf


@dataclass(frozen=True, slots=True)
class Element:
    """The element that a rule or a comprehension looks at."""

    list: str
    level: int


type Symbol = Typed | ListName | TableName | Element


class Rules(Protocol):
    """What a scope asks of the lowering that made it."""

    builder: Builder
    used: set[str]

    @property
    def vocabulary(self) -> Vocabulary:
        """All facts."""
        ...

    @property
    def parameters(self) -> Mapping[str, Type]:
        """All parameters."""
        ...

    def entity_of(self, rule: str) -> str | None:
        """The entity a rule looks at, "" for the household; None when there is no such rule."""
        ...

    def rule(self, name: str, list_name: str, level: int, source: Source, at: ast.AST | Place) -> Typed:
        """The value of a rule."""
        ...


@dataclass(slots=True)
class Scope:
    """The names of one rule; `level` counts the elements that are being looked at (−1: none)."""

    source: Source
    level: int
    names: dict[str, Symbol]
    rules: Rules

    def add(self, node: Node, type_: Type, at: ast.AST) -> Typed:
        """The node, once."""
        return Typed(self.rules.builder.add(node, type_, self.source.place(at)), type_)

    def field(self, element: Element, name: str, at: ast.AST) -> Typed:
        """A fact of an element."""
        fields = self.rules.vocabulary.fields(element.list)
        if name not in fields:
            self.source.refuse("R136", f"{element.list} has no fact {name!r}", did_you_mean(name, fields), at)
        self.rules.used.add(f"{element.list}.{name}")
        return self.add(FieldRef(element.list, element.level, name), fields[name].type, at)

    def coerce(self, value: Typed, wanted: Type, at: ast.AST) -> Typed:
        """The value as the wanted type: a literal 0 may be an amount, a word must be among the words."""
        if value.type == wanted:
            return value
        node = self.rules.builder.nodes[value.node]
        if wanted == MONEY and isinstance(node, Const) and value.type == INT:
            if node.value == 0:
                return self.add(Const(0, MONEY), MONEY, at)
            hint = f"Write kr({node.value})"
            self.source.refuse("R151", f"{node.value} is a number, not an amount", hint, at)
        if isinstance(wanted, Choice) and isinstance(value.type, Choice):
            return self._word(value, wanted, at)
        if value.type == MONEY and wanted == INT:
            self.source.refuse("R150", "An amount is not a number", "Compare it with kr(…)", at)
        hint = f"Make it {wanted}"
        self.source.refuse("R150", f"This is {value.type}; {wanted} is expected", hint, at)

    def _word(self, value: Typed, wanted: Choice, at: ast.AST) -> Typed:
        assert isinstance(value.type, Choice)  # noqa: S101 - the caller has looked
        strange = [option for option in value.type.options if option not in wanted.options]
        if strange:
            hint = did_you_mean(strange[0], wanted.options)
            self.source.refuse("R152", f"{strange[0]!r} is not one of the words", hint, at)
        node = self.rules.builder.nodes[value.node]
        if isinstance(node, Const):
            return self.add(Const(node.value, wanted), wanted, at)
        return Typed(value.node, wanted)

    def same_type(self, one: Typed, other: Typed, at: ast.AST) -> tuple[Typed, Typed, Type]:
        """Both values as one type."""
        if one.type == other.type:
            return one, other, one.type
        if isinstance(one.type, Choice) and isinstance(other.type, Choice):
            both = Choice(tuple(dict.fromkeys((*one.type.options, *other.type.options))))
            return Typed(one.node, both), Typed(other.node, both), both
        if MONEY in (one.type, other.type) and {one.type, other.type} <= {MONEY, INT}:
            return self.coerce(one, MONEY, at), self.coerce(other, MONEY, at), MONEY
        hint = "Both must be of one type"
        self.source.refuse("R153", f"{one.type} and {other.type} do not go together", hint, at)

    def truth(self, value: bool, at: ast.AST) -> Typed:
        """A constant truth."""
        return self.add(Const(value, BOOL), BOOL, at)
