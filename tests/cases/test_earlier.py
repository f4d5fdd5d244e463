"""A fact that nobody states: it is what the applicant's latest decision says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import NotForYouToStateError
from allmanning.cases.models import Case, Decision, Event, Fact
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.cases.applications import draft, key
from tests.people import ANNA, BO, CILLA, organisation
from tests.travel_package import travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)
ASKED: dict[str, Any] = {"resor": 40_000, "barn": []}


@pytest.fixture(autouse=True)
def income_is_never_asked_for() -> None:
    release = publish(travel_package("1.3.0", earlier=True))
    for where in (1, 2):
        adopt(organisation(where), release, valid_from=date(2025, 8, 1))


def income(case_id: UUID) -> Fact:
    with acting(ANNA):
        return Fact.objects.get(case=case_id, name="inkomst")


def version(case_id: UUID) -> int:
    with acting(ANNA):
        return Case.objects.get(pk=case_id).version


def send(case_id: UUID) -> None:
    actions.submit(ANNA, case_id, version=version(case_id), key=key())


def decided(month: date, kronor: int, worker: Actor = BO, where: int = 1, **how: Any) -> str:
    """Anna applies, and a caseworker who knows her income corrects it and decides; the number of the case."""
    case_id = draft(facts=ASKED, month=month, where=where)
    send(case_id)
    actions.state_facts(worker, case_id, {"inkomst": kronor * 100}, reason="Enligt Skatteverket.")
    actions.decide(worker, case_id, key=key(), version=version(case_id), **how)
    with acting(ANNA):
        return Case.objects.get(pk=case_id).number


def test_without_an_earlier_decision_it_is_what_the_package_says() -> None:
    fact = income(draft(month=NOVEMBER))
    assert (fact.value, fact.source, fact.stated_by) == (400_000, "register", "")


def test_anna_is_not_asked_and_cannot_state_it() -> None:
    case_id = draft(facts=ASKED)
    with pytest.raises(NotForYouToStateError):
        actions.save_facts(ANNA, case_id, {"inkomst": 0})
    send(case_id)
    assert income(case_id).value == 400_000


def test_the_next_application_stands_on_what_was_granted() -> None:
    number = decided(OCTOBER, 7_000)
    fact = income(draft(month=NOVEMBER))
    assert (fact.value, fact.source, fact.stated_by) == (700_000, "register", number)


def test_a_refusal_says_nothing_of_the_next() -> None:
    decided(OCTOBER, 7_000, outcome="avslag", reason="Resorna behövs inte.")
    assert income(draft(month=NOVEMBER)).value == 400_000


def test_what_another_municipality_granted_is_its_own() -> None:
    decided(OCTOBER, 7_000, worker=CILLA, where=2)
    assert income(draft(month=NOVEMBER)).value == 400_000


def test_it_is_read_again_when_an_old_draft_is_sent_and_the_journal_says_so() -> None:
    case_id = draft(facts=ASKED, month=DECEMBER)
    decided(OCTOBER, 7_000)
    send(case_id)
    with acting(BO):
        told = Event.objects.get(case=case_id, action="submitted").payload["changes"]
    assert (income(case_id).value, told) == (700_000, [{"what": "inkomst", "from": 400_000, "to": 700_000}])


def test_what_only_stands_in_is_no_circumstance_of_the_decision() -> None:
    decided(OCTOBER, 7_000)
    first, second = (
        draft(facts=ASKED, month=month, where=where) for month, where in ((NOVEMBER, 2), (DECEMBER, 1))
    )
    told = []
    for case_id, worker in ((first, CILLA), (second, BO)):
        send(case_id)
        actions.decide(worker, case_id, key=key(), version=version(case_id))
        with acting(ANNA):
            told.append([row["path"] for row in Decision.objects.get(case=case_id).circumstances])
    assert ["inkomst" in paths for paths in told] == [False, True]
