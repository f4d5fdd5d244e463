"""A population as Arrow columns: one row for each household, one column for each fact, lists as lists of structs.

Amounts are öre in int64, numbers int64, days date32, truths bool, words strings. Nothing is null.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from allmanning.rules.datatypes import BOOL, DATE, SHARE, Choice, ListOf, Type
from allmanning.rules.graph import FactDeclaration, Vocabulary


def schema(vocabulary: Vocabulary) -> pa.Schema:
    """The columns of a population, in the order in which the facts are declared."""
    return pa.schema([_field(fact, vocabulary) for fact in vocabulary.facts.values()])


def arrow_type(type_: Type) -> pa.DataType:
    """How a value of the language is kept; a share as its numerator and denominator."""
    match type_:
        case Choice():
            return pa.string()
        case _ if type_ == BOOL:
            return pa.bool_()
        case _ if type_ == DATE:
            return pa.date32()
        case _ if type_ == SHARE:
            return pa.struct([("numerator", pa.int64()), ("denominator", pa.int64())])
        case _:
            return pa.int64()


def _field(fact: FactDeclaration, vocabulary: Vocabulary) -> pa.Field:
    if not isinstance(fact.type, ListOf):
        return pa.field(fact.name, arrow_type(fact.type), nullable=False)
    fields = [_field(each, vocabulary) for each in vocabulary.fields(fact.name).values()]
    # A struct without fields cannot be written to Parquet; every list of the language has at least one.
    return pa.field(
        fact.name, pa.list_(pa.field("element", pa.struct(fields), nullable=False)), nullable=False
    )


def table_of(vocabulary: Vocabulary, households: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Checked, complete facts of some households as a table."""
    wanted = schema(vocabulary)
    rows = list(households)
    arrays = [pa.array([row[field.name] for row in rows], field.type) for field in wanted]
    return pa.Table.from_arrays(arrays, schema=wanted)


def households_of(vocabulary: Vocabulary, table: pa.Table | pa.RecordBatch) -> list[dict[str, Any]]:
    """The facts of every row, as the other readers take them."""
    households: list[dict[str, Any]] = table.select(list(vocabulary.facts)).to_pylist()
    return households
