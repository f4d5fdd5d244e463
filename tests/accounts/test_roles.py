"""What each role may do with a case, and what it sees of people."""

from dataclasses import replace

import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, Post
from allmanning.accounts.models import Membership, Person
from allmanning.accounts.permissions import ACTIONS, may
from allmanning.accounts.roles import Role
from allmanning.accounts.staff import colleagues, staff
from allmanning.cases.models import Case
from tests.people import (
    ANNA,
    BO,
    CILLA,
    EVA,
    HEDDA,
    IDA,
    JOEL,
    MITTKOPING,
    NORRHAMN,
    organisation,
    person,
    posts,
)

CASE = Case(organisation_id=MITTKOPING, applicant_id=ANNA.person, package_id="resebidrag")
HANDLING = {"read", "take", "assign", "state", "ask", "decide", "hold", "hand_out"}


@pytest.mark.parametrize(
    ("actor", "actions"),
    [(BO, HANDLING), (EVA, HANDLING), (IDA, {"read"}), (HEDDA, set()), (JOEL, set()), (CILLA, set())],
)
def test_each_role_may_do_just_its_own(actor: Actor, actions: set[str]) -> None:
    assert {action for action in ACTIONS if may(actor, action, CASE).allowed} == actions


@pytest.mark.parametrize(
    ("actor", "ground"),
    [
        (EVA, "team leader of the organisation"),
        (IDA, "auditor of the organisation may not decide"),
        (HEDDA, "board of the organisation may not decide"),
        (JOEL, "operator, service developer of the organisation may not decide"),
        (CILLA, "not employed by the organisation, and no agreement in force with one's own"),
    ],
)
def test_the_answer_says_on_what_ground(actor: Actor, ground: str) -> None:
    assert may(actor, "decide", CASE).ground == ground


def test_the_strongest_of_several_roles_is_the_ground() -> None:
    both = replace(BO, posts=posts(MITTKOPING, Role.AUDITOR, Role.CASEWORKER, Role.BOARD))
    assert may(both, "decide", CASE).ground == "caseworker of the organisation"
    assert (both.organisations, both.audits) == ({MITTKOPING}, set())


def test_a_role_in_one_municipality_is_none_in_another() -> None:
    elsewhere = replace(BO, posts=frozenset({Post(NORRHAMN, Role.TEAM_LEADER), Post(MITTKOPING, Role.BOARD)}))
    assert not may(elsewhere, "read", CASE).allowed


@pytest.mark.parametrize("actor", [BO, EVA, IDA])
def test_nobody_touches_their_own_case_at_work(actor: Actor) -> None:
    own = Case(organisation_id=MITTKOPING, applicant_id=actor.person, package_id="resebidrag")
    assert may(actor, "read", own).ground == "disqualified in one's own case, FL (2017:900) 16 §"


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("actor", [HEDDA, IDA, JOEL])
def test_a_person_at_work_has_all_their_roles(actor: Actor) -> None:
    assert staff(person(actor)) == actor


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_role_that_is_added_is_one_more() -> None:
    Membership.objects.using("owner").create(
        person_id=IDA.person, organisation_id=NORRHAMN, role=Role.CASEWORKER
    )
    now = staff(person(IDA))
    assert (now.audits, now.organisations, now.places) == ({MITTKOPING}, {NORRHAMN}, {MITTKOPING, NORRHAMN})


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [HEDDA, IDA, JOEL])
def test_who_handles_no_cases_sees_no_other_people(actor: Actor) -> None:
    with acting(actor):
        assert [found.pk for found in Person.objects.all()] == [actor.person]


@pytest.mark.django_db
def test_a_case_is_handed_to_those_who_handle_cases() -> None:
    assert [name for _, name in colleagues(BO, organisation(), "resebidrag")] == ["Bo Berg", "Eva Öst"]
