"""Whether the automatic function may decide a case at once (FL (2017:900) 28 §, KL (2017:725) 6 kap. 37 and 38 §§)."""

from collections.abc import Iterable
from datetime import date

from allmanning import packages
from allmanning.cases.models import Case

NOT_DELEGATED = "not_delegated"
EARLIER_APPLICATION = "earlier_application"
PROTECTED_IDENTITY = "protected_identity"
REPRESENTATION = "representation"
NEVER = ("appeal_route", "automation")
BESIDE = frozenset((*NEVER, "outcome", "not_delegated"))


def hindrances(
    case: Case, assessment: packages.Assessment, today: date, *, earlier_application: bool
) -> tuple[str, ...]:
    """Codes for everything that leaves the case to a person; the journal keeps them. None of them: decide.

    The package's own come first: open, judgement, derived, appeal_route, automation, outcome.
    """
    found: list[str] = list(assessment.hindrances)
    if not case.adoption.automation_delegated(today):
        found.append(NOT_DELEGATED)
    if earlier_application:
        found.append(EARLIER_APPLICATION)
    if case.applicant.protected_identity:
        found.append(PROTECTED_IDENTITY)
    # Whether the ombud's right reaches this far, no register tells yet; somebody has to look.
    if (
        case.representation_id is not None
        and not case.adoption.release.package.manifest.representation.automatic
    ):
        found.append(REPRESENTATION)
    return tuple(found)


def telling(codes: Iterable[str]) -> tuple[str, ...]:
    """Where no decision of the service is ever automatic, which outcomes and whose delegation is beside the point."""
    found = tuple(codes)
    for whole in NEVER:
        if whole in found:
            return tuple(code for code in found if code == whole or code not in BESIDE)
    return found


def ground(case: Case) -> str:
    """The law and the board's own decision that let the automatic function decide."""
    law = case.adoption.release.package.manifest.automation.law
    return "; ".join(filter(None, (law, case.adoption.delegation_reference)))
