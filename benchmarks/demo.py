"""From a fresh clone to the first page: `make demo`, with the packages already in the installer's cache."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class DemoTimes:
    """Seconds: the first start from a clone (install, database, 60 cases), and a later start with its data kept."""

    first: float
    again: float


def measure() -> DemoTimes:
    """Clone, fill the installer's cache once, throw the environment away, and measure two starts."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "allmanning"
        run("git", "clone", "--quiet", str(ROOT), str(clone), folder=ROOT)
        run("scripts/prepare.sh", "run", folder=clone)
        run("rm", "-rf", ".venv", folder=clone)
        return DemoTimes(first=until_first_page(clone), again=until_first_page(clone))


def run(*command: str, folder: Path) -> None:
    """Run a command to its end."""
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def until_first_page(clone: Path) -> float:
    """Seconds from `make demo` until its first page has been read; then Ctrl-C."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--silent", "demo", f"PORT={port}"], cwd=clone, env=environment(), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        while time.perf_counter() - start < LONGEST:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    answer.read()
                    return time.perf_counter() - start
            except OSError:
                time.sleep(0.05)
                if process.poll() is not None:
                    raise RuntimeError("make demo ended by itself") from None
        raise RuntimeError(f"make demo showed no page within {LONGEST:.0f} s")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def environment() -> dict[str, str]:
    """As a new user has it: no database of ours in the air."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "ALLMANNING"))
    }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
