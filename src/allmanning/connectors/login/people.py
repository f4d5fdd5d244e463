"""From what a provider told to a person of ours. A resident who is new here becomes one; at work, nobody does."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from allmanning.accounts import actors
from allmanning.accounts.access import acting
from allmanning.accounts.login import PersonBackend
from allmanning.accounts.models import Membership, Person
from allmanning.accounts.models.people import check_personnummer
from allmanning.connectors.login.errors import LoginError
from allmanning.connectors.login.models import LoginProvider
from allmanning.connectors.login.provider import Told
from allmanning.lib import personnummer

GIVEN = ("given_name", "givenName", "urn:oid:2.5.4.42")
FAMILY = ("family_name", "sn", "surname", "urn:oid:2.5.4.4")
BY_NUMBER = "SELECT login_person(%s)"
BY_STAFF_ID = "SELECT login_employee(%s, %s)"
FIRST_TIME = "SELECT login_first_time(%s, %s, %s)"
LONGEST_NAME = 100


def person_of(provider: LoginProvider, told: Told) -> Person:
    """Whom the provider identified. Raises LoginError: no such claim, an impossible number, nobody of ours, too low a level."""
    if provider.acr and provider.acr not in told.contexts:
        raise LoginError("level", f"{provider.key}: identified by {told.contexts}, not {provider.acr}")
    identity = str(told.claims.get(provider.claim) or "").strip()
    if not identity:
        raise LoginError("claim", f"{provider.key}: no claim {provider.claim}, but {sorted(told.claims)}")
    if provider.identifies == provider.Identifies.STAFF_ID:
        person = _loaded(_ask(BY_STAFF_ID, provider.organisation_id, identity))
    else:
        person = _by_number(provider, told, _number(provider, identity))
    if person is None or (provider.serves == provider.Serves.STAFF and not works(person, provider)):
        raise LoginError("stranger", provider.key)
    return person


def works(person: Person, provider: LoginProvider) -> bool:
    """Whether the person has a role in the provider's organisation."""
    with acting(actors.resident(person)):
        return Membership.objects.filter(person=person, organisation=provider.organisation_id).exists()


def _by_number(provider: LoginProvider, told: Told, number: str) -> Person | None:
    found = _ask(BY_NUMBER, number)
    if found is None and provider.is_for_residents:
        given, family = _name(told, GIVEN), _name(told, FAMILY)
        if not given or not family:
            raise LoginError("name", f"{provider.key}: none of {GIVEN} or {FAMILY}")
        found = _ask(FIRST_TIME, number, given, family)
    return _loaded(found)


def _number(provider: LoginProvider, written: str) -> str:
    try:
        number = personnummer.normalised(written, timezone.localdate())
        check_personnummer(number)
    except (ValueError, ValidationError) as error:
        raise LoginError(
            "number", f"{provider.key}: {provider.claim} is no personal identity number"
        ) from error
    return number


def _name(told: Told, claims: tuple[str, ...]) -> str:
    return next((str(told.claims[name])[:LONGEST_NAME] for name in claims if told.claims.get(name)), "")


def _ask(question: str, *values: Any) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _loaded(person_id: UUID | None) -> Person | None:
    return PersonBackend().get_user(person_id) if person_id else None
