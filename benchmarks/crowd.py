"""Residents of two invented municipalities, each with applications that are filled in and only wait to be sent."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from allmanning.accounts import actors
from allmanning.accounts.models import DemoLogin, Organisation, Person
from allmanning.cases import actions
from allmanning.catalogue.adoptions import adopted
from allmanning.server.demo import seed, telling
from allmanning.server.demo.people import RESIDENTS
from allmanning.server.services import services_folder

# Where the automatic function may decide, so that sending is the whole of it: assessed, decided, told.
TOWNS = ("mittkoping", "soderslatt")
MONTHS = tuple(date(2025, month, 1) for month in range(7, 13))
ALONE = next(one for one in RESIDENTS if one.key == "amir").household


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that waits to be sent: where its page is, and the version that was read through."""

    id: uuid.UUID
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody with drafts."""

    id: uuid.UUID
    drafts: tuple[Draft, ...]


def settle(count: int, *, drafts: int = len(TOWNS) * len(MONTHS)) -> tuple[Applicant, ...]:
    """Municipalities with the real package, and so many residents with so many drafts each (at most twelve)."""
    seed.settle(services_folder())
    return tuple(_applicant(number, drafts) for number in range(count))


def _applicant(number: int, drafts: int) -> Applicant:
    home = Organisation.objects.using("owner").get(slug=TOWNS[0])
    row = Person.objects.using("owner").create(given_name=f"Sökande{number}", family_name="Prov")
    DemoLogin.objects.using("owner").create(
        person=row, organisation=home, is_staff=False, name=row.name, story={"sv": "", "en": ""}, order=9
    )
    made = _drafts(row)
    return Applicant(row.pk, tuple(draft() for draft, _ in zip(made, range(drafts), strict=False)))


def _drafts(row: Person) -> "Iterator[partial[Draft]]":
    for month in MONTHS:
        for town in TOWNS:
            yield partial(_draft, row, town, month)


def _draft(row: Person, town: str, month: date) -> Draft:
    organisation, applicant = Organisation.objects.get(slug=town), actors.resident(row)
    ruleset = adopted(organisation, seed.PACKAGE, month).ruleset(month)
    answers = telling.interview(ruleset, telling.in_ore(ruleset, ALONE))
    case_id = actions.start_application(applicant, organisation, seed.PACKAGE, month, key="")
    saved = actions.save_facts(applicant, case_id, answers)
    return Draft(case_id, f"/{town}/arende/{case_id}/kontrollera/", saved.version)
