"""What the database itself shows the application role, whatever a query says."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.accounts.roles import Role, Task
from allmanning.cases import actions
from allmanning.cases.models import Case, Decision, Event
from allmanning.cases.queries import case_page, reads_of
from allmanning.server.checks import protected_models
from tests.accounts.agreed import agreed, days
from tests.accounts.represented import guarded
from tests.cases.applications import POOR, draft, key, sent
from tests.cases.files.samples import attached, picture
from tests.people import ANNA, BO, CILLA, DAN, HEDDA, IDA, JOEL, MACHINE, NORRHAMN, posts

pytestmark = pytest.mark.django_db

TABLES = sorted(model._meta.db_table for model in protected_models())
# The application may not even ask for a row of these.
CLOSED = {
    "accounts_allowance",
    "accounts_machineclient",
    "cases_numberseries",
    "cases_support",
    "login_staffidentity",
}
# Written by the owner of the tables alone, or not by what happens to this case.
ELSEWHERE = CLOSED | {
    "accounts_delegation",
    "cases_completion",
    "cases_erasure",
    "cases_follow",
    "cases_letter",
    "cases_notice",
    "cases_proposal",
    "cases_publication",
    "webhooks_message",
    "webhooks_subscription",
}
WITH_ROWS = [table for table in TABLES if table not in ELSEWHERE]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name from the list above
        return int(cursor.fetchone()[0])


@pytest.fixture
def case_id() -> UUID:
    """Anna's case in Mittköping with a row in each table."""
    made = draft(facts=POOR)
    attached(made, picture())
    actions.submit(ANNA, made, version=1, key=key())
    agreed(tasks=[Task.READ], valid_from=days(1))
    guarded()
    case_page(BO, made)
    return made


@pytest.mark.parametrize("table", TABLES)
def test_every_table_with_somebodys_data_has_forced_policies(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = %s", [table]
        )
        assert cursor.fetchone() == (True,)


def test_every_table_of_an_organisation_is_among_them_or_says_that_it_is_public() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("allmanning.")]
    tenants = [model for model in ours if any(field.name == "organisation" for field in model._meta.fields)]
    assert {model.__name__ for model in tenants} >= {"Case", "Membership", "Delivery", "Adoption"}
    unprotected = [model for model in tenants if model._meta.db_table not in TABLES]
    assert {model.__name__ for model in unprotected} == {
        "Adoption", "DemoLogin", "LoginProvider", "RetentionPlan"
    }  # fmt: skip


def test_the_tests_run_as_a_role_that_row_level_security_binds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


@pytest.mark.parametrize("table", WITH_ROWS)
def test_there_are_rows_to_hide(table: str, case_id: UUID) -> None:
    with acting(ANNA):
        mine = count(table)
    with acting(BO):
        assert mine + count(table) > 0


@pytest.mark.parametrize("table", [table for table in TABLES if table not in CLOSED])
def test_nobody_sees_nothing(table: str, case_id: UUID) -> None:
    assert count(table) == 0


@pytest.mark.parametrize("actor", [CILLA, DAN])
@pytest.mark.parametrize("table", [t for t in TABLES if t.startswith("cases_") and t not in CLOSED])
def test_an_outsider_sees_no_row_of_the_case(actor: Actor, table: str, case_id: UUID) -> None:
    with acting(actor):
        assert count(table) == 0


def test_an_outsider_sees_only_own_people() -> None:
    with acting(CILLA):
        assert count("accounts_person") == 2  # Gustav works there too
    with acting(DAN):
        assert count("accounts_person") == 1


@pytest.mark.parametrize("table", sorted(CLOSED))
def test_some_tables_are_closed_to_everybody(table: str) -> None:
    with acting(BO), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        count(table)


def test_bo_sees_a_case_from_the_moment_it_is_sent() -> None:
    draft(DAN, POOR)
    with acting(BO):
        assert (count("cases_case"), count("cases_fact")) == (0, 0)


