"""Removing what is due: one transaction for each case, so that a run which is cut short leaves whole cases."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.cases import journal
from allmanning.cases.files import storage
from allmanning.cases.models import Case, Erasure
from allmanning.cases.retention.due import Line, preview, require_management, today
from allmanning.cases.retention.plan import RetentionError

ERASE = "SELECT cases_erase(%s, %s, %s, %s)"
SHOWN_RUNS = 50
AT_ONCE = 500
"""No more than a browser waits for."""


class NotYetError(RetentionError):
    """Nothing is removed for a day that has not come. Ask for a preview of that day instead."""


@dataclass(slots=True)
class Run:
    """What one removal did. `left` counts what was due and was still not taken, by the reason."""

    id: UUID
    erased: int = 0
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A removal as its lines tell it."""

    id: UUID
    when: datetime
    ordered_by: str
    package_id: str
    reference: str
    law: str
    count: int
    numbers: str


def remove_due(organisation: Organisation, on: date, ordered_by: str, most: int | None = None) -> Run:
    """Remove all cases, or the oldest, that are due by the organisation's plan on a day, at the latest today. Raises NotYetError.

    For the command; a person comes through `order_removal`. Sessions that are over go with them.
    """
    if on > today():
        raise NotYetError
    run = Run(uuid4())
    for line in preview(organisation, on).due[:most]:
        answer = _remove(organisation, line, ordered_by, run.id, on)
        if answer == "erased":
            run.erased += 1
        elif answer != "gone":
            run.left[answer] += 1
    SessionStore.clear_expired()
    empty_storage(organisation)
    return run


def order_removal(actor: Actor, organisation: Organisation, on: date) -> Run:
    """The same for at most AT_ONCE cases, ordered by a team leader or operator; anybody else is refused."""
    require_management(actor, organisation.pk)
    return remove_due(organisation, on, actor.name, AT_ONCE)


def runs(organisation: Organisation) -> tuple[LoggedRun, ...]:
    """The latest removals; the lines stay for ever, and name no person but who ordered."""
    sql = """
    SELECT e.run, max(e.erased_at), e.ordered_by, e.package_id, p.reference, p.law, count(*),
        CASE WHEN count(*) = 1 THEN min(e.number) ELSE min(e.number) || ' – ' || max(e.number) END
    FROM cases_erasure e JOIN cases_retentionplan p ON p.id = e.plan_id WHERE e.organisation_id = %s
    GROUP BY e.run, e.ordered_by, e.package_id, p.reference, p.law ORDER BY max(e.erased_at) DESC LIMIT %s
    """
    with acting(machine(organisation)), connection.cursor() as cursor:
        cursor.execute(sql, [organisation.pk, SHOWN_RUNS])
        return tuple(LoggedRun(*row) for row in cursor.fetchall())


def empty_storage(organisation: Organisation) -> None:
    """Take the files of removed cases out of the storage too, also what an earlier run that was cut short left there.

    They could not be read any longer: their keys went with their rows.
    """
    with acting(machine(organisation)):
        lines = Erasure.objects.filter(organisation=organisation).exclude(files=[])
        left = list(lines.values_list("pk", "files"))
    for line, files in left:
        for stored_as in files:
            storage.forget(stored_as)
        with acting(machine(organisation)):
            Erasure.objects.filter(pk=line).update(files=[])


def _remove(organisation: Organisation, line: Line, ordered_by: str, run: UUID, on: date) -> str:
    """What the database answered: erased, gone, or the reason why it is left; a broken journal is left for a person to see."""
    with acting(machine(organisation)):
        case = Case.objects.filter(pk=line.case_id).first()
        if case is None:
            return "gone"
        if journal.verify(case) is not None:
            return "broken"
        with connection.cursor() as cursor:
            cursor.execute(ERASE, [line.case_id, ordered_by, run, on])
            return str(cursor.fetchone()[0])
