"""Contestants in processes of their own, one working at a time, round after round, so that what disturbs the machine disturbs
them all. CPU is that of the whole process, with all its threads."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.rules.peers.contest import CONTESTANTS

ROOT = Path(__file__).parents[3]
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
# So many rows that not everybody's fit in memory at the same time.
MANY = 5_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contestant needed each time: CPU and wall in seconds, and the most memory above its input in bytes.

    `total` is what the amounts of all households add up to, in öre.
    """

    name: str
    rows: int
    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    extra: int
    total: int


class ContestError(Exception):
    """A contestant did not do what it was asked."""


class Worker:
    """A contestant that is ready to be asked."""

    def __init__(self, name: str, folder: Path) -> None:
        ours = CONTESTANTS[name].ours
        command = [
            sys.executable if ours else str(PEERS_PYTHON),
            "-m",
            "benchmarks.rules.peers.worker",
            name,
            str(folder),
        ]
        self.name = name
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
        )
        self._answer()

    def run(self) -> dict[str, Any]:
        """Work once; what it took."""
        return self.ask("run")

    def ask(self, line: str) -> dict[str, Any]:
        """One line there, one back."""
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.close()
            raise ContestError(
                f"{self.name} ended with code {self.process.returncode}; what it said stands above"
            )
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Let it go."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


def environment() -> dict[str, str]:
    """As it is, without settings that would let a library use more threads than it is told to."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA_", "OMP_"))}


@contextmanager
def workers(names: Sequence[str], folder: Path) -> Iterator[list[Worker]]:
    """Some contestants, ready at the same time."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Worker(name, folder))) for name in names]


def contest(names: Sequence[str], folder: Path, rows: int, rounds: int) -> list[Measured]:
    """Let each work so many times, in turn. Where there are many rows, one is in memory at a time."""
    alone = list(names) if rows >= MANY else []
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    with workers([name for name in names if name not in alone], folder) as together:
        for _ in range(rounds):
            for worker in together:
                taken[worker.name].append(worker.run())
            for name in alone:
                with workers([name], folder) as (worker,):
                    taken[name].append(worker.run())
    return [summed_up(name, rows, found) for name, found in taken.items()]


def summed_up(name: str, rows: int, found: Sequence[dict[str, Any]]) -> Measured:
    """All rounds of one contestant."""
    cpu, wall = (tuple(seconds for each in found for seconds in each[unit]) for unit in ("cpu", "wall"))
    return Measured(name, rows, cpu, wall, int(max(each["extra"] for each in found)), int(found[0]["total"]))