def test_the_actor_is_forgotten_when_the_transaction_ends(case_id: UUID) -> None:
    with acting(ANNA):
        pass
    assert count("cases_case") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET action = 'nothing'",
        "DELETE FROM cases_event",
        "UPDATE cases_assessment SET result = '{}'",
        "UPDATE cases_signature SET name = 'Bo'",
        "UPDATE cases_decision SET amount = 1",
        "DELETE FROM cases_decision",
        "DELETE FROM cases_case",
        "DELETE FROM cases_readlog",
        "UPDATE cases_letter SET pdf = ''",
        "SELECT * FROM cases_numberseries",
        "UPDATE accounts_person SET family_name = 'Berg'",
        "INSERT INTO accounts_membership (person_id, organisation_id, role) SELECT id, 1, 'caseworker' FROM accounts_person",
        "UPDATE catalogue_adoption SET local = '{}'",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "TRUNCATE cases_event",
    ],
)
def test_the_application_role_may_not(statement: str, case_id: UUID) -> None:
    with acting(BO), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_anna_cannot_decide_in_sql(case_id: UUID) -> None:
    with acting(ANNA):
        made = Decision.objects.get(case_id=case_id)
        made.pk = None
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            made.save(force_insert=True)


def test_nobody_writes_the_journal_in_anothers_name(case_id: UUID) -> None:
    with acting(BO), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Event.objects.create(
            case_id=case_id,
            sequence=99,
            happened_at="2025-11-01T00:00Z",
            action="taken",
            actor_id=ANNA.person_id,
        )


def test_cilla_cannot_move_a_case_to_herself(case_id: UUID) -> None:
    with acting(CILLA):
        assert Case.objects.filter(pk=case_id).update(organisation_id=NORRHAMN) == 0


@pytest.mark.parametrize("changed", [{"organisation_id": NORRHAMN}, {"applicant_id": DAN.person}])
def test_a_case_keeps_its_owner_and_its_applicant(changed: dict[str, object], case_id: UUID) -> None:
    of_two = replace(BO, posts=BO.posts | posts(NORRHAMN, Role.CASEWORKER))
    with acting(of_two), pytest.raises(ProgrammingError, match="keeps its owner"), transaction.atomic():
        Case.objects.filter(pk=case_id).update(**changed)


@pytest.mark.parametrize("table", [t for t in TABLES if t.startswith("cases_") and t not in CLOSED])
@pytest.mark.parametrize("actor", [HEDDA, JOEL])
def test_who_handles_no_cases_sees_no_row_of_one(actor: Actor, table: str, case_id: UUID) -> None:
    with acting(actor):
        assert count(table) == 0


@pytest.mark.parametrize("table", ["case", "fact", "decision", "event", "readlog"])
def test_the_auditor_reads_everything(table: str, case_id: UUID) -> None:
    with acting(IDA):
        assert count(f"cases_{table}") > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_case SET assignee_name = 'Ida'",
        "UPDATE cases_fact SET value = '1'",
        "DELETE FROM cases_fact",
        "UPDATE cases_decision SET served_on = now()",
        "UPDATE cases_letter SET opened_at = now()",
        "UPDATE cases_delivery SET status = 'done'",
    ],
)
def test_the_auditor_changes_nothing(statement: str, case_id: UUID) -> None:
    with acting(IDA), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


def test_the_auditor_is_told_why_and_has_read(case_id: UUID) -> None:
    with pytest.raises(PermissionDeniedError, match="auditor of the organisation may not take"):
        actions.take(IDA, sent())
    case_page(IDA, case_id)
    assert next((row.name, row.ground) for row in reads_of(IDA, case_id)) == (
        "Ida Sund",
        "auditor of the organisation",
    )


def test_the_machine_sees_its_own_municipality_only() -> None:
    sent(where=NORRHAMN)
    with acting(MACHINE):
        assert count("cases_case") == 0
    actions.take(CILLA, sent(DAN, where=NORRHAMN))
