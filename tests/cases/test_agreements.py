"""Cilla works in Norrhamn. What she sees and does of Mittköping's cases is just what the two have agreed, while it lasts."""

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import revoke, sign
from allmanning.accounts.permissions import PermissionDeniedError, may
from allmanning.accounts.roles import Task
from allmanning.accounts.staff import staff
from allmanning.cases import actions, journal
from allmanning.cases.errors import CaseNotFoundError, NotAColleagueError
from allmanning.cases.models import Case, Completion, Decision, Event
from allmanning.cases.queries import Filters, case_page, reads_of, worklist
from tests.accounts.agreed import agreed, cilla, days, drafted
from tests.cases.applications import draft, key, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, GUSTAV, MITTKOPING, NORRHAMN, person

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def numbers(actor: Actor, filters: Filters | None = None) -> list[str]:
    return [row.number for row in worklist(actor, filters).rows]


def test_cilla_sees_nothing_until_both_have_signed() -> None:
    case_id = sent()
    agreement = drafted()
    for signer in (EVA, GUSTAV):
        assert worklist(cilla()).total == 0
        with pytest.raises(CaseNotFoundError):
            case_page(cilla(), case_id)
        sign(signer, agreement)
    assert case_page(cilla(), case_id).case.applicant.name == "Anna Andersson"


def test_she_sees_the_cases_of_both_with_the_owners_name() -> None:
    sent(), sent(DAN, where=NORRHAMN)
    agreed()
    assert [(row.number[:2], row.owner) for row in worklist(cilla(), Filters(sort="number")).rows] == [
        ("MK", "Mittköping"),
        ("NH", "Norrhamn"),
    ]
    assert [number[:2] for number in numbers(cilla(), Filters(owner=MITTKOPING))] == ["MK"]
    assert numbers(BO) == numbers(cilla(), Filters(owner=MITTKOPING))


def test_she_sees_no_draft_and_no_other_service() -> None:
    draft(ANNA)
    agreed(packages=["bostadsanpassning"])
    sent(DAN)
    assert worklist(cilla()).total == 0


@pytest.mark.parametrize("last", [-1, -300])
def test_she_sees_nothing_when_it_has_ended(last: int) -> None:
    sent()
    agreed(valid_to=days(last))
    assert worklist(cilla()).total == 0


def test_a_revocation_bites_on_a_request_that_has_begun() -> None:
    case_id, agreement = sent(), agreed()
    before = cilla()
    assert worklist(before).total == 1
    revoke(GUSTAV, agreement)
    with pytest.raises(CaseNotFoundError):  # even as the actor she was a moment ago
        case_page(before, case_id)
    assert (worklist(before).total, worklist(cilla()).total) == (0, 0)


@pytest.mark.parametrize(
    ("tasks", "allowed"),
    [
        ([Task.READ], {"read"}),
        ([Task.HANDLE], {"read", "take", "assign", "state", "ask"}),
        ([Task.DECIDE], {"read", "take", "assign", "decide"}),
        ([Task.HANDLE, Task.DECIDE], {"read", "take", "assign", "state", "ask", "decide"}),
    ],
)
def test_she_may_just_what_is_agreed(tasks: list[Task], allowed: set[str]) -> None:
    sent()
    agreed(tasks=tasks)
    with acting(cilla()):
        case = Case.objects.get()
    actions_ = ("read", "take", "assign", "state", "ask", "decide", "automate", "withdraw")
    assert {action for action in actions_ if may(cilla(), action, case).allowed} == allowed


def test_the_answer_names_agreement_and_clause() -> None:
    sent()
    agreement = agreed()
    actor = cilla()
    with acting(actor):
        permission = may(actor, "decide", Case.objects.get())
    assert (permission.agreement, permission.clause) == (agreement, "decide resebidrag")
    assert permission.ground == (
        f"agreement {agreement}: decide resebidrag, KF 2025-06-16 § 88; caseworker of Norrhamn"
    )


