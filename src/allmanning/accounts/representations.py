"""Acting for another: an adult gives consent, staff record what they were shown, either party ends it, an ombud acts by it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.utils import timezone

from allmanning.accounts import actors
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, Trust
from allmanning.accounts.models import Person, Representation, check_personnummer
from allmanning.accounts.roles import Errand
from allmanning.lib import personnummer
from allmanning.lib.personnummer import PersonnummerError

ENTER = "SELECT accounts_enter(%s, %s, %s, %s)"


class RepresentationError(ValueError):
    """Something about the representation stands in the way."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class RepresentationNotFoundError(Http404):
    """There is no such representation in force between you and another. Choose anew for whom you act."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NotForYouToGiveError(PermissionDenied):
    """Consent is given by an adult in their own name, and recorded representations by who handles cases there."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NotANumberError(RepresentationError):
    """Write the number with all its digits; the last one must fit the others."""


class YourselfError(RepresentationError):
    """Nobody needs a representation to act for themselves, and nobody records one that they would have."""


class NotAdultError(RepresentationError):
    """Only an adult may act for another."""


class NotAChildError(RepresentationError):
    """A guardian acts for a child. Somebody who is eighteen gives consent themselves."""


class NothingEntrustedError(RepresentationError):
    """Choose at least one thing that the ombud may do."""


class NameMissingError(RepresentationError):
    """Write the name, so that the representation can be told from others."""


class ReferenceMissingError(RepresentationError):
    """Write what was shown, such as the day of the register's extract."""


class RepresentationEndsBeforeItBeginsError(RepresentationError):
    """It would end before it begins. Write a later last day, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """To whom and how much. `valid_to` is the last day, None until it is revoked; no packages is all of them."""

    ombud_number: str
    """As somebody wrote it."""
    ombud_name: str
    errands: Collection[Errand]
    valid_from: date
    valid_to: date | None = None
    packages: Collection[str] = ()
    organisation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a caseworker was shown: a child and its guardian, or a company and its representative."""

    number: str
    """The child's personal number, or the company's organisation number."""
    name: str
    """Given and family name of a child; a company's whole name."""
    reference: str
    ground: Representation.Ground


def give(actor: Actor, person: Person, extent: Extent) -> int:
    """An adult's own consent, given by themselves; gives its number. Says nothing of whether the ombud's number is known."""
    today = timezone.localdate()
    if actor.kind != "resident" or actor.person_id != person.pk or person.personnummer is None:
        raise NotForYouToGiveError
    if personnummer.comes_of_age(person.personnummer) > today:
        raise NotForYouToGiveError
    number = _ombud_number(extent, today)
    if number == person.personnummer:
        raise YourselfError
    with acting(actor):
        return _written(
            extent,
            number,
            kind=Representation.Kind.CONSENT,
            ground=Representation.Ground.CONSENT,
            represented_id=person.pk,
            represented_name="" if person.protected_identity else person.name,
            given_by="" if person.protected_identity else person.name,
        ).pk


def record(actor: Actor, kind: Representation.Kind, shown: Shown, extent: Extent) -> int:
    """What a caseworker was shown of a guardian or a company's representative; holds in their own organisation only."""
    today = timezone.localdate()
    if extent.organisation not in actor.organisations or actor.person_id is None:
        raise NotForYouToGiveError
    if not shown.reference.strip():
        raise ReferenceMissingError
    if not shown.name.strip():
        raise NameMissingError
    number = _ombud_number(extent, today)
    until = extent.valid_to
    if kind == Representation.Kind.COMPANY:
        identity, entered = _company(shown)
    else:
        identity, entered = _child(shown, today)
        last = personnummer.comes_of_age(identity) - timedelta(days=1)
        until = min(until or last, last)
    with acting(actor):
        if number == Person.objects.values_list("personnummer", flat=True).get(pk=actor.person):
            raise YourselfError
        return _written(
            extent,
            number,
            kind=kind,
            ground=shown.ground,
            represented_id=_entered(entered),
            represented_name=shown.name.strip(),
            given_by=actor.name,
            reference=shown.reference.strip(),
            valid_to=until,
        ).pk


