"""For whom an application is made: oneself, or one of those who have let one apply for them."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.accounts import actors, representations
from allmanning.accounts.models import Organisation, Representation
from allmanning.accounts.representations import RepresentationNotFoundError
from allmanning.accounts.roles import Errand
from allmanning.packages import Package
from allmanning.portals.design.access import person_of
from allmanning.portals.design.acting import acts_as, called, choose
from allmanning.portals.design.fields import Field, Option

MYSELF = "mig"
NAME = "acts_for"


@dataclass(frozen=True, slots=True)
class Choice:
    """The question and the name of the one to be, if it was answered."""

    field: Field
    is_answered: bool


def choice(request: HttpRequest, organisation: Organisation, package: Package) -> Choice | None:
    """For whom it may be; None where there is nobody but oneself to choose."""
    mine = open_to_apply(request, organisation, package)
    acting_now = acts_as(request).trust
    if not mine and acting_now is None:
        return None
    options = [Option(MYSELF, gettext("Mig"))]
    options += [Option(str(row.pk), called(row.represented_name)) for row in mine]
    chosen = str(acting_now.representation) if acting_now else MYSELF
    typed = request.POST.get(NAME, "")
    known = {option.value for option in options}
    field = Field(
        name=NAME,
        label=gettext("För vem gör du ansökan?"),
        kind="choice",
        options=tuple(options),
        value=typed if typed in known else chosen if chosen in known else "",
        help=gettext("Ansökan blir den personens egen. Att du har gjort den syns i ärendet."),
    )
    return Choice(field, typed in known)


def take(request: HttpRequest, municipality: str) -> None:
    """From here on act for the one chosen in the form."""
    typed = request.POST.get(NAME, MYSELF)
    choose(request, municipality, None if typed == MYSELF else number(typed))


def number(typed: str) -> int:
    """A representation's number as a form sends it; RepresentationNotFoundError for anything else."""
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 15:
        raise RepresentationNotFoundError
    return int(typed)


def open_to_apply(
    request: HttpRequest, organisation: Organisation, package: Package
) -> tuple[Representation, ...]:
    """The representations by which the reader may apply for this service here, today."""
    manifest, today = package.manifest, timezone.localdate()
    return tuple(
        row
        for row in representations.received(actors.resident(person_of(request)))
        if _lets(row, organisation, today)
        and (not row.packages or manifest.id in row.packages)
        and row.kind in manifest.representation.kinds
    )


def _lets(row: Representation, organisation: Organisation, today: date) -> bool:
    here = row.organisation_id in (None, organisation.pk)
    return here and row.state(today) == "in_force" and Errand.APPLY.value in row.tasks
