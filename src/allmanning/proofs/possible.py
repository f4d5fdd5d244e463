"""A case as it could be: which facts may be other ones than the resident has stated, and what that costs.

How near another case is, is told by how many facts are other ones, and then by how far off they are: a number, an
amount or a day by its part of the allowed range; yes instead of no, another word, or an element more or less by a whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import lcm
from typing import Any, Literal

from allmanning.packages.ruleset import Ruleset, without_index
from allmanning.proofs.counterexample import neutral
from allmanning.rules.datatypes import BOOL, Choice, ListOf
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.smt import Encoding, Household, literal, variable
from allmanning.rules.terms import Terms
from allmanning.rules.values import Facts

type Kind = Literal["fact", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Move:
    """A stated fact that becomes another one, an element that goes, or some that come, the first of them at `path`.

    `facts` is how many facts that counts for.
    """

    kind: Kind
    path: str
    facts: int
    elements: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """What is stated after some moves, which paths of it are open to change, and what each was called before."""

    stated: dict[str, Any]
    changing: Mapping[str, str]


def place(path: str) -> tuple[str, int, str]:
    """ "barn[0].ålder" → "barn", 0, "ålder"; "hyra" → "hyra", 0, ""."""
    name, _, rest = path.partition("[")
    index, _, inner = rest.partition("]")
    return name, int(index or 0), inner.removeprefix(".")


def moves(ruleset: Ruleset, stated: Facts) -> tuple[Move, ...]:
    """Everything that a resident could have stated otherwise, in the order that it is asked for."""
    vocabulary, judged = ruleset.package.vocabulary, ruleset.judgements
    found: list[Move] = []
    for question in ruleset.package.questions:
        name = question.fact
        if name not in stated or name in judged:
            continue
        fact = vocabulary.facts[name]
        if not isinstance(fact.type, ListOf):
            found.append(Move("fact", name, 1))
            continue
        elements: Any = stated[name]
        asked = [inner for inner in vocabulary.fields(name) if f"{name}.{inner}" not in judged]
        for index, element in enumerate(elements):
            found.append(Move("removed", f"{name}[{index}]", 1))
            found += [Move("fact", f"{name}[{index}].{inner}", 1) for inner in asked if inner in element]
        # Who tells of one more element answers all that is asked of it.
        room = int(fact.high) - len(elements) if isinstance(fact.high, int) else 0
        end, each = f"{name}[{len(elements)}]", 1 + len(asked)
        found += [Move("added", end, each * more, more) for more in range(1, room + 1)]
    return tuple(found)


def sets_of(all_moves: Iterable[Move], facts: int) -> Iterator[tuple[Move, ...]]:
    """Every set of moves that makes just so many facts other ones."""
    cheap = [move for move in all_moves if move.facts <= facts]
    for size in range(facts + 1):
        for chosen in combinations(cheap, size):
            if sum(move.facts for move in chosen) == facts and not _needless(chosen):
                yield chosen


def _needless(chosen: tuple[Move, ...]) -> bool:
    """A fact of an element that goes changes nothing, and elements come at once."""
    gone = {move.path for move in chosen if move.kind == "removed"}
    come = [move.path for move in chosen if move.kind == "added"]
    of_gone = any(move.kind == "fact" and move.path.partition(".")[0] in gone for move in chosen)
    return of_gone or len(come) > len(set(come))


def moved(ruleset: Ruleset, stated: Facts, chosen: Iterable[Move]) -> Moved | None:
    """What is stated after some moves; None where a list becomes too short or too long."""
    chosen = tuple(chosen)
    after: dict[str, Any] = dict(stated)
    changing: dict[str, str] = {
        move.path: move.path for move in chosen if move.kind == "fact" and "[" not in move.path
    }
    for name, fact in ruleset.package.vocabulary.facts.items():
        if not isinstance(fact.type, ListOf) or name not in stated:
            continue
        here = [move for move in chosen if place(move.path)[0] == name and "[" in move.path]
        gone = {place(move.path)[1] for move in here if move.kind == "removed"}
        kept = [index for index in range(len(after[name])) if index not in gone]
        come = sum(move.elements for move in here)
        if not fact.low <= len(kept) + come <= fact.high:  # type: ignore[operator]
            return None
        after[name] = [*(after[name][index] for index in kept), *({} for _ in range(come))]
        for move in here:
            if move.kind == "fact":
                _, index, inner = place(move.path)
                changing[f"{name}[{kept.index(index)}].{inner}"] = move.path
    return Moved(after, changing)


@dataclass(frozen=True, slots=True)
class Free:
    """A fact that nobody has stated: its term, the number that it had best be, and whether another is near or far."""

    term: int
    best: int
    has_order: bool


@dataclass(slots=True)
class Case:
    """The terms of a case: what is stated is known, but for what is `changing`; what nobody has stated is free.

    Lists that nobody has stated have at most `longest` elements. Judgements that nobody has made are nothing special, or
    free. What is free had best be as in `preferred`, or else nothing special.
    """

    ruleset: Ruleset
    stated: Facts
    changing: frozenset[str]
    longest: int
    free_judgements: bool = False
    preferred: Facts = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    free: list[Free] = field(default_factory=list)
    far: list[tuple[int, int]] = field(default_factory=list)
    household: Household = field(init=False)

    def __post_init__(self) -> None:
        facts: dict[str, int] = {}
        fields: dict[tuple[str, int, str], int] = {}
        present: dict[str, tuple[int, ...]] = {}
        for name, fact in self.ruleset.package.vocabulary.facts.items():
            if isinstance(fact.type, ListOf):
                facts[name], present[name] = self._list(fact, fields)
            else:
                facts[name] = self._fact(name, fact, self.stated)
        day = self.terms.number(self.ruleset.day.toordinal())
        self.household = Household(facts, fields, present, self.ruleset.parameters, {}, day)

    def gives(self, outcome: str) -> int:
        """That the case ends in an outcome."""
        encoding = Encoding(self.ruleset.engine.graph, self.terms, self.household)
        return self.terms.compare("==", encoding.number(self.ruleset.targets[0]), self.terms.word(outcome))

    def distance(self) -> tuple[int, int]:
        """How far off the facts are together, and how much of it makes a whole."""
        terms, whole = self.terms, lcm(*(one for _, one in self.far))
        total = terms.number(0)
        for off, one in self.far:
            total = terms.plus(total, terms.times(terms.number(whole // one), off))
        return total, whole

    def _fact(self, path: str, fact: FactDeclaration, stated: Mapping[str, Any]) -> int:
        """The term of a fact: known, free, or free and measured."""
        terms, name = self.terms, fact.name
        if name in stated and path not in self.changing:
            return literal(terms, stated[name])
        ordinary = neutral(fact, self.ruleset.day)
        if name not in stated and not self.free_judgements and without_index(path) in self.ruleset.judgements:
            return literal(terms, ordinary)
        term = variable(terms, fact, path)
        if name in stated:
            self._measure(term, fact, stated[name])
        else:
            has_order = fact.type != BOOL and not isinstance(fact.type, Choice)
            self.free.append(Free(term, number(terms, self._preferred(path, ordinary)), has_order))
        return term

    def _preferred(self, path: str, ordinary: Any) -> Any:
        name, index, inner = place(path)
        found: Any = self.preferred.get(name, ordinary)
        if not inner:
            return found
        return (
            found[index].get(inner, ordinary) if isinstance(found, list) and index < len(found) else ordinary
        )

    def _measure(self, term: int, fact: FactDeclaration, value: Any) -> None:
        terms, known = self.terms, literal(self.terms, value)
        if fact.type == BOOL or isinstance(fact.type, Choice):
            changed = terms.compare("!=", term, known)
            self.far.append((terms.choose(changed, terms.number(1), terms.number(0)), 1))
        else:
            off = terms.higher(terms.minus(term, known), terms.minus(known, term))
            self.far.append((off, max(1, number(terms, fact.high) - number(terms, fact.low))))

    def _list(
        self, fact: FactDeclaration, fields: dict[tuple[str, int, str], int]
    ) -> tuple[int, tuple[int, ...]]:
        """A list and its slots; one that nobody has stated has as many elements as it takes."""
        terms, name = self.terms, fact.name
        elements: Any = self.stated.get(name)
        if elements is None:
            low, high = number(terms, fact.low), number(terms, fact.high)
            most = max(low, min(high, self.longest))
            length = terms.variable(name, low, most)
            wished: Any = self.preferred.get(name, ())
            self.free.append(Free(length, min(max(low, len(wished)), most), True))
            there = tuple(terms.compare("<", terms.number(index), length) for index in range(most))
        else:
            length = terms.number(len(elements))
            there = (terms.truth(True),) * len(elements)
        for index in range(len(there)):
            element = {} if elements is None else elements[index]
            for inner, declared in self.ruleset.package.vocabulary.fields(name).items():
                path = f"{name}[{index}].{inner}"
                fields[name, index, inner] = self._fact(path, declared, element)
        return length, there


def number(terms: Terms, value: Any) -> int:
    """A value as the number that stands for it."""
    match value:
        case str():
            return terms.words.get(value, 0)
        case date():
            return value.toordinal()
    return int(value)
