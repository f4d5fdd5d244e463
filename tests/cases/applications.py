"""Applications in the states that tests begin from."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from tests.people import ANNA, organisation
from tests.travel_package import PACKAGE_ID

NOVEMBER = date(2025, 11, 1)
POOR: dict[str, Any] = {"inkomst": 500_000, "resor": 40_000, "barn": [{"ålder": 5}]}
"""Decided automatically: 400 kr for travel and 100 kr for the child."""
RICH: dict[str, Any] = {"inkomst": 2_000_000, "resor": 40_000, "barn": []}
"""Needs the caseworker's judgement."""


def draft(
    actor: Actor = ANNA, facts: dict[str, Any] | None = None, where: int = 1, month: date = NOVEMBER
) -> UUID:
    """An application that is being filled in."""
    case_id = actions.start_application(actor, organisation(where), PACKAGE_ID, month, key=key())
    if facts:
        actions.save_facts(actor, case_id, facts)
    return case_id


def sent(
    actor: Actor = ANNA, facts: dict[str, Any] | None = None, where: int = 1, month: date = NOVEMBER
) -> UUID:
    """An application that a caseworker has to decide, unless other facts are given."""
    case_id = draft(actor, facts or RICH, where, month)
    actions.submit(actor, case_id, version=1, key=key())
    return case_id


def sent_but_undone(case_id: UUID) -> None:
    """Send Anna's application in a transaction that then fails."""
    with acting(ANNA):
        actions.submit(ANNA, case_id, version=1, key=key())
        raise ZeroDivisionError


def key() -> str:
    return str(uuid4())
