"""A population in compiled loops: streamed from Parquet, or held in memory and computed again and again."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa

from allmanning.rules.datatypes import ListOf, is_number
from allmanning.rules.graph import Graph
from allmanning.rules.kernel import Kernel, kernel
from allmanning.rules.machine import Kind, kind_of
from allmanning.rules.plan import facts_needed, needed
from allmanning.rules.values import Parameters
from allmanning.simulation.compiling import Machine, compiled
from allmanning.simulation.decoding import Array, Decoded, decode, faultless, tell
from allmanning.simulation.errors import DataError, SimulationError
from allmanning.simulation.job import Job, Progress, Refused, Run
from allmanning.simulation.reading import batches, population, refuse_unfitting

# Compiling takes some three seconds for 200 nodes, half a minute for 1,000, and about two minutes for 2,000.
MOST_NODES = 2_000
# Handing fewer rows to a thread takes longer than the rows; more parts than threads let the free one take what is left.
ROWS_IN_A_PART, PARTS_FOR_A_THREAD = 20_000, 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled kernel for some rules of a graph."""

    graph: Graph
    kernel: Kernel
    machine: Machine

    def columns_of(self, table: pa.Table) -> Decoded:
        """The columns of a table, checked and made ready; int64 and dates stay where they stand if they have one chunk.

        Raises DataError, also when some row cannot be computed.
        """
        facts = facts_needed(self.graph, [column.path for column in self.kernel.results])
        refuse_unfitting(table.schema, facts, self.graph.vocabulary, "the table")
        chunks = table.select(list(facts)).combine_chunks().to_batches()
        if len(chunks) != 1:
            raise DataError(
                f"The table has {table.num_rows:,} rows. Give at least one, or part of them at a time"
            )
        decoded = decode(chunks[0], facts, self.graph.vocabulary, self.codes)
        refused = Refused()
        tell(refused, decoded, 0)
        for refusal in refused.refusals[:1]:
            raise DataError(f"{refusal.column} is {refusal.reason} in row {refusal.row}. Mend the table")
        return decoded

    def __call__(
        self, columns: Decoded, parameters: Parameters, day: date, *, threads: int = 1
    ) -> dict[str, Array]:
        """The value of every output for every row; a word as its place in `kernel.words`, a share as two rows of numbers."""
        if not self.kernel.fits(parameters):
            other = kernel_for(self.graph, [column.path for column in self.kernel.results], parameters)
            return other(columns, parameters, day, threads=threads)
        results = {column.path: _empty(column.kind, columns.rows) for column in self.kernel.results}
        arguments = [
            np.array(self.kernel.numbers(parameters, day), np.int64),
            *(columns.arrays[column.path] for column in self.kernel.columns),
            *(np.array(each, np.int64) for each in self.kernel.cells(parameters)),
            *(row for array in results.values() for row in (array if array.ndim == 2 else (array,))),
        ]
        parts = max(1, min(threads * PARTS_FOR_A_THREAD, columns.rows // ROWS_IN_A_PART))
        ends = [columns.rows * part // parts for part in range(parts + 1)]
        if threads == 1 or parts == 1:
            self.machine(0, columns.rows, *arguments)
        else:
            with ThreadPoolExecutor(threads) as pool:
                done = [pool.submit(self.machine, *pair, *arguments) for pair in pairwise(ends)]
                for each in done:
                    each.result()
        return results

    @property
    def codes(self) -> dict[str, int]:
        """The number of every word."""
        return {word: code for code, word in enumerate(self.kernel.words)}


def kernel_for(graph: Graph, outputs: Sequence[str], parameters: Parameters | None = None) -> Prepared:
    """Compile the kernel for some rules of the household, or take it from memory or disk.

    What is compiled fits `parameters` and all others with tables of the same kind; see `rules.kernel.kernel`.
    Raises MissingExtraError, and SimulationError for rules that would take too long to compile.
    """
    nodes = len(needed(graph, [graph.values[name] for name in outputs]))
    if nodes > MOST_NODES:
        raise SimulationError(
            f"The rules have {nodes:,} nodes, and the kernel compiles {MOST_NODES:,} at most. "
            "Ask for fewer values at a time, or take the engine duckdb"
        )
    written = kernel(graph, outputs, parameters)
    return Prepared(graph, written, compiled(written))


def run(job: Job, progress: Progress, refused: Refused) -> Iterator[pa.RecordBatch]:
    """The engine; see `job.Engine`. Raises DataError, SimulationError and MissingExtraError."""
    for each in job.runs:
        _refuse_shift(job.graph, each)
    people = population(job)
    prepared = kernel_for(job.graph, job.outputs, job.runs[0].parameters)
    threads = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    first = 0
    for batch in _ahead(batches(people)):
        decoded = decode(batch, people.columns, job.graph.vocabulary, prepared.codes)
        tell(refused, decoded, first)
        columns, left = faultless(decoded)
        rows = np.arange(first, first + decoded.rows)
        found = {"row": pa.array(rows if left is None else rows[left])}
        found |= {name: _kept(job.graph, prepared.kernel, columns, name) for name in job.keep}
        for each in job.runs:
            shifted = _shifted(job.graph, columns, each.shift)
            results = prepared(shifted, each.parameters, job.day, threads=threads)
            for column in prepared.kernel.results:
                values = _to_arrow(results[column.path], column.kind, prepared.kernel.words)
                found[f"{each.name}.{column.path}"] = values
        first += decoded.rows
        progress(decoded.rows)
        yield pa.RecordBatch.from_pydict(found)


def _ahead[Item](items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each fetched while the one before is worked on."""
    with ThreadPoolExecutor(1) as fetcher:
        coming = fetcher.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = fetcher.submit(next, items, None)
            yield item


def _refuse_shift(graph: Graph, run: Run) -> None:
    for name in run.shift:
        fact = graph.vocabulary.facts.get(name)
        if fact is None or not is_number(fact.type):
            raise SimulationError(
                f"{name!r} cannot be shifted. Choose a fact of the household that is an amount or a whole number"
            )


def _shifted(graph: Graph, columns: Decoded, shift: Mapping[str, int]) -> Decoded:
    """The columns with something added to some of them, never beyond what the fact allows."""
    if not shift:
        return columns
    arrays = dict(columns.arrays)
    for name, step in shift.items():
        fact = graph.vocabulary.facts[name]
        low, high = fact.low, fact.high
        assert isinstance(low, int)  # noqa: S101 - only numbers are shifted
        assert isinstance(high, int)  # noqa: S101
        arrays[name] = np.clip(arrays[name] + min(max(step, low - high), high - low), low, high)
    return replace(columns, arrays=arrays)


def _kept(graph: Graph, kernel: Kernel, columns: Decoded, name: str) -> pa.Array:
    type_ = graph.vocabulary.facts[name].type
    if isinstance(type_, ListOf):
        return pa.array(np.diff(columns.arrays[name]).astype(np.int64))
    return _to_arrow(columns.arrays[name], kind_of(type_), kernel.words)


def _empty(kind: Kind, rows: int) -> Array:
    item = {"truth": np.bool_, "day": np.int32, "word": np.int32}.get(kind, np.int64)
    return np.empty((2, rows) if kind == "share" else rows, item)


def _to_arrow(values: Array, kind: Kind, words: Sequence[str]) -> pa.Array:
    """Values as `columns.arrow_type` has them."""
    match kind:
        case "word":
            return pa.DictionaryArray.from_arrays(values, pa.array(words, pa.string())).cast(pa.string())
        case "day":
            return pa.array(values).view(pa.date32())
        case "share":
            return pa.StructArray.from_arrays(list(map(pa.array, values)), ["numerator", "denominator"])
        case _:
            return pa.array(values)
