"""Random people try every way they have to somebody else's rows. What comes through is a fault."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.login import PersonBackend
from allmanning.accounts.models import Person
from allmanning.accounts.staff import NotStaffError, staff
from allmanning.cases import queries
from allmanning.cases.queries import Filters
from allmanning.server.checks import protected_models
from tests.isolation.world import World
from tests.people import ANNAS_NUMBER, DANS_NUMBER
from tests.travel_package import PACKAGE_ID

OF_A_CASE = (
    "fact", "assessment", "signature", "decision", "completion", "letter", "event", "readlog", "delivery",
)  # fmt: skip
SHOWS = ("open", "mine", "unassigned", "overdue", "waiting", "closed")
SORTS = ("due", "submitted", "number", "name")
TEXTS = ("", "an", "MK-", "NH-", "SS-", "Andersson", "Åberg", "Hemlig", ANNAS_NUMBER, DANS_NUMBER, "%", "_")
READS = (
    "SELECT case_id FROM cases_{0}",
    "SELECT c.id FROM cases_case c JOIN cases_{0} x ON x.case_id = c.id WHERE c.submitted_at IS NOT NULL OR true",
    "SELECT x.case_id FROM cases_{0} x WHERE x.case_id IN (SELECT id FROM cases_case) OR 1 = 1 ORDER BY random()",
    "SELECT case_id FROM cases_{0} UNION SELECT id FROM cases_case",
    "WITH all_of_it AS (SELECT * FROM cases_{0}) SELECT case_id FROM all_of_it",
)
WRITES = (
    "UPDATE cases_case SET assignee_name = 'x' RETURNING id",
    "UPDATE cases_case SET status = 'withdrawn' WHERE submitted_at IS NOT NULL RETURNING id",
    "UPDATE cases_fact SET value = '1' RETURNING case_id",
    "DELETE FROM cases_fact RETURNING case_id",
    "UPDATE cases_decision SET served_on = now() RETURNING case_id",
    "UPDATE cases_letter SET opened_at = now() RETURNING case_id",
    "UPDATE cases_completion SET answer = 'x' RETURNING case_id",
)


@dataclass(slots=True)
class Tally:
    """How many tries, how many rows were rightly seen, and every fault as a sentence."""

    tries: int = 0
    seen: int = 0
    faults: list[str] = field(default_factory=list)


class Fuzz:
    """One run over a world. The same seed tries the same."""

    def __init__(self, world: World, seed: int, pages: float = 0.08) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - the same tries for the same seed
        self.pages = pages
        self.tally = Tally()
        self.actors = {person: _actor(person) for person in world.people}
        self.clients: dict[UUID, Client] = {}

    def run(self, tries: int) -> Tally:
        """Try so many times."""
        ways: tuple[Callable[[UUID], None], ...] = (self.read, self.write, self.people, self.lists)
        for _ in range(tries):
            person = self.chance.choice(self.world.people)
            way = self.page if self.chance.random() < self.pages else self.chance.choice(ways)
            way(person)
            self.tally.tries += 1
        return self.tally

    def read(self, person: UUID) -> None:
        """Raw SQL as the application's role."""
        table = self.chance.choice(OF_A_CASE)
        statement = self.chance.choice(READS).format(table)
        self._judge(person, statement, set(self._rows(person, statement)), self.world.sees(person))

    def write(self, person: UUID) -> None:
        """Raw SQL that changes; undone again."""
        statement = self.chance.choice(WRITES)
        self._judge(person, statement, set(self._rows(person, statement)), self.world.handles(person))

    def people(self, person: UUID) -> None:
        """Other people's rows, and agreements, orders and keys of others."""
        statement = "SELECT id FROM accounts_person"
        self._judge(person, statement, set(self._rows(person, statement)), self.world.knows(person))
        keys = "SELECT person_id FROM cases_idempotencykey"
        self._judge(person, keys, set(self._rows(person, keys)), {person})

    def lists(self, person: UUID) -> None:
        """The worklist with every filter, order and search."""
        filters = Filters(
            show=self.chance.choice(SHOWS),  # type: ignore[arg-type]
            text=self.chance.choice(TEXTS),
            package_id=self.chance.choice(("", "resebidrag")),
            owner=self.chance.choice((None, 1, 2, 3)),
            sort=self.chance.choice(SORTS),  # type: ignore[arg-type]
            descending=self.chance.random() < 0.5,
        )
        actor = self.actors[person]
        found = {row.id for row in queries.worklist(actor, filters).rows}
        found |= {row.id for row in queries.own_cases(actor)}
        self._judge(person, str(filters), found, self.world.sees(person))

    def page(self, person: UUID) -> None:
        """An address of a portal, with somebody's case in it: no number and no name of a case that is not theirs to see."""
        case = self.chance.choice(self.world.cases)
        address = self.chance.choice(self.addresses).format(case=case.id, town=self._town(case.organisation))
        if self.chance.random() < 0.3:
            address += f"?owner={self.chance.randint(1, 3)}&show={self.chance.choice(SHOWS)}"
        answer = self._client(person).get(address)
        if answer.status_code >= 500:
            self.tally.faults.append(f"{address} answers {answer.status_code} to {person}")
        told = bytes(answer.content).decode("utf-8", "replace")
        seen = self.world.sees(person)
        for one in self.world.cases:
            if one.id not in seen and one.number and one.number in told:
                self.tally.faults.append(f"{address} tells {person} of {one.number}")
        known = {one.applicant for one in self.world.cases if one.id in seen} | {person}
        for resident, name in self.world.names.items():
            if resident not in known and name in told:
                self.tally.faults.append(f"{address} tells {person} of {name}")

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Every address of the staff's and the residents' pages, with places for case and municipality."""
        return tuple(sorted(_addresses(get_resolver())))

    def _judge(self, person: UUID, what: str, found: set[UUID], right: set[UUID]) -> None:
        self.tally.seen += len(found & right)
        if wrong := found - right:
            self.tally.faults.append(f"{person} gets {len(wrong)} foreign rows by {what}")

    def _rows(self, person: UUID, statement: str) -> list[UUID]:
        with acting(self.actors[person]):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
                    rows = [row[0] for row in cursor.fetchall()]
                    transaction.set_rollback(True)
            except ProgrammingError:  # refused
                return []
        return rows

    def _client(self, person: UUID) -> Client:
        if person not in self.clients:
            client = self.clients[person] = Client(raise_request_exception=False)
            client.force_login(_person(person))
        return self.clients[person]

    def _town(self, organisation: int) -> str:
        return ("mittkoping", "norrhamn", "soderslatt")[organisation - 1]


def unjudged_tables() -> set[str]:
    """Protected tables that no try above reads by name: none, or the fuzz has to learn of a new one."""
    judged = {f"cases_{name}" for name in OF_A_CASE} | {
        "cases_case", "cases_idempotencykey", "accounts_person",
        "cases_proposal",  # tests/cases/test_four_eyes.py
        # Hold no case and no resident; tested each in its own place.
        "accounts_membership", "accounts_agreement", "accounts_agreementsignature", "accounts_delegation",
        "accounts_representation",
        "cases_numberseries",
        "webhooks_subscription", "webhooks_message",  # tests/connectors/webhooks/test_who_sees.py
    }  # fmt: skip
    return {model._meta.db_table for model in protected_models()} - judged


def _addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, path)
        elif isinstance(entry, URLPattern) and getattr(entry.callback, "access", "") in ("staff", "resident"):
            yield _filled(path)


def _filled(path: str) -> str:
    """The address with a place for what names a case or a municipality, and something for the rest."""
    kinds = {"uuid": "{case}", "int": "1", "slug": PACKAGE_ID, "str": "resor", "path": "resor"}
    names = {"municipality": "{town}"}
    return re.sub(r"<(\w+):(\w+)>", lambda found: names.get(found[2]) or kinds[found[1]], path)


def _actor(person: UUID) -> Actor:
    row = _person(person)
    try:
        return staff(row)
    except NotStaffError:
        return Actor(kind="resident", person_id=person, name=row.name)


def _person(person: UUID) -> Person:
    row = PersonBackend().get_user(person)
    assert row is not None
    return row
