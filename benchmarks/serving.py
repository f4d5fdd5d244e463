"""What serving costs: intake, worklist and "my cases" through HTTP with a million cases, row-level security, memory.

    python -m benchmarks.serving                     # the figures of the README, recorded in serving.json; four minutes
    python -m benchmarks.serving --people 12 --small # a look at it: fewer applications, no million, nothing recorded

Two web workers, four clients that ask again as soon as they are answered, and the database: all on this one machine, nothing cached.
Exit code 0 when every figure holds, 1 when not.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks import serving_page
from benchmarks.instance import Instance
from benchmarks.machine import machine

RECORD = Path(__file__).with_name("serving.json")
CLIENTS = 4
PAGES_EACH = 100
ROUNDS = 60
FOUND, OKAY = 302, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as measured, and what it is to hold."""

    name: str
    measured: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        """Within what was promised."""
        return (self.most is None or self.measured <= self.most) and (
            self.least is None or self.measured >= self.least
        )

    def told(self) -> str:
        """name, measured, promised."""
        promised = "" if self.most is None else f"≤ {self.most:g}"
        if self.least is not None:
            promised = f"≥ {self.least:g}"
        return f"{self.name:52} {self.measured:8.1f} {self.unit:6} {promised:8} {'' if self.holds else 'DOES NOT HOLD'}"


