"""The rules run over the facts of a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allmanning import packages
from allmanning.cases.canonical import digest
from allmanning.cases.facts import Facts
from allmanning.cases.models import Assessment, Case, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The rules, what they were given, and what they said. `rows` tell who stated what."""

    ruleset: packages.Ruleset
    rows: tuple[Fact, ...]
    facts: Facts
    assessment: packages.Assessment

    def reckoning(self) -> packages.Line:
        """The explanation of the outcome, from the same run."""
        return self.ruleset.reckoning(self.facts)


def run(case: Case) -> Run:
    """The rules of the case's own adoption over the facts stated so far."""
    rows = tuple(case.facts.order_by("pk"))
    return run_over(case, rows)


def run_over(case: Case, rows: tuple[Fact, ...]) -> Run:
    """The same for rows that are already read."""
    ruleset = case.adoption.ruleset(case.as_of)
    facts = ruleset.check_facts({row.name: row.value for row in rows})
    return Run(ruleset=ruleset, rows=rows, facts=facts, assessment=ruleset.assess(facts))


def keep(case: Case, result: Run, now: datetime) -> Assessment:
    """Write down a run so that it can be made again for ever, and what it proposes on the case."""
    case.proposed_outcome = result.assessment.outcome or ""
    case.proposed_amount = result.assessment.amount
    facts: dict[str, Any] = {row.name: row.value for row in result.rows}
    return Assessment.objects.create(
        case=case,
        release=case.adoption.release,
        local=case.adoption.local,
        as_of=case.as_of,
        facts=facts,
        facts_digest=digest(facts),
        result=result.assessment.to_json(),
        made_at=now,
    )
