"""What a value can still be: intervals for what has an order, sets for words. The arithmetic of both.

Numbers, amounts, dates, shares and truths are pairs (lowest, highest), with False < True; words are frozensets.
A pair of equals, or a set of one, is certain.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import BOOL, Choice
from allmanning.rules.graph import FactDeclaration

type Bounds = Any

TRUE, FALSE, EITHER = (True, True), (False, False), (False, True)


def certain(bounds: Bounds) -> bool:
    """Only one value is left."""
    if isinstance(bounds, frozenset):
        return len(bounds) == 1
    return bool(bounds[0] == bounds[1])


def only(bounds: Bounds) -> Any:
    """The value that is left."""
    return next(iter(bounds)) if isinstance(bounds, frozenset) else bounds[0]


def value_of(bounds: Bounds) -> Any:
    """The value that is left; None while there are several."""
    if isinstance(bounds, frozenset):
        return next(iter(bounds)) if len(bounds) == 1 else None
    low = bounds[0]
    return low if low == bounds[1] else None


def join(one: Bounds, other: Bounds) -> Bounds:
    """What is in either."""
    if isinstance(one, frozenset):
        return one | other
    return (min(one[0], other[0]), max(one[1], other[1]))


def exactly(value: object) -> Bounds:
    """A known value."""
    return frozenset((value,)) if isinstance(value, str) else (value, value)


def declared(fact: FactDeclaration) -> Bounds:
    """What an unknown fact can be."""
    if isinstance(fact.type, Choice):
        return frozenset(fact.type.options)
    return EITHER if fact.type == BOOL else (fact.low, fact.high)


def corners(one: Bounds, other: Bounds, calculate: Callable[[Any, Any], Any]) -> Bounds:
    """Bounds of a function that goes one way in each argument."""
    if one[0] == one[1] and other[0] == other[1]:
        value = calculate(one[0], other[0])
        return (value, value)
    found = [calculate(a, b) for a in one for b in other]
    return (min(found), max(found))


def ratio(numerator: Bounds, denominator: Bounds) -> Bounds:
    """Bounds of a share; a denominator below 1 is ruled out by a condition, and counted as 1."""
    bottom = (max(1, denominator[0]), max(1, denominator[1]))
    return corners(numerator, bottom, Fraction)


def less(one: Bounds, other: Bounds) -> Bounds:
    """one < other."""
    if one[1] < other[0]:
        return TRUE
    return FALSE if one[0] >= other[1] else EITHER


def less_or_equal(one: Bounds, other: Bounds) -> Bounds:
    """one <= other."""
    if one[1] <= other[0]:
        return TRUE
    return FALSE if one[0] > other[1] else EITHER


def equal(one: Bounds, other: Bounds) -> Bounds:
    """one == other."""
    if isinstance(one, frozenset):
        if not one & other:
            return FALSE
        return TRUE if len(one) == 1 and one == other else EITHER
    if one[1] < other[0] or other[1] < one[0]:
        return FALSE
    return TRUE if one[0] == one[1] == other[0] == other[1] else EITHER


def opposite(truth: Bounds) -> Bounds:
    """not."""
    return (not truth[1], not truth[0])


COMPARISONS: dict[str, Callable[[Bounds, Bounds], Bounds]] = {
    "<": less,
    "<=": less_or_equal,
    ">": lambda one, other: less(other, one),
    ">=": lambda one, other: less_or_equal(other, one),
    "==": equal,
    "!=": lambda one, other: opposite(equal(one, other)),
}


def gathered(
    operator: str, found: Sequence[tuple[Bounds, Bounds]], counts: tuple[int, int], default: Bounds
) -> Bounds:
    """The bounds of an aggregate over (where, body) pairs, each standing for counts[0] to counts[1] elements."""
    low, high = counts
    if operator == "sum" or operator == "count":
        return _summed(operator, found, low, high)
    there = [(where[0] and low > 0, body) for where, body in found if where[1] and high > 0]
    if operator == "any":
        return (
            any(sure and body[0] for sure, body in there),
            any(body[1] for _, body in there),
        )
    if operator == "all":
        return (
            all(body[0] for _, body in there),
            all(body[1] or not sure for sure, body in there),
        )
    return _extreme(operator, there, default)


def _summed(operator: str, found: Sequence[tuple[Bounds, Bounds]], low: int, high: int) -> Bounds:
    total_low = total_high = 0
    for (sure, possible), body in found:
        if not possible:
            continue
        least, most = (1, 1) if operator == "count" else body
        if not sure:
            least, most = min(0, least), max(0, most)
        total_low += least * (low if least >= 0 else high)
        total_high += most * (high if most >= 0 else low)
    return (total_low, total_high)


def _extreme(operator: str, there: list[tuple[bool, Bounds]], default: Bounds) -> Bounds:
    possible = [body for _, body in there]
    sure = [body for is_sure, body in there if is_sure]
    if not possible:
        return default
    if operator == "min":
        ends = [min(body[0] for body in possible), min((body[1] for body in sure), default=None)]
        outer = max(body[1] for body in possible) if ends[1] is None else ends[1]
        result: Bounds = (ends[0], outer)
    else:
        ends = [max((body[0] for body in sure), default=None), max(body[1] for body in possible)]
        outer = min(body[0] for body in possible) if ends[0] is None else ends[0]
        result = (outer, ends[1])
    return result if sure else join(result, default)
