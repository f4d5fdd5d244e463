"""Kajsa acts for her father Otto, who has said so, and for her son Leo, as Bo was shown; she has applied for Otto once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from allmanning.accounts import actors, representations
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation, Person, Representation
from allmanning.accounts.representations import Extent, Shown
from allmanning.accounts.roles import Errand
from allmanning.accounts.staff import staff

SINCE = date(2025, 7, 1)
GIVEN = datetime(2025, 7, 1, 9, 0, tzinfo=UTC)

type Apply = Callable[[Actor], None]


def settle(people: Mapping[str, Person], apply: Apply) -> None:
    """Both representations, given long ago, and the application."""
    mittkoping = Organisation.objects.get(slug="mittkoping").pk
    otto, kajsa, leo = (people[key] for key in ("otto", "kajsa", "leo"))
    extent = Extent(
        ombud_number=kajsa.personnummer or "",
        ombud_name="Kajsa",
        errands=tuple(Errand),
        valid_from=SINCE,
        organisation=mittkoping,
    )
    given = representations.give(actors.resident(otto), otto, extent)
    shown = Shown(
        number=leo.personnummer or "",
        name=leo.name,
        reference="Personbevis 2025-06-30",
        ground=Representation.Ground.REGISTER,
    )
    representations.record(
        staff(people["bo"]), Representation.Kind.GUARDIAN, shown, replace(extent, ombud_name=kajsa.name)
    )
    Representation.objects.using("owner").update(given_at=GIVEN)
    apply(representations.ombud(kajsa, given))
