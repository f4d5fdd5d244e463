"""How the work on many households is parted, so that most of it can be done for several of them at a time.

A machine computes eight households side by side as long as none of them turns off on its own; a loop over a list turns off
for every household. So lists come first, a block of households at a time, and then all else without a loop.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allmanning.rules.graph import Graph
from allmanning.rules.nodes import Aggregate, FactRef
from allmanning.rules.plan import Loop, Step

# Totals that are the difference of two running totals, whichever household an element belongs to.
RUNNING = ("sum", "count", "any", "all")


@dataclass(frozen=True, slots=True)
class Passes:
    """The household's steps, in three passes over a block of households.

    `flat` are loops over elements that need nothing of their household: all elements of the block are computed side by side.
    `by_row` are the other loops and the names they need, household by household. `side_by_side` are the names that are
    computed for several households at a time; `flat_totals` and `row_totals` are what these need of the first two passes.
    """

    flat: tuple[Loop, ...]
    by_row: tuple[Step, ...]
    side_by_side: tuple[Step, ...]
    flat_totals: tuple[int, ...]
    row_totals: tuple[int, ...]


def passes(
    graph: Graph,
    steps: Iterable[Step],
    roots: Iterable[int],
    written: Callable[[int], tuple[int, ...]],
) -> Passes:
    """Part the household's steps. `roots` are the nodes that are wanted, `written` what a node's text is made of."""
    steps = tuple(steps)
    loops = [step for step in steps if isinstance(step, Loop)]
    flat = tuple(loop for loop in loops if _is_flat(graph, loop, written))
    others = [loop for loop in loops if loop not in flat]
    in_flat = {total for loop in flat for total in loop.totals}
    needed_by_rows = _below(graph, (total for loop in others for total in loop.totals), written)
    if needed_by_rows & in_flat:
        # A total that stands on another one is found household by household, and so is that one.
        flat, others, in_flat = (), loops, set()
        needed_by_rows = _below(graph, (total for loop in loops for total in loop.totals), written)
    by_row = tuple(step for step in steps if step in others or step in needed_by_rows)
    direct = _below(graph, roots, written, into_totals=False)
    side_by_side = tuple(step for step in steps if not isinstance(step, Loop) and step in direct)
    totals = sorted(position for position in direct if isinstance(graph.nodes[position], Aggregate))
    return Passes(
        flat,
        by_row,
        side_by_side,
        tuple(total for total in totals if total in in_flat),
        tuple(total for total in totals if total not in in_flat),
    )


def _below(
    graph: Graph,
    roots: Iterable[int],
    written: Callable[[int], tuple[int, ...]],
    *,
    into_totals: bool = True,
) -> set[int]:
    """The nodes that some nodes stand on, themselves among them; at will without what totals stand on."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        position = stack.pop()
        if position not in found:
            found.add(position)
            if into_totals or not isinstance(graph.nodes[position], Aggregate):
                stack.extend(written(position))
    return found


def _is_flat(graph: Graph, loop: Loop, written: Callable[[int], tuple[int, ...]]) -> bool:
    """Whether every element can be computed without its household, and the totals are differences."""
    aggregates = [node for total in loop.totals if isinstance(node := graph.nodes[total], Aggregate)]
    if any(node.operator not in RUNNING for node in aggregates):
        return False
    inside = _below(graph, (child for total in loop.totals for child in written(total)), written)
    return all(
        not isinstance(graph.nodes[position], FactRef | Aggregate) and graph.levels[position] <= {loop.level}
        for position in inside
    )
