"""Which facts can still change the outcome, and which to ask for first.

Sound: as long as the facts that `open_facts` lists are unknown the outcome may change, and no other fact can change it.
The list may hold a fact too many (intervals forget how values hang together), never one too few.
"""

from collections.abc import Callable, Iterable, Sequence
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
    below = _facts_below(graph)
    worth: dict[str, float] = {}
    for position, node in enumerate(graph.nodes):
        gate, arms = _gate(node)
        if gate is None or not below[position]:
            continue
        deciders = below[gate]
        spared = max((len(below[arm] - deciders) for arm in arms), default=0)
        for fact in deciders:
            worth[fact] = max(worth.get(fact, 0.0), spared / len(deciders))
    for target in targets:
        for fact in below[graph.values[target]]:
            worth.setdefault(fact, 0.0)
    return worth


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


def _facts_below(graph: Graph) -> list[frozenset[str]]:
    below: list[frozenset[str]] = []
    for node in graph.nodes:
        match node:
            case FactRef(name=name):
                below.append(frozenset((name,)))
            case FieldRef(list=list_name, name=name):
                below.append(frozenset((f"{list_name}.{name}",)))
            case _:
                facts = frozenset[str]().union(*(below[child] for child in children(node)))
                below.append(facts | {node.list} if isinstance(node, Aggregate) else facts)
    return below
