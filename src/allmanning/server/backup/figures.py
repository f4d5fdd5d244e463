"""What a backup and what was restored from it must have in common: every table's rows, every journal's head."""

import hashlib

import psycopg
from psycopg import sql

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 1
"""
HEADS = "SELECT id::text, journal_length, journal_head FROM cases_case ORDER BY id"
APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"
# Sessions are not kept, so everybody logs in anew.
LEFT_OUT = {"django_session"}


def rows(session: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = [name for (name,) in session.execute(TABLES).fetchall() if name not in LEFT_OUT]
    return {name: _count(session, name) for name in tables}


def _count(session: psycopg.Connection, table: str) -> int:
    found = session.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(found[0]) if found else 0


def journals(session: psycopg.Connection) -> str:
    """One digest over the length and the last hash of every journal."""
    digest = hashlib.sha256()
    with session.cursor("heads") as heads:
        for identity, length, head in heads.execute(HEADS):
            digest.update(f"{identity} {length} {head}\n".encode())
    return digest.hexdigest()


def migrations(session: psycopg.Connection) -> list[tuple[str, str]]:
    """Every migration that the database has."""
    return [(app, name) for app, name in session.execute(APPLIED).fetchall()]
