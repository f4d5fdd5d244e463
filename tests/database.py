"""The tests' PostgreSQL: a pytest plugin, loaded with `-p tests.database` before Django reads its settings.

A run without database tests pays nothing: only an address is settled here, and the server starts at the first
test that asks for it (a second), in a folder of its own. It is stopped at the end, and by a watcher if pytest
is killed. Set DATABASE_URL and DATABASE_OWNER_URL (a role that may create databases, and end the sessions of
the first) to use another server.

Tests run as the application's role, which row-level security binds, just as the program does:

    @pytest.mark.django_db                                          # one transaction of `default`, rolled back
    @pytest.mark.django_db(transaction=True)                        # commits for real; needed as soon as a test
    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])   # writes through `owner`

`owner` is another session: what it has not committed, `default` does not see. So what every test stands on
and only the owner may write (releases, adoptions) is made once, by a fixture `base_data` in a conftest.py
that returns a function:

    @pytest.fixture(scope="session")
    def base_data() -> Callable[[], None]:
        return publish_and_adopt            # called once after migrating, with both aliases; commits

A test that commits is followed by a return to just that state, whatever it wrote, job queue and sequences
included.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from allmanning.server.postgres import OWNER, SUPERUSER, Cluster, DatabaseAddress, parse_database_url

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

MARK = "TESTS_HAVE_THEIR_OWN_SERVER"
# Of several processes that test beside one another each has a server of its own.
OURS = "DATABASE_URL" not in os.environ or MARK in os.environ
FOLDER = Path(tempfile.gettempdir()) / f"allmanning-tests-{os.getpid()}"
CLUSTER = Cluster(FOLDER, durable=False)

if OURS:
    os.environ["DATABASE_URL"] = CLUSTER.address().as_url()
    os.environ["DATABASE_OWNER_URL"] = CLUSTER.address(OWNER).as_url()
    os.environ["ALLMANNING_DATA"] = str(FOLDER / "kept")
    os.environ[MARK] = "1"
# An installation on this machine alone, over plain http.
os.environ.setdefault("ALLMANNING_DEMO", "1")
os.environ.setdefault("ALLMANNING_SECRET_KEY", "of the tests only")
os.environ.setdefault("ALLMANNING_FILE_KEY", "b2YgdGhlIHRlc3RzLCAzMiBieXRlcyBleGFjdGx5IC4=")
os.environ.setdefault("ALLMANNING_DATA", str(FOLDER / "kept"))

# Waits for pytest to close the other end of the pipe, which it does however it dies.
WATCHER = """
import os, shutil, signal, sys, time
sys.stdin.read()
try:
    pid = int(open(sys.argv[1] + "/data/postmaster.pid").readline())
    os.kill(pid, signal.SIGQUIT)
    while True:
        os.kill(pid, 0)
        time.sleep(0.05)
except (OSError, ValueError):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: as whom the program enters it, as whom it migrates, and as whom the tests tidy up."""

    application: DatabaseAddress
    owner: DatabaseAddress
    keeper: DatabaseAddress


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures late, so that they come before pytest-django's of the same name."""
    config.pluginmanager.register(Fixtures(), "allmanning-database")