def revoke(actor: Actor, representation_id: int) -> None:
    """End it now. It bites on the ombud's next request."""
    with acting(actor):
        found = Representation.objects.filter(pk=representation_id, revoked_at=None)
        if found.update(revoked_at=timezone.now(), revoked_by=actor.name) == 0:
            raise RepresentationNotFoundError


def given(actor: Actor) -> tuple[Representation, ...]:
    """Who acts for the person, latest first; also what has ended."""
    with acting(actor):
        return tuple(Representation.objects.filter(represented=actor.person).select_related("organisation"))


def received(actor: Actor) -> tuple[Representation, ...]:
    """For whom the person acts, latest first; also what has ended."""
    with acting(actor):
        mine = Representation.objects.exclude(represented=actor.person)
        return tuple(mine.select_related("organisation"))


def recorded(actor: Actor, organisation: int) -> tuple[Representation, ...]:
    """What the staff of an organisation have recorded there, latest first."""
    if organisation not in actor.organisations:
        return ()
    with acting(actor):
        found = Representation.objects.filter(organisation=organisation)
        return tuple(found.exclude(kind=Representation.Kind.CONSENT)[:200])


def ombud(person: Person, representation_id: int) -> Actor:
    """The person as ombud by one of the representations they have received; read anew for each request.

    Raises RepresentationNotFoundError when it is not theirs, has not begun, has ended or is revoked.
    """
    with acting(actors.resident(person)):
        rows = Representation.objects.filter(pk=representation_id).exclude(represented=person)
        row = rows.first()
    if row is None or row.state(timezone.localdate()) != "in_force":
        raise RepresentationNotFoundError
    return actors.ombud(person, trust_of(row, is_protected=person.protected_identity))


def trust_of(row: Representation, *, is_protected: bool = False) -> Trust:
    """What the representation lets the ombud do."""
    return Trust(
        representation=row.pk,
        kind=Representation.Kind(row.kind),
        represented=row.represented_id,
        name=row.represented_name,
        errands=frozenset(map(Errand, row.tasks)),
        packages=frozenset(row.packages),
        organisation=row.organisation_id,
        is_protected=is_protected,
    )


def _written(extent: Extent, number: str, **more: object) -> Representation:
    errands = set(extent.errands)
    if not errands:
        raise NothingEntrustedError
    if not extent.ombud_name.strip():
        raise NameMissingError
    values = {"valid_to": extent.valid_to} | more
    if isinstance(values["valid_to"], date) and values["valid_to"] < extent.valid_from:
        raise RepresentationEndsBeforeItBeginsError
    # What follows from the rest is written out, so that the row says all it means.
    tasks = [errand.value for errand in Errand if errand in errands | {Errand.READ}]
    return Representation.objects.create(
        ombud_number=number,
        ombud_name=extent.ombud_name.strip(),
        organisation_id=extent.organisation,
        packages=sorted(extent.packages),
        tasks=tasks,
        valid_from=extent.valid_from,
        **values,
    )


def _ombud_number(extent: Extent, today: date) -> str:
    number = _number(extent.ombud_number, today)
    if personnummer.comes_of_age(number) > today:
        raise NotAdultError
    return number


def _number(written: str, today: date) -> str:
    try:
        number = personnummer.normalised(written, today)
        check_personnummer(number)
    except (PersonnummerError, ValidationError):
        raise NotANumberError from None
    return number


def _child(shown: Shown, today: date) -> tuple[str, tuple[str | None, ...]]:
    number = _number(shown.number, today)
    if personnummer.comes_of_age(number) <= today:
        raise NotAChildError
    given_name, _, family_name = shown.name.strip().rpartition(" ")
    return number, (number, None, given_name or family_name, family_name if given_name else "")


def _company(shown: Shown) -> tuple[str, tuple[str | None, ...]]:
    number = "".join(filter(str.isdecimal, shown.number))
    if not personnummer.is_organisation_number(number):
        raise NotANumberError
    return number, (None, number, "", shown.name.strip())


def _entered(person: tuple[str | None, ...]) -> UUID:
    """The row of a child or a company, made when there is none; what stands in a row that is there is not changed."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER, person)
        (found,) = cursor.fetchone()
    return UUID(str(found))
