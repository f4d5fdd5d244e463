"""What is studied: a package on a day, before and after a change, over a population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allmanning.packages.ruleset import Ruleset
from allmanning.rules.datatypes import MONEY, Choice, told
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.simulation.change import Change, Wish, try_out
from allmanning.simulation.errors import ChangeError
from allmanning.simulation.job import Job, Run

# How much more is earned, in öre, by the name that its run ends in.
STEPS: Mapping[str, int] = {"krona": 100, "thousand": 100_000}
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Study:
    """Rules before and after (None: only as they stand). `marginal` is an amount, `by` are any facts of the household."""

    before: Ruleset
    after: Ruleset | None
    changes: tuple[Change, ...]
    marginal: str | None
    by: tuple[str, ...]
    top: int

    @property
    def outcome(self) -> str:
        """The rule that decides."""
        return self.before.targets[0]

    @property
    def amount(self) -> str | None:
        """The rule that gives the amount, if the package has one."""
        return self.before.package.manifest.decision.amount

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome, those that grant first."""
        decision = self.before.package.manifest.decision
        return (*decision.granted, *decision.partly, *decision.refused)

    @property
    def kept(self) -> tuple[str, ...]:
        """The facts that come along with the results."""
        wanted = (*self.by, self.marginal) if self.marginal else self.by
        return tuple(dict.fromkeys(wanted))

    def rulesets(self) -> dict[str, Ruleset]:
        """The rules by the name of their run."""
        return {"before": self.before} if self.after is None else {"before": self.before, "after": self.after}

    def job(self, data: Path) -> Job:
        """What an engine is to compute."""
        runs = [Run(name, rules.parameters) for name, rules in self.rulesets().items()]
        if self.marginal:
            for name, rules in self.rulesets().items():
                runs += [
                    Run(f"{name}_{step}", rules.parameters, {self.marginal: ore})
                    for step, ore in STEPS.items()
                ]
        before = self.before
        return Job(before.engine.graph, before.day, data, tuple(runs), before.targets, self.kept)


def study(
    before: Ruleset, wishes: Sequence[Wish], *, marginal: str | None, by: Sequence[str], top: int
) -> Study:
    """Check what is asked for. Raises ChangeError with what could be."""
    facts = before.package.vocabulary.facts
    decision = before.package.manifest.decision
    for name in by:
        if name not in facts:
            raise ChangeError(f"--by {quoted(name)} is not a fact of the household. {_hint(name, before)}")
    if marginal is not None:
        if marginal not in facts:
            raise ChangeError(
                f"--marginal {quoted(marginal)} is not a fact of the household. {_hint(marginal, before)}"
            )
        if facts[marginal].type != MONEY:
            reason = f"is {told(facts[marginal].type)}"
            raise ChangeError(
                f"--marginal {quoted(marginal)} {reason}. Name a fact that is an amount, as the wage"
            )
        if decision.amount is None:
            raise ChangeError(
                f"The package gives no amount, so nothing is kept of more {marginal}. Leave --marginal out"
            )
    after, changes = try_out(before, wishes) if wishes else (None, ())
    found = Study(before, after, changes, marginal, tuple(dict.fromkeys(by)), top)
    _refuse_unlike(found)
    return found


def _hint(name: str, ruleset: Ruleset) -> str:
    vocabulary = ruleset.package.vocabulary
    if "." in name and name.partition(".")[0] in vocabulary.facts:
        return f"It has a value for each element; {name.partition('.')[0]} groups by how many there are"
    return did_you_mean(name, vocabulary.facts)


def _refuse_unlike(found: Study) -> None:
    """Outcomes are the words that are sorted, and two amounts can be subtracted in 64 bits."""
    graph = found.before.engine.graph
    type_ = graph.types[graph.values[found.outcome]]
    assert isinstance(type_, Choice)  # noqa: S101 - checked when the package was read
    if found.amount is None:
        return
    position = graph.values[found.amount]
    for rules in found.rulesets().values():
        low, high = rules.survey({}).memo[position]
        if max(abs(low), abs(high)) >= _LARGEST:
            raise ChangeError(f"{found.amount} can become so large that differences do not fit in 64 bits")
