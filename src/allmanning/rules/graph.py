"""One hash-consed graph of nodes for one period of law, and how it is built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from allmanning.rules.datatypes import Type
from allmanning.rules.errors import NOWHERE, Place
from allmanning.rules.nodes import Aggregate, FieldRef, Named, Node, children

MOST_NODES = 20_000
# What is written again and again makes no new node, and takes its time all the same.
MOST_PARTS = 100_000
# Deep enough for any rule that can be read aloud, shallow enough for readers that call themselves.
MOST_LEVELS = 150


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact: its type and, for numbers, amounts (öre), dates and lists (length), the lowest and highest allowed."""

    name: str
    type: Type
    low: int | date
    high: int | date
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts: those of the household by name, and the fields of each kind of list element."""

    facts: Mapping[str, FactDeclaration]
    entities: Mapping[str, Mapping[str, FactDeclaration]]

    def fields(self, list_name: str) -> Mapping[str, FactDeclaration]:
        """The fields of the elements of a list."""
        return self.entities[str(self.facts[list_name].type).removeprefix("list[").removesuffix("]")]


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule says of itself: its law, its words, and where it and its law stand."""

    name: str
    law: str
    text: str
    place: Place
    entity: str
    law_place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """How a place in a rule is reached: a condition that came out so, after what came before it."""

    condition: int
    truth: bool
    before: "Way | None"


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A place in a rule of which something is to be proved: a condition, a look-up or a share, and the way to it.

    The parts of a condition are the sites from `first` up to the condition's own. `otherwise` is where the code stands
    that is for the opposite; `has_arms` tells a condition that chooses between two ways from one that is a value.
    """

    node: int
    way: Way | None
    place: Place
    first: int
    has_arms: bool = False
    otherwise: Place | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """The rules in force during one period.

    `nodes[i]` has type `types[i]` and stands at `places[i]`; `levels[i]` are the comprehension levels it depends
    on (empty for a value of the household). `values` maps the household's rules to their nodes, in the order of
    the files; `element_values` maps each list to its rules per element, at level 0. `sites` are what publishing proves.
    """

    valid_from: date
    valid_to: date | None
    nodes: tuple[Node, ...]
    types: tuple[Type, ...]
    places: tuple[Place, ...]
    levels: tuple[frozenset[int], ...]
    values: Mapping[str, int]
    element_values: Mapping[str, Mapping[str, int]]
    rules: Mapping[str, RuleText]
    parameters: Mapping[str, Type]
    vocabulary: Vocabulary
    sites: tuple[Site, ...]


def inside(graph: Graph, position: int) -> Iterator[int]:
    """The nodes that an aggregate computes anew for each element, in no special order.

    Those of an aggregate further in are left to it, but that aggregate itself is among them.
    """
    node = graph.nodes[position]
    assert isinstance(node, Aggregate)  # noqa: S101 - the caller has looked
    found: set[int] = set()
    stack = [node.where, node.body]
    while stack:
        child = stack.pop()
        if child in found or node.level not in graph.levels[child]:
            continue
        found.add(child)
        stack.extend(children(graph.nodes[child]))
        if max(graph.levels[child]) == node.level:
            yield child


class TooLargeError(Exception):
    """The rules make more than 20,000 nodes, or have more than 100,000 parts. Split the package, or repeat less."""


class TooDeepError(Exception):
    """An expression stands on expressions too many levels deep. Give the parts names as rules."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(str(self.__doc__))


@dataclass(slots=True)
class Builder:
    """Collects nodes; the same node twice is one node."""

    nodes: list[Node] = field(default_factory=list)
    types: list[Type] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    levels: list[frozenset[int]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    known: dict[Node, int] = field(default_factory=dict)
    parts: int = 0
    is_full: bool = False

    def add(self, node: Node, type_: Type, place: Place) -> int:
        """The position of a node, which may have been there before. Raises TooLargeError and TooDeepError."""
        self.parts += 1
        position = self.known.get(node)
        is_known = position is not None and self.types[position] == type_
        if self.parts > MOST_PARTS or (len(self.nodes) >= MOST_NODES and not is_known):
            self.is_full = True
            raise TooLargeError
        if position is not None and is_known:
            return position
        below = children(node)
        depth = 1 + max((self.depths[child] for child in below), default=0)
        if depth > MOST_LEVELS:
            raise TooDeepError(place)
        # The value of a household's rule is known before it is used, so it begins anew.
        self.depths.append(0 if isinstance(node, Named) and node.level < 0 else depth)
        self.known[node] = len(self.nodes)
        self.nodes.append(node)
        self.types.append(type_)
        self.places.append(place)
        self.levels.append(self._levels_of(node, below))
        return len(self.nodes) - 1

    def _levels_of(self, node: Node, children_of_it: tuple[int, ...]) -> frozenset[int]:
        below = frozenset[int]().union(*(self.levels[child] for child in children_of_it))
        match node:
            case FieldRef(level=level):
                return below | {level}
            case Aggregate(level=level):
                return below - {level}
            case Named(level=level) if level >= 0:
                return below | {level}
            case _:
                return below
