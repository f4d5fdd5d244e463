"""What a condition tells of the values in it, once it is known how it came out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from allmanning.rules.bounds import Memo
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds, join
from allmanning.rules.nodes import Compare, Const, Logic, Named, Not

type Told = dict[int, Bounds]
type Pair = tuple[int, bool]
type Comparisons = Mapping[tuple[str, int, int], int]

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
# What else is true, and what is false, of two values that stand so to each other.
_ALSO = {"<": ("<=", "!="), ">": (">=", "!="), "==": ("<=", ">="), "<=": (), ">=": (), "!=": ()}
_NEVER = {
    "<": (">", ">=", "=="), ">": ("<", "<=", "=="), "==": ("<", ">", "!="), "<=": (">",), ">=": ("<",), "!=": ("==",),
}  # fmt: skip


def comparisons(graph: Graph) -> Comparisons:
    """Where two values that no constant is among are compared."""
    return {
        (node.operator, node.left, node.right): position
        for position, node in enumerate(graph.nodes)
        if isinstance(node, Compare)
        and not isinstance(graph.nodes[node.left], Const)
        and not isinstance(graph.nodes[node.right], Const)
    }


def told(graph: Graph, known: Comparisons, memo: Memo, condition: int, truth: bool) -> tuple[Told, int]:
    """The bounds of the nodes in a condition that came out so, and how many were looked at.

    An empty one among them says that it cannot come out so.
    """
    found: dict[Pair, Told] = {}
    steps = 0
    for position, came_out in _pairs(graph, condition, truth):
        node = graph.nodes[position]
        match node:
            case Named(of=of):
                tells = dict(found[of, came_out])
            case Not(of=of):
                tells = dict(found[of, not came_out])
            case Logic(operator=operator, left=left, right=right):
                combined = _all if came_out == (operator == "and") else _some
                tells = dict(combined(found[left, came_out], found[right, came_out]))
            case Compare():
                tells = dict(_compared(known, memo, node, came_out))
            case _:
                tells = {}
        tells[position] = both(memo[position], (came_out, came_out))
        found[position, came_out] = tells
        steps += 1 + len(tells)
    return found[condition, truth], steps


def possible(bounds: Bounds) -> bool:
    """Whether any value is left."""
    return bool(bounds) if isinstance(bounds, frozenset) else bool(bounds[0] <= bounds[1])


def _pairs(graph: Graph, condition: int, truth: bool) -> list[Pair]:
    """The conditions that a condition is made of, each with how it must be looked at; what is inside comes first."""
    found: set[Pair] = set()
    stack = [(condition, truth)]
    while stack:
        pair = stack.pop()
        if pair in found:
            continue
        found.add(pair)
        position, came_out = pair
        match graph.nodes[position]:
            case Named(of=of):
                stack.append((of, came_out))
            case Not(of=of):
                stack.append((of, not came_out))
            case Logic(left=left, right=right):
                stack += [(left, came_out), (right, came_out)]
            case _:
                continue
    return sorted(found)


def _compared(known: Comparisons, memo: Memo, node: Compare, truth: bool) -> Iterator[tuple[int, Bounds]]:
    left, right = node.left, node.right
    sign: str = node.operator if truth else OPPOSITE[node.operator]
    yield left, narrowed(sign, memo[left], memo[right])
    yield right, narrowed(MIRRORED[sign], memo[right], memo[left])
    if (node.operator, left, right) not in known:
        return
    for one, first, second in ((sign, left, right), (MIRRORED[sign], right, left)):
        for comes_out, others in ((True, (one, *_ALSO[one])), (False, _NEVER[one])):
            for other in others:
                position = known.get((other, first, second))
                if position is not None:
                    yield position, (comes_out, comes_out)


def narrowed(sign: str, one: Bounds, other: Bounds) -> Bounds:
    """What is left of `one` when it stands so to `other`."""
    if isinstance(one, frozenset):
        if sign == "==":
            return one & other
        return one - other if len(other) == 1 and sign == "!=" else one
    try:
        return _NARROWED[sign](one, other, timedelta(1) if isinstance(one[0], date) else 1)
    except OverflowError:
        # There is no day before the first one, nor after the last.
        return one


def _unequal(one: Bounds, other: Bounds, step: Any) -> Bounds:
    """A value that is ruled out shortens an interval only at its ends."""
    low, high = one
    if other[0] != other[1]:
        return one
    return low + step if low == other[0] else low, high - step if high == other[0] else high


_NARROWED: dict[str, Callable[[Bounds, Bounds, Any], Bounds]] = {
    "<": lambda one, other, step: (one[0], min(one[1], other[1] - step)),
    "<=": lambda one, other, step: (one[0], min(one[1], other[1])),
    ">": lambda one, other, step: (max(one[0], other[0] + step), one[1]),
    ">=": lambda one, other, step: (max(one[0], other[0]), one[1]),
    "==": lambda one, other, step: (max(one[0], other[0]), min(one[1], other[1])),
    "!=": _unequal,
}


def _all(one: Told, other: Told) -> Iterator[tuple[int, Bounds]]:
    """What is told when both sides hold."""
    yield from one.items()
    for position, bounds in other.items():
        yield position, both(one[position], bounds) if position in one else bounds


def _some(one: Told, other: Told) -> Iterator[tuple[int, Bounds]]:
    """What is told when at least one side holds: what both tell, as widely as either does."""
    for this, that in ((one, other), (other, one)):
        if not all(map(possible, this.values())):
            yield from that.items()
            return
    for position in one.keys() & other.keys():
        yield position, join(one[position], other[position])


def both(one: Bounds, other: Bounds) -> Bounds:
    """What is in both; perhaps nothing."""
    if isinstance(one, frozenset):
        return one & other
    return (max(one[0], other[0]), min(one[1], other[1]))
