"""The last step: what was told is enough, it is the right person, and the session begins."""

import time
from typing import TypedDict
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest

from allmanning.accounts.authentication import Authentication, Serves, log_in
from allmanning.connectors.login.errors import LoginError
from allmanning.connectors.login.models import LoginProvider
from allmanning.connectors.login.people import person_of, works
from allmanning.connectors.login.provider import Told

# Between the provider's clock and ours.
LEEWAY = 60


class Errand(TypedDict):
    """What the browser was sent to the provider for; kept in its session meanwhile."""

    began: float
    again: str
    """The id of the person who is to be identified once more; empty at a login."""
    signs: str
    """The address of the signature that it is for."""


def let_in(request: HttpRequest, provider: LoginProvider, told: Told, errand: Errand) -> None:
    """Log the person in, or keep their session going. Raises LoginError; of a wrong person the session has then ended."""
    _asked_anew(provider, told, errand)
    person = person_of(provider, told)
    again = bool(errand["again"])
    if again and not request.user.pk == person.pk == UUID(errand["again"]):
        logout(request)
        raise LoginError("another", provider.key)
    serves: Serves = "staff" if provider.is_for_staff else "residents"
    if provider.is_for_staff and provider.is_for_residents:
        serves = "both" if works(person, provider) else "residents"
    identified = Authentication(
        at=min(told.at or time.time(), time.time()),
        method=provider.key,
        level=provider.level,
        serves=serves,
        provider=provider.key,
        organisation=provider.organisation_id,
        signs=errand["signs"],
    )
    log_in(request, person, identified, again=again)


def _asked_anew(provider: LoginProvider, told: Told, errand: Errand) -> None:
    """The provider must not answer with whom it let in before, at the same browser: that may be somebody else.

    One that does not say when is believed at a login, and not at a signature.
    """
    if told.at is None and not errand["again"]:
        return
    if told.at is None or told.at < errand["began"] - LEEWAY:
        raise LoginError("not_asked", provider.key)
