"""A population on a Spark cluster: executors read the files and write the answer, which is then streamed back.

The data and the working folder must be where every machine sees them under the same path.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.datatypes import ListOf
from allmanning.rules.dialects import SPARK
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.sql import ROW
from allmanning.simulation.clusters import session
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.errors import DataError, SimulationError
from allmanning.simulation.job import Engine, Job, Progress, Refused
from allmanning.simulation.querying import batch_of, refusals_query, rows_query, tell
from allmanning.simulation.reading import Population, population

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS_IN_A_BATCH = 100_000
SMALLEST_PART, LARGEST_PART = 2**20, 2**27  # bytes


def engine(master: str = "local[*]", folder: Path | None = None) -> Engine:
    """The engine on a cluster, such as spark://host:7077; see `job.Engine`.

    Results are written below `folder`, by default where this machine keeps temporary files. Running it raises DataError,
    SimulationError (also without Java) and MissingExtraError.
    """

    def run(job: Job, progress: Progress, refused: Refused) -> Iterator[pa.RecordBatch]:
        # What is wrong with the data is told before anybody waits for Spark.
        people = population(job)
        with session(master) as spark:
            yield from _rows(spark, job, people, progress, refused, folder)

    return run


def run_in(
    spark: "SparkSession", job: Job, progress: Progress, refused: Refused, folder: Path | None = None
) -> Iterator[pa.RecordBatch]:
    """The same in a session that is there already. Raises DataError and SimulationError."""
    return _rows(spark, job, population(job), progress, refused, folder)


def _rows(
    spark: "SparkSession",
    job: Job,
    people: Population,
    progress: Progress,
    refused: Refused,
    folder: Path | None,
) -> Iterator[pa.RecordBatch]:
    done = left = 0
    with TemporaryDirectory(prefix="allmanning-", dir=folder) as place:
        written = Path(place) / "rows"
        with _in_words(job), _view(_read(spark, people, job.graph.vocabulary)) as source:
            spark.sql(rows_query(job, people.columns, source, SPARK)).write.parquet(
                f"file://{written.absolute()}"
            )
        for batch in _batches(job, written):
            left += batch.num_rows
            reached = batch.column("row")[-1].as_py() + 1
            progress(reached - done)
            done = reached
            yield batch
    if left < people.rows:
        with _in_words(job), _view(_read(spark, people, job.graph.vocabulary)) as source:
            (answer,) = spark.sql(refusals_query(job, people.columns, source, SPARK)).collect()
        tell(job, people.columns, SPARK, list(answer), refused)
    if done < people.rows:
        progress(people.rows - done)


def _read(spark: "SparkSession", people: Population, vocabulary: Vocabulary) -> "DataFrame":
    """The files with numbered rows. Each task gets rows that stand together, and no task more than one such part."""
    size = sum(file.stat().st_size for file in people.files)
    part = max(SMALLEST_PART, min(LARGEST_PART, size // (3 * spark.sparkContext.defaultParallelism)))
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(part))
    spark.conf.set("spark.sql.files.openCostInBytes", str(part))
    columns = [_column(vocabulary.facts[name], fields, vocabulary) for name, fields in people.columns.items()]
    files = spark.read.schema(", ".join(columns)).parquet(*map(_exactly, people.files))
    return files.selectExpr(f"{_row(files, people)} AS {SPARK.quoted(ROW)}", "*")


def _exactly(file: Path) -> str:
    """The name of a file in which nothing stands for other letters."""
    return "file://" + re.sub(r"([\\*?,{}\[\]])", r"\\\1", str(file.absolute()))


def _row(files: "DataFrame", people: Population) -> str:
    """The number of a row in all files; Spark tells that in its own file, and the name of the file as it writes it."""
    rows = (pq.read_metadata(file).num_rows for file in people.files)
    starts = dict(zip((file.name for file in people.files), accumulate(rows, initial=0), strict=False))
    names = [name.replace("file:///", "file:/", 1) for name in files.inputFiles()]
    first = {name: starts[unquote(name.rpartition("/")[2])] for name in names}
    cells = ", ".join(f"{SPARK.word(name)}, {start}L" for name, start in first.items())
    return f"element_at(map({cells}), _metadata.file_path) + _metadata.row_index"


def _column(fact: FactDeclaration, fields: Sequence[str], vocabulary: Vocabulary) -> str:
    """A column in the types that are counted with, whatever whole numbers the file has."""
    inner = vocabulary.fields(fact.name) if isinstance(fact.type, ListOf) else {}
    if not inner:
        return f"{SPARK.quoted(fact.name)} {_TYPES[arrow_type(fact.type)]}"
    # Without a field Spark would not tell how many elements there are.
    chosen = fields or tuple(inner)[:1]
    struct = ", ".join(f"{SPARK.quoted(field)}: {_TYPES[arrow_type(inner[field].type)]}" for field in chosen)
    return f"{SPARK.quoted(fact.name)} ARRAY<STRUCT<{struct}>>"


_TYPES = {pa.int64(): "BIGINT", pa.bool_(): "BOOLEAN", pa.date32(): "DATE", pa.string(): "STRING"}


@contextmanager
def _view(files: "DataFrame") -> Iterator[str]:
    """A name for the rows of some files, while it is needed."""
    name = f"population_{uuid4().hex}"
    files.createTempView(name)
    try:
        yield name
    finally:
        files.sparkSession.catalog.dropTempView(name)


def _batches(job: Job, folder: Path) -> Iterator[pa.RecordBatch]:
    """What the executors have written, in the order of the rows."""
    parts = [
        (footer, part) for part in folder.glob("*.parquet") if (footer := pq.read_metadata(part)).num_rows
    ]
    parts.sort(key=lambda each: each[0].row_group(0).column(0).statistics.min)
    for _, part in parts:
        with pq.ParquetFile(part) as file:
            for answer in file.iter_batches(ROWS_IN_A_BATCH):
                yield batch_of(job, answer)


@contextmanager
def _in_words(job: Job) -> Iterator[None]:
    """What Spark cannot do, as an error of ours."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        told = str(error)
        if "ARITHMETIC_OVERFLOW" in told:
            message = "A number became too large. Run allmanning check on the package"
            raise SimulationError(message) from error
        if "FAILED_READ_FILE" in told:
            message = f"{job.data} cannot be read to its end; it may be damaged. Write it again"
            raise DataError(message) from error
        raise SimulationError(f"Spark stopped. {told[:500]}") from error
