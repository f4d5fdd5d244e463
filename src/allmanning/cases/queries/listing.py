"""A list of cases for another program: latest first, from one place to the next, without anybody's name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import FETCH_RAISE, Q

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.models import Case
from allmanning.cases.queries.reach import within_reach

type Place = tuple[datetime, UUID]
"""When a case was begun (one's own) or sent (at work), and its id: where a list goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is to hold; empty is all."""

    status: str = ""
    package_id: str = ""
    owner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Some cases, with organisation, and the place after the last of them; None when there are no more."""

    cases: tuple[Case, ...]
    following: Place | None


def listed(actor: Actor, wanted: Wanted, *, after: Place | None = None, limit: int = 20) -> Listed:
    """The cases that come after a place. New cases come first, so that none is missed and none is told twice; one query."""
    own = actor.kind == "resident"
    moment = "created_at" if own else "submitted_at"
    reach = Q(applicant=actor.person_id) if own else within_reach(actor) & Q(submitted_at__isnull=False)
    if actor.kind == "system":  # a protected identity is not handed on to another system
        reach &= Q(applicant__protected_identity=False)
    for field, value in (
        ("status", wanted.status),
        ("package_id", wanted.package_id),
        ("organisation", wanted.owner),
    ):
        if value:
            reach &= Q(**{field: value})
    if after:
        when, last = after
        reach &= Q(**{f"{moment}__lt": when}) | Q(**{moment: when, "id__gt": last})
    with acting(actor):
        cases = Case.objects.all().fetch_mode(FETCH_RAISE).select_related("organisation").filter(reach)
        found = tuple(cases.order_by(f"-{moment}", "id")[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return Listed(cases=found[:limit], following=(getattr(more, moment), more.pk) if more else None)
