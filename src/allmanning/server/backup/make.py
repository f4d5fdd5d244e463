"""Make a backup while the program is in use."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings

from allmanning.server.backup import archive, figures
from allmanning.server.backup.archive import DATABASE, FILES, Manifest, Writer, writing
from allmanning.server.backup.errors import NoReaderError
from allmanning.server.backup.programs import connect, dump, owner, reader

SEES_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def backup(target: Path) -> Manifest:
    """Write the database and the attached files to a new file. Raises BackupError, and then there is no file.

    Everything that was acknowledged when it began is in it. Files come after the database's moment, so that none that a
    row tells of is missing.
    """
    address = reader()
    with writing(target) as writer, connect(address) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        if (session.execute(SEES_ALL).fetchone() or [False])[0] is not True:
            raise NoReaderError(f"The role {address.user} is bound by row-level security.")
        snapshot = str((session.execute("SELECT pg_export_snapshot()").fetchone() or [""])[0])
        manifest = describe(session)
        writer.add(DATABASE, dump(address, snapshot, manifest.postgres))
        if folder := files_folder():
            add_files(writer, folder)
        writer.end(asdict(manifest))
    return archive.read_manifest(target)


def describe(session: psycopg.Connection) -> Manifest:
    """The manifest, before anything was written."""
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        release=version("allmanning"),
        postgres=session.info.server_version // 10_000,
        owner=owner().user,
        migrations=figures.migrations(session),
        tables=figures.rows(session),
        journals=figures.journals(session),
        has_files=files_folder() is not None,
    )


def files_folder() -> Path | None:
    """Where attached files lie on this machine; None when a store elsewhere keeps them."""
    location = settings.STORAGES.get("attachments", {}).get("OPTIONS", {}).get("location")
    return Path(location) if location else None


def add_files(writer: Writer, folder: Path) -> None:
    """Every file in the folder, as it was found; one that retention removes meanwhile is not missed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                contents = path.open("rb")
            except FileNotFoundError:
                continue
            with contents:
                writer.add(f"{FILES}/{path.relative_to(folder).as_posix()}", _chunks(contents))


def _chunks(contents: IO[bytes]) -> Iterator[bytes]:
    while chunk := contents.read(archive.CHUNK):
        yield chunk
