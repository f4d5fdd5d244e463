"""Start, find, use and stop the database server of one folder."""

import contextlib
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

from psycopg.pq import PGconn, Ping

from allmanning.server.postgres.address import DatabaseAddress
from allmanning.server.postgres.binaries import find_binaries, readable_by
from allmanning.server.postgres.configuration import DURABLE, FORGETFUL, write_configuration
from allmanning.server.postgres.errors import (
    DatabaseError,
    FolderInUseError,
    SocketError,
    StopError,
    explain,
    explain_number,
)
from allmanning.server.postgres.folder import Layout, mark, open_file, open_to, prepare, turn_log
from allmanning.server.postgres.initialise import APPLICATION, DATABASE, initialise
from allmanning.server.postgres.server_user import launch, server_user, starter

# How long the busy processes of a killed server may take to notice that it is gone.
LINGERING_SECONDS = 30.0
# A server that is ready answers at once, unless somebody has cleared its socket away.
ANSWERING_SECONDS = 10.0
STOPPING_SECONDS = 120.0
_PAUSE = 0.02

# Every server this process has started and not yet seen dead, also after its Cluster is gone: others may use
# it still.
_started: list[subprocess.Popen[bytes]] = []

type Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Show nobody how far it has come."""


class Cluster:
    """The database server of one folder.

    Any number of processes may hold a Cluster on the same folder: the first to `start` starts the server, the
    others use it, and the last to `leave` stops it. A process that is killed has left. Making a Cluster
    touches nothing on disk.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Take the folder of the database. `durable=False` is for tests only: a crash may then lose or spoil
        data.
        """
        # Resolved, so that two ways to the same folder lead to the same socket.
        self.layout = Layout(folder.resolve())
        self._durable = durable
        self._child: subprocess.Popen[bytes] | None = None
        self._use: int | None = None
        self._threads = threading.RLock()

    @property
    def folder(self) -> Path:
        """The database's folder."""
        return self.layout.folder

    @property
    def is_running(self) -> bool:
        """Whether a process of a server lives on the folder, be it still starting or already stopping."""
        self._reap()
        try:
            with self.layout.server_lock.open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @property
    def pid(self) -> int | None:
        """The number of the server's first process, whoever started it; None when there is none."""
        self._reap()
        return self._child.pid if self._child is not None else _server_on(self.layout.data)

    def address(self, role: str = APPLICATION) -> DatabaseAddress:
        """Return the database's address for one of the roles, known before the server has started."""
        return DatabaseAddress(name=DATABASE, user=role, host=str(self.layout.socket_folder), port="5432")

    def start(self, progress: Progress = silent) -> None:
        """See to it that a server runs on the folder and answers, and count as one of its users from now on.

        Makes the database if there is none, uses a server that runs already, and mends what a crash has left.
        Recovery may take its time: there is no limit, and `progress` hears about it every second. Raises
        DatabaseError.
        """
        try:
            prepare(self.layout)
            with self._threads, self._alone(progress):
                mark(self.layout)
                self._claim()
                try:
                    self._start(progress)
                except BaseException:
                    self._release()
                    raise
        except OSError as error:
            raise explain_number(error, self.folder) from error

    def leave(self) -> None:
        """Count no longer as a user of the server, and stop it if there is no other. Raises StopError."""
        if self._use is not None:
            with self._threads, self._alone(silent):
                self._release()

    def stop(self) -> None:
        """Stop the server, whoever else uses it; a program inside `running` starts it again. Raises
        StopError.
        """
        if self.folder.exists():
            with self._threads, self._alone(silent):
                self._stop()
                self._release()

    @contextlib.contextmanager
    def running(self, progress: Progress = silent) -> Generator["Cluster"]:
        """Start, keep running as long as the block lasts (a server that was killed is started again), and
        leave.
        """
        self.start(progress)
        done = threading.Event()
        keeper = threading.Thread(
            target=self._keep, args=(done, progress), name="database-keeper", daemon=True
        )
        keeper.start()
        try:
            yield self
        finally:
            done.set()
            keeper.join()
            self.leave()

    def _keep(self, done: threading.Event, progress: Progress) -> None:
        while not done.wait(1.0):
            if not self.is_running:
                progress("The database server has died; starting it again.")
                try:
                    self.start(progress)
                except DatabaseError as error:
                    # A full disk may be mended while we run, so the next second tries again.
                    progress(str(error))

    @contextlib.contextmanager
    def _alone(self, progress: Progress) -> Generator[None]:
        """Let only one process at a time start or stop the server."""
        lock = open_file(self.layout.start_lock)
        told = _Told(progress)
        try:
            while not _seize(lock):
                told.now_and_then("Another process is starting or stopping the database.")
                time.sleep(_PAUSE)
            yield
        finally:
            os.close(lock)

    def _claim(self) -> None:
        if self._use is None:
            self._use = open_file(self.layout.use_lock)
        fcntl.flock(self._use, fcntl.LOCK_SH)

    def _release(self) -> None:
        if self._use is None:
            return
        # Only the last user can turn the shared lock into one of its own.
        if _seize(self._use):
            self._stop()
        os.close(self._use)
        self._use = None

    def _start(self, progress: Progress) -> None:
        told = _Told(progress)
        deadline = time.monotonic() + LINGERING_SECONDS
        while True:
            try:
                begun = self._launch(progress)
                return self._wait_until_ready(_Told(progress), begun)
            except FolderInUseError:
                # The first process is gone, but its busy children have not noticed yet: two servers would
                # spoil the data.
                if time.monotonic() > deadline:
                    raise
                told.now_and_then("Waiting for the processes of the earlier server to end.")
                time.sleep(5 * _PAUSE)

    def _launch(self, progress: Progress) -> int | None:
        """Start the server's process and return how long the log was before; None if there is a server
        already.
        """
        layout = self.layout
        lock = open_file(layout.server_lock)
        try:
            if not _seize(lock):
                return None
            user = server_user(layout.data)
            open_to(user, layout)
            binaries = readable_by(user, find_binaries(layout.major))
            if not layout.is_made:
                progress(f"Making the database with PostgreSQL {binaries.version} in {layout.folder}.")
                initialise(layout, binaries, user, durable=self._durable)
            write_configuration(layout, starter(), user)
            _discard_stale_lock(layout.data)
            turn_log(layout.log)
            written = _size(layout.log)
            log = open_file(layout.log)
            try:
                self._child = launch(self._command(binaries.program("postgres")), user, log, lock)
                _started.append(self._child)
            finally:
                os.close(log)
        finally:
            # From here on the server's own processes hold it, and nobody else does.
            os.close(lock)
        return written

    def _command(self, postgres: Path) -> list[str | Path]:
        settings = DURABLE if self._durable else FORGETFUL
        return [
            postgres,
            *("-D", self.layout.data),
            f"--config_file={self.layout.folder / 'postgresql.conf'}",
            *(f"--{name}={value}" for name, value in settings.items()),
        ]

    def _wait_until_ready(self, told: "_Told", begun: int | None) -> None:
        deadline = None
        # Its own word first, rather than a knock at the door every moment, which would fill the log with
        # refusals.
        while not (_says_ready(self.layout.data) and self._answers()):
            self._reap()
            if begun is not None and self._child is None:
                raise explain(_read(self.layout.log, begun), f"The log is {self.layout.log}.")
            if self.pid is None:
                raise FolderInUseError(f"The folder is {self.folder}.")
            if _says_ready(self.layout.data):
                deadline = deadline or time.monotonic() + ANSWERING_SECONDS
                if time.monotonic() > deadline:
                    raise SocketError(
                        f"The server {self.pid} is ready, but not in {self.layout.socket_folder}."
                    )
            told.now_and_then(f"Waiting for the database: {_last_line(self.layout.log)}")
            time.sleep(_PAUSE)

    def _answers(self) -> bool:
        return PGconn.ping(self.address().as_conninfo().encode()) == Ping.OK

    def _stop(self) -> None:
        # Fast: ends connections, writes everything down. If the disk is too slow for that, at once: the log
        # mends it later.
        for sign in (signal.SIGINT, signal.SIGQUIT):
            if (pid := self.pid) is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sign)
            deadline = time.monotonic() + STOPPING_SECONDS
            while self.is_running:
                if time.monotonic() > deadline:
                    break
                time.sleep(_PAUSE)
            else:
                return
        raise StopError(f"The folder is {self.folder}, the process {self.pid}.")

    def _reap(self) -> None:
        # A dead child that nobody has waited for still counts as living, for PostgreSQL's own lock too.
        _started[:] = [child for child in _started if child.poll() is None]
        if self._child not in _started:
            self._child = None


