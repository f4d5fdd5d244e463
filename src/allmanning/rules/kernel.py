"""A population at the speed of machine code: the graph as a loop over columns, in text that numba can compile.

The text is made of our own names and of whole numbers; no word of a package stands in it, so that nothing of a stranger
reaches the compiler. Words become numbers, days are counted from 1970-01-01, a share is two numbers. Parameters and the day
are arguments, so that a change of them needs no new text.

Nothing is checked on the way: publishing has proved that no number grows beyond 64 bits, and the columns are checked before.
"""

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allmanning.rules import whole
from allmanning.rules.datatypes import BOOL, SHARE
from allmanning.rules.graph import Graph
from allmanning.rules.machine import EPOCH, Column, Terms, kind_of, numbers_of, words
from allmanning.rules.nodes import Aggregate
from allmanning.rules.passes import Passes, passes
from allmanning.rules.plan import Loop, Step
from allmanning.rules.values import Parameters, TableValue

HELPERS = (
    "quotient", "nearest", "floored", "packed", "number_of_day", "full_years", "full_months", "add_months", "add_days", "cell",
    "searched", "common",
)  # fmt: skip
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Kernel:
    """The text of a module with a function `kernel`, and what to call it with, in order.

    The first row and the one after the last; an array of `numbers`; one for each of `columns`; for each of `tables` the arrays
    that `cells` gives; one for each of `results`, two for a share. A word is its place in `words`.
    """

    text: str
    columns: tuple[Column, ...]
    scalars: tuple[str, ...]
    tables: tuple[Column, ...]
    results: tuple[Column, ...]
    words: tuple[str, ...]
    searched: frozenset[str] = frozenset()

    def fits(self, parameters: Parameters) -> bool:
        """Whether the tables are such as the text was written for; any other parameters fit."""
        return self.searched == sparse(parameters, [table.path for table in self.tables])

    def numbers(self, parameters: Parameters, day: date) -> list[int]:
        """The day, and the values of the parameters that have one value; a share as two numbers."""
        found = [day.toordinal() - EPOCH]
        for name in self.scalars:
            value = parameters[name]
            assert not isinstance(value, TableValue | str)  # noqa: S101 - checked when the package was read
            found += numbers_of(value)
        return found

    def cells(self, parameters: Parameters) -> list[list[int]]:
        """For each table the starts of its cells and their values; two lists of values for shares."""
        found: list[list[int]] = []
        for column in self.tables:
            table = parameters[column.path]
            assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
            values = [
                numbers_of(value) for value in table.dense or table.values if not isinstance(value, str)
            ]
            found.append([table.starts[0]] if table.dense else list(table.starts))
            found += [list(parts) for parts in zip(*values, strict=True)]
        return found


def kernel(graph: Graph, outputs: Sequence[str], parameters: Parameters | None = None) -> Kernel:
    """The kernel that computes some rules of the household; nothing else is computed or read.

    It takes all `parameters` whose tables are as dense as those given here; without any, those where all of them are.
    """
    terms = Terms(graph, outputs, words(graph), sparse(parameters or {}, graph.parameters))
    text = _Writer(graph, outputs, terms).module()
    columns = tuple(terms.columns)
    results = tuple(Column(name, kind_of(graph.types[graph.values[name]])) for name in outputs)
    tables = tuple(Column(name, "share" if terms.is_of_shares(name) else "number") for name in terms.tables)
    found = terms.searched & set(terms.tables)
    return Kernel(text, columns, tuple(terms.scalars), tables, results, terms.words, found)


def sparse(parameters: Parameters, names: Iterable[str]) -> frozenset[str]:
    """The tables that reach so far that there is no cell for each key."""
    tables = ((name, parameters.get(name)) for name in names)
    return frozenset(name for name, table in tables if isinstance(table, TableValue) and not table.dense)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@dataclass(frozen=True, slots=True)