@contextmanager
def running_server() -> Generator[Server]:
    """Start the tests' own server and stop it afterwards, or take the one from the environment."""
    application = parse_database_url(os.environ["DATABASE_URL"])
    owner = parse_database_url(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
    if not OURS:
        yield Server(application, owner, replace(owner, name="postgres"))
        return
    watcher = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", WATCHER, FOLDER], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        CLUSTER.start()
        keeper = replace(CLUSTER.address(SUPERUSER), name="postgres")
        execute(keeper, sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        yield Server(application, owner, keeper)
    finally:
        CLUSTER.stop()
        shutil.rmtree(CLUSTER.layout.socket_folder, ignore_errors=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        watcher.communicate()


def execute(address: DatabaseAddress, *statements: sql.Composed) -> None:
    """Run statements outside a transaction, as creating a database demands."""
    with psycopg.connect(address.as_conninfo(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def copy_database(server: Server, source: str, target: str) -> None:
    """Make the database `target` a copy of `source`, ending every session in both."""
    from django.db import connections

    connections.close_all()
    names = {
        "source": sql.Identifier(source),
        "target": sql.Identifier(target),
        "owner": sql.Identifier(server.owner.user),
    }
    drop = "DROP DATABASE IF EXISTS {target} WITH (FORCE)"
    create = "CREATE DATABASE {target} TEMPLATE {source} OWNER {owner} STRATEGY file_copy"
    execute(server.keeper, sql.SQL(drop).format(**names), sql.SQL(create).format(**names))


class Fixtures:
    """What tests may ask for."""

    @pytest.fixture(scope="session")
    @staticmethod
    def database_server() -> Generator[Server]:
        """A running server without Django."""
        with running_server() as server:
            yield server

    @pytest.fixture(scope="session")
    @staticmethod
    def base_data() -> Callable[[], None]:
        """What every database test stands on; nothing unless a conftest.py says otherwise."""
        return lambda: None

    @pytest.fixture(scope="session")
    @staticmethod
    def django_db_setup(
        django_test_environment: None,
        django_db_blocker: "DjangoDbBlocker",
        database_server: Server,
        base_data: Callable[[], None],
    ) -> Generator[None]:
        """Create and migrate the test database as the owner, and let the tests into it as the application."""
        with django_db_blocker.unblock():
            name = create_test_database(database_server)
            base_data()
            copy_database(database_server, name, f"{name}_base")
            return_after_commits(database_server, name)
        yield
        with django_db_blocker.unblock():
            from django.db import connections

            connections.close_all()
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        left = (name, f"{name}_base")
        execute(database_server.keeper, *(drop.format(sql.Identifier(each)) for each in left))


def create_test_database(server: Server) -> str:
    """Let Django create and migrate it through the alias `owner`, point `default` at it, and return its name."""
    from django.db import connections
    from django.test.utils import setup_databases

    # Of two aliases of one database Django would migrate through `default`; as a mirror it only takes the
    # name over.
    test_settings = connections["default"].settings_dict["TEST"]
    connections["owner"].settings_dict["TEST"]["DEPENDENCIES"] = []
    test_settings["MIRROR"] = "owner"
    try:
        setup_databases(verbosity=0, interactive=False, aliases={"default", "owner"})
    finally:
        test_settings["MIRROR"] = None
    return str(connections["default"].settings_dict["NAME"])


def return_after_commits(server: Server, name: str) -> None:
    """After a test that commits, put the base state back instead of letting Django empty each table.

    The application may not TRUNCATE, and what the owner had published would be gone.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    address = replace(server.keeper, name=name)
    with psycopg.connect(address.as_conninfo()) as connection:
        base = remembered(connection)

    def put_back(_: TransactionTestCase) -> None:
        connections.close_all()
        with psycopg.connect(address.as_conninfo()) as connection:
            is_back = put_rows_back(connection, base)
        if not is_back:
            copy_database(server, f"{name}_base", name)

    TransactionTestCase._fixture_teardown = put_back


@dataclass(frozen=True, slots=True)
class Base:
    """The rows of a database as COPY writes them, and what its catalogues look like."""

    tables: tuple[str, ...]
    rows: dict[str, bytes]
    sequences: tuple[tuple[str, int, bool], ...]
    catalogues: tuple[object, ...]


# A row that is written anew has another xmin; one that is gone is missed in the count.
CATALOGUES = (
    "pg_class",
    "pg_attribute",
    "pg_proc",
    "pg_policy",
    "pg_trigger",
    "pg_constraint",
    "pg_db_role_setting",
)
COUNTED = "(SELECT (count(*), max(xmin::text::bigint))::text FROM {})"
LOOK = f"SELECT {', '.join(map(COUNTED.format, CATALOGUES))}"
END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def remembered(connection: psycopg.Connection) -> Base:
    """What is there now."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    rows: dict[str, bytes] = {}
    for (table,) in tables:
        with (
            connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as out,
        ):
            rows[table] = b"".join(out)
    sequences = connection.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
    ).fetchall()
    found = (
        (
            name,
            *_one(connection, sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))),
        )
        for (name,) in sequences
    )
    names = tuple(table for (table,) in tables)
    return Base(
        names, {table: kept for table, kept in rows.items() if kept}, tuple(found), _one(connection, LOOK)
    )


def put_rows_back(connection: psycopg.Connection, base: Base) -> bool:
    """End every other session and make the rows those of the base; False, and nothing done, if a test changed a table itself."""
    connection.execute(END_OTHERS)
    if _one(connection, LOOK) != base.catalogues:
        return False
    connection.execute("SET session_replication_role = replica")
    connection.execute(
        sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(each)) for each in base.tables)
    )
    for table, rows in base.rows.items():
        with (
            connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as into,
        ):
            into.write(rows)
    for name, last, is_called in base.sequences:
        connection.execute("SELECT setval(%s, %s, %s)", [f'public."{name}"', last, is_called])
    return True


def _one(connection: psycopg.Connection, statement: Any) -> tuple[Any, ...]:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return row
