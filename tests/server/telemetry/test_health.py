"""Alive, and ready: under a database that is stopped and started."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import close_old_connections, connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from allmanning.accounts import phases
from allmanning.accounts.phases import known
from allmanning.server.postgres import OWNER, Cluster

ALIVE, READY = "/halsa/lever", "/halsa/redo"


def said(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    close_old_connections()  # as after each request, which Django's test client leaves out
    return answer.status_code, answer.content.decode().strip()


def note_migrations(cluster: Cluster) -> None:
    """As the database looks to somebody who asks only which migrations it has."""
    with psycopg.connect(cluster.address(OWNER).as_conninfo()) as session:
        session.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations (app text, name text); TRUNCATE django_migrations"
        )
        session.cursor().executemany("INSERT INTO django_migrations VALUES (%s, %s)", list(known()))


@pytest.fixture
def own_database(
    cluster: Cluster, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    """The program's database is one that the test may stop."""
    # A browser that other tests keep open holds an event loop in this thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    usual = connections["default"]
    other = usual.copy()
    other.settings_dict |= cluster.address().as_django()
    with django_db_blocker.unblock():
        connections["default"] = other
        cluster.start()
        yield cluster
        other.close()
        connections["default"] = usual


def test_it_is_ready_while_the_database_answers_and_alive_all_the_time(
    own_database: Cluster, client: Client
) -> None:
    assert said(client, READY) == (503, "no database")  # an empty one
    note_migrations(own_database)
    assert (said(client, ALIVE), said(client, READY)) == ((200, "alive"), (200, "ready"))
    own_database.stop()
    assert (said(client, ALIVE), said(client, READY)) == ((200, "alive"), (503, "no database"))
    own_database.start()
    assert said(client, READY) == (200, "ready")


@pytest.mark.django_db
@pytest.mark.parametrize(("phase", "status"), [("pre", 503), ("post", 200)])
def test_it_waits_for_what_must_be_there_first(
    phase: phases.Phase, status: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {**known(), ("cases", "9999_change_all"): phase}
    monkeypatch.setattr("allmanning.server.telemetry.health.known", lambda: told)
    assert client.get(READY).status_code == status


@pytest.mark.django_db
def test_strangers_learn_nothing_from_it(client: Client) -> None:
    answer = client.get(READY)
    assert answer.content == b"ready\n"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not {"Server", "Set-Cookie", "X-Powered-By"} & set(answer.headers)
