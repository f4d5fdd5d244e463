"""A population's files: which columns the rules need of them, whether they are what is needed, and their rows in batches."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.datatypes import BOOL, DATE, MONEY, Choice, ListOf, Scalar, Type
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.plan import facts_needed
from allmanning.simulation.errors import DataError
from allmanning.simulation.job import Job

# A million at a time takes longer and three times the memory.
ROWS_IN_A_BATCH = 250_000
BUFFER = 2**20

# Facts of the household in the order of their declaration; a list with those fields of its elements that are read.
type Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Population:
    """Files that have been looked at, in the order of their names, the columns to read, and how many rows they hold."""

    files: tuple[Path, ...]
    columns: Columns
    rows: int


def population(job: Job) -> Population:
    """Look at the files of a job: every needed column of the right type, in every file, and at least one row.

    No values are read. Raises DataError.
    """
    columns, vocabulary = columns_needed(job), job.graph.vocabulary
    files = _files(job.data)
    rows = 0
    for file in files:
        with _reading(file):
            footer = pq.read_metadata(file)
            found = footer.schema.to_arrow_schema()
        refuse_unfitting(found, columns, vocabulary, str(file))
        rows += footer.num_rows
    if rows == 0:
        raise DataError(f"{job.data} has no rows. Give a population of at least one household")
    return Population(files, columns, rows)


def columns_needed(job: Job) -> Columns:
    """What the outputs stand on, what is kept, and what a run shifts."""
    needed = facts_needed(job.graph, job.outputs)
    besides = {*job.keep, *(name for run in job.runs for name in run.shift)}
    return {
        name: needed.get(name, ()) for name in job.graph.vocabulary.facts if name in needed or name in besides
    }


def refuse_unfitting(found: pa.Schema, columns: Columns, vocabulary: Vocabulary, where: str) -> None:
    """Refuse a schema that lacks a column or has one of another type. `where` names the data. Raises DataError."""
    for name, fields in columns.items():
        fact = vocabulary.facts[name]
        type_ = _column(found, name, fact, where)
        if isinstance(fact.type, ListOf):
            _refuse_list(type_, fact, where)
            for field in fields:
                inner = vocabulary.fields(name)[field]
                _refuse_type(_field(type_.value_type, inner, name, where), inner, f"{name}.{field}", where)
        else:
            _refuse_type(type_, fact, name, where)


def batches(population: Population, rows: int = ROWS_IN_A_BATCH) -> Iterator[pa.RecordBatch]:
    """The needed columns, file after file, at most so many rows at a time; words as dictionaries. Raises DataError."""
    for path in population.files:
        with _reading(path):
            footer = pq.read_metadata(path)
            leaves = _leaves(footer, population.columns)
            # Parquet's reader cannot join dictionaries inside lists.
            words = [
                leaf
                for leaf, each in leaves.items()
                if each.physical_type == "BYTE_ARRAY" and "." not in leaf
            ]
            # Buffered, or whole columns would be held at a time.
            file = pq.ParquetFile(
                path, metadata=footer, read_dictionary=words, buffer_size=BUFFER, pre_buffer=False
            )
            read = file.iter_batches(rows, columns=list(leaves))
        while True:
            with _reading(path):
                batch = next(read, None)
            if batch is None:
                break
            yield batch


def _files(data: Path) -> tuple[Path, ...]:
    if data.is_dir():
        # What another program is writing, or notes beside its data, begins with _ or a full stop.
        files = tuple(sorted(each for each in data.glob("*.parquet") if each.name[0] not in "._"))
        if not files:
            raise DataError(f"{data} has no file that ends in .parquet")
        return files
    if not data.exists():
        raise DataError(f"{data} does not exist")
    return (data,)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        if path.is_file() and path.stat().st_size == 0:
            message = f"{path} is empty. Write it again"
        else:
            message = (
                f"{path} cannot be read as Parquet; it is of another kind, damaged or cut off. Write it again"
            )
        raise DataError(f"{message} ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]


def _column(found: pa.Schema, name: str, fact: FactDeclaration, where: str) -> pa.DataType:
    indexes = found.get_all_field_indices(name)
    if len(indexes) == 1:
        return found.field(indexes[0]).type
    if indexes:
        raise DataError(f"{where}: the column {name!r} stands {len(indexes)} times. Keep one of them")
    hint = did_you_mean(name, found.names)
    near = f" {hint}" if hint.startswith("Did") else ""
    raise DataError(f"{where}: the column {name!r} is missing.{near} Add it as {expected(fact.type)}")


def _field(element: pa.StructType, fact: FactDeclaration, list_name: str, where: str) -> pa.DataType:
    indexes = element.get_all_field_indices(fact.name)
    if len(indexes) == 1:
        return element.field(indexes[0]).type
    path = f"{list_name}.{fact.name}"
    if indexes:
        raise DataError(f"{where}: the field {path!r} stands {len(indexes)} times. Keep one of them")
    raise DataError(
        f"{where}: the field {path!r} is missing in the elements of {list_name!r}. Add it as {expected(fact.type)}"
    )


def _refuse_list(type_: pa.DataType, fact: FactDeclaration, where: str) -> None:
    is_list = pa.types.is_list(type_) or pa.types.is_large_list(type_)
    if not (is_list and pa.types.is_struct(type_.value_type)):
        raise DataError(
            f"{where}: the column {fact.name!r} is {type_}; {expected(fact.type)} is needed. Convert the column"
        )


def _refuse_type(type_: pa.DataType, fact: FactDeclaration, path: str, where: str) -> None:
    if not _ACCEPTED[_kind(fact.type)](type_):
        raise DataError(f"{where}: {path!r} is {type_}; {expected(fact.type)} is needed. Convert the column")


def expected(type_: Type) -> str:
    """The column that a fact needs, in words."""
    return _EXPECTED[_kind(type_)]


def _kind(type_: Type) -> str:
    match type_:
        case Choice():
            return "word"
        case ListOf():
            return "list"
        case Scalar():
            return {BOOL: "truth", DATE: "day", MONEY: "amount"}.get(type_, "number")
        case _:
            raise AssertionError(f"{type_} is no fact's type")


def _is_word(type_: pa.DataType) -> bool:
    plain = type_.value_type if pa.types.is_dictionary(type_) else type_
    return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))


def _is_number(type_: pa.DataType) -> bool:
    return bool(pa.types.is_signed_integer(type_))


_EXPECTED = {
    "amount": "int64, in öre",
    "number": "int64",
    "truth": "bool",
    "day": "date32",
    "word": "string",
    "list": "a list of structs",
}
_ACCEPTED: dict[str, Callable[[pa.DataType], bool]] = {
    "amount": _is_number,
    "number": _is_number,
    "truth": pa.types.is_boolean,
    "day": pa.types.is_date32,
    "word": _is_word,
}


def _leaves(footer: pq.FileMetaData, columns: Columns) -> dict[str, pq.ColumnSchema]:
    """The columns within a file by their paths; of a list that is only counted the smallest field."""
    by_name: dict[str, dict[str, int]] = {}
    for index in range(footer.num_columns):
        path = footer.schema.column(index).path
        by_name.setdefault(path.partition(".")[0], {})[path] = index
    chosen: dict[str, pq.ColumnSchema] = {}
    for name, fields in columns.items():
        leaves = by_name[name]
        wanted = [path for path in leaves if path == name or path.rpartition(".")[2] in fields]
        for path in wanted or [min(leaves, key=lambda each: _bytes(footer, leaves[each]))]:
            chosen[path] = footer.schema.column(leaves[path])
    return chosen


def _bytes(footer: pq.FileMetaData, column: int) -> int:
    groups = (footer.row_group(group) for group in range(footer.num_row_groups))
    return sum(group.column(column).total_compressed_size for group in groups)
