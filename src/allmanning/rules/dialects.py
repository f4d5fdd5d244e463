"""How a database says what SQL is written from. A table for each dialect; a function only for words, which need care."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class UnmappedError(Exception):
    """A dialect has no way to say something. Add it to its table."""

    def __init__(self, dialect: str, what: str) -> None:
        super().__init__(f"{dialect} has no way to say {what!r}. Add it to its table")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`templates` take the texts of the children in order; those of a list take `list`, `element` and `body` too.

    `mark` stands around names; `first` is the place of an array's first cell. `word` writes a text as a constant.
    """

    name: str
    mark: str
    first: int
    word: Callable[[str], str]
    templates: Mapping[str, str]

    def write(self, what: str, *children: object, **more: object) -> str:
        """The text of one thing. Raises UnmappedError."""
        if what not in self.templates:
            raise UnmappedError(self.name, what)
        return self.templates[what].format(*children, **more)

    def quoted(self, name: str) -> str:
        """A name; nothing in it can end it."""
        return self.mark + name.replace(self.mark, self.mark * 2) + self.mark


def _doubled(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _escaped(word: str) -> str:
    """Spark reads backslashes and, before that, puts variables in place of ${…}: all but letters and figures is escaped."""
    letters = (each if each.isascii() and each.isalnum() else _code(ord(each)) for each in word)
    return "'" + "".join(letters) + "'"


def _code(point: int) -> str:
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


_STANDARD = {
    "+": "({0} + {1})",
    "-": "({0} - {1})",
    "*": "({0} * {1})",
    "min": "least({0}, {1})",
    "max": "greatest({0}, {1})",
    "<": "({0} < {1})",
    "<=": "({0} <= {1})",
    "==": "({0} = {1})",
    "!=": "({0} <> {1})",
    ">": "({0} > {1})",
    ">=": "({0} >= {1})",
    "and": "({0} AND {1})",
    "or": "({0} OR {1})",
    "not": "(NOT {0})",
    "if": "CASE WHEN {0} THEN {1} ELSE {2} END",
    "unless": "(NOT {0} OR {1})",
    "only if": "CASE WHEN {0} THEN {1} END",
    "true": "TRUE",
    "false": "FALSE",
    "day": "DATE '{0}'",
    "item": "{0}.{1}",
    "in": "{0} IN ({1})",
    "between": "{0} BETWEEN {1} AND {2}",
    "missing": "({0} IS NULL)",
    "there": "({0} IS NOT NULL)",
    "otherwise": "coalesce({0}, {1})",
}  # fmt: skip

DUCKDB = Dialect(
    "DuckDB",
    '"',
    1,
    _doubled,
    _STANDARD
    | {
        "number": "{0}::BIGINT",
        "quotient": "({0} // {1})",
        "year of": "year({0})",
        "month of": "month({0})",
        "day of": "day({0})",
        "number of": "({0} - DATE '0001-01-01')",
        "day numbered": "(DATE '0001-01-01' + CAST({0} AS INTEGER))",
        "months later": "CAST({0} + to_months(CAST({1} AS INTEGER)) AS DATE)",
        "table cell": "{0}",
        "table": "([{0}]::BIGINT[])",
        "cell": "{0}[{1}]",
        "struct": "struct_pack({0})",
        "struct item": "{0} := {1}",
        "each": "list_transform({list}, lambda {element}: {body})",
        "length": "len({list})",
        "list sum": (
            "CASE WHEN len({list}) = 0 THEN 0"
            " ELSE CAST(list_sum(list_transform({list}, lambda {element}: {body})) AS BIGINT) END"
        ),
        "list count": "len(list_filter({list}, lambda {element}: {body}))",
        "list any": "list_contains(list_transform({list}, lambda {element}: {body}), TRUE)",
        "list all": "(NOT list_contains(list_transform({list}, lambda {element}: {body}), FALSE))",
        "list min": "coalesce(list_min(list_transform({list}, lambda {element}: {body})), {0})",
        "list max": "coalesce(list_max(list_transform({list}, lambda {element}: {body})), {0})",
    },
)

SPARK = Dialect(
    "Spark",
    "`",
    0,
    _escaped,
    _STANDARD
    | {
        "number": "{0}L",
        "quotient": "({0} div {1})",
        "year of": "CAST(year({0}) AS BIGINT)",
        "month of": "CAST(month({0}) AS BIGINT)",
        "day of": "CAST(day({0}) AS BIGINT)",
        "number of": "CAST(datediff({0}, DATE '0001-01-01') AS BIGINT)",
        "day numbered": "date_add(DATE '0001-01-01', CAST({0} AS INT))",
        "months later": "add_months({0}, CAST({1} AS INT))",
        "table cell": "{0}L",
        "table": "array({0})",
        "cell": "{0}[CAST({1} AS INT)]",
        "struct": "struct({0})",
        "struct item": "{1} AS {0}",
        "each": "transform({list}, {element} -> {body})",
        "length": "CAST(size({list}) AS BIGINT)",
        "list sum": "aggregate({list}, 0L, (sum_{element}, {element}) -> sum_{element} + {body})",
        "list count": "CAST(size(filter({list}, {element} -> {body})) AS BIGINT)",
        "list any": "exists({list}, {element} -> {body})",
        "list all": "forall({list}, {element} -> {body})",
        "list min": "coalesce(array_min(transform({list}, {element} -> {body})), {0})",
        "list max": "coalesce(array_max(transform({list}, {element} -> {body})), {0})",
    },
)
