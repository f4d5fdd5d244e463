"""kill -9 of web, worker and database in turns while four clients send applications: nothing acknowledged is lost, nothing doubled.

    python -m benchmarks.kills                  # 60 seconds of writes, a kill every three; recorded in kills.json
    python -m benchmarks.kills --seconds 8      # as the tests do it

Each client keeps a ledger of what was acknowledged to it. An answer that did not come is asked for again with the same key.
Exit code 0 when all holds, 1 when not.
"""

import argparse
import asyncio
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from benchmarks import serving_page
from benchmarks.instance import Instance
from benchmarks.machine import machine

RECORD = Path(__file__).with_name("kills.json")
CLIENTS, FEWEST = 4, 5
PAUSE_SECONDS = 0.2
RETRY_SECONDS = 0.1
FOUND, FAILED = 302, 500

SENT = "SELECT id FROM cases_case WHERE status <> 'draft'"
WRITTEN_TWICE = """
SELECT count(*) FROM cases_case c WHERE status <> 'draft' AND (
    (SELECT count(*) FROM cases_event e WHERE e.case_id = c.id AND e.action = 'submitted') <> 1
    OR (SELECT count(*) FROM cases_decision d WHERE d.case_id = c.id) > 1
    OR (SELECT count(*) FROM cases_signature s WHERE s.case_id = c.id) <> 1
    OR (SELECT count(*) FROM cases_letter l WHERE l.case_id = c.id) > 1)
"""
NO_OUTBOX = """
SELECT count(*) FROM cases_case c WHERE status <> 'draft'
    AND (SELECT count(*) FROM cases_delivery d WHERE d.case_id = c.id) <> 1
"""
NO_LETTER = """
SELECT count(*) FROM cases_case c WHERE status <> 'draft'
    AND NOT EXISTS (SELECT FROM cases_letter l WHERE l.case_id = c.id)
"""
GAPS = """
SELECT coalesce(sum(last - given), 0) FROM (
    SELECT max(right(number, 6)::int) AS last, count(DISTINCT number) AS given
    FROM cases_case WHERE number <> '' GROUP BY organisation_id, left(number, 8)) AS series
"""


@dataclass(slots=True)
class Ledger:
    """What one client was told."""

    acknowledged: list[UUID] = field(default_factory=list)
    asked_again: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What held; all but the first four are 0 when everything did."""

    seconds: int
    kills: dict[str, int]
    acknowledged: int
    asked_again: int
    wrong_answers: int
    lost: int
    doubled: int
    broken_journals: int
    without_outbox: int
    without_letter: int
    number_gaps: int

    @property
    def holds(self) -> bool:
        """Everything that was acknowledged is there, once, with all that belongs to it."""
        faults = (
            self.wrong_answers, self.lost, self.doubled, self.broken_journals,
            self.without_outbox, self.without_letter, self.number_gaps,
        )  # fmt: skip
        return not any(faults)


def main() -> int:
    """Run it, print what held, record a whole run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="of writes (60)")
    parser.add_argument("--every", type=float, default=3.0, help="seconds between kills (3)")
    parser.add_argument(
        "--wait", type=float, default=600.0, help="at most so many seconds for the last letter"
    )
    chosen = parser.parse_args()
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    with Instance() as instance:
        result = drill(instance, chosen.seconds, chosen.every, chosen.wait)
    told = {"day": date.today().isoformat(), "machine": machine(), **asdict(result)}  # noqa: DTZ011 - the day here
    print(json.dumps(told, indent=1))
    if chosen.seconds >= parser.get_default("seconds"):
        RECORD.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
        serving_page.write()
    return 0 if result.holds else 1


