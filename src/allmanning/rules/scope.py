"""What names mean inside one rule, and the type agreement of two values."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, Choice, TableOf, Type, told
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import Builder, Site, Vocabulary, Way
from allmanning.rules.nodes import Const, FieldRef, Logic, Node
from allmanning.rules.syntax import Source


@dataclass(frozen=True, slots=True)
class Typed:
    """A node, its type, and where it was written."""

    node: int
    type: Type
    at: ast.AST = field(compare=False)


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
    sites: list[Site]

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

    def rules_per_element(self) -> Iterable[str]:
        """The names of all rules that look at one element."""
        ...

    def rule(self, name: str, list_name: str, level: int, at: ast.AST) -> Typed:
        """The value of a rule."""
        ...

    def expression(self, node: ast.expr, scope: "Scope", /) -> Typed:
        """The value of an expression."""
        ...


# How what is there becomes what is wanted.
_CONVERSIONS: dict[tuple[Type, Type], str] = {
    (INT, MONEY): "Multiply it by an amount, as antal * kr(100)",
    (MONEY, INT): "Use a number here, or let the rule give Money",
    (INT, BOOL): "Compare it, as antal > 0",
    (MONEY, BOOL): "Compare it, as belopp > 0",
    (DATE, BOOL): "Compare it with another day",
    (BOOL, INT): "Write 1 if villkor else 0",
    (BOOL, MONEY): "Write kr(100) if villkor else 0",
    (INT, SHARE): "Write bråk(25, 100)",
    (MONEY, SHARE): "Write bråk(25, 100)",
    (INT, DATE): 'Write dag("2025-07-01"), or plus_dagar(dag, antal)',
    (DATE, INT): "Write fyllda_år(från, till), hela_månader(från, till) or dagar_mellan(från, till)",
    (SHARE, MONEY): 'Write andel(belopp, sats, avrunda="ned")',
}


@dataclass(slots=True)
class Scope:
    """The names of one rule; `level` counts the elements that are being looked at (−1: none).

    `returns` is the type the rule gives. `partly` holds names that only some branches have given a value. `way` tells
    under which conditions one is here.
    """

    source: Source
    level: int
    names: dict[str, Symbol]
    rules: Rules
    returns: Type
    partly: frozenset[str] = frozenset()
    way: Way | None = None

    def under(self, condition: Typed, truth: bool) -> "Scope":
        """The same names, where a condition has come out so."""
        return replace(self, way=Way(condition.node, truth, self.way))

    def here(self) -> int:
        """How many sites there are so far: those that follow belong to what is read next."""
        return len(self.rules.sites)

    def mark(self, value: Typed, at: ast.AST, first: int | None = None) -> Typed:
        """Note a look-up, a share or a condition that publishing must prove something of."""
        start = self.here() if first is None else first
        self.rules.sites.append(Site(value.node, self.way, self.source.place(at), start))
        return value

    def choice(self, value: Typed, at: ast.AST, first: int, otherwise: ast.AST | None) -> Typed:
        """Note a condition that chooses between two ways; `otherwise` is the code that is for its opposite."""
        other = None if otherwise is None else self.source.place(otherwise)
        self.rules.sites.append(Site(value.node, self.way, self.source.place(at), first, True, other))
        return value

    def value(self, node: ast.expr) -> Typed:
        """The value of an expression. Raises LanguageError at the part that is not in the language."""
        return self.rules.expression(node, self)

    def add(self, node: Node, type_: Type, at: ast.AST) -> Typed:
        """The node, once."""
        return Typed(self.rules.builder.add(node, type_, self.source.place(at)), type_, at)

    def is_taken(self, name: str) -> bool:
        """Has the name a meaning already: here, or as a fact, a rule or a parameter of the package?"""
        rules = self.rules
        declared = name in rules.vocabulary.facts or name in rules.parameters
        return declared or name in self.names or rules.entity_of(name) is not None

    def field(self, element: Element, name: str, at: ast.AST) -> Typed:
        """A fact of an element."""
        fields = self.rules.vocabulary.fields(element.list)
        if name not in fields:
            self.source.refuse("R136", f"{element.list} has no fact {name!r}", did_you_mean(name, fields), at)
        self.rules.used.add(f"{element.list}.{name}")
        return self.add(FieldRef(element.list, element.level, name), fields[name].type, at)

    def coerce(self, value: Typed, wanted: Type) -> Typed:
        """The value as the wanted type: a literal 0 may be an amount, a word must be among the words."""
        if value.type == wanted:
            return value
        node = self.rules.builder.nodes[value.node]
        if wanted == MONEY and isinstance(node, Const) and value.type == INT:
            if node.value == 0:
                return self.add(Const(0, MONEY), MONEY, value.at)
            message = f"{node.value} is a number, not an amount"
            self.source.refuse("R151", message, f"Write kr({node.value})", value.at)
        if isinstance(wanted, Choice) and isinstance(value.type, Choice):
            return self._word(value, value.type, wanted)
        if isinstance(wanted, Choice):
            hint = f'Write "{wanted.options[0]}"'
        else:
            hint = _CONVERSIONS.get((value.type, wanted), "Use another value, or another type")
            if wanted == BOOL and isinstance(value.type, Choice):
                hint = f'Compare it, as x == "{value.type.options[0]}"'
        message = f"This is {told(value.type)}; {told(wanted)} is expected"
        self.source.refuse("R150", message, hint, value.at)

    def _word(self, value: Typed, type_: Choice, wanted: Choice) -> Typed:
        for option in type_.options:
            if option not in wanted.options:
                hint = did_you_mean(option, wanted.options)
                self.source.refuse("R152", f"{option!r} is not one of the words here", hint, value.at)
        node = self.rules.builder.nodes[value.node]
        if isinstance(node, Const):
            return self.add(Const(node.value, wanted), wanted, value.at)
        return Typed(value.node, wanted, value.at)

    def same_type(self, one: Typed, other: Typed, at: ast.AST) -> tuple[Typed, Typed, Type]:
        """Both values as one type."""
        if one.type == other.type:
            return one, other, one.type
        if isinstance(one.type, Choice) and isinstance(other.type, Choice):
            both = Choice(tuple(dict.fromkeys((*one.type.options, *other.type.options))))
            return Typed(one.node, both, one.at), Typed(other.node, both, other.at), both
        if {one.type, other.type} == {MONEY, INT}:
            return self.coerce(one, MONEY), self.coerce(other, MONEY), MONEY
        message = f"These do not go together: {told(one.type)} and {told(other.type)}"
        self.source.refuse("R153", message, "Both must be of one type", at)

    def truth(self, value: bool, at: ast.AST) -> Typed:
        """A constant truth."""
        return self.add(Const(value, BOOL), BOOL, at)

    def all_of(self, operands: Iterable[Typed], at: ast.AST) -> Typed:
        """All of some truths, in their order."""
        return self._joined("and", list(operands), at)

    def any_of(self, operands: Iterable[Typed], at: ast.AST) -> Typed:
        """At least one of some truths, in their order."""
        return self._joined("or", list(operands), at)

    def _joined(self, operator: str, operands: list[Typed], at: ast.AST) -> Typed:
        """A tree of even height, so that a long list of words is not a deep expression."""
        if len(operands) == 1:
            return operands[0]
        middle = len(operands) // 2
        left, right = (self._joined(operator, part, at) for part in (operands[:middle], operands[middle:]))
        return self.add(Logic("and" if operator == "and" else "or", left.node, right.node), BOOL, at)
