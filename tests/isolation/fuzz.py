"""Random people try every way they have to somebody else's rows. What comes through is a fault."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, resident
from allmanning.accounts.login import PersonBackend
from allmanning.accounts.models import Person
from allmanning.accounts.staff import NotStaffError, staff
from allmanning.cases import queries
from allmanning.cases.queries import Filters
from allmanning.server.checks import protected_models
from tests.isolation.addresses import SHOWS, SORTS, TEXTS, body, filled, forms, patterns
from tests.isolation.statements import changing, of_a_case, of_an_organisation, reading, writing
from tests.isolation.world import World
from tests.systems import ALL_KEY, ELSEWHERE_KEY, NONE_KEY

JUDGED_APART = {
    # Whoever follows and is told sees it alone, and a support nobody: tests/cases/public.
    "cases_follow",
    "cases_notice",
    "cases_support",
    "cases_case", "cases_idempotencykey", "accounts_person", "accounts_agreement", "accounts_agreementsignature",
    "accounts_allowance",  # the application may not read it at all
}  # fmt: skip
# As each applicant sees their own: enough to notice that anything was done to a case.
STATE = """
SELECT c.id, md5(row_to_json(c)::text), (SELECT count(*) FROM cases_event e WHERE e.case_id = c.id),
    (SELECT md5(string_agg(f.value::text, ',' ORDER BY f.name)) FROM cases_fact f WHERE f.case_id = c.id),
    (SELECT count(*) FROM cases_decision d WHERE d.case_id = c.id), (SELECT count(*) FROM cases_attachment a WHERE a.case_id = c.id)
