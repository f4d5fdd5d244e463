"""Restore a backup into an empty database, whole or not at all, and see that what came out is what went in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections

from allmanning.accounts.phases import known
from allmanning.server.backup import figures
from allmanning.server.backup.archive import Manifest, database_in, read_manifest, unpack_files
from allmanning.server.backup.errors import (
    NewerReleaseError,
    NotEmptyError,
    OlderServerError,
    OtherOwnerError,
)
from allmanning.server.backup.make import files_folder
from allmanning.server.backup.programs import connect, load, owner, reader
from allmanning.server.checks import row_level_security_binds
from allmanning.server.doctor import database
from allmanning.server.verify import journals

ANYTHING = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1 LIMIT 1
"""


def restore(source: Path) -> tuple[Manifest, list[str]]:
    """Return what was restored, and everything in it that is not as it should be.

    Raises BackupError, and then database and folder are as empty as they were.
    """
    manifest = read_manifest(source)
    refuse_newer(manifest)
    reader()  # before anything is written: without it nothing could be compared afterwards
    refuse_database(manifest)
    folder, unfinished = refuse_folder(manifest)
    try:
        if unfinished:
            unfinished.mkdir(mode=0o700, parents=True)
            unpack_files(source, unfinished)
        load(owner(), database_in(source), manifest.postgres)
        if unfinished and folder:
            if folder.is_dir():
                folder.rmdir()
            unfinished.rename(folder)
    finally:
        if unfinished and unfinished.exists():
            shutil.rmtree(unfinished)
    # Before migrating, which may rightly change what is counted.
    wrong = list(compared(manifest))
    call_command("migrate", verbosity=0, interactive=False)
    return manifest, [*wrong, *guarded()]


def refuse_newer(manifest: Manifest) -> None:
    """What a later release has done to the tables, this one cannot know."""
    if unknown := [
        name for name in manifest.migrations if name not in known() and name[0] in {app for app, _ in known()}
    ]:
        raise NewerReleaseError(f"It is of release {manifest.release}, and has {'.'.join(unknown[-1])}.")


def refuse_database(manifest: Manifest) -> None:
    """Empty, new enough, and owned by a role of the name that the policies hold."""
    address = owner()
    if address.user != manifest.owner:
        raise OtherOwnerError(f"That was {manifest.owner}; here it is {address.user}.")
    with connect(address) as session:
        found = session.execute(ANYTHING).fetchone()
        major = session.info.server_version // 10_000
    if found:
        raise NotEmptyError(f"In {address.name} there is {found[0]}.")
    if major < manifest.postgres:
        raise OlderServerError(f"The backup is of {manifest.postgres}, the server is {major}.")


def refuse_folder(manifest: Manifest) -> tuple[Path | None, Path | None]:
    """The folder of attached files, and one beside it to unpack them in."""
    folder = files_folder()
    if folder is None or not manifest.has_files:
        return None, None
    if folder.is_dir() and any(folder.iterdir()):
        raise NotEmptyError(f"In the folder of attached files, {folder}, there is something already.")
    return folder, folder.with_name(f"{folder.name}.unfinished")


def compared(manifest: Manifest) -> Iterator[str]:
    """Where the database differs from what the backup was made of."""
    with connect(reader()) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        rows = figures.rows(session)
        if figures.journals(session) != manifest.journals:
            yield "The journals' heads differ from those of the backup."
    for table in sorted(rows | manifest.tables):
        if rows.get(table) != manifest.tables.get(table):
            yield f"{table} has {rows.get(table)} rows, the backup had {manifest.tables.get(table)}."


def guarded() -> Iterator[str]:
    """What of policies, rights and journals does not hold."""
    connections.close_all()
    for message in row_level_security_binds(None, ["default"]):
        yield str(message.msg)
    yield from (finding.what for finding in database.rights())
    for each in journals():
        if each.broken:
            yield f"{each.organisation} {each.number}: {each.broken.what} (event {each.broken.sequence})."
