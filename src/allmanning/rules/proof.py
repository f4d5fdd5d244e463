"""Proof, before publishing: no household looks outside a table, makes a share of nothing or an endless number.

Intervals over the declared ranges of the facts, narrowed by the conditions on the way to each place. The same walk
tells how each condition can come out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from allmanning.rules.bounds import Memo, Overlay, Survey, Surveyor
from allmanning.rules.datatypes import MONEY
from allmanning.rules.errors import Place
from allmanning.rules.graph import Graph, Site, Way
from allmanning.rules.intervals import Bounds
from allmanning.rules.narrowing import Comparisons, Told, both, comparisons, possible, told
from allmanning.rules.nodes import Aggregate, Logic, Lookup, Named, Not, Ratio, children
from allmanning.rules.sizes import LARGEST, too_large
from allmanning.rules.values import TableValue

MOST_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Unproved:
    """A place where a fact can lead outside: what can happen and how to rule it out."""

    code: str
    place: Place
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition that somebody can come to, by its number among the sites, and how it can come out there."""

    site: int
    can_hold: bool
    can_fail: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What cannot be proved, each condition that can be come to, and the steps that it took."""

    unproved: tuple[Unproved, ...]
    turns: tuple[Turn, ...]
    steps: int


class TangledError(Exception):
    """The conditions are too tangled to prove. Give parts of the rule names of their own."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(str(self.__doc__))


def unproved(surveyor: Surveyor, survey: Survey) -> tuple[Unproved, ...]:
    """What cannot be proved. The survey is one of no facts at all. Raises TangledError."""
    return prove(surveyor, survey).unproved


def prove(surveyor: Surveyor, survey: Survey, most_steps: int = MOST_STEPS) -> Proof:
    """Prove what every site asks for, and that every number fits. The survey is one of no facts at all.

    Raises TangledError when it takes more steps than that.
    """
    memo = _complete(surveyor, survey)
    proof = _Proof(surveyor, survey, memo, comparisons(surveyor.graph), most_steps, steps=len(memo))
    for place, most in too_large(surveyor, survey, memo):
        message = f"A number on the way here can have {len(str(most))} digits, in öre if it is an amount"
        hint = (
            f"Narrow the facts with between(…), or multiply less: {len(str(LARGEST)) - 1} digits always fit"
        )
        proof.note("C022", place, message, hint)
    for number, site in enumerate(surveyor.graph.sites):
        proof.visit(number, site)
    return Proof(tuple(proof.found), tuple(proof.turns), proof.steps)


def _complete(surveyor: Surveyor, survey: Survey) -> Sequence[Bounds]:
    """The bounds of every node, those of elements that no rule goes over among them."""
    memo = survey.memo
    for position, bounds in enumerate(memo):
        if bounds is None:
            depth = max(surveyor.levels[position], default=0) + 1
            survey.elements, survey.indexes = dict.fromkeys(range(depth)), (None,) * depth
            memo[position] = surveyor.steps[position](memo, survey)
    return memo


def _shown(key: int, *, is_amount: bool) -> str:
    """A key as it is written in a table: kronor for an amount."""
    if not is_amount:
        return str(key)
    kronor, part = divmod(abs(key), 100)
    return f"{'-' if key < 0 else ''}{kronor}{f',{part:02}' if part else ''} kr"


@dataclass(frozen=True, slots=True)
class Cone:
    """What a node is made of within its rule: the nodes in order, and all that it ends in among them."""

    nodes: tuple[int, ...]
    everything: frozenset[int]


