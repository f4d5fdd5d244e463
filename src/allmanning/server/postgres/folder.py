"""The database's folder on disk: what lies where in it, whose it is, and where the socket goes.

    folder/                        owned by whoever started the program first
      THIS-IS-A-DATABASE.txt       the mark by which we know the folder again; tells people what it is
      data/                        PostgreSQL's own files, 0700, owned by the user the server runs as
      socket/                      0700, the same owner; elsewhere if the path would be too long for a socket
      postgresql.conf, pg_hba.conf, pg_ident.conf     written anew at every start
      local.conf                   the operator's own settings, read last; never written by us
      log                          what the server says; log.1 is the one before
      start.lock                   held while somebody starts or stops the server
      use.lock                     held, together with others, by everybody who uses it
      server.lock                  held by the server's processes as long as one of them lives

Root never writes inside `data` or follows a link there: that folder belongs to a user without privileges.
"""

import hashlib
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from allmanning.server.postgres.errors import (
    AnotherProgramsFolderError,
    DatabaseError,
    FolderNotWritableError,
    FolderUnreachableError,
    SocketError,
)
from allmanning.server.postgres.server_user import ServerUser, reaches, server_user

SOCKET_NAME = ".s.PGSQL.5432"
# 108 bytes on Linux and 104 elsewhere, the closing zero included.
LONGEST_SOCKET_PATH = 103
LARGEST_LOG = 10_000_000

_MARK = "THIS-IS-A-DATABASE.txt"
_MARK_TEXT = """\
Allmänning keeps its database here (PostgreSQL). Please remove or change nothing in `data`.
Your own settings for PostgreSQL go into `local.conf`; what the server says is in `log`.
To copy the database use pg_dump, or copy this whole folder while the program is stopped.
"""
_TEMPORARY = ".allmanning-"
# A mounted disk has the one from the beginning, and we make the other before the mark.
_NOT_ANOTHERS = frozenset({"lost+found", "start.lock"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths in one database's folder."""

    folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own files."""
        return self.folder / "data"

    @property
    def unfinished(self) -> Path:
        """The same while it is being made; renamed to `data` as the last step."""
        return self.folder / "data.unfinished"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "log"

    @property
    def start_lock(self) -> Path:
        """Held while somebody starts or stops the server."""
        return self.folder / "start.lock"

    @property
    def use_lock(self) -> Path:
        """Held, shared, by everybody who uses the server."""
        return self.folder / "use.lock"

    @property
    def server_lock(self) -> Path:
        """Held by the server's processes; the kernel lets go of it when the last one dies, however that is."""
        return self.folder / "server.lock"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket, the same for every process that works on this folder."""
        within = self.folder / "socket"
        # A comma would part it in two, in PostgreSQL's settings and in a client's address alike.
        plain = re.fullmatch(r"[\w/.@+-]+", str(within)) is not None
        if plain and len(os.fsencode(within / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return within
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        # Not TMPDIR, which may differ between two processes that must find the same socket.
        return Path(f"/tmp/allmanning-{digest}")  # noqa: S108 - made 0700, and refused if it is another's

    @property
    def is_made(self) -> bool:
        """Whether the database exists."""
        return (self.data / "PG_VERSION").exists()

    @property
    def major(self) -> int | None:
        """The major version that made the database; None before it is made."""
        return int((self.data / "PG_VERSION").read_text().strip()) if self.is_made else None


def sensible_folder(preferred: Path) -> Path:
    """Return `preferred`, or for root, if the server's user cannot reach that, a folder of its own under
    /var/lib.

    Always the same answer to the same question. Never raises: what stands in the way is told at the start.
    """
    preferred = preferred.resolve()
    existing = next(folder for folder in (preferred, *preferred.parents) if folder.exists())
    try:
        if reaches(server_user(Layout(preferred).data), existing):
            return preferred
    except DatabaseError:
        return preferred
    return Path("/var/lib/allmanning-" + hashlib.sha256(os.fsencode(preferred)).hexdigest()[:12])


def prepare(layout: Layout) -> None:
    """Make the folder if it is not there, and see that it is ours and can be written.

    Raises AnotherProgramsFolderError, FolderNotWritableError, OSError.
    """
    folder = layout.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = {path.name for path in folder.iterdir()}
    others = {name for name in names if name not in _NOT_ANOTHERS and not name.startswith(_TEMPORARY)}
    if others and _MARK not in names:
        raise AnotherProgramsFolderError(f"The folder is {folder}; in it lies {min(others)}.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderNotWritableError(f"The folder is {folder}.")


def mark(layout: Layout) -> None:
    """Say in the folder what it is, for people and for `prepare`."""
    if not (layout.folder / _MARK).exists():
        write(layout.folder / _MARK, _MARK_TEXT)


def open_to(user: ServerUser, layout: Layout) -> None:
    """Let the server's user pass through our folder (never the ones above it) and give it a socket folder.

    Raises FolderUnreachableError, SocketError, OSError.
    """
    if not reaches(user, layout.folder):
        layout.folder.chmod(stat.S_IMODE(layout.folder.stat().st_mode) | 0o011)
        if not reaches(user, layout.folder):
            raise FolderUnreachableError(f"The user is {user.name}, the folder {layout.folder}.")
    own_folder(layout.socket_folder, user)


def own_folder(path: Path, user: ServerUser) -> None:
    """Make `path` a folder that only `user` may enter, or see that it is one. Raises SocketError."""
    try:
        path.mkdir(mode=0o700)
        if user.is_another:
            os.chown(path, user.uid, user.gid, follow_symlinks=False)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid or found.st_mode & 0o077:
            raise SocketError(f"{path} is not a folder that belongs to {user.name} alone.") from None


def write(path: Path, text: str) -> None:
    """Put a small file in our folder in one step, readable by the server's user, owned like the folder.

    A link that somebody laid in its place is replaced, never followed.
    """
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=_TEMPORARY, encoding="utf-8", delete=False
    ) as file:
        file.write(text)
        os.fchmod(file.fileno(), 0o644)
        _own_like(path.parent, file.fileno())
    Path(file.name).replace(path)


def open_file(path: Path) -> int:
    """Open a log or a lock in our folder for appending and return its descriptor, which no child inherits."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    _own_like(path.parent, descriptor)
    return descriptor


def turn_log(log: Path) -> None:
    """Begin a new log when the old one has grown large, so that the two together stay small."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name("log.1"))


def _own_like(folder: Path, descriptor: int) -> None:
    # When root works in another user's folder, that user must be able to go on alone afterwards.
    owner = folder.stat()
    if os.geteuid() == 0:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
