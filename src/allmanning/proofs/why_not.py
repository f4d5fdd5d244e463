"""Why not another outcome: the nearest case that has it, found by the solver and held against the rules themselves.

Sets of facts are tried from the smallest on. A set that cannot lead there even by its bounds is passed by; for the
others the solver has nothing free but the facts of the set, which it settles at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from allmanning.packages.ruleset import Ruleset, without_index
from allmanning.proofs.counterexample import neutral
from allmanning.proofs.possible import Case, Free, Kind, Move, moved, moves, place, sets_of
from allmanning.proofs.solver import STEPS, Deadline, Solver
from allmanning.rules.datatypes import ListOf
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.smt import value_of
from allmanning.rules.terms import smt_text
from allmanning.rules.values import Facts

type Status = Literal["already", "found", "judgement", "never", "unknown"]

MOST_OTHERS = 4
MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class Other:
    """A stated fact that is another one: before is None for an element more, after for one less."""

    path: str
    kind: Kind
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Way:
    """A case that has the outcome. `facts` hold it whole, as far as it must be known.

    `changes` are the stated facts that are other ones, `chosen` what nobody had stated and this stands on, `judged` the
    judgements that it stands on, as if they were nothing special. `nearest`: none is nearer.
    """

    facts: dict[str, Any]
    changes: tuple[Other, ...]
    chosen: tuple[Other, ...]
    judged: tuple[str, ...]
    distance: Fraction
    nearest: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What came of the search; the ways stand nearest first.

    `already`: the outcome is certain as it is. `judgement`: only if a caseworker judges otherwise. `never`: nothing
    that a resident could state gives it, whatever anybody judges.
    """

    status: Status
    ways: tuple[Way, ...] = ()


def why_not(ruleset: Ruleset, stated: Facts, outcome: str, seconds: float) -> WhyNot:
    """The nearest changes of the resident's facts that give an outcome. Raises MissingExtraError, TooManyTermsError."""
    deadline = Deadline.after(seconds)
    if ruleset.assess(stated).outcome == outcome:
        return WhyNot("already")
    search = _Search(ruleset, stated, outcome, deadline)
    possible = search.solver(search.anything(free_judgements=True)).check()
    if possible == "no":
        return WhyNot("never")
    ways = search.smallest() or search.some()
    if ways:
        return WhyNot("found", ways)
    if possible == "yes" and search.solver(search.anything()).check() == "no":
        return WhyNot("judgement")
    return WhyNot("unknown")


