"""One's own cases in a municipality: drafts to go on with, what is under way, what is decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.models import Case
from allmanning.cases.public import following
from allmanning.cases.queries import OwnCase, own_cases
from allmanning.lib import text
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.published import status as published_status
from allmanning.portals.resident.frame import frame, language


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in the list."""

    title: str
    number: str
    url: str
    status: str
    next: str
    is_waiting: bool
    """For the resident, who has something to do."""
    ombud: str = ""
    """Who began or sent it for the applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another municipality where one has cases."""

    name: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step of something that one follows."""

    title: str
    url: str
    status: str
    when: str


@resident_page
@require_safe
def cases(request: HttpRequest, municipality: str) -> HttpResponse:
    """The list."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    actor = acts_as(request)
    with acting(actor):  # two questions in one transaction
        everything = own_cases(actor)
        told = news(actor, organisation)
    here = [one for one in everything if one.organisation_slug == municipality]
    rows = [row_of(one) for one in here if not _is_abandoned(one)]
    context = frame(
        request,
        organisation,
        waiting=[row for row in rows if row.is_waiting],
        others=[row for row in rows if not row.is_waiting],
        elsewhere=elsewhere(everything, municipality),
        news=told,
    )
    return render(request, "resident/cases.html", context)


def news(actor: Actor, organisation: Organisation) -> tuple[Told, ...]:
    """What one follows and what has become of it; nobody acts for another in that."""
    if actor.kind != "resident":
        return ()
    return tuple(
        Told(
            title=one.title,
            url=reverse("open:publication", args=[organisation.slug, one.package_id, one.publication]),
            status=published_status(one.step),
            when=text.day(timezone.localdate(one.told_at), language()),
        )
        for one in following.news(actor, organisation.pk)
    )


def row_of(case: OwnCase) -> Row:
    """A case in the reader's words."""
    says = language()
    status, following = _words(case, says)
    name = case.service.get(says) or case.service["sv"]
    go_on = "resident:go_on" if case.status == Case.Status.DRAFT else "resident:case"
    return Row(
        title=f"{name}, {text.month(case.month, says)}" if case.month else name,
        number=case.number,
        url=reverse(go_on, args=[case.organisation_slug, case.id]),
        status=status,
        next=following,
        is_waiting=case.status in (Case.Status.DRAFT, Case.Status.COMPLETION),
        ombud=case.ombud,
    )


def elsewhere(everything: Iterable[OwnCase], municipality: str) -> tuple[Elsewhere, ...]:
    """How many cases one has in other municipalities."""
    counted: dict[tuple[str, str], int] = {}
    for case in everything:
        if case.organisation_slug != municipality and not _is_abandoned(case):
            place = (case.organisation, case.organisation_slug)
            counted[place] = counted.get(place, 0) + 1
    return tuple(
        Elsewhere(name=name, slug=slug, count=count) for (name, slug), count in sorted(counted.items())
    )


def _is_abandoned(case: OwnCase) -> bool:
    """A draft that was taken back: nothing of it is left to show."""
    return case.status == Case.Status.WITHDRAWN and not case.number


def _words(case: OwnCase, says: str) -> tuple[str, str]:
    """Where it stands, and what happens next."""
    match case.status:
        case Case.Status.DRAFT:
            begun = text.short_day(timezone.localdate(case.created_at), says)
            return gettext("Inte skickad"), gettext("Påbörjad %(day)s. Fortsätt där du slutade.") % {
                "day": begun
            }
        case Case.Status.COMPLETION:
            until = text.day(case.complete_by, says) if case.complete_by else ""
            return gettext("Vi behöver ett svar från dig"), gettext("Svara senast %(day)s.") % {"day": until}
        case Case.Status.DECIDED:
            return _decided(case, says)
        case Case.Status.WITHDRAWN:
            return gettext("Återkallad"), ""
        case _:
            status = (
                gettext("En handläggare arbetar med den")
                if case.status in (Case.Status.ASSESSING, Case.Status.CONTROL)
                else gettext("Skickad")
            )
            until = text.day(case.due_on, says) if case.due_on else ""
            return status, gettext("Du får ett beslut senast %(day)s.") % {"day": until} if until else ""


def _decided(case: OwnCase, says: str) -> tuple[str, str]:
    amount = f", {text.money(case.amount, says)}" if case.amount else ""
    outcome = case.outcome.in_(says) if case.outcome else ""
    decided = text.short_day(timezone.localdate(case.decided_at), says) if case.decided_at else ""
    status = gettext("Beslut: %(outcome)s%(amount)s") % {"outcome": outcome, "amount": amount}
    if not case.is_served:
        return status, gettext("Du har inte läst beslutet än.")
    return status, gettext("Beslutat %(day)s.") % {"day": decided}
