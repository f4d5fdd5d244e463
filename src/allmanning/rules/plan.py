"""What every reader that writes code must know of a graph: which nodes it needs, which get a name, and in what order.

Totals of one list that need no total of each other are gathered in one loop.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from allmanning.rules.graph import Graph
from allmanning.rules.nodes import Aggregate, FactRef, FieldRef, children

DEEPEST_INLINE = 12

type Step = int | Loop


@dataclass(frozen=True, slots=True)
class Loop:
    """`totals` are gathered in one go over the elements of a list; the steps are done first for each element."""

    list: str
    level: int
    totals: tuple[int, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language writes a graph.

    `written` gives the nodes that a node's text is made of, each as often as it stands there. `plain` are nodes that are
    written where they are used, however often; `named` are those that always get a name of their own.
    """

    written: Callable[[int], tuple[int, ...]]
    plain: Callable[[int], bool]
    named: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """`needed` are the nodes in order; `named` those that get a name, in a step or as a total; `steps` are the household's."""

    needed: tuple[int, ...]
    named: frozenset[int]
    steps: tuple[Step, ...]


def plan(graph: Graph, roots: Iterable[int], manner: Manner) -> Plan:
    """How to compute some nodes of the household, each thing once."""
    uses = Counter(roots)
    below: dict[int, tuple[int, ...]] = {}
    stack = list(uses)
    while stack:
        position = stack.pop()
        if position not in below:
            below[position] = manner.written(position)
            uses.update(below[position])
            stack.extend(below[position])
    needed = tuple(sorted(below))
    named = _named(graph, needed, below, uses, manner)
    return Plan(needed, named, _Planner(graph, below, named).steps(needed, -1))


def needed(graph: Graph, roots: Iterable[int]) -> tuple[int, ...]:
    """The nodes that some nodes stand on, themselves among them, in order."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        position = stack.pop()
        if position not in found:
            found.add(position)
            stack.extend(children(graph.nodes[position]))
    return tuple(sorted(found))


def facts_needed(graph: Graph, outputs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The facts of the household that some rules stand on, in the order of their declaration.

    For a list they come with those fields of its elements that are read; there may be none where it is only counted.
    """
    found: set[str] = set()
    fields: set[tuple[str, str]] = set()
    for position in needed(graph, (graph.values[name] for name in outputs)):
        match graph.nodes[position]:
            case FactRef(name=name) | Aggregate(list=name):
                found.add(name)
            case FieldRef(list=name, name=field_name):
                fields.add((name, field_name))
            case _:
                pass
    return {
        name: _fields_of(graph, name, fields) if any(list_name == name for list_name, _ in fields) else ()
        for name in graph.vocabulary.facts
        if name in found
    }


def _fields_of(graph: Graph, name: str, fields: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(each for each in graph.vocabulary.fields(name) if (name, each) in fields)


def home(graph: Graph, position: int) -> int:
    """The innermost level of comprehension that a node depends on; -1 for a value of the household."""
    return max(graph.levels[position], default=-1)


def _named(
    graph: Graph,
    needed: tuple[int, ...],
    below: Mapping[int, tuple[int, ...]],
    uses: Counter[int],
    manner: Manner,
) -> frozenset[int]:
    """What is used twice, and what would make too deep an expression; always those of a total."""
    found: set[int] = set()
    depths: dict[int, int] = {}
    for position in needed:
        depth = 1 + max((depths[child] for child in below[position] if child not in found), default=0)
        large = uses[position] > 1 or depth > DEEPEST_INLINE
        always = isinstance(graph.nodes[position], Aggregate) or manner.named(position)
        if always or (large and not manner.plain(position)):
            found.add(position)
        depths[position] = depth
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Planner:
    graph: Graph
    below: Mapping[int, tuple[int, ...]]
    named: frozenset[int]

    def steps(self, needed: tuple[int, ...], level: int) -> tuple[Step, ...]:
        """Loops and names of one level. `needed` are its nodes and those further in, in order.

        Stage 0 needs no list; stage n needs totals of stage n - 1.
        """
        nodes = self.graph.nodes
        stages: dict[int, int] = {}
        loops: dict[int, dict[tuple[str, int], list[int]]] = {}
        names: dict[int, list[int]] = {}
        for position in needed:
            node = nodes[position]
            here = home(self.graph, position) == level
            stage = max((stages.get(child, 0) for child in self.below[position]), default=0)
            if here and isinstance(node, Aggregate):
                stage += 1
                loops.setdefault(stage, {}).setdefault((node.list, node.level), []).append(position)
            elif here and position in self.named:
                names.setdefault(stage, []).append(position)
            stages[position] = stage
        steps: list[Step] = []
        for stage in range(max(stages.values(), default=0) + 1):
            for (list_name, inner), totals in loops.get(stage, {}).items():
                steps.append(Loop(list_name, inner, tuple(totals), self._inside(totals, inner)))
            steps += names.get(stage, [])
        return tuple(steps)

    def _inside(self, totals: list[int], level: int) -> tuple[Step, ...]:
        """What is done for each element: all that some totals need and that depends on the element."""
        found: set[int] = set()
        stack = [child for total in totals for child in self.below[total]]
        while stack:
            position = stack.pop()
            if position not in found and level in self.graph.levels[position]:
                found.add(position)
                stack.extend(self.below[position])
        return self.steps(tuple(sorted(found)), level)