@dataclass(slots=True)
class _Search:
    """A stated case, and the outcome that is wished for. `sure` is whether every answer so far was a plain yes or no."""

    ruleset: Ruleset
    stated: Facts
    outcome: str
    deadline: Deadline
    sure: bool = True

    @property
    def longest(self) -> int:
        """The length of the longest list that anybody may state."""
        facts = self.ruleset.package.vocabulary.facts.values()
        lengths = [
            fact.high for fact in facts if isinstance(fact.type, ListOf) and isinstance(fact.high, int)
        ]
        return max(lengths, default=0)

    def solver(self, case: Case, distance: int | None = None) -> Solver:
        """The question whether a case can have the outcome; `distance` is a variable to measure it by."""
        roots = [case.gives(self.outcome)]
        if distance is not None:
            roots.append(case.terms.compare("==", distance, case.distance()[0]))
        return Solver(smt_text(case.terms, roots), self.deadline)

    def anything(self, *, free_judgements: bool = False, same_lists: bool = False) -> Case:
        """A case of which only the judgements are known; with `same_lists` also how many elements there are."""
        judged, vocabulary = self.ruleset.judgements, self.ruleset.package.vocabulary
        known: dict[str, Any] = {}
        for name, value in self.stated.items():
            if isinstance(vocabulary.facts[name].type, ListOf) and same_lists:
                known[name] = [
                    {inner: each for inner, each in element.items() if f"{name}.{inner}" in judged}
                    for element in value  # type: ignore[attr-defined]
                ]
            elif name in judged:
                known[name] = value
        return Case(self.ruleset, known, frozenset(), self.longest, free_judgements, preferred=self.stated)

    def smallest(self) -> tuple[Way, ...]:
        """The nearest ways that change as few facts as can be, up to some; none where that is not enough."""
        every = moves(self.ruleset, self.stated)
        for facts in range(MOST_FACTS + 1):
            found: list[Way] = []
            for chosen in sets_of(every, facts):
                if self.deadline.passed:
                    self.sure = False
                    break
                way = self.way(chosen)
                found += [way] if way else []
            if found or not self.sure:
                found.sort(key=lambda way: way.distance)
                return tuple(replace(way, nearest=self.sure) for way in found[:MOST_OTHERS])
        return ()

    def way(self, chosen: Sequence[Move]) -> Way | None:
        """The nearest case that differs by some moves, if there is one."""
        after = moved(self.ruleset, self.stated, chosen)
        if after is None or not self._may_be(after.stated, after.changing):
            return None
        for longest in (2, self.longest):
            case = Case(self.ruleset, after.stated, frozenset(after.changing), longest)
            total, whole = case.distance()
            distance = case.terms.variable("distance", 0, case.terms.all[total].high)
            solver = self.solver(case, distance)
            answer = solver.check(steps=STEPS)
            self.sure = self.sure and answer != "unknown"
            if answer == "yes":
                return self._nearest(case, solver, distance, whole, chosen, after.changing)
        return None

    def _may_be(self, stated: Facts, changing: Mapping[str, str]) -> bool:
        """Whether the outcome is within the bounds, when what is changing may be anything."""
        fewer: Facts = stated
        for path in changing:
            fewer = _without(fewer, path)
        survey = self.ruleset.survey(dict(fewer))
        return self.outcome in survey.memo[survey.graph.values[self.ruleset.targets[0]]]

    def _nearest(
        self,
        case: Case,
        solver: Solver,
        distance: int,
        whole: int,
        chosen: Sequence[Move],
        names: Mapping[str, str],
    ) -> Way | None:
        """The least distance; then as much as can be of what is open nothing special."""
        least = 0
        if solver.knows(distance):
            least = solver.least(solver.variable(distance), 0, solver.value(distance), steps=STEPS)
            solver.require(solver.equals(distance, least))
        self.sure = self.sure and solver.sure
        self._settle(case, solver)
        facts, opened = _read(case, solver)
        if self.ruleset.assess(facts).outcome != self.outcome:
            self.sure = False
            return None
        facts, needed = self._needed(facts, opened)
        judged = tuple(path for path in needed if without_index(path) in self.ruleset.judgements)
        changes = (*self._changes(facts, names), *self._coming_and_going(facts, chosen))
        return Way(
            facts,
            tuple(sorted(changes, key=lambda other: self.ruleset.order(other.path))),
            tuple(Other(path, "fact", None, _at(facts, path)) for path in needed if path not in judged),
            judged,
            Fraction(least, whole) + sum(move.elements or move.kind == "removed" for move in chosen),
            False,
        )

    def _settle(self, case: Case, solver: Solver) -> None:
        """One case among those that are left; no before yes, since a yes is what a caseworker may have to judge."""
        known = [free for free in case.free if solver.knows(free.term)]
        for free in sorted(known, key=lambda free: solver.sorts[free.term] != "Bool"):
            if not solver.prefer(solver.equals(free.term, free.best)) and free.has_order:
                self._near(solver, free)
        solver.check(steps=STEPS)

    def _near(self, solver: Solver, free: Free) -> None:
        """As near to what it had best be as can be."""
        if solver.check(steps=STEPS) == "yes":
            term, found = solver.variable(free.term), solver.value(free.term)
            off = term - free.best if found > free.best else free.best - term
            solver.prefer(off == solver.least(off, 1, abs(found - free.best)))

    def _needed(self, facts: dict[str, Any], opened: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        """The facts without those open ones that the outcome does not stand on; judgements are let go of first."""
        needed: list[str] = []
        for path in sorted(opened, key=lambda path: without_index(path) not in self.ruleset.judgements):
            fewer = _without(facts, path)
            if self.ruleset.assess(fewer).outcome == self.outcome:
                facts = fewer
            else:
                needed.append(path)
        return facts, sorted(needed, key=self.ruleset.order)

    def _changes(self, facts: Facts, names: Mapping[str, str]) -> Iterator[Other]:
        for path, was in names.items():
            before, after = _at(self.stated, was), _at(facts, path)
            if before != after:
                yield Other(was, "fact", before, after)

    def _coming_and_going(self, facts: Facts, chosen: Sequence[Move]) -> Iterator[Other]:
        for move in chosen:
            name, index, _ = place(move.path)
            elements: Any = self.stated.get(name)
            if move.kind == "removed":
                yield Other(move.path, "removed", elements[index], None)
            elif move.kind == "added":
                after: Any = facts[name]
                for number, element in enumerate(after[len(after) - move.elements :], index):
                    yield Other(f"{name}[{number}]", "added", None, element)

    def some(self) -> tuple[Way, ...]:
        """Any way at all, with as much as possible as it was stated; elements come and go only if they must."""
        for same_lists in (True, False):
            case = self.anything(same_lists=same_lists)
            solver = self.solver(case)
            if solver.check() != "yes":
                continue
            self._settle(case, solver)
            facts, opened = _read(case, solver)
            if self.ruleset.assess(facts).outcome != self.outcome:
                continue
            changed = [
                path
                for path in _paths(self.stated, facts)
                if without_index(path) not in self.ruleset.judgements
            ]
            chosen = [Move("fact", path, 1) for path in changed]
            way = self.way(chosen) if same_lists else None
            if way is None:
                facts, _ = self._needed(facts, [path for path in opened if path not in self.stated])
                changes = tuple(
                    Other(path, "fact", _at(self.stated, path), _at(facts, path)) for path in changed
                )
                way = Way(facts, changes, (), (), Fraction(len(changes)), False)
            return (way,)
        return ()


def _read(case: Case, solver: Solver) -> tuple[dict[str, Any], list[str]]:
    """The case in the solver's last answer, and the paths of what nobody has stated."""
    vocabulary, household = case.ruleset.package.vocabulary, case.household
    facts: dict[str, Any] = {}
    opened = [name for name in vocabulary.facts if name not in case.stated]
    for name, fact in vocabulary.facts.items():
        if not isinstance(fact.type, ListOf):
            facts[name] = _value(case, solver, household.facts[name], fact, case.stated)
            continue
        stated: Any = case.stated.get(name)
        length = household.facts[name]
        known = case.terms.literal(length)
        count = known if known is not None else solver.value(length) if solver.knows(length) else 0
        fields = vocabulary.fields(name)
        facts[name] = [
            {
                inner: _value(
                    case,
                    solver,
                    household.fields[name, index, inner],
                    declared,
                    stated[index] if stated else {},
                )
                for inner, declared in fields.items()
            }
            for index in range(count)
        ]
        if stated is not None:
            opened += [
                f"{name}[{index}].{inner}"
                for index, element in enumerate(stated)
                for inner in fields
                if inner not in element
            ]
    return facts, opened


def _value(case: Case, solver: Solver, term: int, fact: FactDeclaration, stated: Mapping[str, Any]) -> Any:
    """A fact in the last answer; as it was stated, or nothing special, where the solver has no say in it."""
    if solver.knows(term):
        return value_of(case.terms, fact, solver.value(term))
    return stated[fact.name] if fact.name in stated else neutral(fact, case.ruleset.day)


def _at(facts: Facts, path: str) -> Any:
    name, index, inner = place(path)
    value: Any = facts[name]
    return value[index][inner] if inner else value


def _without(facts: Facts, path: str) -> dict[str, Any]:
    """The facts without one of them."""
    name, index, inner = place(path)
    if not inner:
        return {key: value for key, value in facts.items() if key != name}
    elements: Any = facts[name]
    fewer = [
        {key: value for key, value in element.items() if (at, key) != (index, inner)}
        for at, element in enumerate(elements)
    ]
    return {**facts, name: fewer}


def _paths(stated: Facts, facts: Facts) -> Iterator[str]:
    """The stated facts that are other ones in some facts; a list of another length as a whole."""
    for name, before in stated.items():
        after: Any = facts[name]
        if not isinstance(before, list) or len(before) != len(after):
            if before != after:
                yield name
            continue
        for index, element in enumerate(before):
            yield from (
                f"{name}[{index}].{inner}" for inner in element if element[inner] != after[index][inner]
            )
