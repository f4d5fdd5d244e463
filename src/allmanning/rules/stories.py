"""What a rule's formula is written with: operands, what is gathered on the way, and who writes which node.

Each node becomes a small function that writes tokens, made once for each graph, as an explanation has hundreds of nodes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from allmanning.rules.bounds import Indexes, Inner, Memo, Survey, within
from allmanning.rules.datatypes import Choice, Type
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import value_of
from allmanning.rules.nodes import (
    Aggregate,
    AsOf,
    Calendar,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    Lookup,
    Named,
    Node,
    ParameterRef,
    Rate,
    Ratio,
    Round,
)  # fmt: skip

type Origin = Literal["constant", "fact", "rule", "parameter", "day", "count", "part"]


# Not frozen, as a frozen one takes four times as long to make, and an explanation has hundreds.
@dataclass(slots=True)
class Operand:
    """A value in a formula: where it comes from, its name (a fact's path), and the value (None: open)."""

    origin: Origin
    name: str
    value: Any
    type: Type


type Token = str | Operand


@dataclass(slots=True)
class CellUse:
    """A parameter that was read; `key` is None for a parameter with one value."""

    name: str
    key: int | None
    value: Any


# Write an expression: `sign` tells how it goes into the rule's value, added (+), subtracted (-) or neither ().
type Tell = Callable[[Story, str, list[Token]], int]

# A rule that a formula mentions: its node, the bounds and the elements it is seen under, and how it goes into the value.
type Mention = tuple[int, Memo, Indexes, str]


@dataclass(slots=True)
class Story:
    """What is gathered while one rule's formula is written, inside the elements at `indexes`.

    Lists, since they are short and there are many of them. What is written to `waste` is thrown away.
    """

    survey: Survey
    memo: Memo
    indexes: Indexes
    because: list[list[Token]]
    facts: list[Operand]
    cells: list[CellUse]
    rules: list[Mention]
    waste: list[Token]

    def inside(self, node: Aggregate, inner: Inner) -> "Story":
        """The same story, told of one element."""
        around = within(self.indexes, node.level, inner.index) if node.level else (inner.index,)
        return Story(
            self.survey, inner.memo, around, self.because, self.facts, self.cells, self.rules, self.waste
        )

    def fact(self, name: str, position: int, type_: Type) -> Operand:
        """A fact, noted once."""
        for operand in self.facts:
            if operand.name == name:
                return operand
        bounds = self.memo[position]
        value = value_of(bounds) if isinstance(bounds, frozenset) or bounds[0] != bounds[1] else bounds[0]
        operand = Operand("fact", name, value, type_)
        self.facts.append(operand)
        return operand

    def cell(self, name: str, key: int | None, value: Any) -> None:
        """Note a parameter that was read."""
        for cell in self.cells:
            if cell.name == name and cell.key == key:
                return
        self.cells.append(CellUse(name, key, value))

    def mention(self, position: int, levels: Sequence[int], sign: str) -> None:
        """Note a rule; one met first in a condition gets its sign where it enters the sum."""
        indexes, number = self.indexes, 0
        for other, _, found, was in self.rules:
            if other == position and (not levels or all(indexes[each] == found[each] for each in levels)):
                if sign and not was:
                    self.rules[number] = position, self.memo, indexes, sign
                return
            number += 1  # noqa: SIM113 - counted by hand, as enumerate costs more than the loop
        self.rules.append((position, self.memo, indexes, sign))


# What Tell gives: how tightly the expression holds together. A looser one inside a tighter one needs parentheses.
ATOM, PRODUCT, SUM, OPPOSITE, WORDS = range(5)
_STRENGTH: dict[type[Node], int] = {
    **dict.fromkeys((Const, FactRef, FieldRef, ParameterRef, AsOf, Lookup, Named), ATOM),
    **dict.fromkeys((Rate, Ratio), PRODUCT),
    **dict.fromkeys((Extreme, Round, Calendar, Compare), WORDS),
}


@dataclass(slots=True)
class Rule:
    """What is told of a rule before its value is known; `level` is −1 for a rule of the household."""

    name: str
    list: str
    level: int
    type: Type
    tell: Tell


@dataclass(slots=True)
class Teller:
    """The tellers of a graph's nodes: `values` write a value, `conditions` the part of a truth that settled it.

    `repeated` are the conditions that more than one choice stands on.
    """

    graph: Graph
    values: list[Tell]
    conditions: list[Tell]
    rules: dict[int, Rule]
    repeated: frozenset[int]

    def grouped(self, position: int, loosest: int) -> Tell:
        """Writes a value, in parentheses if it holds together less tightly than it must."""
        node, tell = self.graph.nodes[position], self.values[position]
        if _STRENGTH.get(type(node), WORDS) <= loosest:
            return tell
        return in_parentheses(tell, loosest)


def in_parentheses(tell: Tell, loosest: int) -> Tell:
    """The same, in parentheses if it holds together less tightly than it must."""

    def put(story: Story, sign: str, out: list[Token]) -> int:
        start = len(out)
        strength = tell(story, sign, out)
        if strength <= loosest:
            return strength
        out.insert(start, "(")
        out.append(")")
        return ATOM

    return put


def leaf(teller: Teller, origin: Origin, name: str, position: int) -> Tell:
    """A value that is not taken apart."""
    type_ = teller.graph.types[position]
    if isinstance(type_, Choice):

        def tell_word(story: Story, sign: str, out: list[Token]) -> int:
            out.append(Operand(origin, name, value_of(story.memo[position]), type_))
            return ATOM

        return tell_word

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        low, high = story.memo[position]
        out.append(Operand(origin, name, low if low == high else None, type_))
        return ATOM

    return tell


def counted(story: Story, node: Aggregate, position: int) -> Sequence[Inner]:
    """The elements that count, or may count."""
    where = node.where
    return [inner for inner in story.survey.seen(position, story.indexes) if inner.memo[where][1]]
