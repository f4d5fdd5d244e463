"""Which rows of a population can be computed, as SQL text: nothing missing at any depth, nothing outside what is declared.

Afterwards nothing is NULL, so that no database can take what is unknown for no, for nothing or for the lowest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from allmanning.rules.datatypes import BOOL, Choice, ListOf
from allmanning.rules.dialects import Dialect
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.sql import ROW

# Facts of the household; a list with those fields of its elements that are read.
type Columns = Mapping[str, Sequence[str]]

_ELEMENT = "e"


@dataclass(frozen=True, slots=True)
class Fault:
    """What can be wrong in a column ("hyra", "barn", "barn.ålder"), and the condition that finds it."""

    column: str
    reason: Literal["missing", "outside"]
    condition: str


def allowed(vocabulary: Vocabulary, columns: Columns, dialect: Dialect) -> str:
    """The condition that holds for the rows that can be computed, and is not true for any other."""
    conditions: list[str] = []
    for name, fields in columns.items():
        fact = vocabulary.facts[name]
        column = dialect.quoted(name)
        if not isinstance(fact.type, ListOf):
            conditions.append(_inside(fact, column, dialect))
            continue
        conditions.append(_between(fact, dialect.write("length", list=column), dialect))
        inner = vocabulary.fields(name)
        parts = [_inside(inner[each], _item(each, dialect), dialect) for each in fields]
        of_element = " AND ".join(parts) or dialect.write("there", _ELEMENT)
        body = dialect.write("otherwise", of_element, dialect.write("false"))
        conditions.append(dialect.write("list all", list=column, element=_ELEMENT, body=body))
    return "\n  AND ".join(conditions) or dialect.write("true")


def checked(vocabulary: Vocabulary, columns: Columns, source: str, dialect: Dialect) -> str:
    """The rows of a relation that can be computed, as a relation."""
    names = ", ".join(dialect.quoted(name) for name in (ROW, *columns))
    return f"(SELECT {names} FROM {source}\n  WHERE {allowed(vocabulary, columns, dialect)})"  # noqa: S608


def refusals(vocabulary: Vocabulary, columns: Columns, source: str, dialect: Dialect) -> str:
    """A query for one row: how many rows of a relation cannot be computed; then for each of `faults` how many, and the first."""
    found = ["count(*)"]
    for fault in faults(vocabulary, columns, dialect):
        found.append(f"count(*) FILTER (WHERE {fault.condition})")
        found.append(f"min({dialect.quoted(ROW)}) FILTER (WHERE {fault.condition})")
    right = dialect.write("otherwise", f"({allowed(vocabulary, columns, dialect)})", dialect.write("false"))
    return f"SELECT {',\n  '.join(found)}\nFROM {source}\nWHERE NOT {right}\n"


def faults(vocabulary: Vocabulary, columns: Columns, dialect: Dialect) -> Iterator[Fault]:
    """All that can be wrong, column by column."""
    for name, fields in columns.items():
        fact = vocabulary.facts[name]
        column = dialect.quoted(name)
        missing = dialect.write("missing", column)
        if not isinstance(fact.type, ListOf):
            yield Fault(name, "missing", missing)
            yield from _outside(fact, name, column, dialect)
            continue
        absent = dialect.write("missing", _ELEMENT)
        some = dialect.write("list any", list=column, element=_ELEMENT, body=absent)
        yield Fault(name, "missing", dialect.write("or", missing, some))
        # A list that is not there has no elements, which may be too few.
        length = dialect.write("otherwise", dialect.write("length", list=column), dialect.write("number", 0))
        yield Fault(name, "outside", dialect.write("not", f"({_between(fact, length, dialect)})"))
        for each in fields:
            yield from _in_elements(name, vocabulary.fields(name)[each], dialect)


def _in_elements(name: str, fact: FactDeclaration, dialect: Dialect) -> Iterator[Fault]:
    """What can be wrong in a field of elements that are there."""
    path, item, column = f"{name}.{fact.name}", _item(fact.name, dialect), dialect.quoted(name)
    missing = dialect.write("and", dialect.write("there", _ELEMENT), dialect.write("missing", item))
    for fault in (Fault(path, "missing", missing), *_outside(fact, path, item, dialect)):
        some = dialect.write("list any", list=column, element=_ELEMENT, body=fault.condition)
        yield Fault(path, fault.reason, some)


def _item(field: str, dialect: Dialect) -> str:
    return dialect.write("item", _ELEMENT, dialect.quoted(field))


def _outside(fact: FactDeclaration, path: str, value: str, dialect: Dialect) -> Iterator[Fault]:
    if fact.type != BOOL:
        yield Fault(path, "outside", dialect.write("not", f"({_inside(fact, value, dialect)})"))


def _inside(fact: FactDeclaration, value: str, dialect: Dialect) -> str:
    match fact.type:
        case Choice(options=options):
            return dialect.write("in", value, ", ".join(dialect.word(option) for option in options))
        case _ if fact.type == BOOL:
            return dialect.write("there", value)
        case _:
            return _between(fact, value, dialect)


def _between(fact: FactDeclaration, value: str, dialect: Dialect) -> str:
    return dialect.write("between", value, *(_end(end, dialect) for end in (fact.low, fact.high)))


def _end(end: int | date, dialect: Dialect) -> str:
    return dialect.write("day", end.isoformat()) if isinstance(end, date) else dialect.write("number", end)
