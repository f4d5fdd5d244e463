"""`allmanning load-test`: the figures of the README against a demonstration, through its own pages."""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from allmanning import packages
from allmanning.packages import Package
from allmanning.server.demo.people import CASEWORKERS, RESIDENTS
from allmanning.server.load.measure import Measured
from allmanning.server.load.visitor import LOGIN, NoAnswerError, NotLetInError, Visitor
from allmanning.server.services import services_folder

PACKAGE = "ekonomiskt-bistand"
TOWNS = ("mittkoping", "soderslatt")
# Those of 2026 are for a caseworker to decide, so they come last.
MONTHS = tuple(
    f"{year}-{month:02}-01" for year, first in ((2025, 7), (2026, 1)) for month in range(first, 13)
)
# What somebody who lives alone answers, in kronor; to everything else no, nothing or none.
HOUSEHOLD = {"hyra": "5800", "hushållsel": "380", "hemförsäkring": "130"}
MOST_QUESTIONS = 80
OKAY, FOUND = 200, 302

PERSON = re.compile(r'name="person" value="([0-9a-f-]{36})">([^<]+)<')
HIDDEN = re.compile(r'name="(key|version)" value="([^"]+)"')
QUESTION = re.compile(r"/fraga/([^/]+)/")
PLAIN = {"bool": "false", "list": ""}


class DrillError(Exception):
    """The load test could not go on."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{self.__doc__} {what}")


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is filled in and only waits to be sent: its page, and what its form holds."""

    path: str
    fields: dict[str, str]


class Turn(NamedTuple):
    """One application: of whom, where and for which month. Each is somebody's once."""

    person: str
    town: str
    month: str


