"""A demonstration of the load test's own, with two web workers, gone when it is over."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allmanning.server.demo.run import Demo, prepare_folder, stop, wait_until_ready

WORKERS, THREADS = 2, 2


@dataclass(frozen=True, slots=True)
class Own:
    """Where it answers, and the process whose children are its web workers."""

    address: str
    web: int

    def memory(self) -> list[int]:
        """Bytes of each web worker, with its share of what they have in common; empty where the system does not say."""
        children = Path(f"/proc/{self.web}/task/{self.web}/children")
        if not children.exists():
            return []
        return sorted(filter(None, (_proportional(int(pid)) for pid in children.read_text().split())))


@contextlib.contextmanager
def own_demonstration() -> Iterator[Own]:
    """Database, people and web in a folder that is removed. Raises DatabaseError, DemoError."""
    folder = Path(tempfile.mkdtemp(prefix="allmanning-load-"))
    folder.chmod(0o711)
    demo = Demo(_free_port(), folder, is_fresh=True)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_URL_FILE", "DATABASE_OWNER_URL_FILE"):
        os.environ.pop(name, None)
    os.environ.update(prepare_folder(demo), ALLMANNING_LOG_LEVEL="ERROR")
    from allmanning.server.postgres import Cluster, sensible_folder

    cluster = Cluster(sensible_folder(folder / "postgres"))
    try:
        with cluster.running():
            _settle()
            web = _start(demo)
            try:
                wait_until_ready(demo, [web])
                yield Own(demo.address, web.pid)
            finally:
                stop([web])
    finally:
        for left in (cluster.folder, folder):
            shutil.rmtree(left, ignore_errors=True)


def _settle() -> None:
    """The people, without the demonstration's own cases: the load test makes more of them."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from allmanning.server.demo import seed
    from allmanning.server.services import services_folder

    seed.settle(services_folder())
    connections.close_all()


def _start(demo: Demo) -> subprocess.Popen[bytes]:
    with (demo.data / "web.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own words only
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(demo.port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
                *("--no-ws", "--log-level", "warning", "allmanning.server.wsgi:application"),
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError):
        if "resource_tracker" in Path(f"/proc/{pid}/cmdline").read_text():
            return 0
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
    return 0
