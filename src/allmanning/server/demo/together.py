"""Two proposals that Sten has signed together this morning, of a service that no machine may decide where there is one."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import NAMESPACE_DNS, uuid5

from allmanning.accounts.models import Person
from allmanning.accounts.staff import staff
from allmanning.cases import actions, clock
from allmanning.cases.queries import Filters, WorkRow, proposed, worklist
from allmanning.server.demo.telling import moment

BATCH = uuid5(NAMESPACE_DNS, "batch.allmanning.example")
COUNT = 2


def settle(sten: Person, never_automatic: Sequence[str], today: date) -> None:
    """The oldest that can be signed; nothing where there are too few."""
    worker = staff(sten)
    rows = [row for row in worklist(worker, Filters(sort="submitted")).rows if row.may_sign]
    by_service = [list(found) for _, found in groupby(sorted(rows, key=_service), key=_service)]
    enough = [found for found in by_service if len(found) >= COUNT]
    if not enough:
        return
    chosen = min(enough, key=lambda found: found[0].package_id not in never_automatic)[:COUNT]
    with clock.at(moment(today, 8)):
        shown = {one.case.pk: one.case.version for one in proposed(worker, [row.id for row in chosen])}
        actions.sign_many(worker, shown, batch=BATCH)


def _service(row: WorkRow) -> str:
    return row.package_id
