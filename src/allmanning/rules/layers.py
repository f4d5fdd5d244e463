"""Which node becomes a column, and in which layer of a query: so that each is written, and computed, once.

A household's node is a column of a layer. A node inside a list is a column of the list: a layer makes the list anew,
with that value in each of its elements. Lists inside lists stand in the elements of the outer one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from allmanning.rules.exact import Node, children
from allmanning.rules.nodes import Aggregate, Const, FactRef, FieldRef, Lookup
from allmanning.rules.plan import DEEPEST_INLINE
from allmanning.rules.spelled import Spelled

# The comprehensions around, outermost first: their level and their list. Empty for the household.
type Path = tuple[tuple[int, str], ...]
# A node and where it is computed.
type Place = tuple[int, Path]
# What an element has: one of its facts by name, or a column by its node.
type Item = str | int


@dataclass(frozen=True, slots=True)
class Layers:
    """`columns` tells the layer in which a node is made; the first is 1, the facts stand in layer 0, and `count` is the last.

    `rewritten` are the layers that make a list anew. `read` is the last layer that reads an item of a list's elements, and
    `gone_over` the last that goes over the list; what is read after the last layer has the number `count + 1`.
    """

    columns: Mapping[Place, int]
    count: int
    rewritten: Mapping[Path, Sequence[int]]
    read: Mapping[Path, Mapping[Item, int]]
    gone_over: Mapping[Path, int]

    def inner(self, path: Path) -> Iterator[Path]:
        """The lists with columns that stand in the elements of a list."""
        return (other for other in self.rewritten if other[:-1] == path)


def home(spelled: Spelled, position: int, path: Path) -> Path:
    """Where a node is computed that is used somewhere: no further in than it must."""
    innermost = max(spelled.levels[position], default=-1)
    return tuple(step for step in path if step[0] <= innermost)


def parts(spelled: Spelled, place: Place) -> list[Place]:
    """What the text of a node is made of, each as often as it stands there."""
    position, path = place
    node = spelled.nodes[position]
    match node:
        case Aggregate():
            inner = (*path, (node.level, node.list))
            found = [(child, inner) for child in elementwise(spelled, node)]
            found += [(node.default, path)] if node.operator in ("min", "max") else []
        case Lookup(table=table, key=key) if not spelled.tables[table].dense:
            found = [(key, path), (key, path)]
        case _:
            found = [(child, path) for child in children(node)]
    return [(child, home(spelled, child, around)) for child, around in found]


def elementwise(spelled: Spelled, node: Aggregate) -> list[int]:
    """What an aggregate computes for each element: the condition, if there is one, and the value, unless it only counts."""
    where = [] if spelled.bounds[node.where] == (True, True) else [node.where]
    return where if node.operator == "count" else [*where, node.body]


def layers(spelled: Spelled) -> Layers:
    """Put every node that is used more than once, and every total of the household, in a layer."""
    roots = [(position, ()) for value in spelled.outputs.values() for position in value]
    uses: Counter[Place] = Counter(roots)
    below: dict[Place, list[Place]] = {}
    stack: list[Place] = list(uses)
    while stack:
        place = stack.pop()
        if place not in below:
            below[place] = parts(spelled, place)
            uses.update(below[place])
            stack.extend(below[place])
    columns = _columns(spelled.nodes, uses, below)
    made = _Layering(spelled, columns, below, max(columns.values(), default=0))
    for place, layer in columns.items():
        made.reads(place, layer)
    for root in dict.fromkeys(roots):
        made.reads(root, made.count + 1)
    return made.layers()


def plain(node: Node) -> bool:
    """What is written where it is used, however often."""
    return isinstance(node, Const | FactRef | FieldRef)


def _columns(
    nodes: Sequence[Node], uses: Mapping[Place, int], below: Mapping[Place, list[Place]]
) -> dict[Place, int]:
    """The places that become columns, children first, each in the first layer that it can be made in."""
    columns: dict[Place, int] = {}
    ready: dict[Place, int] = {}
    depths: dict[Place, int] = {}
    for place in sorted(below):
        node = nodes[place[0]]
        depth = 1 + max((depths[child] for child in below[place]), default=0)
        after = max((ready[child] for child in below[place]), default=0)
        total = isinstance(node, Aggregate) and not place[1]
        if total or (not plain(node) and (uses[place] > 1 or depth > DEEPEST_INLINE)):
            columns[place] = after = after + 1
            depth = 0
        ready[place], depths[place] = after, depth
    return columns


@dataclass(slots=True)
class _Layering:
    spelled: Spelled
    columns: dict[Place, int]
    below: Mapping[Place, list[Place]]
    count: int
    read: dict[Path, dict[Item, int]] = field(default_factory=lambda: defaultdict(dict))
    gone_over: dict[Path, int] = field(default_factory=dict)

    def reads(self, owner: Place, layer: int) -> None:
        """Note what is read in a layer to write a column, or the result."""
        stack = [owner] if self.columns.get(owner) != layer else list(self.below[owner])
        if self.columns.get(owner) == layer:
            self._go_over(owner, layer)
        while stack:
            place = stack.pop()
            position, path = place
            node = self.spelled.nodes[position]
            if place in self.columns:
                self._item(path, position, layer)
            elif isinstance(node, FieldRef):
                self._item(path, node.name, layer)
            else:
                self._go_over(place, layer)
                stack.extend(self.below[place])

    def _item(self, path: Path, item: Item, layer: int) -> None:
        self.read[path][item] = max(layer, self.read[path].get(item, 0))

    def _go_over(self, place: Place, layer: int) -> None:
        position, path = place
        node = self.spelled.nodes[position]
        if isinstance(node, Aggregate):
            path = (*path, (node.level, node.list))
        if path:
            self.gone_over[path] = max(layer, self.gone_over.get(path, 0))

    def layers(self) -> Layers:
        """What has been noted. A list is made anew when it gets a column, and when a list in its elements does."""
        rewritten: dict[Path, set[int]] = defaultdict(set)
        for (_, path), layer in self.columns.items():
            for length in range(1, len(path) + 1):
                rewritten[path[:length]].add(layer)
        for path, at in rewritten.items():
            self.gone_over[path] = max(*at, self.gone_over.get(path, 0))
        # An inner list is reached through the outer one.
        ordered = {path: sorted(rewritten[path]) for path in sorted(rewritten, key=len)}
        return Layers(self.columns, self.count, ordered, self.read, self.gone_over)
