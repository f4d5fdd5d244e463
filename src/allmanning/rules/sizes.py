"""Every number that any reader computes on the way, and whether it fits in 64 bits.

Readers that compute many households at once have no larger numbers, and compute both arms of a condition. So the
bounds are those of the ranges alone, and the steps inside a share or a rounding count as much as what comes of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from allmanning.rules.bounds import Survey, Surveyor
from allmanning.rules.datatypes import SHARE
from allmanning.rules.errors import Place
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds
from allmanning.rules.nodes import (
    Aggregate,
    Calendar,
    If,
    Lookup,
    Named,
    Node,
    ParameterRef,
    Rate,
    Ratio,
    Round,
    children,
)
from allmanning.rules.values import TableValue

LARGEST = 2**63 - 1
# A share that an adopter writes has nine digits above and below at most.
LARGEST_PART = 10**9 - 1
# More than the days, and than the months, from the first year to the last.
DAYS_OF_ALL_TIME = 4_000_000


def too_large(surveyor: Surveyor, survey: Survey, memo: Sequence[Bounds]) -> Iterator[tuple[Place, int]]:
    """Where a number can be too large, and how large; not where that only follows from a part that is.

    `memo` are the bounds of all nodes when nothing is known of anybody.
    """
    graph = surveyor.graph
    sizes = _Sizes(graph, survey, memo)
    large: set[int] = set()
    for position, node in enumerate(graph.nodes):
        step = _STEPS.get(type(node))
        most = max(_size(memo[position]), step(sizes, node) if step else 0)
        if graph.types[position] == SHARE:
            sizes.parts[position] = _PARTS[type(node)](sizes, node)
        if most > LARGEST:
            large.add(position)
            if large.isdisjoint(children(node)):
                yield graph.places[position], most


def _size(bounds: Bounds) -> int:
    """The largest number of digits' worth in the bounds of a number or an amount; 0 for anything else."""
    if isinstance(bounds, tuple) and isinstance(bounds[0], int):
        return int(max(abs(bounds[0]), abs(bounds[1])))
    return 0


@dataclass(slots=True)
class _Sizes:
    """`parts` are the largest upper and lower number that each share can be written with."""

    graph: Graph
    survey: Survey
    memo: Sequence[Bounds]
    parts: dict[int, tuple[int, int]] = field(default_factory=dict)

    def of(self, position: int) -> int:
        return _size(self.memo[position])

    def known(self, name: str) -> Sequence[Any]:
        """The value of a parameter, or all of a table's."""
        value = self.survey.parameters[name]
        return value.values if isinstance(value, TableValue) else (value,)


def _rate(sizes: _Sizes, node: Rate) -> int:
    upper, lower = sizes.parts[node.share]
    product = sizes.of(node.amount) * upper
    return 2 * product + 2 * lower if node.rounding == "närmast" else product + lower


def _round(sizes: _Sizes, node: Round) -> int:
    amount = sizes.of(node.amount)
    return 2 * amount + 2 * node.unit if node.rounding == "närmast" else amount + node.unit


def _calendar(sizes: _Sizes, node: Calendar) -> int:
    return sizes.of(node.right) + DAYS_OF_ALL_TIME


def _aggregate(sizes: _Sizes, node: Aggregate) -> int:
    """The sum on its way, whichever elements have been counted so far."""
    longest = sizes.graph.vocabulary.facts[node.list].high
    assert isinstance(longest, int)  # noqa: S101 - a list has a length
    return longest * sizes.of(node.body) if node.operator == "sum" else 0


def _lookup(sizes: _Sizes, node: Lookup) -> int:
    table = sizes.survey.parameters[node.table]
    assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
    return sizes.of(node.key) + abs(table.starts[0]) + 1


_STEPS: dict[type[Node], Callable[[_Sizes, Any], int]] = {
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
    Aggregate: _aggregate,
    Lookup: _lookup,
}


def _of_parameter(sizes: _Sizes, name: str) -> tuple[int, int]:
    span = sizes.survey.surveyor.spans.get(name)
    if span is not None:
        largest: Fraction = max(abs(span[0]), abs(span[1]))
        return min(LARGEST_PART, int(largest * LARGEST_PART)), LARGEST_PART
    values = sizes.known(name)
    return max(abs(value.numerator) for value in values), max(value.denominator for value in values)


def _of_ratio(sizes: _Sizes, node: Ratio) -> tuple[int, int]:
    return sizes.of(node.numerator), max(1, sizes.of(node.denominator))


def _of_if(sizes: _Sizes, node: If) -> tuple[int, int]:
    (one, below_one), (other, below_other) = sizes.parts[node.then], sizes.parts[node.otherwise]
    return max(one, other), max(below_one, below_other)


_PARTS: dict[type[Node], Callable[[_Sizes, Any], tuple[int, int]]] = {
    ParameterRef: lambda sizes, node: _of_parameter(sizes, node.name),
    Lookup: lambda sizes, node: _of_parameter(sizes, node.table),
    Ratio: _of_ratio,
    If: _of_if,
    Named: lambda sizes, node: sizes.parts[node.of],
}
