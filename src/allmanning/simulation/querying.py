"""What the engines that speak SQL share: a job as a query, and its answer as every engine gives it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from allmanning.rules.datatypes import SHARE, is_number
from allmanning.rules.dialects import Dialect
from allmanning.rules.exact import UnprovedError
from allmanning.rules.refusing import checked, faults, refusals
from allmanning.rules.spelled import Reading
from allmanning.rules.sql import SHARE_PARTS, query
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.errors import SimulationError
from allmanning.simulation.job import Job, Refusal, Refused
from allmanning.simulation.reading import Columns


def rows_query(job: Job, columns: Columns, source: str, dialect: Dialect) -> str:
    """The query for all runs of a job, over a relation whose rows have not been looked at. Raises SimulationError."""
    _refuse_shifts(job)
    readings = {run.name: Reading(run.parameters, run.shift) for run in job.runs}
    relation = checked(job.graph.vocabulary, columns, source, dialect)
    try:
        return query(job.graph, job.outputs, readings, job.day, relation, dialect, job.keep)
    except UnprovedError as error:
        raise SimulationError(str(error)) from error


def refusals_query(job: Job, columns: Columns, source: str, dialect: Dialect) -> str:
    """The query for what is wrong with the rows that `rows_query` leaves out."""
    return refusals(job.graph.vocabulary, columns, source, dialect)


def tell(job: Job, columns: Columns, dialect: Dialect, answer: Sequence[Any], refused: Refused) -> None:
    """Add the answer to `refusals_query` to what has been refused."""
    refused.households += answer[0]
    found = faults(job.graph.vocabulary, columns, dialect)
    for fault, rows, row in zip(found, answer[1::2], answer[2::2], strict=True):
        if rows:
            refused.refusals.append(Refusal(fault.column, fault.reason, rows, row))


def batch_of(job: Job, answer: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of the answer to `rows_query`, as `job.Engine` tells."""
    graph = job.graph
    columns = iter(answer.columns)
    found: dict[str, pa.Array] = {"row": next(columns)}
    found |= {name: next(columns) for name in job.keep}
    for run in job.runs:
        for output in job.outputs:
            type_ = graph.types[graph.values[output]]
            array = _share(next(columns), next(columns)) if type_ == SHARE else next(columns)
            found[f"{run.name}.{output}"] = array.cast(arrow_type(type_))
    return pa.RecordBatch.from_pydict(found)


def _share(numerator: pa.Array, denominator: pa.Array) -> pa.Array:
    """A share in its lowest terms."""
    above, below = numerator.to_numpy(), denominator.to_numpy()
    common = np.gcd(above, below)
    parts = [pa.array(above // common), pa.array(below // common)]
    return pa.StructArray.from_arrays(parts, [part.removeprefix(".") for part in SHARE_PARTS])


def _refuse_shifts(job: Job) -> None:
    facts = job.graph.vocabulary.facts
    for name in {name for run in job.runs for name in run.shift}:
        if name not in facts or not is_number(facts[name].type):
            message = f"{name!r} cannot be shifted. Choose a fact of the household that is an amount or a whole number"
            raise SimulationError(message)
