"""Between two tests that commit, the database is as it was before the first."""

import psycopg
import pytest

from tests.cases.applications import sent
from tests.database import put_rows_back, remembered

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_rows_sequences_and_jobs_are_put_back(as_superuser: psycopg.Connection) -> None:
    before = remembered(as_superuser)
    sent()
    changed = remembered(as_superuser)
    assert len(changed.rows["procrastinate_jobs"]) > len(before.rows.get("procrastinate_jobs", b""))
    assert changed.sequences != before.sequences
    assert put_rows_back(as_superuser, before)
    assert remembered(as_superuser) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DROP POLICY may_select ON cases_fact",
        "ALTER TABLE cases_fact NO FORCE ROW LEVEL SECURITY",
        "CREATE TABLE left_behind ()",
        "CREATE FUNCTION left_behind() RETURNS int LANGUAGE sql RETURN 1",
        "ALTER TABLE cases_fact DISABLE TRIGGER ALL",
    ],
)
def test_a_table_that_a_test_has_changed_is_noticed(as_superuser: psycopg.Connection, statement: str) -> None:
    before = remembered(as_superuser)
    as_superuser.execute(statement)  # type: ignore[call-overload]
    assert not put_rows_back(as_superuser, before)


def test_nothing_of_that_is_left() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('left_behind'), count(*) FROM pg_policy WHERE polname = 'may_select'"
        )
        gone, policies = cursor.fetchone()
    assert gone is None
    assert policies > 10