class _Told:
    """Tells of progress, but never more than once a second."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = time.monotonic()

    def now_and_then(self, text: str) -> None:
        if time.monotonic() - self._last >= 1.0:
            self._last = time.monotonic()
            self._progress(text)


def _seize(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _server_on(data: Path) -> int | None:
    """Return the process that PostgreSQL's lock file names, if it lives and works on this folder."""
    first = _lock_lines(data)[0]
    return int(first) if first.isdigit() and _works_on(data, int(first)) else None


def _says_ready(data: Path) -> bool:
    # The eighth line of the lock file, which pg_ctl waits for too.
    return _lock_lines(data)[7:8] == ["ready"]


def _lock_lines(data: Path) -> list[str]:
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()] or [""]
    except (FileNotFoundError, PermissionError):
        return [""]


def _works_on(data: Path, pid: int) -> bool:
    """Whether a living process works on the folder. After a crash its number may be another's, which only
    Linux can tell.
    """
    try:
        if Path("/proc/self/cwd").exists():
            return Path(f"/proc/{pid}/cwd").readlink() == data
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _discard_stale_lock(data: Path) -> None:
    """Remove PostgreSQL's own lock file if the process it names is not a server on the folder.

    PostgreSQL takes any living process of the same user for the server: after the restart of a container the
    number is soon another's. It still refuses by itself while children of the old server share its memory.
    """
    if _server_on(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _read(path: Path, offset: int) -> str:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read().decode(errors="replace")


def _last_line(log: Path) -> str:
    lines = _read(log, max(0, _size(log) - 2000)).splitlines() if log.exists() else []
    return lines[-1] if lines else "nothing said yet"
