"""Every POST, sent again: at the same moment, later, under the same key with another body, and as a plain double click."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase

from tests.cases.test_concurrency import at_once
from tests.database import Server
from tests.people import EVA
from tests.portals.reading import browser
from tests.portals.replays import ELSEWHERE, ROWS, TAKES_KEY, Row, Sent, found

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

EACH = [pytest.param(row, id=f"{name} {row.__name__}") for name, rows in ROWS.items() for row in rows]
# Who reads is noted each time they read; sessions live their own life.
APART = {"cases_readlog"}
UNCOUNTED = {"cases_idempotencykey", "cases_numberseries"}


def test_every_post_has_a_row() -> None:
    assert sorted(found(browser(EVA))) == sorted({*ROWS, *ELSEWHERE})


@pytest.fixture
def keeper(database_server: Server) -> Iterator[psycopg.Connection]:
    """A session that no policy binds."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(
        replace(database_server.keeper, name=name).as_conninfo(), autocommit=True
    ) as session:
        yield session


@pytest.mark.parametrize("row", EACH)
def test_a_post_sent_again_does_nothing_more(row: Row, keeper: psycopg.Connection) -> None:
    request = row()
    before = counted(keeper)
    answers = at_once(*[lambda: post(request)] * 3)
    after = everything(keeper)
    assert grown(before, keeper) == request.makes
    answers.append(post(request))
    assert everything(keeper) == after
    if request.other is None:
        assert all(isinstance(answer, tuple) and answer[0] < 500 for answer in answers), answers
        return
    assert set(answers) == {answers[0]}
    assert post(request, request.other)[0] == 422
    assert everything(keeper) == after


@pytest.mark.parametrize("row", [row for row in EACH if row.values[0] in TAKES_KEY])
def test_a_double_click_without_a_key_does_nothing_more(row: Row, keeper: psycopg.Connection) -> None:
    request = row()
    before = counted(keeper)
    answers = at_once(*[lambda: post(request, {"key": ""})] * 2)
    assert all(isinstance(answer, tuple) and answer[0] < 500 for answer in answers), answers
    assert grown(before, keeper) == request.makes


def post(request: Sent, changed: Mapping[str, str] | None = None) -> tuple[int, str]:
    answer: HttpResponseBase = browser(request.actor).post(request.path, {**request.body, **(changed or {})})
    return answer.status_code, answer.headers.get("Location", "")


def grown(before: Mapping[str, int], keeper: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has got more, but for keys."""
    more = {
        table: count - before[table] for table, count in counted(keeper).items() if table not in UNCOUNTED
    }
    return {table: count for table, count in more.items() if count}


def counted(keeper: psycopg.Connection) -> dict[str, int]:
    return {table: len(rows) for table, rows in everything(keeper).items()}


def everything(keeper: psycopg.Connection) -> dict[str, list[str]]:
    """Every row of every table of ours."""
    tables = {
        model._meta.db_table for model in apps.get_models() if model.__module__.startswith("allmanning.")
    }
    return {
        table: sorted(row for (row,) in keeper.execute(f"SELECT row_to_json(t)::text FROM {table} t"))  # noqa: S608
        for table in sorted(tables - APART)
    }
