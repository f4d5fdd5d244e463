"""One rule's own lines: its formula along the way that was taken, the conditions that chose the way, what it reads.

Each node becomes a small function that writes tokens, made once for each graph, as an explanation has hundreds of nodes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from allmanning.rules.bounds import Indexes, Inner, Memo, Survey, within
from allmanning.rules.datatypes import MONEY, Choice, Type
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import value_of
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
from allmanning.rules.values import Rounding

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
        around = within(self.indexes, node.level, inner.index)
        return Story(self.survey, inner.memo, around, self.because, self.facts, self.cells, self.rules)


# Write an expression: `sign` tells how it goes into the rule's value, added (+), subtracted (-) or neither ().
type Tell = Callable[[Story, str, list[Token]], int]

# What Tell gives: how tightly the expression holds together. A looser one inside a tighter one needs parentheses.
ATOM, PRODUCT, SUM, OPPOSITE, WORDS = range(5)
MOST_ELEMENTS_TOLD = 4
MOST_WORDS_TOLD = 6
_FLIPPED = {"+": "-", "-": "+", "": ""}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_CALENDAR_WORDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "fyllda_år": (("full years", "from"), "to", ()),
    "hela_månader": (("full months", "from"), "to", ()),
    "dagar_mellan": (("days", "from"), "to", ()),
    "plus_månader": ((), "plus", ("months",)),
    "plus_dagar": ((), "plus", ("days",)),
}
_ROUNDED: dict[Rounding, str] = {"ned": "rounded down", "upp": "rounded up", "närmast": "rounded"}
_STRENGTH: dict[type[Node], int] = {
    **dict.fromkeys((Const, FactRef, FieldRef, ParameterRef, AsOf, Lookup, Named), ATOM),
    **dict.fromkeys((Rate, Ratio), PRODUCT),
    **dict.fromkeys((Extreme, Round, Calendar, Compare), WORDS),
}


@dataclass(slots=True)
class Teller:
    """The tellers of a graph's nodes: `values` write a value, `conditions` the part of a truth that settled it."""

    graph: Graph
    values: list[Tell]
    conditions: list[Tell]

    def grouped(self, position: int, loosest: int) -> Tell:
        """Writes a value, in parentheses if it holds together less tightly than it must."""
        node, tell = self.graph.nodes[position], self.values[position]
        if _STRENGTH.get(type(node), WORDS) <= loosest:
            return tell
        return _in_parentheses(tell, loosest)


def teller(graph: Graph) -> Teller:
    """Make a graph ready to be told of. Do it once for each graph."""
    made = Teller(graph, [], [])
    for position, node in enumerate(graph.nodes):
        tell = _TELLERS[type(node)](made, node, position)
        made.values.append(tell)
        settled = _SETTLED.get(type(node))
        made.conditions.append(tell if settled is None else settled(made, node, position))
    return made


def _in_parentheses(tell: Tell, loosest: int) -> Tell:
    def put(story: Story, sign: str, out: list[Token]) -> int:
        start = len(out)
        strength = tell(story, sign, out)
        if strength <= loosest:
            return strength
        out.insert(start, "(")
        out.append(")")
        return ATOM

    return put


def _leaf(teller: Teller, origin: Origin, name: str, position: int) -> Tell:
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


def _fact(teller: Teller, node: FactRef, position: int) -> Tell:
    name, type_ = node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        operand = story.facts.get(name)
        if operand is None:
            operand = story.facts[name] = Operand("fact", name, value_of(story.memo[position]), type_)
        out.append(operand)
        return ATOM

    return tell


def _field(teller: Teller, node: FieldRef, position: int) -> Tell:
    list_name, level, name, type_ = node.list, node.level, node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        index = story.indexes[level]
        path = list_name if index is None else f"{list_name}[{index}].{name}"
        operand = story.facts.get(path)
        if operand is None:
            operand = story.facts[path] = Operand("fact", path, value_of(story.memo[position]), type_)
        out.append(operand)
        return ATOM

    return tell


