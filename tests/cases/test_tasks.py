"""What a killed worker had in hand is taken up by another."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from procrastinate import App, PsycopgConnector
from psycopg.conninfo import make_conninfo

from allmanning.cases.tasks import release
from tests.cases.applications import sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session() -> Iterator[psycopg.Connection]:
    with psycopg.connect(make_conninfo(**parameters()), autocommit=True) as opened:
        yield opened


def test_a_job_in_dead_hands_waits_again(session: psycopg.Connection) -> None:
    assert taken_up(session, silent_for=31) == (1, "todo")


def test_a_job_in_living_hands_stays_there(session: psycopg.Connection) -> None:
    assert taken_up(session, silent_for=5) == (0, "doing")


def taken_up(session: psycopg.Connection, *, silent_for: int) -> tuple[int, str]:
    """The receipt of Anna's application is begun by a worker that was last heard of so many seconds ago."""
    sent()
    silence = f"now() - interval '{silent_for} seconds'"
    worker = f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({silence}) RETURNING id"  # noqa: S608
    number = session.execute(worker.encode()).fetchone()
    assert number is not None
    session.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", number)
    freed = asyncio.run(freeing())
    status = session.execute("SELECT status::text FROM procrastinate_jobs").fetchone()
    assert status is not None
    return freed, str(status[0])


async def freeing() -> int:
    async with App(connector=PsycopgConnector(kwargs=parameters())).open_async() as worker:
        return await release(worker, 30)


def parameters() -> dict[str, str]:
    """How to enter the tests' database as the application's role."""
    told = connection.get_connection_params()
    return {key: str(told[key]) for key in ("host", "port", "dbname", "user", "password") if told.get(key)}
