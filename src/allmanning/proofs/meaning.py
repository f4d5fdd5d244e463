"""What a property means for households with known facts, by `evaluate` and nothing else.

No household is shown as a counterexample before it has been held against this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.packages.parameters import LocalValues
from allmanning.packages.properties import CONDITION, WHEN, Property
from allmanning.packages.ruleset import Ruleset
from allmanning.proofs.questions import Statement
from allmanning.rules.datatypes import ListOf
from allmanning.rules.errors import RangeError
from allmanning.rules.evaluate import evaluate
from allmanning.rules.values import Facts, Value


@dataclass(frozen=True, slots=True)
class Instance:
    """One household on a day under some local settings; `after` is the same one with more of a fact."""

    day: date
    local: LocalValues
    before: dict[str, Any]
    after: dict[str, Any] | None

    def ruleset(self, statement: Statement) -> Ruleset:
        """The rules as they stand for it."""
        return statement.section.ruleset.package.as_of(self.day, self.local)

    @property
    def households(self) -> tuple[dict[str, Any], ...]:
        """One or both."""
        return (self.before,) if self.after is None else (self.before, self.after)


def shows(statement: Statement, instance: Instance) -> bool:
    """Whether the property fails of the household; for one that seeks somebody, whether this is one."""
    found = statement.about
    parameters = instance.ruleset(statement).parameters
    try:
        values = [evaluate(statement.graph, facts, parameters, instance.day) for facts in instance.households]
    except RangeError:
        return False
    if found.when and not all(each[WHEN] for each in values):
        return False
    return _SHOWS[found.kind](statement, values, _rise(statement, instance))


def _rise(statement: Statement, instance: Instance) -> int:
    """By how much the fact grows; 0 where nothing does, or nothing that is counted."""
    found, before, after = statement.about, instance.before, instance.after
    if not found.fact or after is None:
        return 0
    name, _, inner = found.fact.partition(".")
    if isinstance(statement.vocabulary.facts[name].type, ListOf) and not inner:
        return len(after[name]) - len(before[name])
    one, other = (_stated(facts, name, inner) for facts in (before, after))
    return (other - one).days if isinstance(one, date) else int(other) - int(one)


def _stated(facts: Facts, name: str, inner: str) -> Any:
    """A fact, or that of the last element of a list: there stands the one that the property speaks of."""
    value: Any = facts[name]
    return value[-1][inner] if inner else value


type Values = Mapping[str, Value]
type Shows = Callable[[Statement, list[dict[str, Value]], int], bool]


def _pair(found: Property, values: list[dict[str, Value]]) -> tuple[int, int]:
    before, after = (each[found.value] for each in values)
    if isinstance(before, date) and isinstance(after, date):
        return before.toordinal(), after.toordinal()
    assert isinstance(before, int)  # noqa: S101 - only ordered values are compared
    assert isinstance(after, int)  # noqa: S101
    return before, after


def _increasing(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    before, after = _pair(statement.about, values)
    return rise > 0 and after < before


def _decreasing(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    before, after = _pair(statement.about, values)
    return rise > 0 and after > before


def _marginal(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    found = statement.about
    before, after = _pair(found, values)
    most = Fraction(found.most or 0)  # type: ignore[arg-type]
    return rise >= found.step and abs(after - before) > most * rise


def _bounds(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    found, value = statement.about, values[0][statement.about.value]
    least, most = found.least, found.most
    below = least is not None and value < least  # type: ignore[operator]
    return below or (most is not None and value > most)  # type: ignore[operator]


def _outcome(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    found, decision = statement.about, statement.section.ruleset.package.manifest.decision
    outcome = values[0][decision.outcome]
    if not found.outcome:
        return outcome not in (*decision.granted, *decision.partly, *decision.refused)
    return outcome == found.outcome and not (found.condition and values[0][CONDITION])


def _never(statement: Statement, values: list[dict[str, Value]], rise: int) -> bool:
    return bool(values[0][CONDITION])


_SHOWS: dict[str, Shows] = {
    "increasing": _increasing,
    "decreasing": _decreasing,
    "marginal": _marginal,
    "bounds": _bounds,
    "outcome": _outcome,
    "never": _never,
}
