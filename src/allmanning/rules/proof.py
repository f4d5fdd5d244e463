"""Proof, before publishing, that no household can look outside a table, make a share of nothing or an endless number.

Intervals over the declared ranges of the facts, narrowed by the conditions on the way to each look-up.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from allmanning.rules.bounds import Indexes, Memo, Survey, Surveyor, within
from allmanning.rules.errors import Place
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds, join
from allmanning.rules.nodes import (
    Aggregate,
    Compare,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Named,
    Not,
    Ratio,
    children,
)
from allmanning.rules.values import TableValue

MOST_STEPS = 100_000
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unproved:
    """A place where a fact can lead outside: what can happen and how to rule it out."""

    code: str
    place: Place
    message: str
    hint: str


class TangledError(Exception):
    """The conditions are too tangled to prove. Give parts of the rule names of their own."""


def unproved(surveyor: Surveyor, survey: Survey) -> tuple[Unproved, ...]:
    """What cannot be proved. The survey is one of no facts at all."""
    proof = _Proof(surveyor, survey, _dangerous(surveyor.graph))
    proof.sizes(survey.memo, surveyor.outer)
    for position in survey.graph.values.values():
        proof.rule(position, survey.memo, ())
    for (position, _), seen in list(survey.inner.items()):
        node = survey.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - only aggregates look at elements
        for inner in seen:
            proof.sizes(inner.memo, surveyor.inside[position])
            for rule in surveyor.inside[position]:
                if isinstance(survey.graph.nodes[rule], Named):
                    # No list is known, so no element has a number.
                    proof.rule(rule, inner.memo, (None,) * (node.level + 1))
    return tuple(proof.found)


def _dangerous(graph: Graph) -> list[bool]:
    """Whether a look-up or a share stands at or below each node, within the same rule."""
    found: list[bool] = []
    for node in graph.nodes:
        below = any(found[child] and not isinstance(graph.nodes[child], Named) for child in children(node))
        found.append(below or isinstance(node, Lookup | Ratio))
    return found


@dataclass(slots=True)
class _Proof:
    surveyor: Surveyor
    survey: Survey
    dangerous: list[bool]
    found: dict[Unproved, None] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    steps: int = 0

    @property
    def graph(self) -> Graph:
        return self.survey.graph

    def sizes(self, memo: Memo, positions: Iterable[int]) -> None:
        """Numbers must fit in 64 bits, as they do in every other system that will meet them."""
        for position in positions:
            bounds = memo[position]
            if isinstance(bounds, tuple) and isinstance(bounds[0], int) and max(map(abs, bounds)) > LARGEST:
                message = (
                    f"The number can be as large as {max(map(abs, bounds)):.1e}, in öre if it is an amount"
                )
                hint = "Narrow the facts with between(…), or multiply less"
                self.found[Unproved("C022", self.graph.places[position], message, hint)] = None
                return

    def rule(self, position: int, memo: Memo, indexes: Indexes) -> None:
        """Everything in one rule's own body, once."""
        node = self.graph.nodes[position]
        assert isinstance(node, Named)  # noqa: S101 - the caller has looked
        if position not in self.done:
            self.done.add(position)
            self.visit(node.of, memo, indexes, self._body(node.of))

    def _body(self, start: int) -> tuple[int, ...]:
        """The nodes of a rule that are computed anew when a condition narrows what they stand on."""
        found: set[int] = set()
        stack = [start]
        while stack:
            position = stack.pop()
            node = self.graph.nodes[position]
            if position in found or isinstance(node, Named | Aggregate) or not children(node):
                continue
            found.add(position)
            stack.extend(children(node))
        return tuple(sorted(found))

    def visit(self, position: int, memo: Memo, indexes: Indexes, body: tuple[int, ...]) -> None:
        """Walk one way through the body, under what the conditions on the way have told."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TangledError
        node = self.graph.nodes[position]
        if isinstance(node, Named) or not self.dangerous[position]:
            return
        match node:
            case If(condition=condition, then=then, otherwise=otherwise):
                self.visit(condition, memo, indexes, body)
                self._arm(then, condition, True, memo, indexes, body)
                self._arm(otherwise, condition, False, memo, indexes, body)
            case Logic(operator=operator, left=left, right=right):
                self.visit(left, memo, indexes, body)
                self._arm(right, left, operator == "and", memo, indexes, body)
            case Aggregate():
                self._aggregate(position, node, indexes)
                self.visit(node.default, memo, indexes, body)
            case Lookup(table=table, key=key):
                self.visit(key, memo, indexes, body)
                self._look_up(position, table, memo[key])
            case Ratio(numerator=numerator, denominator=denominator):
                self.visit(numerator, memo, indexes, body)
                self.visit(denominator, memo, indexes, body)
                self._share(position, memo[denominator])
            case _:
                for child in children(node):
                    self.visit(child, memo, indexes, body)

    def _arm(
        self, arm: int, condition: int, truth: bool, memo: Memo, indexes: Indexes, body: tuple[int, ...]
    ) -> None:
        if self.dangerous[arm]:
            narrowed = self.narrowed(memo, condition, truth, body)
            if narrowed is not None:
                self.visit(arm, narrowed, indexes, body)

    def _aggregate(self, position: int, node: Aggregate, indexes: Indexes) -> None:
        body = tuple(sorted({*self._body(node.where), *self._body(node.body)}))
        for inner in self.survey.seen(position, indexes):
            below = within(indexes, node.level, inner.index)
            self.visit(node.where, inner.memo, below, body)
            self._arm(node.body, node.where, True, inner.memo, below, body)

    def _look_up(self, position: int, table: str, keys: Bounds) -> None:
        value = self.survey.parameters[table]
        assert isinstance(value, TableValue)  # noqa: S101 - checked when the package was read
        first, last = value.starts[0], value.end
        if keys[0] < first or (last is not None and keys[1] > last):
            reach = f"{first} and upwards" if last is None else f"{first} to {last}"
            message = f"The key can be {keys[0]} to {keys[1]}; {table} has {reach}"
            hint = "Guard the look-up with an if, or narrow the fact with between(…)"
            self.found[Unproved("C020", self.graph.places[position], message, hint)] = None

    def _share(self, position: int, denominator: Bounds) -> None:
        if denominator[0] < 1:
            message = f"The denominator can be {denominator[0]}"
            hint = "Guard it with an if, or narrow the fact with between(1, …)"
            self.found[Unproved("C020", self.graph.places[position], message, hint)] = None

    def narrowed(self, memo: Memo, condition: int, truth: bool, body: tuple[int, ...]) -> Memo | None:
        """The bounds when a condition holds, or does not; None when that cannot be."""
        known = dict(self.told(memo, condition, truth))
        if any(not _possible(bounds) for bounds in known.values()):
            return None
        local = memo.copy()
        for position, bounds in known.items():
            local[position] = bounds
        for position in body:
            if position not in known:
                local[position] = self.surveyor.steps[position](local, self.survey)
        return local

    def told(self, memo: Memo, condition: int, truth: bool) -> Iterator[tuple[int, Bounds]]:
        """What a condition tells of the nodes in it."""
        node = self.graph.nodes[condition]
        match node:
            case Named(of=of) | Not(of=of):
                yield from self.told(memo, of, truth != isinstance(node, Not))
            case Logic(operator=operator, left=left, right=right):
                one, other = dict(self.told(memo, left, truth)), dict(self.told(memo, right, truth))
                yield from (_all if truth == (operator == "and") else _some)(one, other)
            case Compare(operator=operator, left=left, right=right):
                sign = operator if truth else _OPPOSITE[operator]
                yield left, _narrow(sign, memo[left], memo[right])
                yield right, _narrow(_MIRRORED[sign], memo[right], memo[left])
            case FactRef() | FieldRef():
                yield condition, (truth, truth)
            case _:
                return


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _narrow(sign: str, one: Bounds, other: Bounds) -> Bounds:
    """What is left of `one` when it stands so to `other`."""
    if isinstance(one, frozenset):
        if sign == "==":
            return one & other
        return one - other if len(other) == 1 and sign == "!=" else one
    return _NARROWED[sign](one, other) if isinstance(one[0], int) else one


def _unequal(one: Bounds, other: Bounds) -> Bounds:
    """A value that is ruled out shortens an interval only at its ends."""
    low, high = one
    if other[0] != other[1]:
        return one
    return low + (low == other[0]), high - (high == other[0])


_NARROWED: dict[str, Callable[[Bounds, Bounds], Bounds]] = {
    "<": lambda one, other: (one[0], min(one[1], other[1] - 1)),
    "<=": lambda one, other: (one[0], min(one[1], other[1])),
    ">": lambda one, other: (max(one[0], other[0] + 1), one[1]),
    ">=": lambda one, other: (max(one[0], other[0]), one[1]),
    "==": lambda one, other: (max(one[0], other[0]), min(one[1], other[1])),
    "!=": _unequal,
}


type Told = dict[int, Bounds]


def _all(one: Told, other: Told) -> Iterator[tuple[int, Bounds]]:
    """What is told when both sides hold."""
    yield from one.items()
    for position, bounds in other.items():
        yield position, _both(one[position], bounds) if position in one else bounds


def _some(one: Told, other: Told) -> Iterator[tuple[int, Bounds]]:
    """What is told when at least one side holds: what both tell, as widely as either does."""
    for this, that in ((one, other), (other, one)):
        if not all(map(_possible, this.values())):
            yield from that.items()
            return
    for position in one.keys() & other.keys():
        yield position, join(one[position], other[position])


def _both(one: Bounds, other: Bounds) -> Bounds:
    if isinstance(one, frozenset):
        return one & other
    return (max(one[0], other[0]), min(one[1], other[1]))


def _possible(bounds: Bounds) -> bool:
    return bool(bounds) if isinstance(bounds, frozenset) else bool(bounds[0] <= bounds[1])
