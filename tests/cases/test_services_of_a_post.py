"""Inner secrecy: who handles some services of a municipality sees nothing of the others. Here Bo handles school transport alone."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, Post
from allmanning.accounts.agreements import NotForYouToSignError, sign
from allmanning.accounts.models import AgreementSignature, Membership
from allmanning.accounts.permissions import ACTIONS, leads, may
from allmanning.accounts.roles import Role, Task
from allmanning.accounts.staff import colleagues, staff
from allmanning.cases import actions
from allmanning.cases.errors import CaseNotFoundError, NotAColleagueError
from allmanning.cases.models import Case, Delivery
from allmanning.cases.queries import Filters, case_page, worklist
from allmanning.cases.retention.due import manages_retention
from tests.accounts.agreed import agreed, cilla, drafted
from tests.cases.applications import sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, MITTKOPING, NORRHAMN, organisation, person
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

committed = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

CASE = Case(organisation_id=MITTKOPING, applicant_id=ANNA.person, package_id=PACKAGE_ID)


def only(actor: Actor, *packages: str, place: int = MITTKOPING) -> Actor:
    """The same person in the same roles, for some services."""
    return replace(
        actor, posts=frozenset(Post(place, post.role, frozenset(packages)) for post in actor.posts)
    )


ELSEWHERE = only(BO, "skolskjuts")
HERE = only(BO, "skolskjuts", PACKAGE_ID)


def limit(actor: Actor, *packages: str) -> None:
    Membership.objects.using("owner").filter(person_id=actor.person).update(packages=list(packages))


def test_of_another_service_bo_may_nothing_and_is_told_why() -> None:
    assert [action for action in ACTIONS if may(ELSEWHERE, action, CASE).allowed] == []
    assert may(ELSEWHERE, "read", CASE).ground == "caseworker of the organisation, and not for resebidrag"
    assert may(HERE, "decide", CASE).ground == "caseworker of the organisation"


def test_a_case_of_another_service_is_not_there() -> None:
    case_id = sent()
    assert (worklist(ELSEWHERE).rows, worklist(ELSEWHERE, Filters(text="Anna")).rows) == ((), ())
    with pytest.raises(CaseNotFoundError):
        case_page(ELSEWHERE, case_id)
    assert [row.id for row in worklist(HERE).rows] == [case_id]
    assert case_page(HERE, case_id).case.applicant.name == "Anna Andersson"


@pytest.mark.parametrize("table", ["case", "fact", "assessment", "event", "signature", "delivery", "readlog"])
def test_the_database_itself_hides_it_with_all_that_hangs_on_it(table: str) -> None:
    case_page(BO, sent())
    counted = []
    for actor in (HERE, ELSEWHERE):
        with acting(actor), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM cases_{table}")  # noqa: S608 - a name from the list above
            counted.append(cursor.fetchone()[0] > 0)
    assert counted == [True, False]


def test_the_applicants_are_not_known_either() -> None:
    sent()
    with acting(ELSEWHERE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_person WHERE id = %s", [ANNA.person])
        assert cursor.fetchone() == (0,)


def test_the_database_lets_nothing_be_changed() -> None:
    sent()
    with acting(ELSEWHERE):
        assert Case.objects.update(assignee_id=BO.person_id) == 0
        assert Delivery.objects.update(attempts=99) == 0
    with acting(HERE):
        assert Case.objects.update(assignee_id=BO.person_id) == 1


@committed
def test_a_case_is_not_handed_to_whom_it_is_hidden_from() -> None:
    case_id = sent()
    limit(BO, "skolskjuts")
    assert [name for _, name in colleagues(EVA, organisation(), PACKAGE_ID)] == ["Eva Öst"]
    with pytest.raises(NotAColleagueError):
        actions.assign(EVA, case_id, BO.person)


def test_who_audits_everything_reads_also_what_they_do_not_handle() -> None:
    case_id = sent()
    both = replace(ELSEWHERE, posts=ELSEWHERE.posts | {Post(MITTKOPING, Role.AUDITOR)})
    assert [row.id for row in worklist(both).rows] == [case_id]
    assert may(both, "read", CASE).ground == "auditor of the organisation"
    assert not may(both, "take", CASE).allowed
    with acting(both):
        assert Case.objects.update(assignee_id=BO.person_id) == 0


def test_who_leads_one_team_reaches_into_no_other() -> None:
    assert leads(EVA, CASE)
    assert leads(only(EVA, PACKAGE_ID), CASE)
    assert not leads(only(EVA, "skolskjuts"), CASE)


def test_a_part_signs_no_agreement_and_removes_no_case() -> None:
    part = only(EVA, PACKAGE_ID)
    agreement = drafted()
    assert not manages_retention(part, MITTKOPING)
    with pytest.raises(NotForYouToSignError):
        sign(part, agreement)


@committed
def test_the_database_lets_a_part_sign_nothing() -> None:
    agreement = drafted()
    limit(EVA, PACKAGE_ID)
    with acting(EVA), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        AgreementSignature.objects.create(
            agreement_id=agreement, role=Role.TEAM_LEADER, organisation_id=MITTKOPING, person_id=EVA.person, name="Eva"
        )  # fmt: skip


@committed
@pytest.mark.parametrize(("packages", "seen"), [(["skolskjuts"], 0), ([PACKAGE_ID], 1), ([], 1)])
def test_an_agreement_widens_nobodys_services(packages: list[str], seen: int) -> None:
    sent()
    agreed(tasks=[Task.READ, Task.HANDLE])
    limit(CILLA, *packages)
    assert worklist(cilla()).total == seen
    # Also if the program believed that the agreement was theirs.
    with acting(replace(only(CILLA, *packages, place=NORRHAMN), mandates=staff(person(CILLA)).mandates)):
        assert Case.objects.count() == seen


def test_another_municipality_is_not_limited_by_this_one() -> None:
    sent(), sent(DAN, where=NORRHAMN)
    two = replace(ELSEWHERE, posts=ELSEWHERE.posts | CILLA.posts)
    assert [row.number[:2] for row in worklist(two).rows] == ["NH"]
    with acting(two):
        assert Case.objects.count() == 1


@committed
def test_one_has_at_work_just_the_services_of_ones_rows() -> None:
    limit(BO, "skolskjuts")
    assert staff(person(BO)) == ELSEWHERE


def test_only_who_handles_cases_is_limited() -> None:
    with pytest.raises(IntegrityError, match="may_be_limited"), transaction.atomic(using="owner"):
        Membership.objects.using("owner").create(
            person_id=UUID(int=9), organisation_id=NORRHAMN, role=Role.AUDITOR, packages=["skolskjuts"]
        )


def test_what_the_database_is_told_of_most_people_is_no_limit() -> None:
    with acting(BO), connection.cursor() as cursor:
        cursor.execute("SELECT app_limited(), app_services()")
        assert cursor.fetchone() == ([], [])
    with acting(HERE), connection.cursor() as cursor:
        cursor.execute("SELECT app_limited(), app_services()")
        assert cursor.fetchone() == ([1], ["1:resebidrag", "1:skolskjuts"])
