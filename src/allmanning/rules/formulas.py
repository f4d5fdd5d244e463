"""How a value is told: its formula along the way that was taken, the conditions that chose the way, what it reads."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from allmanning.rules.conditions import CONDITIONS
from allmanning.rules.datatypes import MONEY
from allmanning.rules.gathering import any_or_all
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import value_of
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    AsOf,
    Calendar,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Lookup,
    Named,
    Node,
    ParameterRef,
    Rate,
    Ratio,
    Round,
)  # fmt: skip
from allmanning.rules.stories import (
    ATOM,
    OPPOSITE,
    PRODUCT,
    SUM,
    WORDS,
    Operand,
    Rule,
    Story,
    Tell,
    Teller,
    Token,
    leaf,
)
from allmanning.rules.values import Rounding

_FLIPPED = {"+": "-", "-": "+", "": ""}
_CALENDAR_WORDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "fyllda_år": (("full years", "from"), "to", ()),
    "hela_månader": (("full months", "from"), "to", ()),
    "dagar_mellan": (("days", "from"), "to", ()),
    "plus_månader": ((), "plus", ("months",)),
    "plus_dagar": ((), "plus", ("days",)),
}
_ROUNDED: dict[Rounding, str] = {"ned": "rounded down", "upp": "rounded up", "närmast": "rounded"}


def teller(graph: Graph) -> Teller:
    """Make a graph ready to be told of. Do it once for each graph."""
    times = Counter(node.condition for node in graph.nodes if isinstance(node, If))
    repeated = frozenset(condition for condition, count in times.items() if count > 1)
    made = Teller(graph, [], [], {}, repeated)
    for position, node in enumerate(graph.nodes):
        tell = _TELLERS[type(node)](made, node, position)
        made.values.append(tell)
        if isinstance(node, Named):
            type_, of = graph.types[position], made.values[node.of]
            made.rules[position] = Rule(node.name, node.list, node.level, type_, of)
        settled = CONDITIONS.get(type(node))
        made.conditions.append(tell if settled is None else settled(made, node, position))
    return made


def _const(teller: Teller, node: Const, position: int) -> Tell:
    operand = Operand("constant", "", node.value, teller.graph.types[position])

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out.append(operand)
        return ATOM

    return tell


def _fact(teller: Teller, node: FactRef, position: int) -> Tell:
    name, type_ = node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        out.append(story.fact(name, position, type_))
        return ATOM

    return tell


def _field(teller: Teller, node: FieldRef, position: int) -> Tell:
    list_name, level, name, type_ = node.list, node.level, node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        index = story.indexes[level]
        path = list_name if index is None else f"{list_name}[{index}].{name}"
        out.append(story.fact(path, position, type_))
        return ATOM

    return tell


def _parameter(teller: Teller, node: ParameterRef, position: int) -> Tell:
    name, type_ = node.name, teller.graph.types[position]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        value = story.memo[position][0]
        story.cell(name, None, value)
        out.append(Operand("parameter", name, value, type_))
        return ATOM

    return tell


def _lookup(teller: Teller, node: Lookup, position: int) -> Tell:
    table, key, type_ = node.table, node.key, teller.graph.types[position]
    tell_key = teller.values[key]

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        value, found = value_of(story.memo[position]), value_of(story.memo[key])
        tell_key(story, "", story.waste)
        if found is not None:
            story.cell(table, found, value)
        out.append(Operand("parameter", table, value, type_))
        return ATOM

    return tell


def _named(teller: Teller, node: Named, position: int) -> Tell:
    levels = sorted(teller.graph.levels[position])
    itself = leaf(teller, "rule", node.name, position)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        story.mention(position, levels, sign)
        return itself(story, sign, out)

    return tell


def _if(teller: Teller, node: If, position: int) -> Tell:
    condition, settled = node.condition, teller.conditions[node.condition]
    then, otherwise = teller.values[node.then], teller.values[node.otherwise]
    whole = leaf(teller, "part", "", position)
    # A name that gets its value in two branches repeats the condition; then it is told once.
    repeats = condition in teller.repeated

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        low, high = story.memo[condition]
        because: list[Token] = []
        settled(story, "", because)
        is_open = high and not low
        # A condition that is open but changes nothing is no reason.
        tells = not is_open or value_of(story.memo[position]) is None
        if tells and not (repeats and because in story.because):
            story.because.append(because)
        if not is_open:
            return (then if low else otherwise)(story, sign, out)
        then(story, "", story.waste)
        otherwise(story, "", story.waste)
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


_TELLERS: dict[type[Node], Callable[[Teller, Any, int], Tell]] = {
    **CONDITIONS,
    Const: _const,
    AsOf: lambda teller, node, position: leaf(teller, "day", "", position),
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
    Aggregate: any_or_all,
}