def main() -> int:
    """Measure, print, and record a whole run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--people", type=int, default=100, help="residents who each send twelve applications (100)"
    )
    parser.add_argument("--small", action="store_true", help="without the million, and record nothing")
    chosen = parser.parse_args()
    figures: list[Figure] = []
    with Instance() as instance:
        for figure in measure(instance, chosen.people, small=chosen.small):
            print(figure.told(), flush=True)
            figures.append(figure)
    if not chosen.small:
        told = {
            "day": date.today().isoformat(),  # noqa: DTZ011 - the day here
            "machine": machine(),
            "figures": [asdict(one) for one in figures],
        }
        RECORD.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        serving_page.write()
    return 0 if all(figure.holds for figure in figures) else 1


def measure(instance: Instance, people: int, *, small: bool) -> Any:
    """Every figure, as it is measured."""
    from allmanning.server.demo import seed
    from benchmarks import crowd, million

    applicants = crowd.settle(people)
    instance.start_web()
    yield from intake(instance, applicants)
    bo = str(seed.identities()["bo"])
    resident = str(applicants[0].id)
    if not small:
        resident = million.write(keeper(instance), package=seed.PACKAGE, worker=bo, name="Bo Berg")
        let_in(resident)
    lists = {"worklist of 50": (bo, "/handlaggning/"), "my cases": (resident, "/mittkoping/mina-arenden/")}
    for name, (person, path) in lists.items():
        whole = pages(instance, person, path)
        yield Figure(
            name=f"{name}, 95 of 100 within", measured=1000 * whole.percentile(0.95), unit="ms", most=100
        )
        yield Figure(name=f"{name}, half within", measured=1000 * whole.percentile(0.5), unit="ms")
        yield Figure(name=f"{name}, at {CLIENTS} clients", measured=whole.rate, unit="/s")
        bound, free, page = policies(instance, person, path)
        yield Figure(name=f"{name}, its questions to the database", measured=1000 * bound, unit="ms")
        yield Figure(
            name=f"{name}, row-level security of the page's time",
            measured=100 * (bound - free) / page,
            unit="%",
            most=5,
        )
    yield Figure(
        name="memory of the larger web worker", measured=max(instance.memory()) / 2**20, unit="MiB", most=150
    )


def intake(instance: Instance, applicants: Sequence[Any]) -> Any:
    """Applications sent: session, CSRF, authorisation, policies, key, assessment, decision, journal and outbox in each."""
    from allmanning.server.load.measure import measured

    shares = [
        [(entered(instance, one.id), one.drafts) for one in applicants[number::CLIENTS]]
        for number in range(CLIENTS)
    ]
    warm = [[(visitor, drafts[:1]) for visitor, drafts in share] for share in shares]
    measured([partial(sent, share) for share in warm])
    before = instance.worked()
    whole = measured(
        [partial(sent, [(visitor, drafts[1:]) for visitor, drafts in share]) for share in shares]
    )
    used = [(now - then) / len(whole.times) for now, then in zip(instance.worked(), before, strict=True)]
    yield Figure(name=f"intake, at {CLIENTS} clients", measured=whole.rate, unit="/s", least=60)
    yield Figure(name="intake, 95 of 100 within", measured=1000 * whole.percentile(0.95), unit="ms", most=100)
    yield Figure(name="intake, half within", measured=1000 * whole.percentile(0.5), unit="ms")
    yield Figure(name="intake, processor time of the web", measured=1000 * used[0], unit="ms")
    yield Figure(name="intake, processor time of the database", measured=1000 * used[1], unit="ms")


def sent(share: Sequence[Any]) -> list[float]:
    """One client sends its share, and hears each time that it has arrived."""
    seconds = []
    for visitor, drafts in share:
        for draft in drafts:
            fields = {"sign": "1", "key": str(uuid4()), "version": str(draft.version)}
            answer = visitor.post(draft.path, fields)
            if answer.status != FOUND or not answer.location.endswith(f"/{draft.id}/"):
                raise RuntimeError(f"{draft.path}: {answer.status} {answer.location}")
            seconds.append(answer.seconds)
    return seconds


def pages(instance: Instance, person: str, path: str) -> Any:
    """Four clients of the same person open the page again and again."""
    from allmanning.server.load.measure import measured

    visitors = [entered(instance, person) for _ in range(CLIENTS)]
    measured([partial(opened, visitor, path, 10) for visitor in visitors])
    return measured([partial(opened, visitor, path, PAGES_EACH) for visitor in visitors])


def opened(visitor: Any, path: str, times: int) -> list[float]:
    """Open a page so many times."""
    seconds = []
    for _ in range(times):
        answer = visitor.get(path)
        if answer.status != OKAY:
            raise RuntimeError(f"{path}: {answer.status} {answer.location}")
        seconds.append(answer.seconds)
    return seconds


def policies(instance: Instance, person: str, path: str) -> tuple[float, float, float]:
    """Seconds that the questions of a page take when the policies bind, when they do not, and that the whole page takes.

    The very statements of the page, asked by the application's role and by one whom no policy binds, by turns.
    """
    asked, page = questions(person, path)
    times: dict[str, list[float]] = {"bound": [], "free": []}
    addresses = {"bound": instance.cluster.address().as_conninfo(), "free": keeper(instance)}
    # As the program asks: values apart from the statement, which is prepared when it comes again.
    sessions = {name: psycopg.connect(address, prepare_threshold=2) for name, address in addresses.items()}
    try:
        for _ in range(ROUNDS):
            for name, session in sessions.items():
                times[name].append(_ask(session, asked))
    finally:
        for session in sessions.values():
            session.close()
    return statistics.median(times["bound"]), statistics.median(times["free"]), page


def questions(person: str, path: str) -> tuple[list[tuple[str, Any]], float]:
    """What a page asks the database, and the seconds of the page, half of them within; in this process."""
    from django.db import connection
    from django.test import Client

    from allmanning.accounts.models import DemoLogin

    client = Client(headers={"host": "127.0.0.1"})
    assert DemoLogin.objects.filter(person_id=person).exists()
    client.post("/logga-in/", {"person": person})
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    seconds = []
    for _ in range(10):
        asked.clear()
        started = time.perf_counter()
        with connection.execute_wrapper(note):
            answer = client.get(path)
        seconds.append(time.perf_counter() - started)
        if answer.status_code != OKAY:
            raise RuntimeError(f"{path}: {answer.status_code}")
    connection.close()
    return asked, statistics.median(seconds)


def _ask(session: psycopg.Connection[Any], asked: Sequence[tuple[str, Any]]) -> float:
    started = time.perf_counter()
    for sql, params in asked:
        session.execute(sql.encode(), params).fetchall()
    session.rollback()
    return time.perf_counter() - started


def entered(instance: Instance, person: object) -> Any:
    """A visitor who is logged in."""
    from allmanning.server.load.visitor import Visitor

    visitor = Visitor("127.0.0.1", instance.port)
    visitor.log_in(str(person))
    return visitor


def let_in(person: str) -> None:
    """Somebody of the million, on the demonstration's login page."""
    from allmanning.accounts.models import DemoLogin, Organisation

    home = Organisation.objects.using("owner").get(slug="mittkoping")
    DemoLogin.objects.using("owner").create(
        person_id=person,
        organisation=home,
        is_staff=False,
        name="En av många",
        story={"sv": "", "en": ""},
        order=9,
    )


def keeper(instance: Instance) -> str:
    """As whom no policy binds."""
    from allmanning.server.postgres import SUPERUSER

    return instance.cluster.address(SUPERUSER).as_conninfo()


if __name__ == "__main__":
    raise SystemExit(main())
