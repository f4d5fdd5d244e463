"""Effects: what the decisions of a year came to, and how long they took, for each package and release."""

from itertools import groupby
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.queries.figures import Effect, effects
from allmanning.packages import Text
from allmanning.portals.api import case_shapes, examples, shapes
from allmanning.portals.api.callers import caller_in
from allmanning.portals.api.contract import Call, offer
from allmanning.portals.api.problems import FORBIDDEN, ProblemError


@offer(
    Call(
        method="GET",
        path="/effects",
        summary=Text("Årets utfall och handläggningstider", "Outcomes and handling times of a year"),
        about=Text(
            "Siffror utan ärenden: beslut efter utfall, andel automatiska, hur många i tid och hur många dagar de tog.",
            "Figures without cases: decisions by outcome, how many automatic, how many in time and how many days they took.",
        ),
        shape=case_shapes.Effects,
        given=examples.EFFECTS,
        scope="effects:read",
        query=("organisation", "year"),
    )
)
def read_effects(
    request: HttpRequest,
    organisation: shapes.Municipality,
    year: Annotated[
        int | None, Query(None, ge=2020, le=2200, description="Utan: i år / Without: this year", example=2025)
    ],
) -> case_shapes.Effects:
    caller = caller_in(request)
    actor = caller.client.counter if caller.client else caller.actor()
    told = _organisation(actor, organisation)
    wanted = year or timezone.localdate().year
    rows = effects(actor, told.pk, wanted)
    items = [
        _figures(list(group)) for _key, group in groupby(rows, lambda row: (row.package_id, row.version))
    ]
    return case_shapes.Effects(organisation=told.slug, year=wanted, items=items)


def _organisation(actor: Actor, slug: str | None) -> Organisation:
    """The one asked about, where the actor works; without a name the first of them."""
    asked = get_object_or_404(Organisation, slug=slug).pk if slug else min(actor.places, default=None)
    if asked is None or asked not in actor.places:
        raise ProblemError(FORBIDDEN, _("Du ser bara siffror för en organisation där du arbetar."))
    return Organisation.objects.get(pk=asked)


def _figures(rows: list[Effect]) -> case_shapes.Effect:
    whole = next(row for row in rows if row.outcome is None)
    return case_shapes.Effect(
        package=whole.package_id,
        version=whole.version,
        decisions=whole.decisions,
        automatic=whole.automatic,
        in_time=whole.in_time,
        median_days=_days(whole.median_days),
        slow_days=_days(whole.slow_days),
        outcomes=[
            case_shapes.ByOutcome(outcome=row.outcome, decisions=row.decisions, automatic=row.automatic)
            for row in rows
            if row.outcome is not None
        ],
    )


def _days(days: float | None) -> float | None:
    return None if days is None else round(days, 2)