FROM cases_case c
"""

type Caller = UUID | str
"""A person, or the key of a neighbouring system."""


@dataclass(slots=True)
class Tally:
    """How many tries, how many rows were rightly seen, and every fault as a sentence."""

    tries: int = 0
    seen: int = 0
    written: int = 0
    faults: list[str] = field(default_factory=list)


class Fuzz:
    """One run over a world. The same seed tries the same."""

    def __init__(self, world: World, seed: int, pages: float = 0.1) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - the same tries for the same seed
        self.pages = pages
        self.tally = Tally()
        self.actors = {person: _actor(person) for person in world.people}
        self.clients: dict[Caller, Client] = {}
        self.before: Mapping[UUID, Any] = {}

    def post_only(self, tries: int, pattern: str) -> Tally:
        """Try so many forms at one address."""
        for _ in range(tries):
            self.post(self.chance.choice(self.world.people), pattern)
        return self.tally

    def run(self, tries: int) -> Tally:
        """Try so many times."""
        raw: tuple[Callable[[UUID], None], ...] = (
            self.read, self.change, self.write, self.people, self.organisations, self.agreements, self.lists,
        )  # fmt: skip
        for _ in range(tries):
            if self.chance.random() < self.pages:
                callers = (*self.world.people, ALL_KEY, ELSEWHERE_KEY, NONE_KEY)
                self.chance.choice((self.page, self.post))(self.chance.choice(callers))
            else:
                self.chance.choice(raw)(self.chance.choice(self.world.people))
            self.tally.tries += 1
        return self.tally

    def read(self, person: UUID) -> None:
        """Every table of a case."""
        table = self.chance.choice(("cases_case", *of_a_case()))
        statement = reading(table, "id" if table == "cases_case" else "case_id", self.chance)
        self._judge(person, statement, set(self._rows(person, statement)), self.world.sees(person))

    def change(self, person: UUID) -> None:
        """The same tables changed, or emptied; undone again."""
        table = self.chance.choice(("cases_case", *of_a_case()))
        statement = changing(table, self.chance)
        self._judge(person, statement, set(self._rows(person, statement)), self.world.handles(person))

    def write(self, person: UUID) -> None:
        """A new row in somebody's case; undone again. A row that only a constraint stopped had come through the policy."""
        statement, values, case = writing(self.chance.choice(list(of_a_case())), self.chance, self.world)
        with acting(self.actors[person]):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, values)
                    transaction.set_rollback(True)
            except (ProgrammingError, DataError):  # refused
                return
            except IntegrityError:
                pass
        self._judge(person, statement, {case}, self.world.sees(person))  # type: ignore[arg-type]

    def people(self, person: UUID) -> None:
        """Other people's rows, and keys of others."""
        self._judge(
            person,
            "people",
            set(self._rows(person, reading("accounts_person", "id", self.chance))),
            self.world.knows(person),
        )
        keys = reading("cases_idempotencykey", "person_id", self.chance)
        self._judge(person, keys, set(self._rows(person, keys)), {person})

    def organisations(self, person: UUID) -> None:
        """What belongs to an organisation."""
        table = self.chance.choice(list(of_an_organisation()))
        statement = reading(table, "organisation_id", self.chance)
        self._judge(person, statement, set(self._rows(person, statement)), self.world.belongs(person, table))

    def agreements(self, person: UUID) -> None:
        """Agreements that no organisation of theirs is a party to, and who signed them."""
        right = self.world.parties(person)
        for statement in (
            "SELECT owner_id * 10 + executor_id FROM accounts_agreement",
            "SELECT a.owner_id * 10 + a.executor_id FROM accounts_agreementsignature s JOIN accounts_agreement a ON a.id = s.agreement_id",
            "UPDATE accounts_agreement SET revoked_at = now() RETURNING owner_id * 10 + executor_id",
        ):
            self._judge(person, statement, set(self._rows(person, statement)), right)

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

    def page(self, caller: Caller) -> None:
        """An address, with somebody's case in it: no number and no name of a case that is not theirs to see."""
        address = filled(self.chance.choice(patterns()), self.chance, self.world)
        self._told(caller, address, self._client(caller).get(address))

    def post(self, caller: Caller, pattern: str = "") -> None:
        """The same with a form or a body, undone again: nothing is done to a case that is not theirs to handle."""
        # Now and then also where nobody expects a form.
        known = forms() if self.chance.random() < 0.8 else patterns()
        address = filled(pattern or self.chance.choice(known), self.chance, self.world, self._sees(caller))
        sent = body(self.chance, self.world)
        client, before = self._client(caller), self.before or self._state()
        self.before, cookies = before, copy.deepcopy(client.cookies)
        with undone():
            if address.startswith("/api/"):
                answer = client.post(
                    address,
                    json.dumps(sent),
                    content_type="application/json",
                    headers={"Idempotency-Key": sent["key"]},
                )
            else:
                answer = client.post(address, sent)
            after = self._state()
        client.cookies = cookies
        self._told(caller, f"POST {address}", answer)
        done = {case for case in before.keys() | after.keys() if before.get(case) != after.get(case)}
        self.tally.written += bool(done)
        if wrong := (done & {case.id for case in self.world.cases}) - self._handles(caller):
            self.tally.faults.append(f"POST {address} by {caller} changes {len(wrong)} foreign cases")

    def _told(self, caller: Caller, address: str, answer: Any) -> None:
        if answer.status_code >= 500 and answer.status_code != 503:
            self.tally.faults.append(f"{address} answers {answer.status_code} to {caller}")
        content = b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
        answer.close()
        told, seen = content.decode("utf-8", "replace"), self._sees(caller)
        for one in self.world.cases:
            if one.id not in seen and one.number and one.number in told:
                self.tally.faults.append(f"{address} tells {caller} of {one.number}")
        known = {one.applicant for one in self.world.cases if one.id in seen} | {caller}
        for person, name in self.world.names.items():
            # What was asked for stands in the address of the page itself, and says nothing.
            if (
                person not in known
                and name in told
                and name not in address
                and name not in self._public(address)
            ):
                self.tally.faults.append(f"{address} tells {caller} of {name}")

    def _public(self, address: str) -> str:
        """What everybody may read there, such as the examples of the interface."""
        return Client().get(address.removeprefix("POST ")).content.decode("utf-8", "replace")

    def _sees(self, caller: Caller) -> set[UUID]:
        return self.world.sees(caller) if isinstance(caller, UUID) else self._of_system(caller)

    def _handles(self, caller: Caller) -> set[UUID]:
        return self.world.handles(caller) if isinstance(caller, UUID) else self._of_system(caller)

    def _of_system(self, key: str) -> set[UUID]:
        """A system reads what has been sent to its own organisation."""
        place = {ALL_KEY: 1, ELSEWHERE_KEY: 2}.get(key)
        return {case.id for case in self.world.cases if case.is_sent and case.organisation == place}

    def _judge(self, person: UUID, what: str, found: set[Any], right: set[Any]) -> None:
        self.tally.seen += len(found & right)
        if wrong := found - right:
            self.tally.faults.append(f"{person} gets {len(wrong)} foreign rows by {what}")

    def _rows(self, person: UUID, statement: str) -> list[Any]:
        with acting(self.actors[person]):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
                    rows = [row[0] for row in cursor.fetchall()]
                    transaction.set_rollback(True)
            except (ProgrammingError, IntegrityError, DataError):  # refused
                return []
        return rows

    def _state(self) -> dict[UUID, Any]:
        """Every case as it is, as its applicant reads it."""
        found: dict[UUID, Any] = {}
        for person in self.world.residents:
            with acting(resident(_person(person))), connection.cursor() as cursor:
                cursor.execute(STATE)
                found |= {row[0]: row[1:] for row in cursor.fetchall()}
        return found

    def _client(self, caller: Caller) -> Client:
        cache.clear()  # who asks too often is told to wait; here nobody is
        if caller not in self.clients:
            client = self.clients[caller] = Client(raise_request_exception=False)
            if isinstance(caller, UUID):
                client.force_login(_person(caller))
            else:
                client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {caller}"
        return self.clients[caller]


@contextmanager
def undone() -> Iterator[None]:
    """What is committed in it is not: as Django's own test cases hold a test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def unjudged_tables() -> set[str]:
    """Protected tables that no try above reads by name: none, or the fuzz has to learn of a new one."""
    judged = {*of_a_case(), *of_an_organisation(), *JUDGED_APART}
    return {model._meta.db_table for model in protected_models()} - judged


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
