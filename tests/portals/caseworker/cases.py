"""Cases on a caseworker's desk, and how their addresses are written."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from allmanning.accounts.actors import Actor
from allmanning.cases import actions, queries
from tests.cases.applications import sent
from tests.people import ANNA, BO

LIST = "/handlaggning/"


def address(case_id: UUID, place: str = "") -> str:
    return f"/handlaggning/arende/{case_id}/{place}"


def judged(actor: Actor = BO, *, special: bool = True, applicant: Actor = ANNA) -> UUID:
    """A case whose only judgement is stated, so that the rules propose something."""
    case_id = sent(applicant)
    actions.state_facts(actor, case_id, {"särskilda_skäl": special}, reason="Sjukt barn.")
    return case_id


def asked(text: str = "Skicka intyget.") -> UUID:
    """A case that waits for Anna's answer."""
    case_id = sent()
    actions.ask_for_completion(BO, case_id, text, in_days(14))
    return case_id


def answered(text: str = "Jag har inget intyg.") -> UUID:
    """A case where Anna has answered and lowered what she asks for."""
    case_id = asked()
    actions.answer_completion(ANNA, case_id, text, {"resor": 30_000})
    return case_id


def decided(*, reason: str = "Inkomsten räcker.") -> UUID:
    """A case that Bo has refused."""
    case_id = sent()
    version = queries.case_page(BO, case_id).case.version
    actions.decide(BO, case_id, key=str(case_id), version=version, outcome="avslag", reason=reason)
    return case_id


def in_days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)