def _parameter(teller: Teller, node: ParameterRef, position: int) -> Tell:
    name, type_ = node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        value = value_of(story.memo[position])
        story.cells[name, None] = CellUse(name, None, value)
        out.append(Operand("parameter", name, value, type_))
        return ATOM

    return tell


def _lookup(teller: Teller, node: Lookup, position: int) -> Tell:
    table, key, type_ = node.table, node.key, teller.graph.types[position]
    tell_key = teller.values[key]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        value, found = value_of(story.memo[position]), value_of(story.memo[key])
        tell_key(story, "", [])
        if found is not None:
            story.cells[table, found] = CellUse(table, found, value)
        out.append(Operand("parameter", table, value, type_))
        return ATOM

    return tell


def _named(teller: Teller, node: Named, position: int) -> Tell:
    levels = sorted(teller.graph.levels[position])
    leaf = _leaf(teller, "rule", node.name, position)
    of_household: tuple[int, Indexes] = (position, ())

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        rules = story.rules
        key = (position, tuple([story.indexes[level] for level in levels])) if levels else of_household
        # A rule met first in a condition gets its sign where it enters the sum.
        if key not in rules or (sign and not rules[key][3]):
            rules[key] = position, story.memo, story.indexes, sign
        return leaf(story, sign, out)

    return tell


def _if(teller: Teller, node: If, position: int) -> Tell:
    condition, settled = node.condition, teller.conditions[node.condition]
    then, otherwise = teller.values[node.then], teller.values[node.otherwise]
    whole = _leaf(teller, "part", "", position)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        low, high = story.memo[condition]
        because: list[Token] = []
        settled(story, "", because)
        if low or not high:
            story.because[condition, story.indexes] = because
            return (then if low else otherwise)(story, sign, out)
        # A condition that is open but changes nothing is no reason.
        if value_of(story.memo[position]) is None:
            story.because[condition, story.indexes] = because
        then(story, "", [])
        otherwise(story, "", [])
        return whole(story, "", out)

    return tell


def _arithmetic(teller: Teller, node: Arithmetic, position: int) -> Tell:
    if node.operator == "*":
        return _between(teller.grouped(node.left, PRODUCT), "×", teller.grouped(node.right, PRODUCT), PRODUCT)
    first = teller.graph.nodes[node.left]
    if node.operator == "-" and isinstance(first, Const) and first.value == 0:
        return _opposite_of(teller.grouped(node.right, PRODUCT))
    left, minus = teller.grouped(node.left, OPPOSITE), node.operator == "-"
    right, operator = teller.grouped(node.right, PRODUCT if minus else SUM), node.operator

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        first = left(story, sign, out)
        out.append(operator)
        right(story, _FLIPPED[sign] if minus else sign, out)
        # What begins with a minus needs parentheses after another sign.
        return OPPOSITE if first == OPPOSITE else SUM

    return tell


def _opposite_of(of: Tell) -> Tell:
    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out.append("-")
        of(story, _FLIPPED[sign], out)
        return OPPOSITE

    return tell


def _between(left: Tell, middle: str, right: Tell, strength: int) -> Tell:
    """Two values with a sign between them."""

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        left(story, "", out)
        out.append(middle)
        right(story, "", out)
        return strength

    return tell


def _extreme(teller: Teller, node: Extreme, position: int) -> Tell:
    words = "lowest of" if node.operator == "min" else "highest of"
    *operands, last = (teller.grouped(operand, SUM) for operand in _operands(teller.graph, node))

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out.append(words)
        for number, operand in enumerate(operands):
            if number:
                out.append(",")
            operand(story, sign, out)
        out.append("and")
        last(story, sign, out)
        return WORDS

    return tell


def _operands(graph: Graph, node: Extreme) -> list[int]:
    """min(a, b, c) is told as one, though it is made of pairs."""
    left, rest = node.left, [node.right]
    while isinstance(inner := graph.nodes[left], Extreme) and inner.operator == node.operator:
        left = inner.left
        rest.append(inner.right)
    return [left, *reversed(rest)]


def _rate(teller: Teller, node: Rate, position: int) -> Tell:
    return _between(teller.grouped(node.amount, PRODUCT), "×", teller.grouped(node.share, PRODUCT), PRODUCT)


