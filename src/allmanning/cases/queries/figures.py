"""What boards, councils and owners are told: figures without cases, and who has been where under an agreement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.models import Event, ReadLog

SHOWN = 200
FEWEST = 5
"""Fewer decisions than this are not told with their sum: too close to one person."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions of one service with one outcome. `total` in öre, None where there is no amount or too few decisions."""

    package_id: str
    outcome: str
    decisions: int
    automatic: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Decisions under one release of a package: with one outcome, or with any (`outcome` None). Days from sent to decided."""

    package_id: str
    version: str
    outcome: str | None
    decisions: int
    automatic: int
    in_time: int
    median_days: float | None
    """None for too few decisions."""
    slow_days: float | None
    """Nine of ten took at most this."""


@dataclass(frozen=True, slots=True)
class UnderAgreement:
    """What was done under an agreement with the owner's cases of one service."""

    agreement: int
    package_id: str
    handled: int
    """Cases in which something was done."""
    decided: int
    accesses: int
    """Times that a case was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Somebody of the executing organisation opened or did something to a case. `what` is a page or an action of the journal."""

    when: datetime
    name: str
    what: str
    is_reading: bool
    case_id: UUID
    number: str
    agreement: int
    executor: str


def decided_in(actor: Actor, organisation: int, year: int) -> tuple[Decided, ...]:
    """Decisions of a year by service and outcome; for anybody who works in the organisation. One query."""
    rows = _counted("cases_decided", actor, organisation, year)
    return tuple(
        Decided(*row[:4], total=row[4] if row[2] >= FEWEST else None)  # type: ignore[misc]
        for row in rows
    )


def effects(actor: Actor, organisation: int, year: int) -> tuple[Effect, ...]:
    """The year's figures of each package and release; for who works in the organisation, and for its systems. One query."""
    rows = _counted("cases_effects", actor, organisation, year)
    return tuple(Effect(*row[:6], *(row[6:] if row[3] >= FEWEST else (None, None))) for row in rows)


def by_agreement(actor: Actor, owner: int, year: int) -> tuple[UnderAgreement, ...]:
    """The year's figures for the report to the council (fullmäktige); for anybody who works for the owner. One query."""
    return tuple(UnderAgreement(*row) for row in _counted("cases_by_agreement", actor, owner, year))


def accesses(actor: Actor) -> tuple[Access, ...]:
    """The latest accesses that others have had, under agreements, to the cases of the actor's own organisations."""
    own = actor.organisations | actor.audits
    with acting(actor):
        reads = ReadLog.objects.filter(agreement__isnull=False, case__organisation__in=own)
        events = Event.objects.filter(agreement__isnull=False, case__organisation__in=own)
        found = [
            *map(_read, reads.select_related("case", "agreement__executor").order_by("-read_at")[:SHOWN]),
            *map(
                _done, events.select_related("case", "agreement__executor").order_by("-happened_at")[:SHOWN]
            ),
        ]
    return tuple(sorted(found, key=lambda one: one.when, reverse=True)[:SHOWN])


def _counted(function: str, actor: Actor, organisation: int, year: int) -> list[tuple[Any, ...]]:
    zone = timezone.get_current_timezone()
    since, until = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}(%s, %s, %s)", [organisation, since, until])  # noqa: S608 - ours
        return list(cursor.fetchall())


def _read(row: ReadLog) -> Access:
    assert row.agreement is not None  # noqa: S101 - filtered
    return Access(
        when=row.read_at,
        name=row.name,
        what=row.page,
        is_reading=True,
        case_id=row.case_id,
        number=row.case.number,
        agreement=row.agreement.pk,
        executor=row.agreement.executor.name,
    )


def _done(row: Event) -> Access:
    assert row.agreement is not None  # noqa: S101 - filtered
    return Access(
        when=row.happened_at,
        name=row.actor_name,
        what=row.action,
        is_reading=False,
        case_id=row.case_id,
        number=row.case.number,
        agreement=row.agreement.pk,
        executor=row.agreement.executor.name,
    )
