"""For whom somebody does their errands: themselves, or one other at a time; chosen openly, and said on every page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.accounts import actors, representations
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Person
from allmanning.accounts.representations import RepresentationNotFoundError
from allmanning.portals.design.access import person_of

_CHOSEN = "acts_for"
_ASKED = "_acts_as"


@dataclass(frozen=True, slots=True)
class Band:
    """What stands on every page while somebody acts for another: for whom, and the way to change it."""

    name: str
    change_url: str


def acts_as(request: HttpRequest) -> Actor:
    """Who is logged in, in their own name or as ombud for the one they have chosen; asked anew for each request.

    When the representation has ended this page is not there (404), and they are themselves again from the next.
    """
    known: Actor | None = getattr(request, _ASKED, None)
    if known is None:
        known = _found(request)
        setattr(request, _ASKED, known)
    return known


def choose(request: HttpRequest, municipality: str, representation_id: int | None) -> None:
    """From here on act by this representation, or in one's own name. RepresentationNotFoundError if it does not hold."""
    person = person_of(request)
    if representation_id is None:
        request.session.pop(_CHOSEN, None)
        found = actors.resident(person)
    else:
        found = representations.ombud(person, representation_id)
        request.session[_CHOSEN] = {"representation": representation_id, "municipality": municipality}
    setattr(request, _ASKED, found)


def band(request: HttpRequest) -> Band | None:
    """For whom the reader acts; None when it is for themselves, or nobody is logged in."""
    chosen = request.session.get(_CHOSEN)
    if chosen is None or not isinstance(request.user, Person):
        return None
    try:
        trust = acts_as(request).trust
    except RepresentationNotFoundError:
        return None
    change = reverse("resident:representations", args=[chosen["municipality"]])
    return Band(called(trust.name), change) if trust else None


def called(name: str) -> str:
    """The name of the represented, or what stands for it."""
    return name or gettext("en person med skyddade personuppgifter")


def _found(request: HttpRequest) -> Actor:
    person, chosen = person_of(request), request.session.get(_CHOSEN)
    if chosen is None:
        return actors.resident(person)
    try:
        return representations.ombud(person, chosen["representation"])
    except RepresentationNotFoundError:
        del request.session[_CHOSEN]
        messages.warning(request, gettext("Din rätt att göra ärenden åt någon annan gäller inte längre."))
        raise
