"""The graph as SQL text for a population: one layered query, in which every shared node is a column, once.

Only names and words of a package reach the text, and both are quoted; everything else is ours. There is nothing that is
NULL: the first layer leaves out each row with something missing or not allowed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmanning.rules.datatypes import ListOf
from allmanning.rules.dialects import Dialect
from allmanning.rules.exact import DayNumbered, MonthsLater, Part, Quotient
from allmanning.rules.graph import Graph
from allmanning.rules.layers import Layers, Path, elementwise, home, layers
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Not,
)
from allmanning.rules.spelled import Reading, Spelled, spelled

# No fact has such a name.
ROW = "#row"
SHARE_PARTS = (".numerator", ".denominator")


def query(
    graph: Graph,
    outputs: Sequence[str],
    readings: Mapping[str, Reading],
    day: date,
    source: str,
    dialect: Dialect,
    keep: Sequence[str] = (),
) -> str:
    """The query that gives ROW, the kept facts under their names (a list as its length), and "{reading}.{output}".

    A share comes as two columns, whose names end in .numerator and .denominator; it may not be in its lowest terms.
    `source` is a relation with ROW and the facts, where nothing is missing and nothing outside what is declared; money is
    öre. Raises UnprovedError.
    """
    told = spelled(graph, outputs, readings, day)
    return _Writer(graph, told, layers(told), dialect).query(source, keep)


@dataclass(frozen=True, slots=True)
class _Writer:
    graph: Graph
    spelled: Spelled
    layers: Layers
    dialect: Dialect

    def query(self, source: str, keep: Sequence[str]) -> str:
        """The whole text. Only the sources and quoted names and words are not ours."""
        quoted, count = self.dialect.quoted, self.layers.count
        texts = [f"l0 AS (SELECT * FROM {source})"]  # noqa: S608
        for layer in range(1, count + 1):
            made = ",\n  ".join(["*", *self.made(layer)])
            texts.append(f"l{layer} AS (SELECT {made}\nFROM l{layer - 1})")
        results = [quoted(ROW), *map(self.kept, keep)]
        for (reading, output), parts in self.spelled.outputs.items():
            endings = ("",) if len(parts) == 1 else SHARE_PARTS
            for part, ending in zip(parts, endings, strict=True):
                name = quoted(f"{reading}.{output}{ending}")
                results.append(f"{self.text(part, (), count + 1)} AS {name}")
        return f"WITH {',\n'.join(texts)}\nSELECT {',\n  '.join(results)}\nFROM l{count}\n"

    def kept(self, name: str) -> str:
        column = self.dialect.quoted(name)
        if isinstance(self.graph.vocabulary.facts[name].type, ListOf):
            return f"{self.dialect.write('length', list=column)} AS {column}"
        return column

    def made(self, layer: int) -> list[str]:
        found = [
            f"{self.text(position, path, layer)} AS {self.column(position)}"
            for (position, path), at in self.layers.columns.items()
            if at == layer and not path
        ]
        for path, at in self.layers.rewritten.items():
            if len(path) == 1 and layer in at:
                found.append(f"{self.rewritten(path, layer)} AS {self.list_name(path, layer)}")
        return found

    def rewritten(self, path: Path, layer: int) -> str:
        """A list made anew: what is still read of its elements, and what they get in this layer."""
        items: list[tuple[str, str]] = []
        for item, last in self.layers.read[path].items():
            if isinstance(item, int) and self.layers.columns[item, path] == layer:
                items.append((self.column(item), self.text(item, path, layer)))
            elif last > layer and (isinstance(item, str) or self.layers.columns[item, path] < layer):
                items.append(self.carried(path, self.column(item)))
        for inner in self.layers.inner(path):
            at = self.layers.rewritten[inner]
            if layer in at:
                items.append((self.list_name(inner), self.rewritten(inner, layer)))
            elif at[0] < layer < self.layers.gone_over[inner]:
                items.append(self.carried(path, self.list_name(inner)))
        write = self.dialect.write
        struct = write("struct", ", ".join(write("struct item", *item) for item in items))
        return write("each", list=self.list(path, layer), element=element(path), body=struct)

    def carried(self, path: Path, name: str) -> tuple[str, str]:
        return name, self.dialect.write("item", element(path), name)

    def column(self, item: str | int) -> str:
        return self.dialect.quoted(item if isinstance(item, str) else f"#{item}")

    def list_name(self, path: Path, layer: int = 0) -> str:
        level, name = path[-1]
        return self.dialect.quoted(f"#{name}.{level}.{layer}")

    def list(self, path: Path, layer: int) -> str:
        """A list as a layer finds it."""
        before = [at for at in self.layers.rewritten.get(path, ()) if at < layer]
        if not before:
            return self.dialect.quoted(path[-1][1])
        if len(path) == 1:
            return self.list_name(path, before[-1])
        return self.dialect.write("item", element(path[:-1]), self.list_name(path))

    def text(self, position: int, around: Path, layer: int) -> str:
        """The text of a node in a layer."""
        path = home(self.spelled, position, around)
        if self.layers.columns.get((position, path), layer) < layer:
            column = self.column(position)
            return self.dialect.write("item", element(path), column) if path else column
        node = self.spelled.nodes[position]
        return _WRITTEN[type(node)](self, node, position, path, layer)


# The text of a node at a position, of a path, in a layer.
type Write = Callable[[_Writer, Any, int, Path, int], str]


def element(path: Path) -> str:
    """What the element of the innermost list is called."""
    return f"e{path[-1][0]}"


def _const(writer: _Writer, node: Const, position: int, path: Path, layer: int) -> str:
    write, value = writer.dialect.write, node.value
    match value:
        case bool():
            return write("true" if value else "false")
        case int():
            return write("number", value)
        case date():
            return write("day", value.isoformat())
        case _:
            return writer.dialect.word(str(value))


def _fact(writer: _Writer, node: FactRef, position: int, path: Path, layer: int) -> str:
    return writer.dialect.quoted(node.name)


def _field(writer: _Writer, node: FieldRef, position: int, path: Path, layer: int) -> str:
    return writer.dialect.write("item", element(path), writer.dialect.quoted(node.name))


def _look_up(writer: _Writer, node: Lookup, position: int, path: Path, layer: int) -> str:
    """A dense table is an array, found in by place; any other is a tree of conditions."""
    write, key, table = (
        writer.dialect.write,
        writer.text(node.key, path, layer),
        writer.spelled.tables[node.table],
    )
    if not table.dense:
        return _stepwise(writer.dialect, key, table.starts, table.values)
    cells = ", ".join(write("table cell", cell) for cell in table.dense)
    offset = writer.dialect.first - table.starts[0]
    place = write("+", key, write("number", offset)) if offset else key
    return write("cell", write("table", cells), place)


def _stepwise(dialect: Dialect, key: str, starts: Sequence[int], values: Sequence[Any]) -> str:
    """The last value whose start is not above the key; the first one below all starts."""
    if len(values) == 1:
        return dialect.write("number", values[0])
    middle = len(values) // 2
    lower = _stepwise(dialect, key, starts[:middle], values[:middle])
    upper = _stepwise(dialect, key, starts[middle:], values[middle:])
    return dialect.write("if", dialect.write("<", key, dialect.write("number", starts[middle])), lower, upper)


def _pair(what: Callable[[Any], str]) -> "Write":
    """What is made of two others."""

    def write(writer: _Writer, node: Any, position: int, path: Path, layer: int) -> str:
        both = (writer.text(child, path, layer) for child in (node.left, node.right))
        return writer.dialect.write(what(node), *both)

    return write


def _if(writer: _Writer, node: If, position: int, path: Path, layer: int) -> str:
    parts = (writer.text(child, path, layer) for child in (node.condition, node.then, node.otherwise))
    return writer.dialect.write("if", *parts)


def _one(what: Callable[[Any], str]) -> "Write":
    """What is made of one other."""

    def write(writer: _Writer, node: Any, position: int, path: Path, layer: int) -> str:
        return writer.dialect.write(what(node), writer.text(node.of, path, layer))

    return write


def _aggregate(writer: _Writer, node: Aggregate, position: int, path: Path, layer: int) -> str:
    write, inner = writer.dialect.write, (*path, (node.level, node.list))
    listed = writer.list(inner, layer)
    texts = [writer.text(child, inner, layer) for child in elementwise(writer.spelled, node)]
    if not texts:
        return write("length", list=listed)
    default = [writer.text(node.default, path, layer)] if node.operator in ("min", "max") else []
    body = texts[0]
    if len(texts) > 1:
        otherwise = [write("number", 0)] if node.operator == "sum" else []
        body = write(_WHERE[node.operator], *texts, *otherwise)
    return write(f"list {node.operator}", *default, list=listed, element=element(inner), body=body)


# How an element that does not count is left out.
_WHERE = {"sum": "if", "any": "and", "all": "unless", "min": "only if", "max": "only if"}

_WRITTEN: dict[type, Write] = {
    Const: _const,
    FactRef: _fact,
    FieldRef: _field,
    Lookup: _look_up,
    Arithmetic: _pair(lambda node: node.operator),
    Extreme: _pair(lambda node: node.operator),
    Quotient: _pair(lambda node: "quotient"),
    Compare: _pair(lambda node: node.operator),
    Logic: _pair(lambda node: node.operator),
    Not: _one(lambda node: "not"),
    If: _if,
    Part: _one(lambda node: f"{node.part} of"),
    DayNumbered: _one(lambda node: "day numbered"),
    MonthsLater: _pair(lambda node: "months later"),
    Aggregate: _aggregate,
}