def _ratio(teller: Teller, node: Ratio, position: int) -> Tell:
    top, bottom = teller.grouped(node.numerator, ATOM), teller.grouped(node.denominator, ATOM)
    return _between(top, "/", bottom, PRODUCT)


def _round(teller: Teller, node: Round, position: int) -> Tell:
    amount, words = teller.grouped(node.amount, ATOM), _ROUNDED[node.rounding]
    unit = Operand("constant", "", node.unit, MONEY)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out.append(words)
        amount(story, "", out)
        out += ("to whole", unit)
        return WORDS

    return tell


def _calendar(teller: Teller, node: Calendar, position: int) -> Tell:
    """`fyllda_år from … to …`, or `… plus … months`."""
    left, right = teller.grouped(node.left, ATOM), teller.grouped(node.right, ATOM)
    before, between, after = _CALENDAR_WORDS[node.function]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out += before
        left(story, "", out)
        out.append(between)
        right(story, "", out)
        out += after
        return WORDS

    return tell


def _counted(story: Story, node: Aggregate, position: int) -> Sequence[Inner]:
    """The elements that count, or may count."""
    seen = story.survey.seen(position, story.indexes)
    return [inner for inner in seen if inner.memo[node.where][1]]


def _aggregate(teller: Teller, node: Aggregate, position: int) -> Tell:
    """A sum is written out element by element; of the rest only the result is told, and what it reads is noted."""
    where, body = teller.conditions[node.where], teller.grouped(node.body, SUM)
    counts, sums = node.operator == "count", node.operator == "sum"
    whole = _leaf(teller, "count" if counts else "part", node.list if counts else "", position)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        strength = None
        for inner in _counted(story, node, position):
            one = story.inside(node, inner)
            where(one, "", [])
            if not sums:
                body(one, "", [])
                continue
            if strength is not None:
                out.append("+")
            alone = body(one, sign, out)
            strength = alone if strength is None else SUM
        return whole(story, "", out) if strength is None else strength

    return tell


def _condition(teller: Teller, node: Compare | Logic | Not, position: int) -> Tell:
    """A truth as a value is told as a condition."""
    return _SETTLED[type(node)](teller, node, position)


def _logic(teller: Teller, node: Logic, position: int) -> Tell:
    words = _words(teller.graph, node) if node.operator == "or" else None
    return _sides(teller, node, position) if words is None else _membership(teller, *words, position)


def _words(graph: Graph, node: Logic) -> tuple[int, list[int]] | None:
    """A value and the constants that it is held against, when all that the condition says is x in (a, b, …)."""
    stack, constants, held = [node.left, node.right], list[int](), set[int]()
    while stack:
        match graph.nodes[stack.pop(0)]:
            case Logic(operator="or", left=left, right=right):
                stack[:0] = [left, right]
            case Compare(operator="==", left=left, right=right) if isinstance(graph.nodes[right], Const):
                held.add(left)
                constants.append(right)
            case _:
                return None
    return (held.pop(), constants) if len(held) == 1 else None


def _membership(teller: Teller, of: int, constants: list[int], position: int) -> Tell:
    """x is a; or x is none of a, b and c."""
    tell_of = teller.grouped(of, SUM)
    told = [(constant, teller.values[constant]) for constant in constants]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        whole = value_of(story.memo[position])
        tell_of(story, "", out)
        if whole is True:
            same = story.memo[of]
            out.append("==")
            return next(tell for constant, tell in told if story.memo[constant] == same)(story, "", out)
        out.append("one of" if whole is None else "none of")
        *first, last = (tell for _, tell in told)
        for number, tell_constant in enumerate(first[:MOST_WORDS_TOLD]):
            if number:
                out.append(",")
            tell_constant(story, "", out)
        conjunction = "or" if whole is None else "and"
        out.append(conjunction if len(first) <= MOST_WORDS_TOLD else "…")
        last(story, "", out)
        return WORDS

    return tell


