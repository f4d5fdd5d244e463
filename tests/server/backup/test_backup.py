"""A backup holds everything that was acknowledged, and a restore gives back all of it or nothing."""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from pytest_django import Settings

from allmanning.accounts.actors import Actor
from allmanning.server.backup import archive, errors, make
from allmanning.server.backup import restore as restoring
from allmanning.server.backup.archive import DATABASE, Manifest, read_manifest, writing
from allmanning.server.postgres import OWNER, SUPERUSER, Cluster
from tests.cases.applications import sent
from tests.database import Server
from tests.people import ANNA, DAN
from tests.server.clusters import wait_for

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ALLMANNING = str(Path(sys.executable).with_name("allmanning"))


@pytest.fixture
def files(place: Path, settings: Settings) -> Path:
    """The folder of attached files, with one in it."""
    folder = place / "files"
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "sealed").write_bytes(os.urandom(700))
    settings.STORAGES = settings.STORAGES | {"attachments": {"BACKEND": "x", "OPTIONS": {"location": folder}}}
    return folder


@pytest.fixture(autouse=True)
def _reader(database_server: Server, settings: Settings) -> None:
    name = connection.settings_dict["NAME"]
    settings.DATABASE_BACKUP_URL = replace(database_server.keeper, name=name).as_url()
    settings.DATABASE_OWNER_URL = replace(database_server.owner, name=name).as_url()


@contextmanager
def writes_going_on() -> Iterator[list[str]]:
    """Anna and Dan send applications one after another; the block sees what has been acknowledged so far."""
    acknowledged, enough = [str(sent())], threading.Event()

    def write(actor: Actor) -> None:
        while not enough.is_set():
            acknowledged.append(str(sent(actor)))
        connections.close_all()

    writers = [threading.Thread(target=write, args=[actor]) for actor in (ANNA, DAN)]
    for writer in writers:
        writer.start()
    yield acknowledged
    enough.set()
    for writer in writers:
        writer.join()


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """The command as an operator types it, on a database of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        [ALLMANNING, *arguments, "--data", str(data)], env=ours, capture_output=True, text=True, check=False
    )


def rewritten(
    source: Path, target: Path, change: Callable[[Manifest, bytes], tuple[Manifest, bytes]]
) -> Path:
    """The same backup with something else in it, and checksums that hold."""
    manifest, dump = change(read_manifest(source), b"".join(archive.database_in(source)))
    with writing(target) as writer:
        writer.add(DATABASE, [dump])
        writer.end(asdict(manifest))
    return target


def test_everything_acknowledged_comes_back_in_a_new_place(files: Path, place: Path) -> None:
    with writes_going_on() as acknowledged:
        wait_for(lambda: len(acknowledged) >= 3)
        before = list(acknowledged)
        made = make.backup(place / "backup")
    assert len(acknowledged) > len(before)
    half = rewritten(
        place / "backup", place / "half", lambda manifest, dump: (manifest, dump[: len(dump) * 2 // 3])
    )
    new = place / "new"
    assert "pg_restore said" in run("restore", str(half), data=new).stderr
    told = run("restore", str(place / "backup"), "--json", data=new)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["wrong"] == []
    cluster = Cluster(new / "postgres")
    with cluster.running(), psycopg.connect(cluster.address(SUPERUSER).as_conninfo()) as session:
        kept = {case for (case,) in session.execute("SELECT id::text FROM cases_case").fetchall()}
        sessions = session.execute("SELECT count(*) FROM django_session").fetchone()
    assert set(before) <= kept
    assert (len(kept), sessions) == (made.tables["cases_case"], (0,))
    assert (new / "files/2025/sealed").read_bytes() == (files / "2025/sealed").read_bytes()


def test_what_is_not_as_it_was_is_told(place: Path) -> None:
    made = make.backup(place / "backup")
    assert list(restoring.compared(made)) == []
    sent()
    wrong = list(restoring.compared(made))
    assert wrong[0] == "The journals' heads differ from those of the backup."
    assert "cases_case has 1 rows, the backup had 0." in wrong


def test_a_backup_is_for_its_owner_alone_and_overwrites_nothing(place: Path) -> None:
    make.backup(place / "backup")
    assert (place / "backup").stat().st_mode & 0o077 == 0
    with pytest.raises(errors.TargetExistsError):
        make.backup(place / "backup")


def test_a_full_disk_leaves_no_file(place: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(errors.NoRoomError):
            make.backup(place / "backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("left", [0.3, 0.9, 0.985])
def test_a_file_that_was_cut_is_refused_before_anything_is_done(left: float, place: Path) -> None:
    make.backup(place / "backup")
    whole = (place / "backup").read_bytes()
    (place / "cut").write_bytes(whole[: int(len(whole) * left)])
    with pytest.raises(errors.DamagedBackupError):
        restoring.restore(place / "cut")


def test_a_file_with_one_byte_changed_is_refused(place: Path) -> None:
    make.backup(place / "backup")
    whole = bytearray((place / "backup").read_bytes())
    whole[len(whole) // 2] ^= 1
    (place / "changed").write_bytes(whole)
    with pytest.raises(errors.DamagedBackupError, match="is not what the manifest says"):
        restoring.restore(place / "changed")


def test_what_is_no_backup_is_refused(place: Path) -> None:
    (place / "letter").write_text("Hej!" * 1000)
    with pytest.raises(errors.NotABackupError):
        restoring.restore(place / "letter")


def test_a_newer_release_is_refused_by_name(place: Path) -> None:
    make.backup(place / "backup")

    def newer(manifest: Manifest, dump: bytes) -> tuple[Manifest, bytes]:
        return replace(
            manifest, release="9.0", migrations=[*manifest.migrations, ("cases", "9999_change_all")]
        ), dump

    with pytest.raises(errors.NewerReleaseError, match=r"release 9\.0, and has cases\.9999_change_all"):
        restoring.restore(rewritten(place / "backup", place / "newer", newer))


def test_nothing_is_restored_over_something(place: Path) -> None:
    make.backup(place / "backup")
    with pytest.raises(errors.NotEmptyError):
        restoring.restore(place / "backup")


def test_a_role_that_sees_only_some_rows_makes_no_backup(place: Path, settings: Settings) -> None:
    settings.DATABASE_BACKUP_URL = settings.DATABASE_OWNER_URL
    with pytest.raises(errors.NoReaderError, match=f"The role {OWNER} is bound by row-level security"):
        make.backup(place / "backup")
    settings.DATABASE_BACKUP_URL = ""
    with pytest.raises(errors.NoReaderError, match="CREATE ROLE allmanning_backup"):
        make.backup(place / "backup")
    assert list(place.iterdir()) == []


def test_a_role_that_is_not_let_in_is_told_without_a_password(
    place: Path, settings: Settings, database_server: Server
) -> None:
    stranger = replace(database_server.keeper, user="stranger", password="hush")
    settings.DATABASE_BACKUP_URL = stranger.as_url()
    with pytest.raises(errors.NotAskedInError, match="The role is stranger") as told:
        make.backup(place / "backup")
    assert "hush" not in str(told.value)
