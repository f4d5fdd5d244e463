"""How a condition is told: the part that settled it, as it turned out."""

from collections.abc import Callable
from typing import Any

from allmanning.rules.gathering import any_or_all
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import value_of
from allmanning.rules.nodes import Aggregate, Compare, Const, Logic, Node, Not
from allmanning.rules.stories import (
    ATOM,
    OPPOSITE,
    SUM,
    WORDS,
    Story,
    Tell,
    Teller,
    Token,
    in_parentheses,
)

MOST_WORDS_TOLD = 6
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


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
    group_left, group_right = _mixed(teller, left, operator), _mixed(teller, right, operator)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        memo = story.memo
        low, high = memo[position]
        one, other = memo[left], memo[right]
        is_open = low is not high
        if low is settling and not is_open:
            return (tell_left if one[0] is settling is one[1] else tell_right)(story, "", out)
        if is_open and (one[0] is one[1] or other[0] is other[1]):
            return (tell_right if one[0] is one[1] else tell_left)(story, "", out)
        # Neither side settled it alone. What came out false is told as its opposite: then both hold as they are told.
        group_left(story, "", out)
        out.append(operator if is_open else "and")
        group_right(story, "", out)
        return WORDS

    return tell


def _mixed(teller: Teller, position: int, operator: str) -> Tell:
    """A side of and/or; a different word inside needs parentheses while both are open."""
    side = teller.graph.nodes[position]
    differs = isinstance(side, Logic) and side.operator != operator
    tell = teller.conditions[position]
    grouped = in_parentheses(tell, WORDS - 1)
    if not differs:
        return tell

    def put(story: Story, sign: str, out: list[Token]) -> int:
        low, high = story.memo[position]
        return (tell if low is high else grouped)(story, sign, out)

    return put


def _not(teller: Teller, node: Not, position: int) -> Tell:
    """What is certain is told as it is ("sammanboende: nej"); only what is open needs the word."""
    of, tell_of = node.of, teller.conditions[node.of]
    grouped = in_parentheses(tell_of, ATOM)

    def tell(story: Story, sign: str, out: list[Token]) -> int:
        low, high = story.memo[of]
        if low is high:
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


CONDITIONS: dict[type[Node], Callable[[Teller, Any, int], Tell]] = {
    Logic: _logic,
    Not: _not,
    Compare: _compare,
    Aggregate: any_or_all,
}
