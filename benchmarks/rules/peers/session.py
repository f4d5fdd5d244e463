"""One whole run: everybody agrees, then everybody works, at every size."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from allmanning import packages
from benchmarks.machine import machine
from benchmarks.rules.measure import MONTH, SERVICES
from benchmarks.rules.peers import population
from benchmarks.rules.peers.agreement import check, same_totals
from benchmarks.rules.peers.contest import CONTESTANTS, Discipline, families, of
from benchmarks.rules.peers.goals import households
from benchmarks.rules.peers.record import Record
from benchmarks.rules.peers.rounds import MANY, PEERS_PYTHON, ROOT, Measured, contest

type Say = Callable[[str], None]

SEED = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How many households must agree, the sizes of population, and how many rounds; fewer of what takes long."""

    agreed: int
    sizes: tuple[int, ...]
    rounds: int
    rounds_of_many: int


FULL = Plan(agreed=20_000, sizes=(1_000_000, 10_000_000), rounds=7, rounds_of_many=3)
QUICK = Plan(agreed=2_000, sizes=(200_000,), rounds=3, rounds_of_many=1)


def measure(plan: Plan, say: Say, names: frozenset[str] = frozenset(CONTESTANTS)) -> Record:
    """Run everything. Raises DisagreementError before anything is timed, and ContestError."""
    prepare()
    ruleset = packages.load(SERVICES / "ekonomiskt-bistand").as_of(MONTH)
    with TemporaryDirectory() as place:
        sample, large = Path(place, "sample"), Path(place, "large")
        sample.mkdir()
        large.mkdir()
        say(f"{plan.agreed:,} households, decided by everybody …")
        check(ruleset, sample, sorted(names), plan.agreed)
        measured: list[Measured] = []
        for size in plan.sizes:
            say(f"{households(size)} households, drawn …")
            population.write(large, size, SEED)
            for discipline in ("memory", "parquet"):
                measured += held(discipline, large, size, plan, say, names)
        copy(families(sample), large)
        measured += held("single", large, 1, plan, say, names)
    same_totals(measured)
    day = date.today().isoformat()  # noqa: DTZ011 - the day where it is measured
    return Record(day, machine(), versions(), plan.agreed, plan.rounds, tuple(measured))


def held(
    discipline: Discipline, folder: Path, size: int, plan: Plan, say: Say, names: frozenset[str]
) -> Iterator[Measured]:
    """One contest at one size."""
    taking_part = [name for name in of(discipline) if name in names and size <= CONTESTANTS[name].most]
    rounds = plan.rounds_of_many if size >= MANY else plan.rounds
    say(f"{'one household' if size == 1 else households(size)}, {discipline}: {', '.join(taking_part)} …")
    yield from contest(taking_part, folder, size, rounds)


def prepare() -> None:
    """The peers' environment, made if it is not there."""
    subprocess.run([ROOT / "benchmarks" / "prepare.sh"], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def versions() -> dict[str, str]:
    """What takes part, by name."""
    ours = {name: version(name) for name in ("numba", "duckdb", "numpy", "pyarrow")}
    ask = "import importlib.metadata as m, json; print(json.dumps({n: m.version(n) for n in ('openfisca-core', 'zen-engine')}))"
    answer = subprocess.run([PEERS_PYTHON, "-c", ask], capture_output=True, check=True, text=True)
    return json.loads(answer.stdout) | ours
