"""One hash-consed graph of nodes for one period of law, and how it is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from allmanning.rules.datatypes import Type
from allmanning.rules.errors import NOWHERE, Place
from allmanning.rules.nodes import Aggregate, FieldRef, Named, Node, children

MOST_NODES = 20_000


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
    """What a rule says of itself: its law, its words, and where it stands."""

    name: str
    law: str
    text: str
    place: Place
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """The rules in force during one period.

    `nodes[i]` has type `types[i]` and stands at `places[i]`; `levels[i]` are the comprehension levels it depends
    on (empty for a value of the household). `values` maps the household's rules to their nodes, in the order of
    the files; `element_values` maps each list to its rules per element, at level 0.
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


class TooLargeError(Exception):
    """The rules make more than 20,000 nodes. Split the package, or repeat less."""


@dataclass(slots=True)
class Builder:
    """Collects nodes; the same node twice is one node."""

    nodes: list[Node] = field(default_factory=list)
    types: list[Type] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    levels: list[frozenset[int]] = field(default_factory=list)
    known: dict[Node, int] = field(default_factory=dict)

    def add(self, node: Node, type_: Type, place: Place) -> int:
        """The position of a node, which may have been there before."""
        position = self.known.get(node)
        if position is not None and self.types[position] == type_:
            return position
        if len(self.nodes) >= MOST_NODES:
            raise TooLargeError
        self.known[node] = len(self.nodes)
        self.nodes.append(node)
        self.types.append(type_)
        self.places.append(place)
        self.levels.append(self._levels_of(node))
        return len(self.nodes) - 1

    def _levels_of(self, node: Node) -> frozenset[int]:
        below = frozenset().union(*(self.levels[child] for child in children(node)))
        match node:
            case FieldRef(level=level):
                return below | {level}
            case Aggregate(level=level):
                return below - {level}
            case Named(level=level) if level >= 0:
                return below | {level}
            case _:
                return below
