"""Who runs PostgreSQL, which refuses to run as root: ourselves, or an existing user without privileges."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from allmanning.server.postgres.errors import FolderNotWritableError, NoUserNameError, ServerUserError

USER_VARIABLE = "ALLMANNING_POSTGRES_USER"


class Switch(TypedDict, total=False):
    """The arguments with which `subprocess` becomes another user."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True, slots=True)
class ServerUser:
    """A user of the operating system that exists already; none is ever created."""

    uid: int
    gid: int
    name: str

    @property
    def is_another(self) -> bool:
        """Whether this is somebody else than the user that runs the program."""
        return self.uid != os.geteuid()

    def switch(self) -> Switch:
        """Return what `subprocess` needs to become this user; nothing when it is ourselves already."""
        return Switch(user=self.uid, group=self.gid, extra_groups=[]) if self.is_another else Switch()


def starter() -> ServerUser:
    """Return the user that runs the program. Raises NoUserNameError for a number without a name."""
    return _by_number(os.geteuid())


def server_user(data: Path) -> ServerUser:
    """Return who runs the server on the folder `data`: its owner if it exists, else ourselves, and for root a
    substitute.

    Raises NoUserNameError, ServerUserError, FolderNotWritableError (another user's folder).
    """
    me = starter()
    owner = data.stat().st_uid if data.exists() else me.uid
    if me.uid != 0:
        if owner != me.uid:
            raise FolderNotWritableError(
                f"{data} belongs to user number {owner}, and the program runs as {me.name}."
            )
        return me
    return _by_number(owner) if owner != 0 else _substitute()


def run(command: Sequence[str | Path], user: ServerUser, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as `user` with `text` as its input, and return what it wrote and how it ended.

    Raises PermissionError when the user may not run the program, ServerUserError when we may not become the
    user.
    """
    try:
        return subprocess.run(  # noqa: S603 - no shell, and every command is our own
            command,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            umask=0o077,
            **user.switch(),
        )
    except subprocess.SubprocessError as error:
        raise ServerUserError(f"The user is {user.name}.") from error


def launch(command: Sequence[str | Path], user: ServerUser, log: int, lock: int) -> subprocess.Popen[bytes]:
    """Start a server as `user` in a session of its own, so that Ctrl-C in the terminal reaches only the
    program.

    It inherits no descriptor but `log` and `lock`, and nothing of the environment, where passwords may stand.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and the command is our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
            cwd="/",
            env=_environment(),
            umask=0o077,
            **user.switch(),
        )
    except subprocess.SubprocessError as error:
        raise ServerUserError(f"The user is {user.name}.") from error


def reaches(user: ServerUser, path: Path) -> bool:
    """Whether the user may enter the folder `path`; asked of the system itself, which knows of more than mode
    bits.
    """
    return not user.is_another or run(["/bin/sh", "-c", 'cd "$1"', "sh", path], user).returncode == 0


def _substitute() -> ServerUser:
    name = os.environ.get(USER_VARIABLE) or "nobody"
    try:
        entry = pwd.getpwnam(name)
    except KeyError as error:
        raise ServerUserError(f"There is no user {name!r}.") from error
    if entry.pw_uid == 0:
        raise ServerUserError(f"{USER_VARIABLE} names {name!r}, which is root.")
    return ServerUser(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _by_number(uid: int) -> ServerUser:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise NoUserNameError(f"The user's number is {uid}.") from error
    return ServerUser(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _environment() -> dict[str, str]:
    # Untranslated messages, since `errors.explain` reads them; no PG* variable of the operator's own may lead
    # us astray.
    kept = {
        key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if key in os.environ
    }
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
