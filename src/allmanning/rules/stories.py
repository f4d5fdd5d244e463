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


@dataclass(slots=True)
class Story:
    """What is gathered while one rule's formula is written, inside the elements at `indexes`.

    Rules are kept by their node and the elements they depend on, with how they go into the value.
    """

    survey: Survey
    memo: Memo
    indexes: Indexes
    because: dict[tuple[int, Indexes], list[Token]]
    facts: dict[str, Operand]
    cells: dict[tuple[str, int | None], CellUse]
    rules: dict[tuple[int, Indexes], tuple[int, Memo, Indexes, str]]

    def inside(self, node: Aggregate, inner: Inner) -> "Story":
        """The same story, told of one element."""
        around = within(self.indexes, node.level, inner.index) if node.level else (inner.index,)
        return Story(self.survey, inner.memo, around, self.because, self.facts, self.cells, self.rules)


# Write an expression: `sign` tells how it goes into the rule's value, added (+), subtracted (-) or neither ().
type Tell = Callable[[Story, str, list[Token]], int]

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
    """The tellers of a graph's nodes: `values` write a value, `conditions` the part of a truth that settled it."""

    graph: Graph
    values: list[Tell]
    conditions: list[Tell]
    rules: dict[int, Rule]

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
