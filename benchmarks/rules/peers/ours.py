"""Allmänning at work: a population in memory and in files, and one household."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from allmanning import packages
from allmanning.packages import Ruleset
from allmanning.rules.decide import decider
from allmanning.rules.dialects import DUCKDB
from allmanning.rules.explain import explain
from allmanning.rules.spelled import Reading
from allmanning.rules.sql import ROW, query
from allmanning.simulation.engines import duckdb as duckdb_engine
from allmanning.simulation.engines import kernel as kernel_engine
from allmanning.simulation.job import Engine, Job, Refused, Run
from benchmarks.rules.measure import MONTH, SERVICES
from benchmarks.rules.peers.by_hand import coded, loaded, total_of
from benchmarks.rules.peers.columns import OUTCOMES, gathered, mapped
from benchmarks.rules.peers.contest import Answers, Ready, families
from benchmarks.rules.peers.population import files

TIMES = 2_000
SLOWER_TIMES = 100
CHECKED = 1_000


def rules() -> Ruleset:
    """The package as it is, on the day and with the default local settings."""
    return packages.load(SERVICES / "ekonomiskt-bistand").as_of(MONTH)


def kernel(folder: Path, *, threads: int) -> Ready:
    """The compiled kernel on columns that lie in memory, checked."""
    ruleset = rules()
    prepared = kernel_engine.kernel_for(ruleset.engine.graph, ruleset.targets, ruleset.parameters)
    columns = prepared.columns_of(mapped(files(folder).arrow))
    outcome, amount = ruleset.targets
    places = np.array(
        [OUTCOMES.index(word) if word in OUTCOMES else 0 for word in prepared.kernel.words], np.uint8
    )

    def run() -> dict[str, Any]:
        return prepared(columns, ruleset.parameters, MONTH, threads=threads)

    def answers() -> Answers:
        found = run()
        return places[found[outcome]], found[amount]

    return Ready(run, answers, lambda found: int(found[amount].sum()))


def duckdb(folder: Path) -> Ready:
    """The emitter's query on a table of DuckDB's own in memory."""
    ruleset, connection = rules(), loaded(folder)
    numbered = f"(SELECT 0::BIGINT AS {DUCKDB.quoted(ROW)}, * FROM households)"  # noqa: S608
    readings = {"now": Reading(ruleset.parameters)}
    text = query(ruleset.engine.graph, ruleset.targets, readings, MONTH, numbered, DUCKDB)
    wanted = ", ".join(DUCKDB.quoted(f"now.{name}") for name in ruleset.targets)

    def run() -> pa.Table:
        return connection.sql(f"SELECT {wanted} FROM ({text})").to_arrow_table()  # noqa: S608

    return Ready(run, lambda: coded(run()), total_of)


def kernel_file(folder: Path) -> Ready:
    """The engine as `allmanning simulate` uses it, from Parquet."""
    return engine(folder, kernel_engine.run)


def duckdb_file(folder: Path) -> Ready:
    """The same with DuckDB."""
    return engine(folder, duckdb_engine.run)


def engine(folder: Path, work: Engine) -> Ready:
    """One reading of the rules over a file, a batch at a time; every row is checked on the way."""
    ruleset = rules()
    now = Run("now", ruleset.parameters)
    job = Job(ruleset.engine.graph, MONTH, files(folder).parquet, (now,), ruleset.targets)
    if work is kernel_engine.run:
        kernel_engine.kernel_for(job.graph, job.outputs, now.parameters)

    def read() -> Iterator[pa.RecordBatch]:
        refused = Refused()
        for batch in work(job, lambda rows: None, refused):
            yield batch.select([f"now.{name}" for name in ruleset.targets])
        assert refused.households == 0

    return Ready(
        lambda: sum(total_of(batch) for batch in read()), lambda: coded(pa.Table.from_batches(read())), int
    )


def decide(folder: Path, *, kept: bool) -> Ready:
    """One household by generated Python: with the value of every rule, or with outcome and amount alone."""
    ruleset = rules()
    outcome, amount = ruleset.targets
    graph = ruleset.engine.graph
    alone = replace(graph, values={name: graph.values[name] for name in ruleset.targets})
    work = ruleset.decide if kept else decider(alone)(ruleset.parameters, MONTH)
    return single(folder, lambda facts: (work(facts), outcome, amount), TIMES)


def explanation(folder: Path) -> Ready:
    """The decision, and the outcome explained from rule to rule with the law and every part of every sum."""
    ruleset = rules()
    outcome, amount = ruleset.targets

    def work(facts: dict[str, Any]) -> tuple[Any, str, str]:
        values = ruleset.decide(facts)
        explain(ruleset.survey(facts), outcome, ruleset.engine.teller)
        return values, outcome, amount

    return single(folder, work, SLOWER_TIMES, CHECKED)


def single(
    folder: Path, work: Callable[[Any], tuple[Any, str, str]], times: int, checked: int | None = None
) -> Ready:
    """The first household many times over, and all of them once."""
    households = json.loads(families(folder).read_text("utf-8"))
    first = households[0]

    def repeat() -> int:
        for _ in range(times):
            values, _, amount = work(first)
        return int(values[amount])

    def everyone() -> Iterator[tuple[str, int]]:
        for facts in households[:checked]:
            values, outcome, amount = work(facts)
            yield values[outcome], values[amount]

    return Ready(repeat, lambda: gathered(everyone()), int, times)
