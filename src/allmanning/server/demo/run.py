"""`allmanning demo`: database, data, web and worker, started together and stopped together."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

WAIT_SECONDS = 60.0
STOP_SECONDS = 10.0
MARK = "this-folder-is-a-demonstration"


class DemoError(click.ClickException):
    """The demonstration cannot run. The text says why and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Demo:
    """Where a demonstration listens (loopback only) and keeps its data."""

    port: int
    data: Path
    is_fresh: bool

    @property
    def address(self) -> str:
        """The first page."""
        return f"http://127.0.0.1:{self.port}/"


def run(demo: Demo) -> None:
    """Run until Ctrl-C. Raises DemoError with the mend."""
    out = Console(highlight=False)
    refuse_taken_port(demo.port)
    environment = prepare_folder(demo)
    # The invented people never move into a database that somebody else uses.
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_URL_FILE", "DATABASE_OWNER_URL_FILE"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    from allmanning.server.postgres import Cluster, DatabaseError, sensible_folder

    cluster = Cluster(sensible_folder(demo.data / "postgres"))
    try:
        if demo.is_fresh:
            start_over(cluster, demo)
        with cluster.running(lambda words: out.print(words, style="dim")):
            fill(out)
            with children(demo) as processes:
                wait_until_ready(demo, processes)
                welcome(out, demo)
                watch(demo, processes)
    except DatabaseError as error:
        raise DemoError(str(error)) from error
    out.print("Stopped. The data stays; start again with the same command.", style="dim")


def refuse_taken_port(port: int) -> None:
    """Say that the port is taken before anything else has happened."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemoError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}") from None


def prepare_folder(demo: Demo) -> dict[str, str]:
    """Make the data folder, and give the environment that every part of the demonstration runs in."""
    try:
        demo.data.mkdir(parents=True, exist_ok=True)
        (demo.data / MARK).touch()
    except OSError as error:
        raise DemoError(f"{demo.data}: {error.strerror}. Choose another folder: make demo DATA=…") from None
    return {
        "ALLMANNING_DEMO": "1",
        "ALLMANNING_DATA": str(demo.data),
        "DJANGO_SETTINGS_MODULE": "allmanning.server.settings",
        "PYTHONUNBUFFERED": "1",
    }


def start_over(cluster: object, demo: Demo) -> None:
    """Remove the demonstration's own data; another program's folder is left alone."""
    from allmanning.server.postgres import Cluster

    assert isinstance(cluster, Cluster)  # noqa: S101 - the caller has just made it
    cluster.stop()
    if cluster.folder.exists():
        shutil.rmtree(cluster.folder)
    for kept in (demo.data / "files", demo.data / "file-key", demo.data / "secret-key"):
        if kept.is_dir():
            shutil.rmtree(kept)
        else:
            kept.unlink(missing_ok=True)


def fill(out: Console) -> None:
    """Bring the tables up to date, and let the invented people move in the first time."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    out.print("Bringing the tables up to date …", style="dim")
    call_command("migrate", verbosity=0, interactive=False)
    from allmanning.server.demo import seed
    from allmanning.server.services import services_folder

    if not seed.is_seeded():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=out, transient=True) as bar:
            task = bar.add_task("Cases of three municipalities", total=None)
            seed.seed(services_folder(), lambda done, total: bar.update(task, completed=done, total=total))
    connections.close_all()


@contextlib.contextmanager
def children(demo: Demo) -> Generator[list[subprocess.Popen[bytes]]]:
    """The web server and the worker; whatever happens, they end with the block."""
    web = [
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(demo.port)),
        *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        "allmanning.server.wsgi:application",
    ]
    worker = ["-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    processes: list[subprocess.Popen[bytes]] = []
    # A shell starts background jobs with Ctrl-C ignored; a demonstration that was asked to stop stops.
    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, _interrupt)
    try:
        processes.append(_start(web, demo))
        processes.append(_start(worker, demo))
        # Hundreds of letters wait for it the first time; whoever looks at a page goes before them.
        os.setpriority(os.PRIO_PROCESS, processes[-1].pid, 10)
        yield processes
    finally:
        stop(processes)


def _start(arguments: Sequence[str], demo: Demo) -> subprocess.Popen[bytes]:
    # A session of its own keeps Ctrl-C to us, so that we end the children in order.
    log = (demo.data / "demo.log").open("ab")
    with log:
        return subprocess.Popen(  # noqa: S603 - our own words only
            [sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )  # fmt: skip


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def wait_until_ready(demo: Demo, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until the first page's address answers."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        _refuse_dead(demo, processes)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", demo.port), timeout=1):
            return
        time.sleep(0.1)
    raise DemoError(f"The web server did not answer within a minute. Read {demo.data / 'demo.log'}")


def _refuse_dead(demo: Demo, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is not None:
            raise DemoError(f"A part of the demonstration ended by itself. Read {demo.data / 'demo.log'}")


def welcome(out: Console, demo: Demo) -> None:
    """The address, and who to log in as."""
    out.print()
    out.print(f"Allmänning is at [bold link={demo.address}]{demo.address}[/]")
    out.print()
    out.print("Log in as somebody; all of them are invented, with test numbers only:")
    for name, place, story in who():
        out.print(f"  [bold]{name:<16}[/] {place:<12} {story}", soft_wrap=True)
    out.print()
    out.print("Ctrl-C stops everything.", style="dim")


def who() -> list[tuple[str, str, str]]:
    """Name, municipality and story of everybody on the login page."""
    from allmanning.server.demo.people import CASEWORKERS, RESIDENTS

    residents = [(person.name, person.home, person.story[1]) for person in RESIDENTS if person.story]
    return [*residents, *((person.name, person.work, person.story[1]) for person in CASEWORKERS)]


def watch(demo: Demo, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until Ctrl-C. Raises DemoError when a part ends by itself."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            _refuse_dead(demo, processes)
            time.sleep(0.3)


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each part to end, and end it if it does not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
