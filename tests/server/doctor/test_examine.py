"""What the doctor finds in an installation that is made ill in one way at a time."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections
from django.utils import timezone
from pytest_django import Settings

from allmanning.connectors.webhooks.subscriptions import Wish, subscribe
from allmanning.server.doctor import database, journals, machine, work
from allmanning.server.doctor.examine import attempt, examine
from allmanning.server.doctor.findings import Finding
from tests.cases.applications import sent
from tests.database import Server
from tests.people import JOEL, MITTKOPING

BOTH = ["default", "owner"]


def ids(found: Iterator[Finding]) -> list[str]:
    return [each.id for each in found]


@pytest.fixture
def meddle(database_server: Server) -> Callable[[str], None]:
    """What no role of the program may do, done by a superuser."""

    def run(statement: str) -> None:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(replace(database_server.keeper, name=name).as_conninfo()) as session:
            session.execute(statement)

    return run


def execute(statement: str, alias: str = "default") -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(databases=BOTH)
def test_of_the_tests_own_installation_it_says_what_is_so(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    # A server that may forget, and nobody who works in the background.
    assert {each.id for each in examine() if each.level == "error"} == {"allmanning.E111", "allmanning.E121"}


@pytest.mark.django_db
def test_a_worker_that_was_just_heard_of_is_alive() -> None:
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert ids(work.worker()) == []
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert ids(work.worker()) == ["allmanning.E121"]


@pytest.mark.django_db(transaction=True)
def test_an_event_that_another_system_never_got_is_told(meddle: Callable[[str], None]) -> None:
    wish = Wish(name="Diariet", address="https://8.8.8.8/", actions=["submitted"])
    subscribe(JOEL, MITTKOPING, wish, origin="https://tjanst.example/")
    sent()
    assert ids(work.others_are_told()) == []
    meddle("UPDATE webhooks_message SET state = 'dead'")
    assert ids(work.others_are_told()) == ["allmanning.W125"]


@pytest.mark.django_db(transaction=True)
def test_a_delivery_that_waits_or_has_failed_is_told(meddle: Callable[[str], None]) -> None:
    sent()
    assert (work.outbox().waiting, ids(work.outbox_is_emptied())) == (1, [])
    meddle("UPDATE cases_delivery SET created_at = now() - interval '1 hour'")
    assert ids(work.outbox_is_emptied()) == ["allmanning.W122"]
    meddle("UPDATE cases_delivery SET status = 'failed'")
    assert ids(work.outbox_is_emptied()) == ["allmanning.W123"]


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_somebody_edited_is_found(meddle: Callable[[str], None]) -> None:
    sent()
    assert ids(journals.chains()) == []
    meddle("UPDATE cases_event SET ground = 'another' WHERE sequence = 1")
    assert ids(journals.chains()) == ["allmanning.E141"]


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_too_many_rights_are_found() -> None:
    assert ids(database.rights()) == []
    execute("GRANT DELETE ON cases_event TO " + connection.settings_dict["USER"], "owner")
    assert ids(database.rights()) == ["allmanning.E110"]


@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_missing_and_unknown_migrations_are_told_apart() -> None:
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_x', now())", "owner")
    assert ids(database.migrations()) == ["allmanning.W106"]
    execute("DELETE FROM django_migrations WHERE app = 'cases'", "owner")
    assert ids(database.migrations()) == ["allmanning.E104"]


@pytest.mark.django_db(databases=BOTH)
def test_an_owner_of_another_database_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(database.owner()) == []
    monkeypatch.setattr(database, "OWN_DATABASE", "SELECT random(), current_user, true")
    assert ids(database.owner()) == ["allmanning.E108", "allmanning.W109"]


@pytest.mark.django_db
def test_a_clock_that_goes_ahead_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(database.clock()) == []
    late = (timezone.now() - timedelta(minutes=5)).timestamp()
    monkeypatch.setattr(database, "time", SimpleNamespace(time=lambda: late))
    [found] = database.clock()
    assert (found.id, found.what) == (
        "allmanning.W103",
        "The database's clock is 300 s ahead of this machine's.",
    )


@pytest.mark.parametrize(
    ("free", "code"), [(10**12, []), (10**9, ["allmanning.W133"]), (10**6, ["allmanning.E132"])]
)
def test_a_full_disk_is_told_in_time(
    free: int, code: list[str], tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert ids(machine.room()) == code


def test_a_missing_data_folder_is_told(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path / "nowhere"
    assert ids(machine.room()) == ["allmanning.E131"]


def test_a_check_that_cannot_be_made_is_a_finding() -> None:
    def broken() -> Iterator[Finding]:
        raise ProgrammingError("relation does not exist")
        yield

    assert [each.id for each in attempt(broken)] == ["allmanning.E113"]
