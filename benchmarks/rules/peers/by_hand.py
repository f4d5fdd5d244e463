"""What is written by hand at work: numba and SQL on a population in memory and in files, plain Python on one household."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.rules.peers import hand_kernel, hand_python, hand_sql
from benchmarks.rules.peers.columns import OUTCOMES, Columns, columns, gathered, mapped
from benchmarks.rules.peers.contest import Answers, Ready, families
from benchmarks.rules.peers.population import BATCH, batches, files

TIMES = 2_000


def numba(folder: Path, *, threads: int) -> Ready:
    """The columns of a population in memory, shared out among threads."""
    facts = columns(mapped(files(folder).arrow))
    compute(columns(pa.Table.from_batches(batches(1, seed=0))))
    ends = [facts.rows * part // threads for part in range(threads + 1)]
    pool = ThreadPoolExecutor(threads)

    def run() -> Answers:
        into = empty(facts.rows)
        if threads == 1:
            return compute(facts, into)
        for done in [pool.submit(compute, facts, into, *part) for part in pairwise(ends)]:
            done.result()
        return into

    return Ready(run, run, total)


def numba_file(folder: Path) -> Ready:
    """The same from Parquet, a batch at a time."""
    compute(columns(pa.Table.from_batches(batches(1, seed=0))))

    def read() -> Iterator[Answers]:
        for each in pq.ParquetFile(files(folder).parquet).iter_batches(BATCH):
            yield compute(columns(pa.Table.from_batches([each])))

    return Ready(lambda: sum(int(amounts.sum()) for _, amounts in read()), lambda: joined(read()), int)


def compute(facts: Columns, into: Answers | None = None, start: int = 0, stop: int | None = None) -> Answers:
    """Outcomes and amounts of the households from start up to stop."""
    into = into or empty(facts.rows)
    stop = facts.rows if stop is None else stop
    hand_kernel.households(
        start, stop, *into, facts.offsets, *facts.child.values(), *facts.household.values()
    )
    return into


def empty(rows: int) -> Answers:
    """Where answers go."""
    return np.empty(rows, np.uint8), np.empty(rows, np.int64)


def sql(folder: Path) -> Ready:
    """DuckDB on a table of its own in memory."""
    connection = loaded(folder)
    query = hand_sql.query("households")

    def run() -> pa.Table:
        return connection.sql(query).to_arrow_table()

    return Ready(run, lambda: coded(run()), total_of)


def loaded(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that holds the households."""
    connection = duckdb.connect()
    connection.sql(f"CREATE TABLE households AS FROM read_parquet('{files(folder).parquet}')")
    return connection


def sql_file(folder: Path) -> Ready:
    """DuckDB on Parquet, a batch at a time."""
    connection = duckdb.connect()
    query = hand_sql.query(f"read_parquet('{files(folder).parquet}')")

    def read() -> Iterator[pa.RecordBatch]:
        yield from connection.sql(query).to_arrow_reader(BATCH)

    def run() -> int:
        return sum(total_of(each) for each in read())

    return Ready(run, lambda: coded(pa.Table.from_batches(read())), int)


def total(answers: Answers) -> int:
    """What all amounts add up to."""
    return int(answers[1].sum())


def total_of(table: pa.Table | pa.RecordBatch) -> int:
    """The same of a table of outcomes and amounts."""
    return int(pc.sum(table.column(1)).as_py())


def coded(table: pa.Table) -> Answers:
    """A table of outcomes in words and amounts, as every contestant gives them."""
    words = table.column(0).combine_chunks().dictionary_encode()
    places = np.array([OUTCOMES.index(word) for word in words.dictionary.to_pylist()], np.uint8)
    return places[words.indices.to_numpy()], table.column(1).to_numpy()


def joined(parts: Iterator[Answers]) -> Answers:
    """The answers of several batches."""
    outcomes, amounts = zip(*parts, strict=True)
    return np.concatenate(outcomes), np.concatenate(amounts)


def python(folder: Path) -> Ready:
    """One household, by a function as one would write it."""
    households = json.loads(families(folder).read_text("utf-8"))
    first = households[0]

    def repeat() -> int:
        for _ in range(TIMES):
            _, amount = hand_python.decide(first)
        return amount

    def everyone() -> Answers:
        return gathered(map(hand_python.decide, households))

    return Ready(repeat, everyone, int, TIMES)