def test_every_line_in_the_journal_and_the_read_log_names_the_agreement() -> None:
    case_id, agreement = sent(), agreed()
    case_page(cilla(), case_id)
    actions.decide(cilla(), case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    with acting(BO):
        lines = Event.objects.filter(case_id=case_id, actor_id=CILLA.person_id)
        assert [(line.action, line.agreement_id) for line in lines] == [
            ("taken", agreement),
            ("decided", agreement),
        ]
        assert all(f"agreement {agreement}:" in line.ground for line in lines)
        assert journal.verify(Case.objects.get(pk=case_id)) is None
    assert [(row.name, row.agreement_id) for row in reads_of(BO, case_id)] == [("Cilla Ek", agreement)]


def test_the_case_keeps_its_owner_and_says_who_handles_it() -> None:
    case_id, agreement = sent(), agreed()
    actions.take(cilla(), case_id)
    (row,) = worklist(BO).rows
    assert (row.owner, row.executor, row.assignee) == ("Mittköping", "Norrhamn", "Cilla Ek")
    actions.decide(cilla(), case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    with acting(BO):
        made = Decision.objects.get(case_id=case_id)
        case = Case.objects.get(pk=case_id)
    assert (made.agreement_id, made.executor_name, case.organisation_id) == (
        agreement,
        "Norrhamn",
        MITTKOPING,
    )


def test_a_case_that_is_put_back_is_the_owners_again() -> None:
    case_id = sent()
    agreed()
    actions.take(cilla(), case_id)
    actions.put_back(cilla(), case_id)
    actions.take(BO, case_id)
    (row,) = worklist(BO).rows
    assert (row.executor, row.assignee) == ("", "Bo Berg")


def test_she_asks_on_behalf_of_the_owner() -> None:
    case_id = sent()
    agreed(tasks=[Task.HANDLE])
    actions.ask_for_completion(cilla(), case_id, "Vad kostar resan?", timezone.localdate())
    with acting(ANNA):
        assert Completion.objects.get().executor_name == "Norrhamn"


def test_without_the_clause_she_does_not_decide() -> None:
    case_id = sent()
    agreement = agreed(tasks=[Task.HANDLE])
    with pytest.raises(
        PermissionDeniedError, match=f"agreement {agreement} has no clause to decide resebidrag"
    ):
        actions.decide(cilla(), case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")


def test_who_only_reads_is_told_that_nothing_else_is_agreed() -> None:
    case_id = sent()
    agreed(tasks=[Task.READ])
    with pytest.raises(PermissionDeniedError, match="has no clause to take"):
        actions.take(cilla(), case_id)


def test_the_case_is_handed_over_within_the_organisation_that_acts() -> None:
    case_id = sent()
    agreed()
    actions.take(cilla(), case_id)
    with pytest.raises(NotAColleagueError):
        actions.assign(cilla(), case_id, BO.person)
    actions.assign(staff(person(GUSTAV)), case_id, GUSTAV.person)
    (row,) = worklist(BO).rows
    assert (row.assignee, row.executor) == ("Gustav Lo", "Norrhamn")


def test_the_owners_team_leader_takes_a_case_back() -> None:
    case_id = sent()
    agreed()
    actions.take(cilla(), case_id)
    actions.assign(EVA, case_id, BO.person)
    (row,) = worklist(BO).rows
    assert (row.assignee, row.executor) == ("Bo Berg", "")


# What the database itself says, whatever the program does.


def written(actor: Actor, statement: str, *values: object) -> int:
    with acting(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_the_database_lets_a_reader_write_nothing() -> None:
    sent()
    agreed(tasks=[Task.READ])
    for statement in ("UPDATE cases_case SET assignee_name = 'x'", "UPDATE cases_fact SET value = '1'"):
        assert written(cilla(), statement) == 0


def test_the_database_asks_for_the_agreements_name_in_the_journal(case_id: UUID) -> None:
    nameless = Event(
        case_id=case_id, sequence=99, happened_at=timezone.now(), action="taken", actor_id=CILLA.person_id
    )
    with acting(cilla()), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        nameless.save(force_insert=True)


def test_the_database_believes_no_agreement_that_is_only_claimed(case_id: UUID) -> None:
    claimed = cilla()
    revoke(EVA, next(iter(claimed.mandates)).agreement)
    assert written(claimed, "SELECT 1 FROM cases_case") == 0
    assert written(claimed, "SELECT 1 FROM accounts_person WHERE id = %s", ANNA.person_id) == 0


@pytest.fixture
def case_id() -> UUID:
    agreed()
    return sent()
