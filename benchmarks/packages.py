"""`python -m benchmarks.packages`: every service package by the same measures, and what each asked of the engine.

Questions, decisions and households are those of the package's own invented population, by its default local settings.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich import box
from rich.console import Console
from rich.table import Table

from allmanning import packages
from allmanning.packages import Package, Ruleset
from allmanning.packages.package import bare_path
from allmanning.simulation.columns import households_of
from allmanning.simulation.engines.kernel import kernel_for
from allmanning.simulation.population import Source
from benchmarks import packages_page
from benchmarks.machine import machine
from benchmarks.rules.interviews import state
from benchmarks.rules.measure import MONTH, SERVICES, best

SEED = 1
# Enough that the answers of no single household are seen in the mean.
INTERVIEWS, DECIDED, HOUSEHOLDS, ROUNDS = 1_000, 200, 500_000, 7

type Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much is measured."""

    interviews: int
    decided: int
    households: int
    rounds: int


FULL = Scale(interviews=INTERVIEWS, decided=DECIDED, households=HOUSEHOLDS, rounds=ROUNDS)
QUICK = Scale(interviews=50, decided=20, households=20_000, rounds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One package. `asked` of `askable` are questions to residents, in the mean of a household; `decision` is µs."""

    package: str
    name: str
    rules: int
    examples: int
    asked: float
    askable: float
    decision: float
    per_second: float


def main(*given: str) -> None:
    """Measure, print, and write what a whole run gives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.packages", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="on a small scale; nothing is written")
    parser.add_argument("--write", action="store_true", help="only write the page again, as last measured")
    chosen = parser.parse_args([*given, *sys.argv[1:]])
    if not chosen.write:
        run(Console(highlight=False), quick=chosen.quick)
    if not chosen.quick:
        packages_page.write()


def run(out: Console, *, quick: bool) -> None:
    """Every package, as a table; a whole run is kept."""
    scale = QUICK if quick else FULL
    rows = []
    for folder in folders():
        out.print(f"{folder.name} …", style="dim")
        rows.append(measured(packages.load(folder), scale))
    show(out, rows)
    if not quick:
        kept = {"day": date.today().isoformat(), "machine": machine(), **asdict(scale)}  # noqa: DTZ011 - the day here
        packages_page.RECORD.write_text(
            json.dumps(kept | {"packages": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False) + "\n",
            "utf-8",
        )  # fmt: skip


def folders() -> list[Path]:
    """The packages that come with the program."""
    return sorted(manifest.parent for manifest in SERVICES.glob("*/package.toml"))


def measured(package: Package, scale: Scale) -> Measured:
    """One package as of the month that all benchmarks decide."""
    ruleset = package.as_of(MONTH)
    table = drawn(package, max(scale.households, scale.interviews, scale.decided))
    few = households_of(package.vocabulary, table.slice(0, max(scale.interviews, scale.decided)))
    interviewed = few[: scale.interviews]
    return Measured(
        package=package.manifest.id,
        name=package.manifest.name.sv,
        rules=len(ruleset.engine.graph.rules),
        examples=len(package.examples),
        asked=sum(asked(ruleset, truth) for truth in interviewed) / len(interviewed),
        askable=sum(askable(package, truth) for truth in interviewed) / len(interviewed),
        decision=decision(ruleset, few[: scale.decided], scale.rounds),
        per_second=per_second(ruleset, table.slice(0, scale.households), scale.rounds),
    )


def drawn(package: Package, count: int) -> pa.Table:
    """So many invented households."""
    source = Source(package, SEED)
    return pa.Table.from_batches(source.batches(count), source.schema)


def asked(ruleset: Ruleset, truth: Facts) -> int:
    """How many questions a resident gets who answers them in the order of the pages; what nobody is asked for is known."""
    told = {
        question.fact for question in ruleset.package.questions if question.who in ("resident", "caseworker")
    }
    facts: dict[str, Any] = {name: value for name, value in truth.items() if name not in told}
    taken = 0
    while (path := ruleset.assess(facts).next) is not None:
        state(facts, dict(truth), path)
        taken += 1
    return taken


def askable(package: Package, truth: Facts) -> int:
    """How many questions there are to a resident of such a household: once for it, and once for each element of a list."""
    return sum(times(question.fact, truth) for question in package.questions if question.who == "resident")


def times(fact: str, truth: Facts) -> int:
    """How often a fact is asked for."""
    name, dot, _ = bare_path(fact).partition(".")
    return len(truth[name]) if dot else 1


def decision(ruleset: Ruleset, households: list[dict[str, Any]], rounds: int) -> float:
    """Microseconds for one decision with every named value kept, in the mean of some households, in the best round."""

    def decide_all() -> None:
        for facts in households:
            ruleset.decide(facts)

    return best(decide_all, 5, rounds) / len(households) * 1e6


def per_second(ruleset: Ruleset, table: pa.Table, rounds: int) -> float:
    """Households that the compiled kernel decides in a second on one thread, from columns in memory; the best round."""
    prepared = kernel_for(ruleset.engine.graph, ruleset.targets, ruleset.parameters)
    columns = prepared.columns_of(table)
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        prepared(columns, ruleset.parameters, MONTH)
        seconds.append(time.perf_counter() - start)
    return float(table.num_rows / min(seconds))


def show(out: Console, rows: list[Measured]) -> None:
    """The table, as the page has it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in packages_page.HEADS:
        table.add_column(head, no_wrap=head == packages_page.HEADS[0])
    for row in rows:
        table.add_row(*packages_page.cells(asdict(row)))
    out.print(table)


if __name__ == "__main__":
    main()
