"""Decide the properties of a package: proved for every household there can be, refuted by one, or not known in time.

First with much taken as free (what holds then, holds), then a search for a small household of which it fails, then
with everything. What can be set by an adopter is free too, as long as the property holds so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from allmanning.packages.properties import Property
from allmanning.proofs.counterexample import SHORT_LISTS, find
from allmanning.proofs.meaning import Instance, shows
from allmanning.proofs.questions import Question, Settings, Statement, ask, default_settings, every_setting
from allmanning.proofs.sections import Section, claimed
from allmanning.proofs.solver import STEPS, Deadline, Solver
from allmanning.rules.datatypes import ListOf
from allmanning.rules.terms import TooManyTermsError

type Status = Literal["proved", "refuted", "unknown"]
type Reach = Literal["every", "defaults"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a property in one section.

    `reach`: for every setting that an adopter may choose, or for the defaults only. `instance` shows it: a household of
    which the property fails, or the one that it seeks; `with_settings` one of which it fails under other settings.
    `reason` says why it is not known.
    """

    statement: Statement
    status: Status
    reach: Reach
    instance: Instance | None = None
    with_settings: Instance | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a property on all its sections; none where no day has rules and values."""

    about: Property
    findings: tuple[Finding, ...]

    @property
    def status(self) -> Status:
        """Refuted by any section; proved by all."""
        found = {finding.status for finding in self.findings}
        if "refuted" in found:
            return "refuted"
        return "proved" if found == {"proved"} else "unknown"

    @property
    def as_expected(self) -> bool:
        """Whether it came out as the package says."""
        return self.status == self.about.expected

    @property
    def shown(self) -> Finding | None:
        """The first section that has something to show: what refutes it, before anything else."""
        return next((each for each in self.findings if each.status == self.status and each.instance), None)


def statements(about: Property, sections: Sequence[Section]) -> tuple[Statement, ...]:
    """A property as it stands in each section. Raises UnsafeRulesError."""
    return tuple(Statement(about, section, claimed(section, about.claims)) for section in sections)


def decide(about: Property, where: Sequence[Statement], seconds: float) -> Result:
    """Decide one property, within so many seconds. Raises MissingExtraError."""
    return Result(about, tuple(_findings(where, Deadline.after(seconds))))


def _findings(where: Sequence[Statement], deadline: Deadline) -> Iterator[Finding]:
    known: Instance | None = None
    for statement in where:
        finding = _again(statement, known) or _decided(statement, deadline)
        known = finding.instance or known
        yield finding


def _again(statement: Statement, known: Instance | None) -> Finding | None:
    """What a household of an earlier section shows here too, so that nobody has to look for another."""
    if known is None:
        return None
    section = statement.section
    instance = Instance(section.first, section.ruleset.local, known.before, known.after)
    if not shows(statement, instance):
        return None
    return Finding(statement, "proved" if statement.seeks else "refuted", "defaults", instance)


def _decided(statement: Statement, deadline: Deadline) -> Finding:
    defaults, every = default_settings(statement.section), every_setting(statement.section)
    try:
        if every is not None and _holds_in_part(_whole(statement, every), deadline):
            return _found(statement, "proved", "every")
        instance = find(statement, defaults, deadline)
        if instance is not None:
            return _found(statement, "refuted", "defaults", instance)
        return _to_the_end(statement, defaults, every, deadline)
    except TooManyTermsError as error:
        return Finding(statement, "unknown", "defaults", reason=str(error))


def _found(statement: Statement, status: Status, reach: Reach, instance: Instance | None = None) -> Finding:
    """What came of it; of one that seeks somebody, the opposite: who is found proves it."""
    if statement.seeks:
        status = "refuted" if status == "proved" else "proved"
    return Finding(statement, status, reach, instance)


def _whole(statement: Statement, settings: Settings) -> Question:
    """The question with nothing left out."""
    lists = [fact.high for fact in statement.vocabulary.facts.values() if isinstance(fact.type, ListOf)]
    longest = max((high for high in lists if isinstance(high, int)), default=0)
    return ask(statement, settings, longest, smallest_rise=True)


def _holds_in_part(question: Question, deadline: Deadline) -> bool:
    """Whether it can be told with much taken as free: a little less at a time, as long as that is little work."""
    for depth in question.depths:
        answer = Solver(question.text(depth), deadline).check(steps=STEPS)
        if answer != "yes":
            return answer == "no"
    return False


def _to_the_end(
    statement: Statement, defaults: Settings, every: Settings | None, deadline: Deadline
) -> Finding:
    """Everything is looked at, as long as there is time; first for the defaults."""
    question = _whole(statement, defaults)
    in_part = _holds_in_part(question, deadline)
    match "no" if in_part else Solver(question.text(), deadline).check():
        case "unknown":
            return Finding(statement, "unknown", "defaults", reason="The time was not enough")
        case "yes":
            return _with_long_lists(statement, defaults, _longest(question), deadline)
    if every is None:
        return _found(statement, "proved", "defaults")
    if Solver(_whole(statement, every).text(), deadline).check() == "no":
        return _found(statement, "proved", "every")
    found = _found(statement, "proved", "defaults")
    return replace(found, with_settings=find(statement, every, deadline))


def _with_long_lists(statement: Statement, settings: Settings, longest: int, deadline: Deadline) -> Finding:
    for length in range(max(SHORT_LISTS) + 1, longest + 4, 4):
        instance = find(statement, settings, deadline, length)
        if instance is not None:
            return _found(statement, "refuted", "defaults", instance)
    return Finding(statement, "unknown", "defaults", reason="No household was found that shows it")


def _longest(question: Question) -> int:
    return max((len(slots) for slots in question.before.present.values()), default=0)