def drill(instance: Instance, seconds: int, every: float, wait: float) -> Result:
    """Settle the crowd, let it send while things are killed, and look at what is there."""
    from benchmarks import crowd

    people = crowd.settle(CLIENTS * (1 + seconds // 4))
    instance.start_web()
    instance.start_worker()
    until, over = time.monotonic() + seconds, threading.Event()
    ledgers = [Ledger() for _ in range(CLIENTS)]
    clients = [
        threading.Thread(target=send_all, args=(instance.port, people[number::CLIENTS], over, ledger))
        for number, ledger in enumerate(ledgers)
    ]
    for client in clients:
        client.start()
    kills = kill_in_turns(instance, until, every)
    # A machine that is busy with something else takes its time to start things again; some is always written.
    while any(client.is_alive() for client in clients) and not all(
        len(ledger.acknowledged) >= FEWEST for ledger in ledgers
    ):
        time.sleep(RETRY_SECONDS)
    over.set()
    for client in clients:
        client.join()
    await_letters(instance, wait)
    return found(instance, seconds, kills, ledgers)


def kill_in_turns(instance: Instance, until: float, every: float) -> Counter[str]:
    """Web, worker, database, and again; the last one with some time left to write after it."""
    kills: Counter[str] = Counter()
    ways = {"web": instance.kill_web, "worker": instance.kill_worker, "database": instance.kill_database}
    while True:
        for name, way in ways.items():
            time.sleep(every)
            if time.monotonic() > until - 1 and kills.total() >= len(ways):
                return kills
            way()
            kills[name] += 1


def send_all(port: int, people: Sequence[object], over: threading.Event, ledger: Ledger) -> None:
    """One client: every application of its share, until it is over."""
    from allmanning.server.load.visitor import NoAnswerError, NotLetInError, Visitor
    from benchmarks.crowd import Applicant

    for person in people:
        assert isinstance(person, Applicant)
        visitor = Visitor("127.0.0.1", port, timeout=20)
        while not over.is_set():
            try:
                visitor.log_in(str(person.id))
                break
            except (NoAnswerError, NotLetInError):
                time.sleep(RETRY_SECONDS)
        for draft in person.drafts:
            if over.is_set():
                return
            send(visitor, draft.id, draft.path, draft.version, ledger)
            time.sleep(PAUSE_SECONDS)
        visitor.close()


def send(visitor: object, case_id: UUID, path: str, version: int, ledger: Ledger) -> None:
    """Send one application, and ask again with the same key until it is acknowledged."""
    from allmanning.server.load.visitor import NoAnswerError, Visitor

    assert isinstance(visitor, Visitor)
    fields = {"sign": "1", "key": str(uuid4()), "version": str(version)}
    while True:
        try:
            answer = visitor.post(path, fields)
        except NoAnswerError:
            ledger.asked_again += 1
            time.sleep(RETRY_SECONDS)
            continue
        if answer.status < FAILED:
            break
        ledger.asked_again += 1
        time.sleep(RETRY_SECONDS)
    if answer.status == FOUND and answer.location.endswith(f"/{case_id}/"):
        ledger.acknowledged.append(case_id)
    else:
        ledger.wrong.append(f"{answer.status} {answer.location}")


def await_letters(instance: Instance, wait: float) -> None:
    """Until every case has its letter. What a killed worker had in hand is taken up at once, not within a minute."""
    deadline = time.monotonic() + wait
    while asked(instance, NO_LETTER) and time.monotonic() < deadline:
        asyncio.run(take_up_again(instance))
        time.sleep(0.5)


async def take_up_again(instance: Instance) -> None:
    """What the worker does every minute, without waiting for the minute."""
    from procrastinate import App, PsycopgConnector

    from allmanning.cases.tasks import release

    async with App(connector=PsycopgConnector(conninfo=_keeper(instance))).open_async() as app:
        # Of a worker that lives no more than ten seconds pass between two signs of life.
        await release(app, 12.0)


def found(instance: Instance, seconds: int, kills: Counter[str], ledgers: Sequence[Ledger]) -> Result:
    """Look at everything there is."""
    with psycopg.connect(_keeper(instance)) as session:
        there = {row[0] for row in session.execute(SENT)}
    acknowledged = [case_id for ledger in ledgers for case_id in ledger.acknowledged]
    return Result(
        seconds=seconds,
        kills=dict(kills),
        acknowledged=len(acknowledged),
        asked_again=sum(ledger.asked_again for ledger in ledgers),
        wrong_answers=sum(len(ledger.wrong) for ledger in ledgers),
        lost=len(set(acknowledged) - there),
        doubled=asked(instance, WRITTEN_TWICE),
        broken_journals=broken(),
        without_outbox=asked(instance, NO_OUTBOX),
        without_letter=asked(instance, NO_LETTER),
        number_gaps=asked(instance, GAPS),
    )


def asked(instance: Instance, question: str) -> int:
    """A count, as one whom no policy binds."""
    with psycopg.connect(_keeper(instance)) as session:
        row = session.execute(question.encode()).fetchone()
    assert row is not None
    return int(row[0])


def broken() -> int:
    """How many cases have a journal whose chain does not hold, or none."""
    from django.db import connections

    from allmanning.accounts.access import acting
    from allmanning.accounts.actors import machine as machine_of
    from allmanning.accounts.models import Organisation
    from allmanning.cases import journal
    from allmanning.cases.models import Case

    connections.close_all()
    faults = 0
    for organisation in Organisation.objects.all():
        with acting(machine_of(organisation)):
            for case in Case.objects.filter(organisation=organisation):
                faults += case.journal_length == 0 or journal.verify(case) is not None
    return faults


def _keeper(instance: Instance) -> str:
    from allmanning.server.postgres import SUPERUSER

    return instance.cluster.address(SUPERUSER).as_conninfo()


if __name__ == "__main__":
    raise SystemExit(main())
