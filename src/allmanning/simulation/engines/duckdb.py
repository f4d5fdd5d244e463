"""A population in DuckDB: one query over the files, bigger than memory if need be, on all cores of this machine."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.datatypes import ListOf
from allmanning.rules.dialects import DUCKDB
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.sql import ROW
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.errors import DataError, MissingExtraError, SimulationError
from allmanning.simulation.job import Job, Progress, Refused
from allmanning.simulation.querying import batch_of, refusals_query, rows_query, tell
from allmanning.simulation.reading import Population, population

if TYPE_CHECKING:
    import duckdb

ROWS_IN_A_BATCH = 100_000
# What DuckDB calls the place of a row in its file, and of a file among the others.
ITS_OWN = ("file_row_number", "file_index")


def run(job: Job, progress: Progress, refused: Refused) -> Iterator[pa.RecordBatch]:
    """The engine; see `job.Engine`. Raises DataError, SimulationError and MissingExtraError."""
    people = population(job)
    _refuse_alike(people)
    done = left = 0
    with closing(_connection()) as connection, _in_words(job):
        source = _source(connection, people, job.graph.vocabulary)
        text = rows_query(job, people.columns, source, DUCKDB)
        for answer in connection.sql(text).to_arrow_reader(ROWS_IN_A_BATCH):
            batch = batch_of(job, answer)
            left += batch.num_rows
            reached = batch.column("row")[-1].as_py() + 1
            progress(reached - done)
            done = reached
            yield batch
        if left < people.rows:
            answer = connection.sql(refusals_query(job, people.columns, source, DUCKDB)).to_arrow_table()
            tell(job, people.columns, DUCKDB, [column[0].as_py() for column in answer.columns], refused)
        if done < people.rows:
            progress(people.rows - done)


def _connection() -> "duckdb.DuckDBPyConnection":
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("The engine duckdb", "simulation") from None
    # Nothing is fetched, and nothing is kept.
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": getattr(os, "process_cpu_count", os.cpu_count)() or 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(config=settings)


@contextmanager
def _in_words(job: Job) -> Iterator[None]:
    """What DuckDB cannot do, as an error of ours."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException, OSError) as error:
        # Through Arrow every error is an OSError.
        if "Out of Range Error" in str(error):
            message = "A number became too large. Run allmanning check on the package"
            raise SimulationError(f"{message} ({_first_line(error)})") from error
        message = f"{job.data} cannot be read to its end; it may be damaged. Write it again"
        raise DataError(f"{message} ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]


def _refuse_alike(people: Population) -> None:
    """DuckDB takes `Hyra` and `hyra` for one column, and would read the wrong one; and it has names of its own."""
    for file in people.files:
        found = pq.read_schema(file)
        _refuse_alike_names([*found.names, *ITS_OWN], (*people.columns, *ITS_OWN), file)
        for name, fields in people.columns.items():
            type_ = found.field(name).type
            if fields:
                names = [type_.value_type.field(i).name for i in range(type_.value_type.num_fields)]
                _refuse_alike_names(names, fields, file)


def _refuse_alike_names(names: Iterable[str], wanted: Iterable[str], file: Path) -> None:
    by_letters: dict[str, list[str]] = {}
    for name in names:
        by_letters.setdefault(name.casefold(), []).append(name)
    for name in wanted:
        if len(by_letters[name.casefold()]) > 1:
            alike = " and ".join(repr(each) for each in by_letters[name.casefold()])
            raise DataError(
                f"{file}: DuckDB cannot tell the columns {alike} apart. Rename one of them, or use another engine"
            )


def _source(connection: Any, people: Population, vocabulary: Vocabulary) -> str:
    """The files as one relation with numbered rows and whole numbers of 64 bits."""
    files = ", ".join(DUCKDB.word(_exactly(file)) for file in people.files)
    read = f"read_parquet([{files}], union_by_name = true, file_row_number = true)"
    found = connection.sql(f"SELECT * FROM {read} LIMIT 0").to_arrow_table().schema  # noqa: S608
    columns = [f"{_row(people)} AS {DUCKDB.quoted(ROW)}"]
    for name, fields in people.columns.items():
        columns.append(_column(vocabulary.facts[name], fields, vocabulary, found.field(name).type))
    return f"(SELECT {', '.join(columns)} FROM {read})"  # noqa: S608


def _exactly(file: Path) -> str:
    """The name of a file in which nothing stands for other letters."""
    return re.sub(r"([*?\[])", r"[\1]", str(file))


def _row(people: Population) -> str:
    """The number of a row in all files, which DuckDB knows by their places."""
    if len(people.files) == 1:
        return "file_row_number"
    rows = (pq.read_metadata(file).num_rows for file in people.files[:-1])
    starts = ", ".join(map(str, accumulate(rows, initial=0)))
    return f"([{starts}]::BIGINT[])[CAST(file_index AS BIGINT) + 1] + file_row_number"


def _column(fact: FactDeclaration, fields: Sequence[str], vocabulary: Vocabulary, found: pa.DataType) -> str:
    """A column, turned into the types that are counted with where the file has others."""
    column = DUCKDB.quoted(fact.name)
    if not isinstance(fact.type, ListOf):
        wanted = arrow_type(fact.type)
        return column if found == wanted else f"CAST({column} AS {_TYPES[wanted]}) AS {column}"
    inner = {field: arrow_type(vocabulary.fields(fact.name)[field].type) for field in fields}
    if all(found.value_type.field(field).type == wanted for field, wanted in inner.items()):
        return column
    struct = ", ".join(f"{DUCKDB.quoted(field)} {_TYPES[wanted]}" for field, wanted in inner.items())
    return f"CAST({column} AS STRUCT({struct})[]) AS {column}"


_TYPES = {pa.int64(): "BIGINT", pa.bool_(): "BOOLEAN", pa.date32(): "DATE", pa.string(): "VARCHAR"}
