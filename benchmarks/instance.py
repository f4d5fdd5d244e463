"""An installation of one's own on this machine: database, web with two workers, and a worker for letters; each can be killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from benchmarks.demo import free_port

ROOT = Path(__file__).parents[1]
START_SECONDS = 60.0
WEB_WORKERS, THREADS = 2, 2


class Instance:
    """Of a folder of its own, which is removed at the end. Every process is in a session of its own, so that all of it dies."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="allmanning-bench-"))
        self.folder.chmod(0o711)
        self.port = free_port()
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        os.environ.update(
            ALLMANNING_DEMO="1", ALLMANNING_DATA=str(self.folder), ALLMANNING_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="allmanning.server.settings",
        )  # fmt: skip
        from allmanning.server.postgres import Cluster, sensible_folder

        self.cluster = Cluster(sensible_folder(self.folder / "postgres"))

    def __enter__(self) -> Self:
        import django
        from django.core.management import call_command

        self.cluster.start()
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                kill(process)
        self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_web(self) -> None:
        """Until it answers."""
        self.web = self._start(
            *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS), "--no-ws"),
            *("--log-level", "critical", "allmanning.server.wsgi:application"),
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/om/", timeout=5).close()
            except urllib.error.HTTPError:  # it answers, if only that the database does not
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return

    def start_worker(self) -> None:
        """A worker for letters."""
        self.worker = self._start("-m", "django", "procrastinate", "worker", "--concurrency", "2")

    def kill_web(self) -> None:
        """All of it at once, as when the power goes; and start it again."""
        assert self.web is not None
        kill(self.web)
        self.start_web()

    def kill_worker(self) -> None:
        """In the middle of a letter; and start it again."""
        assert self.worker is not None
        kill(self.worker)
        self.start_worker()

    def kill_database(self) -> None:
        """The server that all its processes hang on; and start it again, which recovers."""
        pid = self.cluster.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        self.cluster.start()

    def memory(self) -> list[int]:
        """Bytes that each web worker has for itself, and its share of what they have together."""
        assert self.web is not None
        mother = self.web.pid
        children = Path(f"/proc/{mother}/task/{mother}/children").read_text("utf-8").split()
        return [_proportional(int(pid)) for pid in children if _is_worker(int(pid))]

    def worked(self) -> tuple[float, float]:
        """Seconds of processor that the web and the database have used, those of them that live."""
        assert self.web is not None
        return _worked(self.web.pid), _worked(self.cluster.pid or 0)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip


def kill(process: subprocess.Popen[bytes]) -> None:
    """A process and its children, without asking."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _worked(mother: int) -> float:
    """Of a process and its children."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
            if mother in (int(stat.parent.name), int(fields[1])):
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _proportional(pid: int) -> int:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def _is_worker(pid: int) -> bool:
    return "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text("utf-8")
