"""What must hold between the readers, for any program and any facts. Each function asserts, and names what it found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from allmanning.rules.ask import open_facts
from allmanning.rules.bounds import Survey, Surveyor, surveyor
from allmanning.rules.decide import Decide, decider
from allmanning.rules.evaluate import evaluate, evaluate_known
from allmanning.rules.explain import Explanation, explain
from allmanning.rules.formulas import teller
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds, value_of
from allmanning.rules.stories import Operand, Teller, Token
from allmanning.rules.used import cells_used
from allmanning.rules.values import Parameters
from tests.rules.households import Facts, Households, missing, stated


@dataclass(frozen=True)
class Readers:
    """A graph with its parameters on a day, and all its readers."""

    graph: Graph
    parameters: Parameters
    day: date
    targets: tuple[str, ...]

    @cached_property
    def surveyor(self) -> Surveyor:
        return surveyor(self.graph)

    @cached_property
    def decide(self) -> Decide:
        return decider(self.graph)(self.parameters, self.day)

    @cached_property
    def teller(self) -> Teller:
        return teller(self.graph)

    def evaluate(self, facts: Facts) -> dict[str, Any]:
        return evaluate(self.graph, facts, self.parameters, self.day)

    def survey(self, facts: Facts) -> Survey:
        return self.surveyor.survey(facts, self.parameters, self.day)

    def bounds(self, facts: Facts) -> dict[str, Bounds]:
        memo = self.survey(facts).memo
        return {name: memo[node] for name, node in self.graph.values.items()}

    def certain(self, facts: Facts) -> dict[str, Any]:
        found = {name: value_of(bounds) for name, bounds in self.bounds(facts).items()}
        return {name: value for name, value in found.items() if value is not None}

    def open(self, facts: Facts) -> tuple[str, ...]:
        return open_facts(self.survey(facts), self.targets)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The same values of the same kinds: True is not 1."""
    return one == other and all(type(one[name]) is type(other[name]) for name in one)


def all_readers_agree(readers: Readers, facts: Facts) -> None:
    """On complete facts every reader gives what the interpreter gives, and nothing is open."""
    meant = readers.evaluate(facts)
    decided, surveyed = readers.decide(facts), readers.certain(facts)
    assert same(decided, meant), ("decide", facts, _differing(decided, meant))
    assert same(surveyed, meant), ("survey", facts, _differing(surveyed, meant))
    assert readers.open(facts) == ()
    for name in meant:
        for told in every(explain(readers.survey(facts), name, readers.teller)):
            assert told.list or same({"": told.value}, {"": meant[told.name]}), ("explain", told.name, facts)
            amounts_to_its_value(told)
    cells_used(readers.survey(facts), readers.targets)


def _differing(found: Mapping[str, Any], meant: Mapping[str, Any]) -> dict[str, Any]:
    return {name: (found.get(name), meant[name]) for name in meant if found.get(name) != meant[name]}


def every(told: Explanation) -> Iterator[Explanation]:
    """An explanation and all below it."""
    yield told
    for part in told.parts:
        yield from every(part)


def amounts_to_its_value(told: Explanation) -> None:
    """A formula of plain numbers gives the value that it explains."""
    worked_out = Reckoner(list(told.formula)).value() if told.formula else None
    assert worked_out is None or worked_out == told.value, (told.name, told.formula, told.value)


class Reckoner:
    """Works out a formula's tokens; gives None for one with rounding, days or conditions in it."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def value(self) -> int | None:
        for token in self.tokens:
            known = {"+", "-", "×", "(", ")", ",", "and", "lowest of", "highest of"}
            plain = token in known if isinstance(token, str) else type(token.value) is int
            if not plain:
                return None
        found = self._words()
        assert not self.tokens
        return found

    def _words(self) -> int:
        if self._next() not in ("lowest of", "highest of"):
            return self._sum()
        choose = min if self.tokens.pop(0) == "lowest of" else max
        found = [self._sum()]
        while self._next() in (",", "and"):
            self.tokens.pop(0)
            found.append(self._sum())
        return choose(found)

    def _sum(self) -> int:
        total = 0 if self._next() == "-" else self._product()
        while self._next() in ("+", "-"):
            sign = 1 if self.tokens.pop(0) == "+" else -1
            total += sign * self._product()
        return total

    def _product(self) -> int:
        found = self._atom()
        while self._next() == "×":
            self.tokens.pop(0)
            found *= self._atom()
        return found

    def _atom(self) -> int:
        token = self.tokens.pop(0)
        if isinstance(token, Operand):
            return int(token.value)
        assert token == "("
        found = self._words()
        assert self.tokens.pop(0) == ")"
        return found

    def _next(self) -> Token | None:
        return self.tokens[0] if self.tokens else None


def inside(value: Any, bounds: Bounds) -> bool:
    if isinstance(bounds, frozenset):
        return value in bounds
    return bool(bounds[0] <= value <= bounds[1])


def what_is_certain_stays(readers: Readers, households: Households, facts: Facts) -> None:
    """Every completion lies inside the bounds, and what the interpreter knows already is certain."""
    bounds, certain = readers.bounds(facts), readers.certain(facts)
    known = evaluate_known(readers.graph, facts, readers.parameters, readers.day)
    assert same({name: certain.get(name) for name in known}, known), ("known", facts)
    for _ in range(3):
        whole = households.completed(facts)
        meant = readers.evaluate(whole)
        for name, value in meant.items():
            assert inside(value, bounds[name]), (name, value, bounds[name], facts, whole)
    for name in readers.targets:
        for told in every(explain(readers.survey(facts), name, readers.teller)):
            assert told.list or told.value == certain.get(told.name)
    cells_used(readers.survey(facts), readers.targets)


def no_other_fact_matters(readers: Readers, households: Households, facts: Facts) -> None:
    """Two households that differ only in facts that are not listed as open come out the same."""
    opened = set(readers.open(facts))
    assert opened <= set(missing(readers.graph.vocabulary, facts))
    fixed = _answers(households, facts, opened)
    outcomes = []
    for _ in range(3):
        meant = readers.evaluate(households.completed(facts, fixed))
        outcomes.append([meant[name] for name in readers.targets])
    assert outcomes[0] == outcomes[1] == outcomes[2], (facts, sorted(opened), outcomes)


def _answers(households: Households, facts: Facts, paths: set[str]) -> dict[str, Any]:
    whole = households.completed(facts)
    answers: dict[str, Any] = {}
    for path in paths:
        name, _, rest = path.partition("[")
        index, _, field = rest.partition("].")
        answers[path] = whole[name][int(index)][field] if rest else whole[name]
    return answers


def asking_ends(readers: Readers, households: Households, facts: Facts) -> None:
    """Answering what is open, one at a time, closes the case; and it comes out as for the whole household."""
    for _ in range(1_000):
        opened = readers.open(facts)
        if not opened:
            break
        path = households.random.choice(opened)
        facts = stated(facts, path, households.answer(path))
    certain = readers.certain(facts)
    meant = readers.evaluate(households.completed(facts))
    assert [certain.get(name) for name in readers.targets] == [meant[name] for name in readers.targets], facts
