"""Letting years pass, plans to remove by, and a search through everything the database holds."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from allmanning.cases import actions
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment, RetentionPlan
from tests.cases.applications import RICH, key, sent
from tests.people import ANNA, BO, MITTKOPING
from tests.travel_package import PACKAGE_ID

TELLING = RICH | {"inkomst": 7_654_321}
"""Facts that stand nowhere else."""


def planned(**other: Any) -> RetentionPlan:
    """Mittköping removes its travel grants five years after the last note in a case, unless something else is said."""
    stated = {"years": 5, "law": "SoL (2025:400) 16 kap. 1 §", "reference": "SN 2025-06-18 § 45"}
    stated |= {"valid_from": date(2025, 7, 1), "granted": ["bifall"]}
    return RetentionPlan.objects.using("owner").create(
        organisation_id=MITTKOPING, package_id=PACKAGE_ID, **stated | other
    )


def closed(facts: dict[str, Any] | None = None, **where: Any) -> UUID:
    """A refused application whose applicant has read the decision."""
    case_id = sent(facts=facts or TELLING, **where)
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Mormor bor för nära.")
    actions.serve(where.get("actor", ANNA), case_id)
    return case_id


def years_pass(keeper: psycopg.Connection, years: int = 6) -> None:
    """The database's day, and only that, is so many years later."""
    keeper.execute(
        sql.SQL(
            "CREATE OR REPLACE FUNCTION cases_today() RETURNS date LANGUAGE sql STABLE RETURN"
            " (now() + make_interval(years => {}))::date"
        ).format(sql.Literal(years))
    )


def hits(keeper: psycopg.Connection, needles: Iterable[str]) -> dict[str, list[str]]:
    """Every table in which one of the texts stands, in any column of any row, whatever its type; and which."""
    tables = keeper.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    found: dict[str, list[str]] = {}
    for (table,) in tables.fetchall():
        for needle in needles:
            query = sql.SQL("SELECT 1 FROM {} AS whole WHERE whole::text ILIKE {} LIMIT 1")
            looked = keeper.execute(query.format(sql.Identifier(table), sql.Literal(f"%{needle}%")))
            if looked.fetchone():
                found.setdefault(table, []).append(needle)
    return found


def with_file(keeper: psycopg.Connection, case_id: UUID, content: bytes) -> str:
    """A clean file that Anna has sent in, in the storage; gives where it lies."""
    file = Attachment()
    sealed = storage.put(io.BytesIO(content), file.pk)
    keeper.execute(
        "INSERT INTO cases_attachment (id, organisation_id, case_id, uploaded_by_id, uploaded_at, sent_at, name, media_type,"
        " size, sha256, stored_as, key_id, locked_key, state, finding, scanner, attempts, error)"
        " VALUES (%s, 1, %s, %s, now(), now(), 'kvitto.pdf', 'application/pdf', 6, 'x', %s, %s, %s, 'clean', '', 'x', 0, '')",
        [file.pk, case_id, ANNA.person, sealed.stored_as, sealed.key_id, sealed.locked_key],
    )
    return sealed.stored_as
