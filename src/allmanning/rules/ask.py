"""Which facts can still change the outcome, and which to ask for first.

Sound: as long as the facts that `open_facts` lists are unknown the outcome may change, and no other fact can change it.
The list may hold a fact too many (intervals forget how values hang together), never one too few.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from allmanning.rules.bounds import Indexes, Memo, Survey, within
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import certain
from allmanning.rules.nodes import Aggregate, Extreme, FactRef, FieldRef, If, Logic, Node, children


def open_facts(survey: Survey, targets: Iterable[str]) -> tuple[str, ...]:
    """Paths of the facts that can still change a target rule, such as `hyra` and `barn[0].ålder`, in no special order.

    A list that is not known is open as a whole (`barn`); its elements come when it is known.
    """
    search = _Search(survey)
    for target in targets:
        search.visit((survey.graph.values[target],), survey.memo, ())
    return tuple(search.found)


def facts_that_matter(survey: Survey, targets: Iterable[str]) -> frozenset[str]:
    """The open facts, those of elements as `barn.ålder`. Of a survey of no facts at all: what may ever be asked for."""
    search = _Search(survey)
    for target in targets:
        search.visit((survey.graph.values[target],), survey.memo, ())
    return frozenset({*search.found, *search.fields})


class _Search:
    """A walk down from the targets that passes by all that is already certain."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.nodes = survey.graph.nodes
        self.found: dict[str, None] = {}
        self.fields: set[str] = set()
        self.seen: set[tuple[int, Indexes]] = set()

    def visit(self, starts: Iterable[int], memo: Memo, indexes: Indexes) -> None:
        own, below = self.survey.surveyor.own, self.survey.surveyor.below
        stack = list(starts)
        while stack:
            position = stack.pop()
            if certain(memo[position]):
                continue
            place = position, own(position, indexes)
            if place in self.seen:
                continue
            self.seen.add(place)
            node = self.nodes[position]
            match node:
                case FactRef(name=name):
                    self.found[name] = None
                case FieldRef(list=list_name, level=level, name=name):
                    index = indexes[level]
                    self.fields.add(f"{list_name}.{name}")
                    self.found[list_name if index is None else f"{list_name}[{index}].{name}"] = None
                case Aggregate():
                    self._aggregate(position, node, indexes)
                    stack.append(node.default)
                case _:
                    choose = _MATTERING.get(type(node))
                    stack.extend(choose(node, memo) if choose else below[position])

    def _aggregate(self, position: int, node: Aggregate, indexes: Indexes) -> None:
        if node.list not in self.survey.facts:
            self.found[node.list] = None
        for inner in self.survey.seen(position, indexes):
            possible = inner.memo[node.where][1]
            if possible:
                self.visit((node.where, node.body), inner.memo, within(indexes, node.level, inner.index))


def _of_if(node: If, memo: Memo) -> Sequence[int]:
    low, high = memo[node.condition]
    if low:
        return (node.then,)
    return (node.condition, node.then, node.otherwise) if high else (node.otherwise,)


def _of_extreme(node: Extreme, memo: Memo) -> Sequence[int]:
    """A side that the other one always beats cannot matter."""
    one, other = memo[node.left], memo[node.right]
    lowest = node.operator == "min"
    if one[0] >= other[1]:
        return (node.right,) if lowest else (node.left,)
    if other[0] >= one[1]:
        return (node.left,) if lowest else (node.right,)
    return (node.left, node.right)


_MATTERING: dict[type[Node], Callable[[Any, Memo], Sequence[int]]] = {If: _of_if, Extreme: _of_extreme}


def ranking(graph: Graph, targets: Iterable[str]) -> dict[str, float]:
    """How much each fact is worth asking early, higher first; fields of elements as `barn.ålder`.

    A fact that decides a condition is worth the number of facts that one of the condition's arms alone needs,
    shared between the facts of the condition: an answer may spare us those questions.
    """
    names, below = _facts_below(graph)
    gates: set[tuple[float, int]] = set()
    for node in graph.nodes:
        gate, arms = _gate(node)
        deciders = 0 if gate is None else below[gate]
        if deciders:
            spared = max((below[arm] & ~deciders).bit_count() for arm in arms)
            gates.add((spared / deciders.bit_count(), deciders))
    worth: dict[str, float] = {}
    missing = (1 << len(names)) - 1
    for each, deciders in sorted(gates, reverse=True):
        worth |= dict.fromkeys(_named(names, deciders & missing), each)
        missing &= ~deciders
    wanted = 0
    for target in targets:
        wanted |= below[graph.values[target]]
    return worth | dict.fromkeys(_named(names, wanted & missing), 0.0)


def _gate(node: Node) -> tuple[int | None, tuple[int, ...]]:
    match node:
        case If(condition=condition, then=then, otherwise=otherwise):
            return condition, (then, otherwise)
        case Logic(left=left, right=right):
            return left, (right,)
        case Aggregate(where=where, body=body):
            return where, (body,)
        case _:
            return None, ()


def _facts_below(graph: Graph) -> tuple[list[str], list[int]]:
    """The facts by number, and for each node those that it stands on, as the bits of a number."""
    numbers: dict[str, int] = {}
    below: list[int] = []
    for node in graph.nodes:
        found = 0
        for child in children(node):
            found |= below[child]
        match node:
            case FactRef(name=name) | Aggregate(list=name):
                found |= 1 << numbers.setdefault(name, len(numbers))
            case FieldRef(list=list_name, name=name):
                found |= 1 << numbers.setdefault(f"{list_name}.{name}", len(numbers))
        below.append(found)
    return list(numbers), below


def _named(names: Sequence[str], bits: int) -> Iterator[str]:
    while bits:
        lowest = bits & -bits
        yield names[lowest.bit_length() - 1]
        bits ^= lowest