class _Writer:
    graph: Graph
    outputs: Sequence[str]
    terms: Terms

    def module(self) -> str:
        """The helpers, and the function."""
        steps, varying = self.terms.plan.steps, self.terms.varying
        fixed = [step for step in steps if isinstance(step, int) and step not in varying]
        before = self._steps(fixed)
        each = (step for step in steps if step not in fixed)
        parts = passes(self.graph, each, self.terms.roots, self.terms.written)
        body = ["stop = min(start + ROWS, last)"]
        for loop in parts.flat:
            body += self._elements(loop)
        if parts.by_row:
            gathering = self._steps(parts.by_row)
            keep = [f"t{total}[uint64(i - start)] = v{total}" for total in parts.row_totals]
            lists = [name for column, name in self.terms.columns.items() if column.kind == "length"]
            body += self._rows([*self._bounds(lists), *gathering, *keep])
        body += self._rows([*self._totals(parts), *self._steps(parts.side_by_side), *self._stores()])
        lines = [*self._scalar_lines(), *before, *self._room(parts)]
        lines += ["for start in range(first, last, ROWS):", *_indented(body)]
        head = f"def kernel({', '.join(self._arguments())}):"
        return "\n".join([inspect.getsource(whole), "", head, *_indented(lines)]) + "\n"

    def _rows(self, lines: Sequence[str]) -> list[str]:
        """A pass over the rows of the block."""
        return ["for i in range(start, stop):", "    u = uint64(i)", *_indented(lines)]

    def _room(self, parts: Passes) -> list[str]:
        """Where totals lie between the passes; for a running total a place for each element, and one for nothing."""
        lines = [f"t{total} = empty(ROWS, int64)" for total in parts.row_totals]
        lists = [(self.terms.column(loop.list, "length"), self._running(loop)) for loop in parts.flat]
        lists = [(listed, running) for listed, running in lists if running]
        if lists:
            lines += [*(f"m{listed} = 0" for listed, _ in lists), "for start in range(first, last, ROWS):"]
        for listed, _ in lists:
            lines += _indented([*self._block(listed), f"m{listed} = max(m{listed}, n{listed})"])
        for listed, running in lists:
            lines += [f"x{total} = empty(m{listed} + 1, int64)" for total in running]
        return lines

    def _block(self, listed: str) -> list[str]:
        """Where the elements of a block begin, and how many they are."""
        end = f"int64({listed}[uint64(min(start + ROWS, last))])"
        return [f"b{listed} = int64({listed}[uint64(start)])", f"n{listed} = {end} - b{listed}"]

    def _elements(self, loop: Loop) -> list[str]:
        """All elements of the block side by side, and then the running totals before each of them."""
        listed, level, running = self.terms.column(loop.list, "length"), loop.level, self._running(loop)
        if not running:
            return []
        inner = [f"w{level} = uint64(b{listed} + j{level})", *self._steps(loop.steps)]
        inner += [f"x{total}[uint64(j{level})] = {self._term(total)}" for total in running]
        lines = [*self._block(listed), f"for j{level} in range(n{listed}):", *_indented(inner)]
        lines += [f"q{total} = 0" for total in running]
        lines += [f"for j{level} in range(n{listed}):", f"    w{level} = uint64(j{level})"]
        for total in running:
            place = f"x{total}[w{level}]"
            lines += _indented([f"term = {place}", f"{place} = q{total}", f"q{total} += term"])
        return [*lines, *(f"x{total}[uint64(n{listed})] = q{total}" for total in running)]

    def _running(self, loop: Loop) -> list[int]:
        """The totals of a loop that are found by adding up; a list's length is not."""
        return [total for total in loop.totals if not self._is_length(total)]

    def _is_length(self, total: int) -> bool:
        node = self._aggregate(total)
        return node.operator == "count" and self.terms.of(node.where) == "True"

    def _term(self, total: int) -> str:
        """What an element adds to a running total."""
        node = self._aggregate(total)
        where, body = self.terms.of(node.where), self.terms.of(node.body)
        match node.operator:
            case "sum":
                text = f"({body})"
            case "count":
                text = "1"
            case operator:
                text = f"(1 if {body} else 0)" if operator == "any" else f"(0 if {body} else 1)"
        return text if where == "True" else f"({text} if {where} else 0)"

    def _totals(self, parts: Passes) -> list[str]:
        """The totals of a row, as the passes before have left them."""
        lines = self._bounds(dict.fromkeys(self.terms.column(loop.list, "length") for loop in parts.flat))
        for loop in parts.flat:
            for total in (total for total in loop.totals if total in parts.flat_totals):
                lines.append(f"v{total} = {self._difference(total, self.terms.column(loop.list, 'length'))}")
        for total in parts.row_totals:
            truth = " != 0" if self.graph.types[total] == BOOL else ""
            lines.append(f"v{total} = t{total}[uint64(i - start)]{truth}")
        return lines

    def _difference(self, total: int, listed: str) -> str:
        """A total as what its elements have added."""
        if self._is_length(total):
            return f"e{listed} - a{listed}"
        text = " - ".join(f"x{total}[uint64({end}{listed} - b{listed})]" for end in "ea")
        return text + {"any": " > 0", "all": " == 0"}.get(self._aggregate(total).operator, "")

    def _arguments(self) -> list[str]:
        tables = [
            f"{part}{number}"
            for name, number in self.terms.tables.items()
            for part in ("stb" if self.terms.is_of_shares(name) else "st")
        ]
        results = [
            f"{part}{number}"
            for number, name in enumerate(self.outputs)
            for part in ("rq" if self.graph.types[self.graph.values[name]] == SHARE else "r")
        ]
        return ["first", "last", "p", *self.terms.columns.values(), *tables, *results]

    def _scalar_lines(self) -> list[str]:
        lines, number = ["day = p[0]"], 1
        for name, scalar in self.terms.scalars.items():
            lines.append(f"{scalar} = p[{number}]")
            number += 1
            if self.graph.parameters[name] == SHARE:
                lines.append(f"{scalar}b = p[{number}]")
                number += 1
        return lines

    def _bounds(self, lists: Iterable[str]) -> list[str]:
        """Where the elements of a row begin and end."""
        return [
            line
            for listed in lists
            for line in (f"a{listed} = int64({listed}[u])", f"e{listed} = int64({listed}[uint64(i + 1)])")
        ]

    def _stores(self) -> list[str]:
        return [line for number, name in enumerate(self.outputs) for line in self._store(number, name)]

    def _store(self, number: int, output: str) -> list[str]:
        position = self.terms.bare(self.graph.values[output])
        if self.graph.types[position] != SHARE:
            return [f"r{number}[u] = {self.terms.text(position)}"]
        top, bottom = self.terms.share(position)
        lines = [f"n{number} = {top}", f"m{number} = {bottom}", f"g{number} = common(n{number}, m{number})"]
        return [*lines, f"r{number}[u] = n{number} // g{number}", f"q{number}[u] = m{number} // g{number}"]

    def _steps(self, steps: Iterable[Step]) -> list[str]:
        return [
            line
            for step in steps
            for line in (self._loop(step) if isinstance(step, Loop) else self.terms.named(step))
        ]

    def _loop(self, loop: Loop) -> list[str]:
        listed, level = self.terms.column(loop.list, "length"), loop.level
        lines = [line for total in loop.totals for line in self._start(total)]
        lines.append(f"for j{level} in range(a{listed}, e{listed}):")
        inner = [f"w{level} = uint64(j{level})", *self._steps(loop.steps)]
        inner += [line for total in loop.totals for line in self._gather(total)]
        return [*lines, *_indented(inner), *(line for total in loop.totals for line in self._finish(total))]

    def _start(self, total: int) -> list[str]:
        match self._aggregate(total).operator:
            case "sum" | "count":
                return [f"v{total} = 0"]
            case "any" | "all" as operator:
                return [f"v{total} = {operator == 'all'}"]
            case operator:
                return [f"v{total} = {LARGEST if operator == 'min' else -LARGEST}", f"f{total} = False"]

    def _gather(self, total: int) -> list[str]:
        node = self._aggregate(total)
        where, body = self.terms.of(node.where), self.terms.of(node.body)
        match node.operator:
            case "sum" | "count":
                lines = [f"v{total} += {body if node.operator == 'sum' else 1}"]
            case "any":
                lines = [f"if {body}:", f"    v{total} = True"]
            case "all":
                lines = [f"if not {body}:", f"    v{total} = False"]
            case operator:
                lines = [f"v{total} = {operator}(v{total}, {body})", f"f{total} = True"]
        return lines if where == "True" else [f"if {where}:", *_indented(lines)]

    def _finish(self, total: int) -> list[str]:
        node = self._aggregate(total)
        if node.operator not in ("min", "max"):
            return []
        return [f"if not f{total}:", f"    v{total} = {self.terms.of(node.default)}"]

    def _aggregate(self, position: int) -> Aggregate:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - only aggregates are gathered
        return node
