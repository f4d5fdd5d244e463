"""One case in microseconds: the graph as generated Python that keeps the value of every rule.

The generated text is made of our own nodes only; the words of a package reach it as checked identifiers and as
quoted strings. Both arms of a condition may be computed, which is safe since every operation is total (`TableValue.at`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import SHARE, TableOf
from allmanning.rules.graph import Graph
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    AsOf,
    Calendar,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Named,
    Node,
    Not,
    ParameterRef,
    Rate,
    Ratio,
    Round,
    children,
)  # fmt: skip
from allmanning.rules.values import CALENDAR, Facts, Parameters, Rounding, Value, rounded

type Decide = Callable[[Facts], dict[str, Value]]
type Bind = Callable[[Parameters, date], Decide]

DEEPEST_INLINE = 12


def decider(graph: Graph) -> Bind:
    """Compile a graph once; bind parameters and a day; then decide complete facts, one dict at a time.

    The bound function returns the value of every rule of the household. A fact that is not there raises KeyError:
    use a survey for incomplete facts.
    """
    text = python_text(graph)
    names: dict[str, Any] = {"Fraction": Fraction, "nearest": _nearest, "date": date, **CALENDAR}
    exec(compile(text, "<rules>", "exec"), names)  # noqa: S102 - text of our own making, see above
    bind: Bind = names["bind"]
    return bind


def python_text(graph: Graph) -> str:
    """The generated module: `bind(parameters, day)` returns `decide(facts)`."""
    writer = _Writer(graph)
    body = writer.body()
    lines = ["def bind(p, day):"]
    lines += [f"    {line}" for line in writer.parameter_lines()]
    lines += ["    def decide(f):", *(f"        {line}" for line in body), "    return decide"]
    return "\n".join(lines) + "\n"


def _nearest(numerator: int, denominator: int) -> int:
    return rounded(numerator, denominator, "närmast")


@dataclass(slots=True)
class _Writer:
    graph: Graph
    uses: Counter[int] = field(default_factory=Counter)
    stage: list[int] = field(default_factory=list)
    parameters: dict[str, None] = field(default_factory=dict)
    depth: dict[int, int] = field(default_factory=dict)
    variables: set[int] = field(default_factory=set)

    def body(self) -> list[str]:
        needed = self._count()
        self._stages()
        facts = sorted({node.name for i in needed if isinstance(node := self.graph.nodes[i], FactRef)})
        lists = sorted({node.list for i in needed if isinstance(node := self.graph.nodes[i], Aggregate)})
        lines = [f"f_{name} = f[{name!r}]" for name in dict.fromkeys([*facts, *lists])]
        outer = [i for i in needed if not self.graph.levels[i]]
        for stage in range(max((self.stage[i] for i in outer), default=0) + 1):
            lines += self._loops([i for i in outer if self._is_aggregate(i) and self.stage[i] == stage])
            for i in outer:
                if self.stage[i] == stage and not self._is_aggregate(i) and self._is_variable(i):
                    lines.append(f"{self._variable(i)} = {self._write(i)}")
        kept = ", ".join(f"{name!r}: {self._text(node)}" for name, node in self.graph.values.items())
        return [*lines, f"return {{{kept}}}"]

    def parameter_lines(self) -> list[str]:
        lines: list[str] = []
        for name in self.parameters:
            type_ = self.graph.parameters[name]
            if isinstance(type_, TableOf):
                lines.append(f"p_{name} = p[{name!r}].at")
            elif type_ == SHARE:
                lines += [f"p_{name} = p[{name!r}]", f"n_{name}, d_{name} = p_{name}.as_integer_ratio()"]
            else:
                lines.append(f"p_{name} = p[{name!r}]")
        return lines

    def _count(self) -> list[int]:
        """How often each node that some rule needs is used; the needed ones in order."""
        seen: set[int] = set()
        stack = list(self.graph.values.values())
        self.uses.update(stack)
        while stack:
            position = stack.pop()
            if position in seen:
                continue
            seen.add(position)
            below = self._written_children(self.graph.nodes[position])
            self.uses.update(below)
            stack.extend(below)
        return sorted(seen)

    def _written_children(self, node: Node) -> tuple[int, ...]:
        below = children(node)
        # An operand of min and max is written twice, so it gets a name.
        return below * 2 if isinstance(node, Extreme) else below

    def _stages(self) -> None:
        """Stage 0 needs no list; stage n needs totals of stage n − 1. Totals of one list and stage share a loop."""
        for node in self.graph.nodes:
            below = max((self.stage[child] for child in children(node)), default=0)
            self.stage.append(below + 1 if isinstance(node, Aggregate) else below)

    def _is_aggregate(self, position: int) -> bool:
        return isinstance(self.graph.nodes[position], Aggregate)

    def _is_variable(self, position: int) -> bool:
        match self.graph.nodes[position]:
            case Const() | FactRef() | ParameterRef() | AsOf():
                return False
            case Named(of=of, level=-1):
                del of
                return True
            case Aggregate():
                return True
            case _:
                return self.uses[position] > 1 or self._depth(position) > DEEPEST_INLINE

    def _depth(self, position: int) -> int:
        if position not in self.depth:
            below = [self._depth(c) for c in children(self.graph.nodes[position]) if not self._shallow(c)]
            depth = 1 + max(below, default=0)
            self.depth[position] = 1 if depth > DEEPEST_INLINE + 1 else depth
        return self.depth[position]

    def _shallow(self, position: int) -> bool:
        node = self.graph.nodes[position]
        return (
            self.uses[position] > 1
            or isinstance(node, Aggregate)
            or (isinstance(node, Named) and node.level < 0)
        )

    def _variable(self, position: int) -> str:
        return f"v{position}"

    def _text(self, position: int) -> str:
        return self._variable(position) if self._is_variable(position) else self._write(position)

    def _loops(self, aggregates: Sequence[int]) -> list[str]:
        """Totals over the same list are gathered in one loop."""
        lines: list[str] = []
        nodes = self.graph.nodes
        by_list: dict[tuple[str, int], list[int]] = {}
        for position in aggregates:
            node = nodes[position]
            assert isinstance(node, Aggregate)  # noqa: S101 - the caller chose them
            by_list.setdefault((node.list, node.level), []).append(position)
        for (list_name, level), together in by_list.items():
            lines += [f"{self._variable(position)} = {self._start(position)}" for position in together]
            lines.append(f"for e{level} in f_{list_name}:")
            for position in self._inside(together, level):
                if self._is_aggregate(position):
                    lines += [f"    {line}" for line in self._loops([position])]
                elif self._is_variable(position):
                    lines.append(f"    {self._variable(position)} = {self._write(position)}")
            lines += [f"    {line}" for position in together for line in self._gather(position)]
            lines += [line for position in together for line in self._finish(position)]
        return lines

    def _inside(self, aggregates: Sequence[int], level: int) -> list[int]:
        """The nodes of one element, children first; those of a loop further in are left to it."""
        found: set[int] = set()
        stack = [child for position in aggregates for child in children(self.graph.nodes[position])[:2]]
        while stack:
            position = stack.pop()
            if position not in found and level in self.graph.levels[position]:
                found.add(position)
                stack.extend(children(self.graph.nodes[position]))
        return sorted(position for position in found if max(self.graph.levels[position]) == level)

    def _start(self, position: int) -> str:
        match self.graph.nodes[position]:
            case Aggregate(operator="sum" | "count"):
                return "0"
            case Aggregate(operator="any"):
                return "False"
            case Aggregate(operator="all"):
                return "True"
        return "None"

    def _gather(self, position: int) -> list[str]:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - the caller chose them
        total, body = self._variable(position), self._text(node.body)
        match node.operator:
            case "sum" | "count":
                line = f"{total} += {'1' if node.operator == 'count' else body}"
            case "any":
                line = f"if {body}: {total} = True"
            case "all":
                line = f"if not {body}: {total} = False"
            case operator:
                sign = "<" if operator == "min" else ">"
                line = f"t = {body}\nif {total} is None or t {sign} {total}: {total} = t"
        lines = line.split("\n")
        if self.graph.nodes[node.where] == Const(True, self.graph.types[node.where]):
            return lines
        return [f"if {self._text(node.where)}:", *(f"    {line}" for line in lines)]

    def _finish(self, position: int) -> list[str]:
        node = self.graph.nodes[position]
        assert isinstance(node, Aggregate)  # noqa: S101 - the caller chose them
        if node.operator not in ("min", "max"):
            return []
        total = self._variable(position)
        return [f"if {total} is None: {total} = {self._text(node.default)}"]

    def _write(self, position: int) -> str:
        text = self._text
        match self.graph.nodes[position]:
            case Const(value=date() as day):
                return f"date({day.year}, {day.month}, {day.day})"
            case Const(value=value):
                return repr(value)
            case FactRef(name=name):
                return f"f_{name}"
            case FieldRef(level=level, name=name):
                return f"e{level}[{name!r}]"
            case ParameterRef(name=name):
                return self._parameter(name)
            case AsOf():
                return "day"
            case Lookup(table=table, key=key):
                return f"{self._parameter(table)}({text(key)})"
            case If(condition=condition, then=then, otherwise=otherwise):
                return f"({text(then)} if {text(condition)} else {text(otherwise)})"
            case Not(of=of):
                return f"(not {text(of)})"
            case Named(of=of):
                return text(of)
            case Extreme(operator=operator, left=left, right=right):
                one, other = text(left), text(right)
                return f"({one} if {one} {'<=' if operator == 'min' else '>='} {other} else {other})"
            case Arithmetic() | Compare() | Logic() as node:
                return f"({text(node.left)} {node.operator} {text(node.right)})"
            case node:
                return self._write_rounding(node)

    def _write_rounding(self, node: Node) -> str:
        text = self._text
        match node:
            case Ratio(numerator=numerator, denominator=denominator):
                return f"Fraction({text(numerator)}, max(1, {text(denominator)}))"
            case Rate(amount=amount, share=share, rounding=rounding):
                top, bottom = self._share(share)
                return _divided(f"{text(amount)} * {top}", bottom, rounding)
            case Round(amount=amount, unit=unit, rounding=rounding):
                return f"({_divided(text(amount), str(unit), rounding)} * {unit})"
            case Calendar(function=function, left=left, right=right):
                return f"{function}({text(left)}, {text(right)})"
        raise AssertionError(node)

    def _share(self, position: int) -> tuple[str, str]:
        match self.graph.nodes[position]:
            case ParameterRef(name=name):
                self._parameter(name)
                return f"n_{name}", f"d_{name}"
            case Ratio(numerator=numerator, denominator=denominator) if not self._is_variable(position):
                bottom = self._text(denominator)
                return self._text(numerator), bottom if bottom.isdigit() else f"max(1, {bottom})"
        share = self._text(position)
        return f"{share}.numerator", f"{share}.denominator"

    def _parameter(self, name: str) -> str:
        self.parameters[name] = None
        return f"p_{name}"


def _divided(numerator: str, denominator: str, rounding: Rounding) -> str:
    match rounding:
        case "ned":
            return f"(({numerator}) // {denominator})"
        case "upp":
            return f"(-(-({numerator}) // {denominator}))"
        case "närmast":
            return f"nearest({numerator}, {denominator})"
