"""Three municipalities, people in every mixture of roles, agreements in every state, and who should see what of it.

What somebody should see is reckoned here from the world's own plain facts, not by the program's permissions.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Agreement, AgreementSignature, Membership, Person
from allmanning.accounts.roles import Role
from allmanning.cases import actions
from allmanning.cases.models import Case, Letter
from allmanning.cases.models.attachment import Attachment
from allmanning.cases.queries import case_page
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.models import Release
from allmanning.connectors.webhooks.models import Subscription
from tests.accounts.agreed import days
from tests.cases.applications import POOR, RICH, draft, sent
from tests.people import ANNA, BO, CILLA, DAN, EVERYBODY, FIA, MITTKOPING, NORRHAMN, SODERSLATT, organisation
from tests.travel_package import PACKAGE_ID

ORGANISATIONS = (MITTKOPING, NORRHAMN, SODERSLATT)
HANDLERS = {Role.CASEWORKER, Role.TEAM_LEADER}
WORKERS = 14
ELSEWHERE = ("skolskjuts",)
# What somebody who handles cases in a place handles there: everything, this service among others, or only another.
SERVICES = ((), (), (*ELSEWHERE, PACKAGE_ID), ELSEWHERE)
MONTHS = tuple(date(2025, month, 1) for month in range(7, 13))


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work, and the roles they hold."""

    id: UUID
    posts: frozenset[tuple[int, Role]]
    elsewhere: frozenset[int] = frozenset()
    """Where they handle only a service of which there are no cases here."""

    def where(self, roles: set[Role]) -> set[int]:
        return {organisation for organisation, role in self.posts if role in roles}

    def handling(self, roles: set[Role]) -> set[int]:
        return self.where(roles & HANDLERS) - self.elsewhere


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement as it was written."""

    owner: int
    executor: int
    packages: tuple[str, ...]
    tasks: tuple[str, ...]
    roles: frozenset[Role]
    holds: bool
    """Signed by both, begun, not ended, not revoked."""


@dataclass(frozen=True, slots=True)
class Paperwork:
    """A case: whose, where, sent or not."""

    id: UUID
    number: str
    applicant: UUID
    organisation: int
    is_sent: bool


@dataclass(frozen=True, slots=True)
class World:
    """All of it."""

    workers: tuple[Worker, ...]
    residents: tuple[UUID, ...]
    papers: tuple[Paper, ...]
    cases: tuple[Paperwork, ...]
    names: dict[UUID, str] = field(default_factory=dict)
    letters: tuple[int, ...] = ()
    files: tuple[UUID, ...] = ()

    @property
    def people(self) -> tuple[UUID, ...]:
        return (*self.residents, *(worker.id for worker in self.workers))

    def sees(self, person: UUID) -> set[UUID]:
        """The cases that a person should see, as resident and at work."""
        return {case.id for case in self.cases if self._sees(person, case, {"read"})}

    def handles(self, person: UUID) -> set[UUID]:
        """The cases that a person may write to."""
        return {case.id for case in self.cases if self._sees(person, case, {"handle", "decide"})}

    def _sees(self, person: UUID, case: Paperwork, tasks: set[str]) -> bool:
        if person == case.applicant:
            return True
        worker = next((worker for worker in self.workers if worker.id == person), None)
        if worker is None or not case.is_sent:
            return False
        reading = worker.where({Role.AUDITOR}) if "read" in tasks else set()
        if case.organisation in worker.handling(HANDLERS) | reading:
            return True
        return any(
            paper.holds and paper.owner == case.organisation and PACKAGE_ID in paper.packages
            and tasks & set(paper.tasks) and paper.executor in worker.handling(set(paper.roles))
            for paper in self.papers
        )  # fmt: skip

    def belongs(self, person: UUID, table: str) -> set[int]:
        """The organisations of which a person should see rows in a table that is not about any case."""
        worker = next((worker for worker in self.workers if worker.id == person), None)
        if worker is None:
            return set()
        if table.startswith("webhooks_"):
            return worker.where({Role.OPERATOR})
        return worker.where(set(Role)) | {
            paper.owner
            for paper in self.papers
            if paper.holds and paper.executor in worker.handling(HANDLERS)
        }

    def parties(self, person: UUID) -> set[int]:
        """Agreements by owner and executor (12: 1 and 2) that a person should see: their organisation is one of the two."""
        worker = next((worker for worker in self.workers if worker.id == person), None)
        places = worker.where(set(Role)) if worker else set()
        return {
            paper.owner * 10 + paper.executor
            for paper in self.papers
            if {paper.owner, paper.executor} & places
        }

    def knows(self, person: UUID) -> set[UUID]:
        """The people whose rows a person should see: themselves, colleagues, and applicants of cases they see."""
        known = {person} | {case.applicant for case in self.cases if case.id in self.sees(person)}
        worker = next((worker for worker in self.workers if worker.id == person), None)
        places = worker.where(HANDLERS) if worker else set()
        return known | {one.id for one in self.workers if {place for place, _ in one.posts} & places}


def make(seed: int) -> World:
    """Build the world in the database; commits through the owner, so the test must be a transactional one."""
    chance = random.Random(seed)  # noqa: S311 - the same world for the same seed
    release = Release.objects.get(package_id=PACKAGE_ID)
    adopt(organisation(SODERSLATT), release, valid_from=date(2025, 7, 1))
    workers = (*_staff_of_the_tests(), *(_worker(chance, number) for number in range(WORKERS)))
    for place in (MITTKOPING, NORRHAMN):
        _subscription(place)
    cases = tuple(
        _case(chance, applicant, place) for applicant in (ANNA, DAN, FIA) for place in ORGANISATIONS
    )
    return World(
        workers=workers,
        residents=tuple(actor.person for actor in (ANNA, DAN, FIA)),
        papers=tuple(_paper(chance) for _ in range(9)),
        cases=tuple(case for made in cases for case in made),
        letters=tuple(_letters()),
        files=tuple(_file(case) for made in cases for case in made if case.is_sent),
        names={actor.person: actor.name.split()[1] for actor in (ANNA, DAN, FIA)},
    )


def _staff_of_the_tests() -> tuple[Worker, ...]:
    staff = [actor for actor in EVERYBODY if actor.kind == "staff"]
    return tuple(
        Worker(actor.person, frozenset((post.organisation, post.role) for post in actor.posts))
        for actor in staff
    )


def _worker(chance: random.Random, number: int) -> Worker:
    person = Person.objects.using("owner").create(
        pk=UUID(int=100 + number), given_name="Arbetare", family_name=f"Nummer{number}"
    )
    posts = {(chance.choice(ORGANISATIONS), chance.choice(list(Role))) for _ in range(chance.randint(1, 3))}
    services = {place: chance.choice(SERVICES) for place, _ in sorted(posts)}
    for place, role in posts:
        packages = services[place] if role in HANDLERS else ()
        Membership.objects.using("owner").create(
            person=person, organisation_id=place, role=role, packages=list(packages)
        )
    elsewhere = {place for place, packages in services.items() if packages == ELSEWHERE}
    return Worker(person.pk, frozenset(posts), frozenset(elsewhere))


def _paper(chance: random.Random) -> Paper:
    owner, executor = chance.sample(ORGANISATIONS, 2)
    packages = chance.choice([(PACKAGE_ID,), (PACKAGE_ID, "annat"), ("annat",)])
    tasks = chance.choice([("read",), ("read", "handle"), ("read", "decide"), ("read", "handle", "decide")])
    roles = chance.choice([HANDLERS, {Role.CASEWORKER}, {Role.TEAM_LEADER}])
    first, last = chance.choice([(-9, None), (-9, 9), (0, 0), (-9, -1), (1, None)])
    signatures, revoked = chance.choice([2, 2, 2, 1, 0]), chance.random() < 0.2
    agreement = Agreement.objects.using("owner").create(
        owner_id=owner, executor_id=executor, packages=list(packages), tasks=list(tasks), roles=sorted(roles),
        valid_from=days(first), valid_to=None if last is None else days(last), council_decision="KF § 1",
        revoked_at=timezone.now() if revoked else None,
    )  # fmt: skip
    for party in (owner, executor)[:signatures]:
        AgreementSignature.objects.using("owner").create(
            agreement=agreement, organisation_id=party, person_id=UUID(int=100 + party), role=Role.BOARD
        )
    holds = signatures == 2 and not revoked and first <= 0 and (last is None or last >= 0)
    return Paper(owner, executor, packages, tasks, frozenset(roles), holds)


def _case(chance: random.Random, applicant: Actor, place: int) -> list[Paperwork]:
    """A draft, a case on a desk and one that has gone on, each in a month of its own."""
    drafted, open_, further = chance.sample(MONTHS, 3)
    made = [
        draft(applicant, POOR, place, drafted),
        sent(applicant, RICH, place, open_),
        sent(applicant, POOR, place, further),
    ]
    machine = Actor(kind="machine", person_id=None, name="letters", serves=frozenset({place}))
    actions.keep_letter(machine, made[2], kind="receipt", title="Brev", pdf=b"%PDF-1.7 hemligt")
    for pk in made:
        case_page(applicant, pk)
    if worker := {MITTKOPING: BO, NORRHAMN: CILLA}.get(place):
        actions.ask_for_completion(worker, made[1], "Vad kostar resan?", days(9))
    with acting(applicant):
        rows = {case.pk: case for case in Case.objects.filter(pk__in=made)}
    return [
        Paperwork(pk, rows[pk].number, applicant.person, place, rows[pk].submitted_at is not None)
        for pk in made
    ]


def _subscription(place: int) -> None:
    """A system that wants to know of everything; what happens from now on is told to it."""
    Subscription.objects.using("owner").create(
        organisation_id=place,
        name="Ekonomi",
        address="https://localhost/",
        actions=["submitted", "decided"],
        created_by="Joel",
    )


def _file(case: Paperwork) -> UUID:
    """A file that came with an application, as one that was sent and scanned."""
    applicant = next(actor for actor in (ANNA, DAN, FIA) if actor.person == case.applicant)
    with acting(applicant):
        made = Attachment.objects.create(
            case_id=case.id, organisation_id=case.organisation, uploaded_by_id=case.applicant, uploaded_at=timezone.now(),
            name="kvitto.pdf", media_type="application/pdf", size=1, sha256=str(case.id), key_id="0", locked_key=b"",
        )  # fmt: skip
        Attachment.objects.filter(pk=made.pk).update(sent_at=timezone.now())
    return made.pk


def _letters() -> list[int]:
    found: list[int] = []
    for actor in (ANNA, DAN, FIA):
        with acting(actor):
            found += Letter.objects.values_list("pk", flat=True)
    return found
