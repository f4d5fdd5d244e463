"""Zero downtime: the release before this one runs on this release's tables, so that machines can be upgraded in turn.

What that release asks was recorded when it was made (tests/recording.py), since its code is not at hand in a shallow clone. Each
statement is planned here by the application's own role: a table, column, function or right that is gone shows, and so does a new
column that the earlier release would leave empty. What a policy or a trigger newly refuses does not show; a migration that makes
one narrower is a `Post:` migration.
"""

import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

STATEMENTS = Path(__file__).with_name("previous-release.sql").read_text().split(";\n")[:-1]
FILLED_IN = re.compile(r"%s|%\(\w+\)s")
INSERTED = re.compile(r'INSERT INTO "(\w+)" \(([^)]*)\)')
MUST_BE_TOLD = """
SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
AND attnotnull AND NOT atthasdef AND attidentity = '' AND attgenerated = ''
"""

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    """Why the database cannot even plan it; empty when it can."""
    numbered = iter(range(1, 10_000))
    forms = (
        "EXPLAIN (GENERIC_PLAN) " + FILLED_IN.sub(lambda _: f"${next(numbered)}", statement),
        # Where nothing tells the type of what was filled in.
        "EXPLAIN " + FILLED_IN.sub("NULL", statement),
    )
    why = ""
    for form in forms:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(form.replace("%%", "%"))
        except DatabaseError as error:
            why = str(error).splitlines()[0]
        else:
            return ""
    return why


def untold(statement: str) -> set[str]:
    """The columns that a row must have and the statement does not give."""
    if not (found := INSERTED.match(statement)):
        return set()
    table, columns = found.groups()
    with connection.cursor() as cursor:
        cursor.execute(MUST_BE_TOLD, [f'"{table}"'])
        needed = {name for (name,) in cursor.fetchall()}
    return needed - set(re.findall(r'"(\w+)"', columns))


def test_every_statement_of_the_release_before_can_be_asked() -> None:
    assert len(STATEMENTS) > 100
    assert {statement[:300]: why for statement in STATEMENTS if (why := refused(statement))} == {}


def test_every_row_that_the_release_before_writes_is_whole() -> None:
    assert {statement[:80]: missing for statement in STATEMENTS if (missing := untold(statement))} == {}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("ALTER TABLE cases_case RENAME due_on TO due", refused),
        ("DROP FUNCTION cases_next_number", refused),
        ("REVOKE INSERT ON cases_event FROM allmanning_app", refused),
        ("ALTER TABLE cases_case ADD novelty text NOT NULL", untold),
    ],
)
def test_what_would_stop_it_is_seen(change: str, seen: object) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(change)
    assert any(seen(statement) for statement in STATEMENTS)  # type: ignore[operator]
