"""Facts out of the applicant's earlier decision under the same service, so that nobody is asked what the municipality knows."""

from collections.abc import Mapping
from typing import Any

from allmanning.cases import stating
from allmanning.cases.desk import Desk
from allmanning.cases.models import Case, Decision, Fact
from allmanning.packages.manifest import DecisionSpec

# Refusals lie between; who is refused more often than this in a row has to show an older permit.
LOOKED_BACK = 10


def state(desk: Desk) -> tuple[dict[str, Any], ...]:
    """State them as the latest decision has them now; gives the changes. No statement where the package asks for none."""
    package = desk.case.adoption.release.package
    if not any(question.who == "earlier" for question in package.questions):
        return ()
    decision = latest(desk.case)
    values = _known(decision) if decision else {}
    wanted = {
        question.fact: values.get(question.earlier, question.otherwise)
        for question in package.questions
        if question.who == "earlier"
    }
    by = decision.case.number if decision else ""
    _, changes = stating.state(desk, wanted, Fact.Source.REGISTER, stated_by=by)
    return tuple(changes)


def latest(case: Case) -> Decision | None:
    """The applicant's latest decision in this municipality and service that granted something; within `acting`."""
    found = (
        Decision.objects.filter(
            case__applicant=case.applicant_id,
            case__organisation=case.organisation_id,
            case__package_id=case.package_id,
        )
        .exclude(case=case.pk)
        .select_related("case", "assessment__release")
        .order_by("-decided_at", "-pk")[:LOOKED_BACK]
    )
    return next((decision for decision in found if _granted(decision)), None)


def _granted(decision: Decision) -> bool:
    return decision.outcome not in decision.assessment.release.package.manifest.decision.refused


def _known(decision: Decision) -> Mapping[str, Any]:
    """Facts and values that the decision stands on. What a person decided otherwise than the rules is what holds, and nothing
    of what the rules said besides.
    """
    ruleset = decision.assessment.ruleset
    facts = ruleset.check_facts(decision.assessment.facts)
    spec: DecisionSpec = ruleset.package.manifest.decision
    known = {**facts, **ruleset.assess(facts).values}
    if any(change["what"] == "outcome" for change in decision.changes):
        known = {name: value for name, value in known.items() if name not in spec.contents}
    decided = {spec.outcome: decision.outcome, **({spec.amount: decision.amount} if spec.amount else {})}
    return {**known, **decided}
