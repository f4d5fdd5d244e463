"""Make a new database: PostgreSQL's files, the two roles, the database, and who may do what in it."""

import os
import shutil

from allmanning.server.postgres.binaries import Binaries
from allmanning.server.postgres.errors import explain
from allmanning.server.postgres.folder import Layout, own_folder
from allmanning.server.postgres.server_user import ServerUser, run

DATABASE = "allmanning"
SUPERUSER = "postgres"
OWNER = "allmanning_owner"
APPLICATION = "allmanning_app"

# Neither role may pass row-level security by; the application owns nothing, so no policy's force can be
# lifted by it.
_ROLE = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def initialise(layout: Layout, binaries: Binaries, user: ServerUser, *, durable: bool) -> None:
    """Make the database in `layout.data`, whole or not at all. Raises DatabaseError.

    Letters are folded and ordered by PostgreSQL itself (C.UTF-8), so an upgrade of the operating system can
    never change the order under an index. Swedish order is `allmanning.lib.sorting`.
    """
    unfinished = layout.unfinished
    if unfinished.exists():
        shutil.rmtree(unfinished)
    own_folder(unfinished, user)
    _run(
        layout,
        user,
        binaries.program("initdb"),
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--auth-local=peer",
        "--auth-host=reject",
        "--data-checksums",
        "--no-instructions",
        *(() if durable else ("--no-sync",)),
    )
    # Without a server, so that nobody can meet a database that is half made.
    _run(
        layout,
        user,
        binaries.program("postgres"),
        "--single",
        "-j",
        "-c",
        "exit_on_error=true",
        *(() if durable else ("-F",)),
        "-D",
        str(unfinished),
        "template1",
        text="".join(f"{statement};\n\n" for statement in _statements()),
    )
    unfinished.rename(layout.data)
    _sync(layout)


def _statements() -> tuple[str, ...]:
    # Rows may be read and written, no more; migrations narrow it. Granted in template1, whose copies all
    # databases are: default privileges belong to one database each.
    future = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT"
    return (
        f"CREATE ROLE {OWNER} {_ROLE}",
        f"CREATE ROLE {APPLICATION} {_ROLE}",
        f"{future} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION}",
        f"{future} USAGE, SELECT ON SEQUENCES TO {APPLICATION}",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
    )


def _run(layout: Layout, user: ServerUser, *command: object, text: str = "") -> None:
    done = run([str(part) for part in command], user, text)
    if done.returncode != 0:
        raise explain(done.stderr, f"The folder is {layout.folder}.")


def _sync(layout: Layout) -> None:
    descriptor = os.open(layout.folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
