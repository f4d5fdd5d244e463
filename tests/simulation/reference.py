"""The reference engine: `decide`, row by row. Slow and obvious; the others must give the same rows."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.datatypes import Choice, ListOf
from allmanning.rules.decide import decider
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.job import Job, Progress, Refusal, Refused, Run
from allmanning.simulation.reading import Columns, Population, population

type Facts = dict[str, Any]


def run(
    job: Job, progress: Progress, refused: Refused, rows_in_a_batch: int = 1_000
) -> Iterator[pa.RecordBatch]:
    """Every row of the data, decided by the reader that decides single cases."""
    first = 0
    people = population(job)
    for path in people.files:
        for batch in pq.ParquetFile(path).iter_batches(rows_in_a_batch, columns=list(people.columns)):
            yield _batch(job, people, batch, first, refused)
            progress(batch.num_rows)
            first += batch.num_rows


def _batch(
    job: Job, people: Population, batch: pa.RecordBatch, first: int, refused: Refused
) -> pa.RecordBatch:
    vocabulary = job.graph.vocabulary
    found: dict[str, list[Any]] = {name: [] for name in _types(job)}
    deciders = [(each, decider(job.graph)(each.parameters, job.day)) for each in job.runs]
    for number, facts in enumerate(batch.to_pylist(), first):
        wrong = dict(_wrong(job.graph.vocabulary, people.columns, facts))
        if wrong:
            _refuse(refused, number, wrong)
            continue
        found["row"].append(number)
        for name in job.keep:
            found[name].append(len(facts[name]) if isinstance(facts[name], list) else facts[name])
        for each, decide in deciders:
            values = decide(_shifted(vocabulary, facts, each))
            for output in job.outputs:
                found[f"{each.name}.{output}"].append(values[output])
    arrays = [pa.array(found[name], type_) for name, type_ in _types(job).items()]
    return pa.RecordBatch.from_arrays(arrays, names=list(found))


def _types(job: Job) -> dict[str, pa.DataType]:
    facts, graph = job.graph.vocabulary.facts, job.graph
    kept = {
        name: pa.int64() if isinstance(facts[name].type, ListOf) else arrow_type(facts[name].type)
        for name in job.keep
    }
    outputs = {
        f"{each.name}.{output}": arrow_type(graph.types[graph.values[output]])
        for each in job.runs
        for output in job.outputs
    }
    return {"row": pa.int64()} | kept | outputs


def _shifted(vocabulary: Vocabulary, facts: Facts, run: Run) -> Facts:
    moved = {
        name: min(max(facts[name] + step, vocabulary.facts[name].low), vocabulary.facts[name].high)
        for name, step in run.shift.items()
    }
    return facts | moved


def _wrong(vocabulary: Vocabulary, columns: Columns, facts: Facts) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        fact = vocabulary.facts[name]
        yield from _wrong_value(name, fact, len(value) if isinstance(value, list) else value)
        if isinstance(value, list):
            for element in value:
                for inner in columns[name]:
                    yield from _wrong_value(f"{name}.{inner}", vocabulary.fields(name)[inner], element[inner])


def _wrong_value(path: str, fact: FactDeclaration, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        yield path, "missing"
    elif isinstance(fact.type, Choice):
        if value not in fact.type.options:
            yield path, "outside"
    elif not fact.low <= value <= fact.high:
        yield path, "outside"


def _refuse(refused: Refused, row: int, wrong: Mapping[str, Any]) -> None:
    refused.households += 1
    for column, reason in wrong.items():
        known = [each for each in refused.refusals if (each.column, each.reason) == (column, reason)]
        for each in known:
            refused.refusals.remove(each)
        rows, first = (known[0].rows, known[0].row) if known else (0, row)
        refused.refusals.append(Refusal(column, reason, rows + 1, first))
