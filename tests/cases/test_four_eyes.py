"""A refusal of this package takes two people: one proposes and signs, another confirms, and nobody does both."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from allmanning.accounts.access import acting
from allmanning.accounts.delegation import delegate
from allmanning.accounts.roles import Role, Task
from allmanning.cases import actions, journal
from allmanning.cases.errors import (
    EmptyTextError,
    FourEyesError,
    NotDelegatedError,
    ReasonMissingError,
    SamePersonError,
    StaleCaseError,
    WrongStateError,
)
from allmanning.cases.models import Case, Decision, Event, Proposal, Signature
from allmanning.cases.queries import Filters, own_cases, worklist
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.accounts.agreed import agreed, cilla, days
from tests.cases.applications import POOR, key, sent
from tests.people import ANNA, BO, EVA, IDA, organisation
from tests.travel_package import PACKAGE_ID, travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def refusals_take_two() -> None:
    adopt(
        organisation(), publish(travel_package("1.1.0", four_eyes='["avslag"]')), valid_from=date(2025, 8, 1),
        automation_delegated_on=date(2025, 7, 1), delegation_reference="SN § 41",
    )  # fmt: skip


def proposed() -> UUID:
    case_id = sent()
    actions.propose(BO, case_id, key=key(), version=1, outcome="avslag", reason="Inkomsten räcker.")
    return case_id


def case(case_id: UUID) -> Case:
    with acting(BO):
        return Case.objects.get(pk=case_id)


def test_one_person_alone_does_not_refuse() -> None:
    case_id = sent()
    with pytest.raises(FourEyesError):
        actions.decide(BO, case_id, key=key(), version=1, outcome="avslag", reason="Skäl.")
    assert case(case_id).status == "submitted"


def test_what_needs_no_control_is_decided_as_before() -> None:
    assert actions.decide(
        BO, sent(), key=key(), version=1, outcome="bifall", amount=100, reason="Ja."
    ).decision_id
    automatic = sent(facts=POOR, month=date(2025, 12, 1))
    assert case(automatic).status == "decided"


def test_another_confirms_and_both_stand_in_the_journal() -> None:
    case_id = proposed()
    assert case(case_id).status == "control"
    actions.confirm(EVA, case_id, key=key(), version=1)
    with acting(BO):
        made = Decision.objects.get(case_id=case_id)
        lines = Event.objects.filter(case_id=case_id, action__in=["control_asked", "decided"])
        assert [(line.action, line.actor_name) for line in lines] == [
            ("control_asked", "Bo Berg"),
            ("decided", "Eva Öst"),
        ]
        assert (lines[1].payload or {})["proposed_by"] == "Bo Berg"
        assert journal.verify(Case.objects.get(pk=case_id)) is None
        purposes = Signature.objects.filter(case_id=case_id).exclude(purpose="application")
        assert {(one.purpose, one.name) for one in purposes} == {
            ("proposal", "Bo Berg"),
            ("decision", "Eva Öst"),
        }
    assert (made.outcome, made.taken_by_name, made.reason) == ("avslag", "Eva Öst", "Inkomsten räcker.")


def test_nobody_confirms_their_own() -> None:
    case_id = proposed()
    with pytest.raises(SamePersonError):
        actions.confirm(BO, case_id, key=key(), version=1)
    with acting(BO), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Proposal.objects.filter(case_id=case_id).update(state="confirmed")


def test_confirmed_twice_it_is_one_decision() -> None:
    case_id, same = proposed(), key()
    first = actions.confirm(EVA, case_id, key=same, version=1)
    assert actions.confirm(EVA, case_id, key=same, version=1) == first
    with pytest.raises(WrongStateError):
        actions.confirm(EVA, case_id, key=key(), version=1)


def test_it_is_sent_back_with_the_reason_and_proposed_again() -> None:
    case_id = proposed()
    with pytest.raises(EmptyTextError):
        actions.send_back(EVA, case_id, " ")
    actions.send_back(EVA, case_id, "Hör den sökande först.")
    assert (case(case_id).status, case(case_id).assignee_name) == ("assessing", "Bo Berg")
    actions.propose(BO, case_id, key=key(), version=1, outcome="avslag", reason="Hörd.")
    with acting(BO):
        assert [row.state for row in Proposal.objects.filter(case_id=case_id)] == ["returned", "waiting"]


def test_while_it_waits_nothing_else_is_done() -> None:
    case_id = proposed()
    with pytest.raises(WrongStateError):
        actions.state_facts(BO, case_id, {"särskilda_skäl": True}, reason="Nytt.")
    with pytest.raises(WrongStateError):
        actions.decide(EVA, case_id, key=key(), version=1, outcome="bifall", amount=1, reason="Ja.")
    with pytest.raises(StaleCaseError):
        actions.confirm(EVA, case_id, key=key(), version=7)


def test_changed_facts_are_proposed_with_what_follows_from_them() -> None:
    case_id, same = sent(), key()
    with pytest.raises(ReasonMissingError):
        actions.propose(BO, case_id, key=key(), version=1, changes={"särskilda_skäl": True})
    wanted: dict[str, Any] = {"version": 1, "changes": {"särskilda_skäl": True}, "reason": "Sjukt barn."}
    first = actions.propose(BO, case_id, key=same, **wanted)
    assert actions.propose(BO, case_id, key=same, **wanted) == first
    actions.confirm(EVA, case_id, key=key(), version=2)
    with acting(BO):
        made = Decision.objects.get(case_id=case_id)
        assert (made.outcome, made.amount) == ("bifall", 40_000)
        assert [change["what"] for change in made.changes] == ["särskilda_skäl"]
        assert journal.verify(Case.objects.get(pk=case_id)) is None


def test_who_confirms_must_have_the_right_by_the_delegation_order() -> None:
    delegate(organisation(), PACKAGE_ID, to=Role.CASEWORKER, valid_from=days(-1), reference="SN § 9")
    case_id = proposed()
    with pytest.raises(NotDelegatedError):
        actions.confirm(EVA, case_id, key=key(), version=1)
    agreed(tasks=[Task.DECIDE])
    with pytest.raises(NotDelegatedError):
        actions.confirm(cilla(), case_id, key=key(), version=1)


def test_it_is_open_work_and_the_applicant_sees_no_proposal() -> None:
    proposed()
    assert [row.status for row in worklist(EVA, Filters(show="open")).rows] == ["control"]
    assert [one.outcome for one in own_cases(ANNA)] == [None]
    with acting(ANNA):
        assert not Proposal.objects.exists()
    with acting(IDA):
        assert Proposal.objects.count() == 1
