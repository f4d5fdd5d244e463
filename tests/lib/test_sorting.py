"""Swedish order is the same in Python and in PostgreSQL."""

from collections.abc import Generator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allmanning.lib.sorting import CREATE_SWEDISH_SORT_KEY, DROP_SWEDISH_SORT_KEY, swedish_sort_key
from tests.database import Server

# Without letters that this Python does not know yet, and what PostgreSQL cannot hold.
texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\0"),
        st.sampled_from("abxyzåäöÅÄÖéÉüÜæøÆØßẞłİıΣς \u030a\u0308"),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def connection(database_server: Server) -> Generator[psycopg.Connection]:
    with psycopg.connect(database_server.owner.as_conninfo()) as connection:
        connection.execute(CREATE_SWEDISH_SORT_KEY)
        connection.commit()
        yield connection
        connection.commit()
        connection.execute(DROP_SWEDISH_SORT_KEY)


def test_å_ä_ö_come_last_in_that_order() -> None:
    assert sorted("öäåzaÅ", key=swedish_sort_key) == ["a", "z", "å", "Å", "ä", "ö"]


def test_marks_count_only_where_swedish_says_so() -> None:
    names = [
        "Zidén",
        "Ødegård",
        "Ångström",
        "Yvette",
        "Müller",
        "Édith",
        "Ek",
        "Æbelø",
        "Łukasz",
        "Löf",
        "Lydia",
    ]
    assert sorted(names, key=swedish_sort_key) == [
        "Édith", "Ek", "Łukasz", "Lydia", "Löf", "Müller", "Yvette", "Zidén", "Ångström", "Æbelø", "Ødegård",
    ]  # fmt: skip


def test_ü_is_a_y() -> None:
    assert swedish_sort_key("Müller") == swedish_sort_key("myller")


def test_letters_in_two_parts_are_put_together() -> None:
    assert swedish_sort_key("A\u030asa") == swedish_sort_key("Åsa")


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(names=st.lists(texts, max_size=20))
def test_python_and_postgresql_agree(connection: psycopg.Connection, names: list[str]) -> None:
    query = "SELECT name, swedish_sort_key(name) FROM unnest(%s::text[]) name"
    assert connection.execute(query, [names]).fetchall() == [(name, swedish_sort_key(name)) for name in names]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(names=st.lists(texts, max_size=20))
def test_the_order_is_the_same(connection: psycopg.Connection, names: list[str]) -> None:
    query = 'SELECT name FROM unnest(%s::text[]) name ORDER BY swedish_sort_key(name) COLLATE "C", name COLLATE "C"'
    ordered = [name for (name,) in connection.execute(query, [names])]
    assert ordered == sorted(names, key=lambda name: (swedish_sort_key(name), name))


def test_postgresql_can_index_the_order(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TEMP TABLE person (name text) ON COMMIT DROP")
    connection.execute('CREATE INDEX ON person (swedish_sort_key(name) COLLATE "C")')
    connection.execute("SET LOCAL enable_seqscan = off")
    plan = connection.execute(
        'EXPLAIN SELECT * FROM person ORDER BY swedish_sort_key(name) COLLATE "C"'
    ).fetchall()
    assert "Index Scan" in plan[0][0]