@dataclass(slots=True)
class Client:
    """One of several at once: residents, a caseworker, and which applications are the client's to fill in."""

    residents: dict[str, Visitor]
    """By the id of the person."""
    caseworker: Visitor
    turns: list[Turn]
    drafts: list[tuple[Visitor, Draft]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was done again and again, by all clients at once."""

    name: str
    measured: Measured

    def to_json(self) -> dict[str, Any]:
        """Milliseconds, and answers a second."""
        found = self.measured
        named = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
        slow = {name: round(1000 * found.percentile(share), 1) for name, share in named.items()}
        return {"what": self.name, "count": len(found.times), "per_second": round(found.rate, 1), **slow}


type Progress = Callable[[int], None]


def drill(address: str, clients: int, seconds: float, done: Progress) -> list[Part]:
    """Fill in applications for half the time, send them all at once, and open lists for the rest.

    `done` hears of each whole second. Raises DrillError.
    """
    found = urlsplit(address)
    where = (found.hostname or "", found.port or 80)
    try:
        crowd = gather(where, clients)
        package = packages.load(services_folder() / PACKAGE)
        filled = _part("a question answered", crowd, seconds / 2, lambda client: fill(client, package), done)
        sent = _send(crowd)
        mine = _part(
            "my cases opened", crowd, seconds / 4, opened("/mittkoping/mina-arenden/", staff=False), done
        )
        worklist = _part(
            "the worklist opened", crowd, seconds / 4, opened("/handlaggning/", staff=True), done
        )
    except (NoAnswerError, NotLetInError) as error:
        raise DrillError(str(error)) from error
    return [part for part in (sent, filled, worklist, mine) if part.measured.times]


def gather(where: tuple[str, int], clients: int) -> list[Client]:
    """Log everybody in. Raises DrillError where nobody can be somebody."""
    page = Visitor(*where).get(LOGIN).body.decode(errors="replace")
    people = {unescape(name): identity for identity, name in PERSON.findall(page)}
    residents = [people[one.name] for one in RESIDENTS if one.name in people]
    workers = [people[one.name] for one in CASEWORKERS if one.name in people and "caseworker" in one.roles]
    if not residents or not workers:
        raise DrillError(
            "There is no demonstration at that address: nobody of its people is on the login page."
        )
    turns = [Turn(person, town, month) for month in MONTHS for town in TOWNS for person in residents]
    return [
        Client(
            {person: entered(where, person) for person in residents},
            entered(where, workers[number % len(workers)]),
            turns[number::clients],
        )
        for number in range(clients)
    ]


def entered(where: tuple[str, int], person: str) -> Visitor:
    """Somebody who is logged in."""
    visitor = Visitor(*where)
    visitor.log_in(person)
    return visitor


def fill(client: Client, package: Package) -> list[float]:
    """Fill in one application more, and return the seconds of each answer; nothing when all months are taken."""
    if len(client.drafts) == len(client.turns):
        return []
    person, town, month = client.turns[len(client.drafts)]
    visitor = client.residents[person]
    begun = visitor.post(f"/{town}/{PACKAGE}/ansok/", {"month": month, "key": str(uuid4())})
    answer = visitor.get(expected(begun.status, begun.location))
    times: list[float] = []
    while found := QUESTION.search(unquote(answer.location)):
        if len(times) > MOST_QUESTIONS:
            raise DrillError(f"{answer.location} is asked again and again.")
        path = re.sub(r"\.(\d+)\.", r"[\1].", found[1])
        said = HOUSEHOLD.get(path, PLAIN.get(package.question(path).kind, "0"))
        answer = visitor.post(answer.location, {path: said} if said else {})
        expected(answer.status, answer.location)
        times.append(answer.seconds)
    check = visitor.get(answer.location)
    fields = dict(HIDDEN.findall(check.body.decode(errors="replace")))
    client.drafts.append((visitor, Draft(answer.location, {"sign": "1", **fields})))
    return times


def expected(status: int, location: str) -> str:
    """Where a form led. Raises DrillError when it led nowhere."""
    if status != FOUND or not location:
        raise DrillError(f"A form was answered with {status}.")
    return location


def opened(path: str, *, staff: bool) -> Callable[[Client], list[float]]:
    """Open one page once."""

    def once(client: Client) -> list[float]:
        visitor = client.caseworker if staff else next(iter(client.residents.values()))
        answer = visitor.get(path)
        if answer.status != OKAY:
            raise DrillError(f"{path} was answered with {answer.status}.")
        return [answer.seconds]

    return once


def _send(crowd: Sequence[Client]) -> Part:
    def every(client: Client) -> list[float]:
        times = []
        while client.drafts:
            visitor, draft = client.drafts.pop()
            answer = visitor.post(draft.path, draft.fields)
            expected(answer.status, answer.location)
            if answer.location == draft.path or QUESTION.search(answer.location):
                raise DrillError("An application was not taken in.")
            times.append(answer.seconds)
        return times

    # The first of each process loads what the others then have.
    spare = [client.drafts[1:] for client in crowd]
    if all(spare):
        for client in crowd:
            del client.drafts[1:]
        _together(crowd, every)
        for client, rest in zip(crowd, spare, strict=True):
            client.drafts = rest
    return Part("an application sent (intake)", _together(crowd, every))


def _part(
    name: str, crowd: Sequence[Client], seconds: float, once: Callable[[Client], list[float]], done: Progress
) -> Part:
    """Let every client do it again and again until the time is over."""
    deadline = time.monotonic() + seconds

    def until(client: Client) -> list[float]:
        times: list[float] = []
        while time.monotonic() < deadline and (more := once(client)):
            times += more
        return times

    found = Part(name, _together(crowd, until))
    done(round(seconds))
    return found


def _together(crowd: Sequence[Client], work: Callable[[Client], list[float]]) -> Measured:
    started = time.perf_counter()
    with ThreadPoolExecutor(len(crowd)) as pool:
        times = [each for share in pool.map(work, crowd) for each in share]
    return Measured(time.perf_counter() - started, tuple(sorted(times)))
