"""A decision that waits for a second person, in words."""

from dataclasses import dataclass

from allmanning.accounts.actors import Actor
from allmanning.cases.models import Proposal
from allmanning.cases.queries import CasePage
from allmanning.portals.caseworker import proposal as proposals
from allmanning.portals.caseworker import words
from allmanning.portals.caseworker.decision_forms import Wanted


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who proposes what; `is_mine`: the reader proposed it, and so may not confirm it."""

    by: str
    when: str
    verdict: proposals.Proposal
    reason: str
    is_mine: bool


def waiting(actor: Actor, page: CasePage, found: Proposal) -> Waiting:
    """The proposal as this actor sees it."""
    return Waiting(
        by=found.proposed_by_name,
        when=words.moment(found.proposed_at),
        verdict=proposals.proposed(page.package.manifest.decision, found.outcome, found.amount),
        reason=found.reason,
        is_mine=found.proposed_by_id == actor.person_id,
    )


def wanted(found: Proposal) -> Wanted:
    """The same as what would be decided, for its letter."""
    return Wanted(outcome=found.outcome, amount=found.amount, reason=found.reason)
