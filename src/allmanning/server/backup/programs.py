"""PostgreSQL's own pg_dump and pg_restore, and the role that may read everything."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from django.conf import settings

from allmanning.server.backup.errors import (
    NoProgramError,
    NoReaderError,
    NotAskedInError,
    ProgramFailedError,
)
from allmanning.server.postgres import OWNER, SUPERUSER, DatabaseAddress, DatabaseError, parse_database_url
from allmanning.server.postgres.binaries import find_binaries

CHUNK = 1 << 20


def reader() -> DatabaseAddress:
    """The database as the role that sees every row. Raises NoReaderError."""
    if settings.DATABASE_BACKUP_URL:
        return parse_database_url(settings.DATABASE_BACKUP_URL)
    if settings.DATABASE_URL:
        raise NoReaderError
    return settings.CLUSTER.address(SUPERUSER)


def owner() -> DatabaseAddress:
    """The database as the role that owns the tables."""
    url = settings.DATABASE_OWNER_URL or settings.DATABASE_URL
    return parse_database_url(url) if url else settings.CLUSTER.address(OWNER)


def connect(address: DatabaseAddress) -> psycopg.Connection:
    """A session of its own. Raises NotAskedInError, which tells the role and what the server said."""
    try:
        return psycopg.connect(address.as_conninfo())
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        raise NotAskedInError(f"The role is {address.user}. PostgreSQL said: {said}") from error


def dump(address: DatabaseAddress, snapshot: str, major: int) -> Iterator[bytes]:
    """The database as the snapshot sees it, in pg_dump's custom form. Sessions are left out: everybody logs in anew."""
    options = ("--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=django_session")
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(  # noqa: S603 - our own words only
            [program("pg_dump", major), *options, f"--snapshot={snapshot}", *named(address)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment(address),
        )  # fmt: skip
        assert running.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            while chunk := running.stdout.read(CHUNK):
                yield chunk
        finally:
            running.stdout.close()
            code = running.wait()
        if code != 0:
            errors.seek(0)
            raise failed("pg_dump", errors.read())


def load(address: DatabaseAddress, chunks: Iterable[bytes], major: int) -> None:
    """Restore a dump in one transaction. Raises ProgramFailedError, and then nothing was restored."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(  # noqa: S603 - our own words only
            [program("pg_restore", major), *options, *named(address)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, env=environment(address),
        )  # fmt: skip
        assert running.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            for chunk in chunks:
                running.stdin.write(chunk)
            running.stdin.close()
        except BrokenPipeError:
            pass  # what it said before it ended tells why
        if running.wait() != 0:
            errors.seek(0)
            raise failed("pg_restore", errors.read())


def program(name: str, major: int) -> Path:
    """The path of one of PostgreSQL's programs, of the server's version or later. Raises NoProgramError."""
    try:
        found = find_binaries()
    except DatabaseError as error:
        raise NoProgramError(error) from error
    if found.major < major:
        raise NoProgramError(f"The server is PostgreSQL {major}, {name} is {found.version}.")
    return found.program(name)


def named(address: DatabaseAddress) -> list[str]:
    """The address without its password, which would stand in the list of processes."""
    bare = DatabaseAddress(
        name=address.name, user=address.user, host=address.host, port=address.port, options=address.options
    )
    return ["--no-password", f"--dbname={bare.as_conninfo()}"]


def environment(address: DatabaseAddress) -> dict[str, str]:
    """Only what the program needs; messages untranslated."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C"} | ({"PGPASSWORD": address.password} if address.password else {})


def failed(name: str, said: bytes) -> ProgramFailedError:
    """The first complaint only: those that follow may quote rows."""
    lines = said.decode(errors="replace").splitlines()
    first = next((line for line in lines if "error:" in line), lines[0] if lines else "nothing")
    return ProgramFailedError(f"{name} said: {first.partition('error: ')[2] or first}")
