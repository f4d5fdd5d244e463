"""Fill an empty demonstration: municipalities, people, the services and their cases, through the program's own actions."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from allmanning import packages
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import DemoLogin, Membership, Organisation, Person
from allmanning.cases import actions, clock
from allmanning.cases.retention.plan import state_plan
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from allmanning.server.demo import agreed, systems, together, trusted
from allmanning.server.demo.people import ADOPTED_FROM, CASEWORKERS, MUNICIPALITIES, RESIDENTS
from allmanning.server.demo.services import Service, Told
from allmanning.server.demo.telling import fill_in, moment, tell
from allmanning.server.demo.told import told_services

PACKAGE = "ekonomiskt-bistand"

type Progress = Callable[[int, int], None]


def is_seeded() -> bool:
    """The municipalities have moved in."""
    return Organisation.objects.exists()


def seed(folder: Path, progress: Progress) -> None:
    """Everything, once, from a folder of packages. `progress(done, total)` is called after each case."""
    _hurry()
    services = told_services(folder)
    _settle(folder, services)
    people = {person.pk: person for person in Person.objects.using("owner").all()}
    by_key = {key: people[identity] for key, identity in identities().items()}
    systems.settle(by_key["joel"])
    homes = {resident.key: resident.home for resident in RESIDENTS}
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    today = timezone.localdate()
    stories = [(service.package_id, told) for service in services for told in service.stories]
    oldest_first = sorted(stories, key=lambda story: -story[1].days_ago)
    for index, (package_id, told) in enumerate(oldest_first):
        tell(package_id, told, organisations[homes[told.resident]], by_key, today)
        progress(index + 1, len(stories))
    trusted.settle(by_key, lambda kajsa: applied_for(kajsa, organisations[homes["otto"]], today))
    for service in services:
        if service.settle:
            service.settle(by_key, today)
    together.settle(
        by_key["sten"],
        [service.package_id for service in services if not any(service.delegated.values())],
        today,
    )
    _let_others_first()


def _hurry() -> None:
    """A thousand small transactions need not each be on the disk: what a power cut takes is told again with --fresh."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")


def _let_others_first() -> None:
    """The letters of all that was told wait behind the letter of somebody who uses the demonstration."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET priority = -1 WHERE status = 'todo'")


def applied_for(ombud: Actor, organisation: Organisation, today: date) -> None:
    """An ombud applied for Otto three days ago."""
    otto = next(resident for resident in RESIDENTS if resident.key == "otto")
    day = today - timedelta(days=3)
    with clock.at(moment(day, 16, 40)):
        told = Told(otto.key, 3, facts=otto.household)
        case, version = fill_in(ombud, organisation, PACKAGE, told, day)
        actions.submit(ombud, case, version=version, key=str(uuid.uuid4()))


def identities() -> dict[str, uuid.UUID]:
    """The same people get the same ids in every demonstration."""
    names = [person.key for person in (*RESIDENTS, *CASEWORKERS)]
    return {name: uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.allmanning.example") for name in names}


def settle(folder: Path) -> None:
    """Municipalities, people, logins and the adopted services of a folder; written by the owner of the tables."""
    _settle(folder, told_services(folder))


def _settle(folder: Path, services: Sequence[Service]) -> None:
    if not settings.DEMO:
        raise NotADemonstrationError
    organisations = {
        municipality.slug: Organisation.objects.using("owner").create(
            slug=municipality.slug,
            name=municipality.name,
            case_prefix=municipality.prefix,
            theme=municipality.slug,
            **municipality.details,
        )
        for municipality in MUNICIPALITIES
    }
    for service in services:
        _take_into_use(service, folder, organisations)
    _move_in(organisations)
    agreed.settle(organisations)


def _take_into_use(service: Service, folder: Path, organisations: Mapping[str, Organisation]) -> None:
    """Publish a service; each municipality adopts it with its own settings, and plans how long its cases are kept."""
    release = publish(packages.load(folder / service.package_id))
    for slug, organisation in organisations.items():
        delegated = service.delegated.get(slug, "")
        adopt(
            organisation,
            release,
            valid_from=ADOPTED_FROM,
            local=service.local.get(slug, {}),
            automation_delegated_on=ADOPTED_FROM if delegated else None,
            delegation_reference=delegated,
            board=service.board.get(slug, ""),
        )
        if slug in service.plan:
            reference, years = service.plan[slug]
            state_plan(
                organisation, service.package_id, reference=reference, valid_from=ADOPTED_FROM, years=years
            )


def _move_in(organisations: Mapping[str, Organisation]) -> None:
    ids = identities()
    for order, resident in enumerate(RESIDENTS):
        person = _person(
            ids[resident.key], resident.number, resident.name, is_protected=resident.is_protected
        )
        if resident.story:
            _login(person, organisations[resident.home], resident.story, order, is_staff=False)
    for order, worker in enumerate(CASEWORKERS):
        person = _person(ids[worker.key], worker.number, worker.name)
        home = organisations[worker.work]
        for role in worker.roles:
            Membership.objects.using("owner").create(
                person=person, organisation=home, role=role, packages=list(worker.services)
            )
        _login(person, home, worker.story, order, is_staff=True)


class NotADemonstrationError(RuntimeError):
    """This is not a demonstration, so no invented people move in. Use `allmanning demo`."""


def _person(identity: uuid.UUID, number: str, name: str, *, is_protected: bool = False) -> Person:
    given, family = name.split(" ", 1)
    person = Person(
        pk=identity,
        personnummer=number,
        given_name=given,
        family_name=family,
        protected_identity=is_protected,
    )
    person.full_clean(validate_unique=False, validate_constraints=False)
    person.save(using="owner", force_insert=True)
    return person


def _login(person: Person, home: Organisation, story: tuple[str, str], order: int, *, is_staff: bool) -> None:
    words = {"sv": story[0], "en": story[1]}
    DemoLogin.objects.using("owner").create(
        person=person, organisation=home, is_staff=is_staff, name=person.name, story=words, order=order
    )