@dataclass(slots=True)
class _Proof:
    surveyor: Surveyor
    survey: Survey
    memo: Sequence[Bounds]
    comparisons: Comparisons
    most_steps: int
    steps: int = 0
    found: dict[Unproved, None] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    after: dict[tuple[Way | None, int, bool], Told | None] = field(default_factory=dict)
    cones: dict[int, Cone] = field(default_factory=dict)

    @property
    def graph(self) -> Graph:
        return self.survey.graph

    def note(self, code: str, place: Place, message: str, hint: str) -> None:
        self.found[Unproved(code, place, message, hint)] = None

    def visit(self, number: int, site: Site) -> None:
        """Prove one site, unless nobody can come there."""
        known = self.known(site)
        if known is None:
            return
        node, local = self.graph.nodes[site.node], self.recomputed(site, known)
        match node:
            case Lookup(table=table, key=key):
                self._look_up(site.place, table, key, local[key])
            case Ratio(denominator=denominator):
                self._share(site.place, local[denominator])
            case _:
                low, high = local[site.node]
                can_hold = high and self._can_be(site, True)
                self.turns.append(Turn(number, can_hold, not low and self._can_be(site, False)))

    def _look_up(self, place: Place, table: str, key: int, keys: Bounds) -> None:
        value = self.survey.parameters[table]
        assert isinstance(value, TableValue)  # noqa: S101 - checked when the package was read
        first, last = value.starts[0], value.end
        if keys[0] < first or (last is not None and keys[1] > last):
            shown = partial(_shown, is_amount=self.graph.types[key] == MONEY)
            reach = f"{shown(first)} and upwards" if last is None else f"{shown(first)} to {shown(last)}"
            message = f"The key can be {shown(keys[0])} to {shown(keys[1])}; {table} has {reach}"
            hint = "Guard the look-up with an if, or narrow the fact with between(…)"
            self.note("C020", place, message, hint)

    def _share(self, place: Place, denominator: Bounds) -> None:
        if denominator[0] < 1:
            message = f"The denominator can be {denominator[0]}"
            hint = "Guard it with an if, or narrow the fact with between(1, …)"
            self.note("C020", place, message, hint)

    def _can_be(self, site: Site, truth: bool) -> bool:
        """A condition made of parts may be impossible though each part is possible."""
        node = self.graph.nodes[site.node]
        while isinstance(node, Not | Named):
            node = self.graph.nodes[node.of]
        return not isinstance(node, Logic) or self._passed(site, site.way, site.node, truth) is not None

    def known(self, site: Site) -> Told | None:
        """What the conditions on the way to a site have told; None when nobody can come there."""
        ways: list[Way] = []
        way = site.way
        while way is not None and (way.before, way.condition, way.truth) not in self.after:
            ways.append(way)
            way = way.before
        for each in reversed(ways):
            self._passed(site, each.before, each.condition, each.truth)
        return self._known(site.way)

    def _known(self, way: Way | None) -> Told | None:
        return {} if way is None else self.after[way.before, way.condition, way.truth]

    def _passed(self, site: Site, before: Way | None, condition: int, truth: bool) -> Told | None:
        """What is known when, after what came before, a condition has come out so."""
        place = before, condition, truth
        if place not in self.after:
            known = self._known(before)
            self.after[place] = None if known is None else self._narrowed(site, known, condition, truth)
        return self.after[place]

    def _narrowed(self, site: Site, known: Told, condition: int, truth: bool) -> Told | None:
        local = self._recomputed(site, known, condition)
        new, steps = told(self.graph, self.comparisons, local, condition, truth)
        self._count(site, steps + len(known))
        after = dict(known)
        for position, bounds in new.items():
            left = both(known[position], bounds) if position in known else bounds
            if not possible(left):
                return None
            if left != self.memo[position]:
                after[position] = left
        return after

    def recomputed(self, site: Site, known: Told) -> Memo:
        """The bounds at a site."""
        return self._recomputed(site, known, site.node)

    def _recomputed(self, site: Site, known: Told, position: int) -> Memo:
        """The bounds of what a node is made of, when so much is known."""
        cone = self._cone(position)
        self._count(site, 1)
        if known.keys().isdisjoint(cone.everything):
            return self.survey.memo
        self._count(site, len(cone.nodes) + len(known))
        local = Overlay(self.survey.memo)
        local.update(known)
        for each in cone.nodes:
            if each not in known:
                local[each] = self.surveyor.steps[each](local, self.survey)
        return local

    def _cone(self, start: int) -> Cone:
        """The nodes below one that change when a fact is narrowed: those of the same rule, lists apart."""
        if start not in self.cones:
            changing: set[int] = set()
            found: set[int] = set()
            stack = [start]
            while stack:
                position = stack.pop()
                if position in found:
                    continue
                found.add(position)
                node = self.graph.nodes[position]
                below = children(node)
                if below and not isinstance(node, Named | Aggregate):
                    changing.add(position)
                    stack.extend(below)
            self.cones[start] = Cone(tuple(sorted(changing)), frozenset(found))
            self.steps += len(found)
        return self.cones[start]

    def _count(self, site: Site, steps: int) -> None:
        self.steps += steps
        if self.steps > self.most_steps:
            raise TangledError(site.place)