def _sides(teller: Teller, node: Logic, position: int) -> Tell:
    settling, operator, left, right = node.operator == "or", node.operator, node.left, node.right
    tell_left, tell_right = teller.conditions[left], teller.conditions[right]
    mixed = {operator, "and"} == {"or", "and"}
    group_left, group_right = _mixed(teller, left, operator), _mixed(teller, right, operator)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        one, other, whole = (value_of(story.memo[each]) for each in (left, right, position))
        if whole is settling:
            return (tell_left if one is settling else tell_right)(story, "", out)
        if whole is None and (one is not None or other is not None):
            return (tell_left if one is None else tell_right)(story, "", out)
        # Neither side settled it alone. What came out false is told as its opposite: then both hold as they are told.
        group_left(story, "", out)
        out.append(operator if whole is None else "and")
        group_right(story, "", out)
        return WORDS + (mixed and whole is None)

    return tell


def _mixed(teller: Teller, position: int, operator: str) -> Tell:
    """A side of and/or; a different word inside needs parentheses while both are open."""
    side = teller.graph.nodes[position]
    differs = isinstance(side, Logic) and side.operator != operator
    tell = teller.conditions[position]
    grouped = _in_parentheses(tell, WORDS - 1)
    if not differs:
        return tell

    def put(story: Story, sign: str, out: list[Token]) -> int:
        is_open = value_of(story.memo[position]) is None
        return (grouped if is_open else tell)(story, sign, out)

    return put


def _not(teller: Teller, node: Not, position: int) -> Tell:
    """What is certain is told as it is ("sammanboende: nej"); only what is open needs the word."""
    of, tell_of = node.of, teller.conditions[node.of]
    grouped = _in_parentheses(tell_of, ATOM)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        if value_of(story.memo[of]) is not None:
            return tell_of(story, "", out)
        out.append("not")
        grouped(story, "", out)
        return WORDS

    return tell


def _compare(teller: Teller, node: Compare, position: int) -> Tell:
    """The comparison as it turned out: 8 <= 6 that is false is told as 8 > 6."""
    left, right = teller.grouped(node.left, OPPOSITE), teller.grouped(node.right, OPPOSITE)
    operator, opposite = node.operator, _OPPOSITE[node.operator]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        left(story, "", out)
        out.append(operator if story.memo[position][1] else opposite)
        right(story, "", out)
        return WORDS

    return tell


def _any_or_all(teller: Teller, node: Aggregate, position: int) -> Tell:
    """The element that settled it, or all of them."""
    as_value = _aggregate(teller, node, position)
    if node.operator not in ("any", "all"):
        return as_value
    settling = node.operator == "any"
    where, body = teller.conditions[node.where], teller.conditions[node.body]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        whole = value_of(story.memo[position])
        counted = _counted(story, node, position) if whole is not None else ()
        if whole is settling:
            sure = [inner for inner in counted if inner.memo[node.where][0]]
            counted = [inner for inner in sure if inner.memo[node.body] == (settling, settling)][:1]
        if not counted:
            return as_value(story, "", out)
        for number, inner in enumerate(counted[:MOST_ELEMENTS_TOLD]):
            if number:
                out.append("and")
            one = story.inside(node, inner)
            where(one, "", [])
            body(one, "", out)
        return WORDS

    return tell


_TELLERS: dict[type[Node], Callable[[Teller, Any, int], Tell]] = {
    Const: lambda teller, node, position: _leaf(teller, "constant", "", position),
    AsOf: lambda teller, node, position: _leaf(teller, "day", "", position),
    FactRef: _fact,
    FieldRef: _field,
    ParameterRef: _parameter,
    Lookup: _lookup,
    Named: _named,
    If: _if,
    Arithmetic: _arithmetic,
    Extreme: _extreme,
    Rate: _rate,
    Round: _round,
    Ratio: _ratio,
    Calendar: _calendar,
    Aggregate: _any_or_all,
    Logic: _condition,
    Not: _condition,
    Compare: _condition,
}
_SETTLED: dict[type[Node], Callable[[Teller, Any, int], Tell]] = {
    Logic: _logic,
    Not: _not,
    Compare: _compare,
    Aggregate: _any_or_all,
}
