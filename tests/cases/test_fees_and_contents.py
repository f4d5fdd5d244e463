"""A service whose amount is a fee, and one whose decision says more than outcome and amount."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from allmanning.accounts.access import acting
from allmanning.cases import actions
from allmanning.cases.models import Decision
from allmanning.cases.queries import case_page
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.cases.applications import RICH, key, sent
from tests.people import BO, organisation
from tests.travel_package import travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def adopted(version: str, decision: str) -> None:
    package = travel_package(version, decision=decision)
    adopt(organisation(), publish(package), valid_from=date(2025, 8, 1))


def decided(case_id: UUID) -> Decision:
    with acting(BO):
        return Decision.objects.get(case=case_id)


def test_who_is_refused_support_gets_nothing() -> None:
    adopted("1.7.0", "")
    case_id = sent(facts=RICH | {"inkomst": 0})
    actions.decide(BO, case_id, key=key(), version=1, outcome="avslag", reason="Resorna behövs inte.")
    assert decided(case_id).amount == 0


def test_who_is_refused_a_lower_fee_pays_what_the_rules_say() -> None:
    adopted("1.5.0", 'amount_is = "fee"\n')
    case_id = sent(facts=RICH | {"inkomst": 0})
    actions.decide(
        BO, case_id, key=key(), version=1, outcome="avslag", reason="Inget skäl att sänka avgiften."
    )
    assert decided(case_id).amount == 40_000


GRANTED = {"särskilda_skäl": True, "resor": 40_000, "barn": []}
REFUSED = {"särskilda_skäl": False, "inkomst": 2_000_000, "barn": []}


@pytest.mark.parametrize(
    ("contents", "facts", "still_open"),
    [
        ("", GRANTED, ()),
        ('contents = ["inkomsten_räcker"]\n', GRANTED, ("inkomst",)),
        ('contents = ["godtagbara_resor"]\n', REFUSED, ()),
    ],
)
def test_what_the_contents_stand_on_is_asked_for_unless_the_whole_is_refused(
    contents: str, facts: dict[str, Any], still_open: tuple[str, ...]
) -> None:
    found = travel_package(decision=contents).as_of(date(2025, 11, 1)).assess(facts)
    assert found.outcome is not None
    assert found.amount is not None
    assert found.open == still_open


def test_the_contents_are_told_with_their_labels() -> None:
    adopted("1.6.0", 'contents = ["godtagbara_resor", "inkomsten_räcker"]\n')
    page = case_page(BO, sent(facts=RICH))
    told = page.ruleset.contents(dict(page.facts))
    assert [(label, value.replace("\xa0", " ")) for label, value in told] == [
        ("Godtagbara resor", "400 kr"),
        ("Inkomsten räcker", "ja"),
    ]
