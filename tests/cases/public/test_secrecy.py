"""Who supports what: nobody reads it, with the whole database before them; and it is gone when the time is over."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings as configured
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import clock
from allmanning.cases.public import settling, supporting
from allmanning.cases.public.tokens import tokens
from tests.people import ANNA, BO, DAN, EVERYBODY, MACHINE, OTTO
from tests.portals.reading import browser
from tests.proposals import FREE, PACKAGE_ID, adopted, again, answered, published, supported

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def service() -> None:
    adopted()


@pytest.fixture
def everything(as_superuser: psycopg.Connection) -> Callable[[], set[str]]:
    """Takes down every row of every table when it is asked, sessions, jobs and sequences among them."""

    def take() -> set[str]:
        tables = as_superuser.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(relname), 't::text' FROM pg_stat_user_tables"
            " UNION SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), 'last_value::text' FROM pg_sequences"
        ).fetchall()
        return {
            f"{table} {row}"
            for table, told in tables
            for (row,) in as_superuser.execute(f"SELECT {told} FROM {table} t")  # noqa: S608
        }

    return take


def test_a_token_and_a_count_are_all_that_a_support_leaves(everything: Callable[[], set[str]]) -> None:
    made = published()
    visitor = browser(DAN)
    path = f"/mittkoping/{PACKAGE_ID}/publicerat/{made.pk}/stod/"
    visitor.get(path)
    before = everything()
    visitor.post(path, {"folkbokförd": "true"})
    new = everything() - before
    kinds = sorted(row.split()[0] for row in new)
    assert kinds == ["public.cases_publication", "public.cases_support"]
    assert not any(str(DAN.person) in row or str(DAN.person.hex) in row for row in new)


def test_two_persons_supports_look_the_same_but_for_chance(as_superuser: psycopg.Connection) -> None:
    made = published()
    for actor in (DAN, ANNA):
        supporting.support(actor, made.pk, FREE)
    rows = as_superuser.execute("SELECT token, publication_id FROM cases_support").fetchall()
    assert {len(token) for token, _ in rows} == {64}
    assert {publication for _, publication in rows} == {made.pk}


def test_nobody_makes_the_token_again_from_the_database_alone(settings: Settings) -> None:
    made = supported()
    salt = made.support_salt
    right = tokens(salt, made.pk, DAN.person)
    settings.FILE_KEY = "A" * 43 + "="  # what somebody guesses who has the database and not the key
    assert not {token for actor in EVERYBODY for token in tokens(salt, made.pk, actor.person)} & set(right)


def test_a_new_key_beside_the_old_lets_nobody_support_twice(settings: Settings) -> None:
    made = supported()
    settings.FILE_KEY = f"{'B' * 43}= {configured.FILE_KEY}"
    assert supporting.support(DAN, made.pk, FREE) == 1
    assert supporting.supports(DAN, again(made))
    assert supporting.take_back(DAN, made.pk) == 0


@pytest.mark.parametrize("statement", ["SELECT * FROM cases_support", "DELETE FROM cases_support"])
@pytest.mark.parametrize("actor", [DAN, BO, MACHINE])
def test_the_application_itself_may_not_look(actor: Actor, statement: str) -> None:
    supported()
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting(actor), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_counts_by_hand() -> None:
    made = supported()
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting(BO), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_publication SET supports = 500 WHERE id = %s", [made.pk])


def test_tokens_and_salt_are_thrown_away_when_the_time_is_over(as_superuser: psycopg.Connection) -> None:
    made = supported()
    with clock.at(timezone.now() + timedelta(days=31)):
        settling.settle_due(clock.today())
    left = as_superuser.execute("SELECT count(*) FROM cases_support").fetchone()
    assert left == (0,)
    assert (again(made).support_salt, again(made).supports) == ("", 1)
    assert not supporting.supports(DAN, again(made))


def test_and_when_it_is_answered(as_superuser: psycopg.Connection) -> None:
    assert answered().support_salt == ""
    assert as_superuser.execute("SELECT count(*) FROM cases_support").fetchone() == (0,)


def test_nobody_forgets_supporters_while_the_time_runs() -> None:
    made = supported()
    for actor in (BO, OTTO, MACHINE):
        with acting(actor), connection.cursor() as cursor:
            cursor.execute("SELECT cases_forget_supporters(%s, %s)", [made.pk, clock.today()])
    assert supporting.supports(DAN, again(made))


def test_a_removed_case_takes_its_public_side_with_it(as_superuser: psycopg.Connection) -> None:
    made = supported()
    as_superuser.execute("SELECT cases_remove(%s)", [made.case_id])
    for table in ("publication", "support", "follow", "notice"):
        assert as_superuser.execute(f"SELECT count(*) FROM cases_{table}").fetchone() == (0,)  # noqa: S608
