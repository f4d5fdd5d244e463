"""Kajsa acts for others: for Otto since he says so, for Leo since Bo was shown that she is his guardian."""

from typing import Any

from django.utils import timezone

from allmanning.accounts import representations
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Representation
from allmanning.accounts.representations import Extent, Shown
from allmanning.accounts.roles import Errand
from tests.people import BO, KAJSA, KAJSAS_NUMBER, LEOS_NUMBER, MITTKOPING, OTTO, person

KIND, GROUND = Representation.Kind, Representation.Ground
COMPANYS_NUMBER = "999999-9999"  # too round to be anybody's


def extent(**changed: Any) -> Extent:
    plain: dict[str, Any] = {
        "ombud_number": KAJSAS_NUMBER,
        "ombud_name": "Kajsa",
        "errands": tuple(Errand),
        "valid_from": timezone.localdate(),
    }
    return Extent(**(plain | changed))


def consented(giver: Actor = OTTO, **changed: Any) -> int:
    """Otto lets Kajsa do everything, or what is said."""
    return representations.give(giver, person(giver), extent(**changed))


def guarded(number: str = LEOS_NUMBER, name: str = "Leo Holm", **changed: Any) -> int:
    """Bo records that Kajsa is Leo's guardian."""
    shown = Shown(number=number, name=name, reference="Personbevis 2025-11-03", ground=GROUND.REGISTER)
    return representations.record(BO, KIND.GUARDIAN, shown, extent(organisation=MITTKOPING, **changed))


def represented_company(**changed: Any) -> int:
    """Bo records that Kajsa represents a company."""
    shown = Shown(
        number=COMPANYS_NUMBER,
        name="Rask Åkeri AB",
        reference="Registreringsbevis",
        ground=GROUND.REPRESENTATIVE,
    )
    return representations.record(BO, KIND.COMPANY, shown, extent(organisation=MITTKOPING, **changed))


def kajsa(representation: int) -> Actor:
    """Kajsa as ombud, as she is at this request."""
    return representations.ombud(person(KAJSA), representation)
