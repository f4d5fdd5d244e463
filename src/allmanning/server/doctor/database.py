"""The database: does it answer, is it the right one, does it keep what it promised?"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

from allmanning.accounts.grants import EVERYTHING, privileges
from allmanning.accounts.phases import known
from allmanning.server.doctor.findings import DATABASE, Finding
from allmanning.server.postgres.binaries import OLDEST_MAJOR

SKEW_SECONDS = 2.0
CROWDED = 0.8
SAFETY = ("fsync", "full_page_writes", "synchronous_commit")

OWN_DATABASE = "SELECT d.oid, d.datname, r.rolsuper FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user"
GRANTED = """
SELECT table_name, string_agg(DISTINCT privilege_type, ', ')
FROM information_schema.role_table_grants WHERE grantee = current_user GROUP BY 1
"""
SESSIONS = """
SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), current_setting('max_connections')::int
"""


def reachable() -> Iterator[Finding]:
    """Nothing when the serving role gets in."""
    try:
        connections["default"].ensure_connection()
    except DatabaseError as error:
        hint = (
            "See that the server runs, that DATABASE_URL names it, and that its pg_hba.conf lets the role in."
        )
        yield Finding("allmanning.E101", DATABASE, f"The database does not answer: {brief(error)}", hint)


def version() -> Iterator[Finding]:
    """PostgreSQL is new enough."""
    major = connections["default"].pg_version // 10_000  # type: ignore[attr-defined]
    if major < OLDEST_MAJOR:
        what = f"The database is PostgreSQL {major}."
        yield Finding("allmanning.E102", DATABASE, what, f"Upgrade it to PostgreSQL {OLDEST_MAJOR} or later.")


def clock() -> Iterator[Finding]:
    """This machine and the database agree on what time it is; deadlines and journals are written with both."""
    before = time.time()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    after = time.time()
    skew = theirs.astimezone(UTC).timestamp() - (before + after) / 2
    if abs(skew) > SKEW_SECONDS + (after - before):
        what = f"The database's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} this machine's."
        yield Finding("allmanning.W103", DATABASE, what, "Let both machines take their time from NTP.")


def migrations() -> Iterator[Finding]:
    """The tables are those that this release expects."""
    recorder = MigrationRecorder(connections["default"])
    applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
    pending = {name: phase for name, phase in known().items() if name not in applied}
    ours = {app for app, _ in known()}
    if first := [".".join(name) for name, phase in pending.items() if phase == "pre"]:
        what = f"{len(first)} migrations are not applied, the first {first[0]}."
        yield Finding("allmanning.E104", DATABASE, what, "Run `allmanning manage migrate --phase pre`.")
    elif pending:
        what = f"The upgrade is not finished: {', '.join('.'.join(name) for name in pending)}."
        hint = (
            "When no machine runs the earlier release any longer: `allmanning manage migrate --phase post`."
        )
        yield Finding("allmanning.W105", DATABASE, what, hint)
    if unknown := [name for name in applied - set(known()) if name[0] in ours]:
        what = f"The database has migrations of a newer release, such as {'.'.join(min(unknown))}."
        hint = "That is so in the middle of an upgrade. Otherwise install the release that the database belongs to."
        yield Finding("allmanning.W106", DATABASE, what, hint)


def owner() -> Iterator[Finding]:
    """The owner's address leads to the same database, and the owner is no superuser."""
    try:
        theirs, ours = (_own_database(alias) for alias in ("owner", "default"))
    except DatabaseError as error:
        hint = "See to DATABASE_OWNER_URL. Pages are served without it; migrations and publishing are not."
        yield Finding(
            "allmanning.W107", DATABASE, f"The owner of the tables does not get in: {brief(error)}", hint
        )
        return
    if theirs[:2] != ours[:2]:
        what = f"DATABASE_URL and DATABASE_OWNER_URL lead to different databases ({ours[1]} and {theirs[1]})."
        yield Finding("allmanning.E108", DATABASE, what, "Name the same database in both.")
    if theirs[2]:
        hint = "As another superuser: ALTER ROLE … NOSUPERUSER. The owner needs to own the database and its tables only."
        yield Finding("allmanning.W109", DATABASE, "The role that owns the tables is a superuser.", hint)


def _own_database(alias: str) -> tuple[int, str, bool]:
    with connections[alias].cursor() as cursor:
        cursor.execute(OWN_DATABASE)
        oid, name, is_superuser = cursor.fetchone()
    return oid, name, is_superuser


def rights() -> Iterator[Finding]:
    """The serving role may do with each table what the models say, no more and no less."""
    with connections["default"].cursor() as cursor:
        cursor.execute(GRANTED)
        granted = {table: set(verbs.split(", ")) for table, verbs in cursor.fetchall()}
        tables = connections["default"].introspection.table_names(cursor)
    wrong = sorted(
        table for table in set(tables) & set(privileges()) if granted.get(table, set()) != wanted(table)
    )
    if wrong:
        what = f"The serving role's rights are not those that this release states, on {', '.join(wrong[:5])}"
        what += f" and {len(wrong) - 5} more." if len(wrong) > 5 else "."
        hint = "Run `allmanning manage migrate`, which grants exactly what is needed."
        yield Finding("allmanning.E110", DATABASE, what, hint)


def wanted(table: str) -> set[str]:
    """The verbs on a whole table; a right to some columns is not a right to the table."""
    return set(re.sub(r",? ?\w+ \([^)]*\)", "", privileges().get(table, EVERYTHING)).split(", ")) - {""}


def durable() -> Iterator[Finding]:
    """What the database has acknowledged it has also written down."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(SAFETY)]
        )
        off = sorted(name for (name,) in cursor.fetchall())
    if off:
        what = f"The database may forget what it has acknowledged: {', '.join(off)} is off."
        yield Finding(
            "allmanning.E111", DATABASE, what, "Turn it on in postgresql.conf and restart PostgreSQL."
        )


def crowded() -> Iterator[Finding]:
    """There is room for more connections."""
    with connections["default"].cursor() as cursor:
        cursor.execute(SESSIONS)
        used, most = cursor.fetchone()
    if used > CROWDED * most:
        what = f"{used} of the database's {most} connections are taken."
        hint = "Raise max_connections, run fewer threads, or put PgBouncer in between (docs/do/run-in-production.md)."
        yield Finding("allmanning.W112", DATABASE, what, hint)


def brief(error: Exception) -> str:
    """The first line of what the database said, which names hosts and roles but no rows."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


CHECKS = (version, clock, migrations, owner, rights, durable, crowded)
