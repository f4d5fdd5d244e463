"""Limits that keep every package, whoever wrote it, small in time and memory when it runs."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from allmanning.rules.datatypes import INT, MONEY, SHARE, ListOf, Type
from allmanning.rules.errors import Finding, Place
from allmanning.rules.graph import Graph, inside
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    Const,
    FactRef,
    FieldRef,
    Named,
    Node,
    ParameterRef,
    Rate,
    Ratio,
    children,
)
from allmanning.rules.syntax import Source

MOST_STEPS = 2_000_000
# Written out, with everything in its place and each list at its longest: one rule, and all of them. Nobody could read it.
MOST_WRITTEN = 100_000
LONGEST_CHAIN = 50
# Far above any amount; publishing proves the narrow limit of 64 bits, this one only keeps numbers from growing wild.
LARGEST_VALUE = 10**60
LARGEST_PARAMETER: dict[Type, int] = {MONEY: 10**15, INT: 10**12, SHARE: 10**9}
LARGEST_COUNT = 10**8


def beyond_limits(graph: Graph, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """What would take too long, grow too large, or be too long a story to tell."""

    def finding(code: str, message: str, hint: str, position: int) -> Finding:
        place = graph.places[position]
        return sources[place.file].finding(code, message, hint, place)

    heavy = _too_many_steps(graph)
    if heavy is not None:
        message = f"One case would take more than {MOST_STEPS:,} steps"
        hint = "Let fewer lists stand inside each other, or shorten them with between(0, 15)"
        yield finding("R007", message, hint, heavy)
    large = next((i for i, most in enumerate(_magnitudes(graph)) if most > LARGEST_VALUE), None)
    if large is not None:
        message = "The number can have more than 60 digits"
        yield finding("R008", message, "Multiply less, or narrow the facts with between(…)", large)
    long = _too_long_chain(graph)
    if long is not None:
        message = f"The rule stands at the end of a chain of more than {LONGEST_CHAIN} rules"
        yield finding("R009", message, "Nobody can follow so long a chain: put rules together", long)


def _too_many_steps(graph: Graph) -> int | None:
    """Where the steps of one case, with every list at its longest, become too many."""
    costs: dict[int, int] = {}
    total = 0
    for position, node in enumerate(graph.nodes):
        if isinstance(node, Aggregate):
            longest, cost = _longest(graph, node.list), 1
            for child in inside(graph, position):
                cost += longest * costs.get(child, 1)
                if cost > MOST_STEPS:
                    return position
            costs[position] = cost
        if not graph.levels[position]:
            total += costs.get(position, 1)
            if total > MOST_STEPS:
                return position
    return None


def _longest(graph: Graph, list_name: str) -> int:
    """How many elements a list can have; one that is always empty still costs a look."""
    longest = graph.vocabulary.facts[list_name].high
    assert isinstance(longest, int)  # noqa: S101 - a list has a length
    return max(1, longest)


def too_much_written(graph: Graph) -> Place | None:
    """Where a rule, or all rules together, become too long to write out: to explain, and to walk through."""
    total = 0
    for position, parts in _written(graph):
        total += parts
        if parts > MOST_WRITTEN or total > MOST_STEPS:
            return graph.places[position]
    return None


def written(graph: Graph) -> int:
    """How many parts all rules have when each is written out: what one case costs to walk through at most."""
    return sum(parts for _, parts in _written(graph))


def _written(graph: Graph) -> Iterator[tuple[int, int]]:
    """Each rule with its number of parts; another rule in it is one part, since it is told by itself."""
    parts: list[int] = []
    lists = [name for name, fact in graph.vocabulary.facts.items() if isinstance(fact.type, ListOf)]
    around = max((_longest(graph, name) for name in lists), default=1)
    for position, node in enumerate(graph.nodes):
        if isinstance(node, Named):
            parts.append(1)
            elements = 1 if node.level < 0 else _longest(graph, node.list) * around**node.level
            yield position, parts[node.of] * elements
            continue
        here = 1 + sum(parts[child] for child in children(node))
        if isinstance(node, Aggregate):
            here += (_longest(graph, node.list) - 1) * (parts[node.where] + parts[node.body])
        # What has grown beyond all proportion need not be known to the last part.
        parts.append(min(here, 10 * MOST_STEPS))


def _magnitudes(graph: Graph) -> list[int]:
    """The largest absolute value each node can have, without its conditions."""
    found: list[int] = []
    for node in graph.nodes:
        found.append(_MAGNITUDES.get(type(node), _largest_below)(graph, node, found))
        if found[-1] > LARGEST_VALUE:
            break
    return found


def _largest_below(graph: Graph, node: Node, found: list[int]) -> int:
    return max((found[child] for child in children(node)), default=LARGEST_COUNT)


def _constant(graph: Graph, node: Const, found: list[int]) -> int:
    return abs(node.value) if isinstance(node.value, int) else 0


def _fact(graph: Graph, node: FactRef | FieldRef, found: list[int]) -> int:
    facts = graph.vocabulary.fields(node.list) if isinstance(node, FieldRef) else graph.vocabulary.facts
    declared = facts[node.name]
    return max((abs(end) for end in (declared.low, declared.high) if isinstance(end, int)), default=0)


def _parameter(graph: Graph, node: ParameterRef, found: list[int]) -> int:
    return LARGEST_PARAMETER.get(graph.parameters[node.name], 0)


def _arithmetic(graph: Graph, node: Arithmetic, found: list[int]) -> int:
    left, right = found[node.left], found[node.right]
    return left * right if node.operator == "*" else left + right


def _rate(graph: Graph, node: Rate, found: list[int]) -> int:
    return found[node.amount] * max(1, found[node.share]) + 1


def _ratio(graph: Graph, node: Ratio, found: list[int]) -> int:
    return found[node.numerator]


def _aggregate(graph: Graph, node: Aggregate, found: list[int]) -> int:
    if node.operator == "sum":
        return found[node.body] * _longest(graph, node.list)
    return max(found[node.body], found[node.default], LARGEST_COUNT)


_MAGNITUDES: dict[type[Node], Callable[[Graph, Any, list[int]], int]] = {
    Const: _constant,
    FactRef: _fact,
    FieldRef: _fact,
    ParameterRef: _parameter,
    Arithmetic: _arithmetic,
    Rate: _rate,
    Ratio: _ratio,
    Aggregate: _aggregate,
}


def _too_long_chain(graph: Graph) -> int | None:
    chains: list[int] = []
    for position, node in enumerate(graph.nodes):
        below = max((chains[child] for child in children(node)), default=0)
        chains.append(below + isinstance(node, Named))
        if chains[-1] > LONGEST_CHAIN:
            return position
    return None
