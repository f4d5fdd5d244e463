"""Why: the tree of rules behind a value, rebuilt from a survey at any later time. Nothing is recorded while deciding.

Only the arms that were taken are told. Words and formats belong to whoever shows the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from allmanning.rules.bounds import Bounds, Indexes, Memo, Survey, certain, only, within
from allmanning.rules.datatypes import Type
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
    Not,
    ParameterRef,
    Rate,
    Ratio,
    Round,
)  # fmt: skip

type Origin = Literal["constant", "fact", "rule", "parameter", "day", "part"]


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in a formula: where it comes from, its name (a fact's path), and the value (None: open)."""

    origin: Origin
    name: str
    value: Any
    type: Type


type Token = str | Operand

_FLIPPED = {"+": "-", "-": "+", "": ""}


@dataclass(frozen=True, slots=True)
class CellUse:
    """A parameter that was read; `key` is None for a parameter with one value."""

    name: str
    key: int | None
    value: Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule's value and what it came from.

    `formula` and each of `because` are tokens: signs (`+ - × = ≤ … ( )`), words in English (`lowest of`, `share`)
    and operands. `index` is the element's number for a rule per element. `repeated`: told in full further up.
    """

    name: str
    index: int | None
    list: str
    value: Any
    bounds: Bounds
    type: Type
    formula: tuple[Token, ...]
    because: tuple[tuple[Token, ...], ...]
    facts: tuple[Operand, ...]
    parameters: tuple[CellUse, ...]
    parts: tuple["Explanation", ...]
    signs: tuple[str, ...]
    repeated: bool = False


def explain(survey: Survey, name: str) -> Explanation:
    """The explanation of one rule of the household."""
    return _Explaining(survey).named(survey.graph.values[name], survey.memo, ())


@dataclass(slots=True)
class _Explaining:
    survey: Survey
    told: set[tuple[int, Indexes]] = field(default_factory=set)

    def named(self, position: int, memo: Memo, indexes: Indexes) -> Explanation:
        node = self.survey.graph.nodes[position]
        assert isinstance(node, Named)  # noqa: S101 - the caller has looked
        bounds = memo[position]
        value = only(bounds) if certain(bounds) else None
        index = indexes[node.level] if node.level >= 0 else None
        type_ = self.survey.graph.types[position]
        key = position, indexes[: node.level + 1]
        if key in self.told:
            return Explanation(
                node.name, index, node.list, value, bounds, type_, (), (), (), (), (), (), repeated=True
            )
        self.told.add(key)
        body = _Body(self, memo, indexes)
        formula = tuple(body.write(node.of, "+"))
        parts = tuple(self.named(rule, found, where) for (rule, where), (found, _) in body.rules.items())
        return Explanation(
            node.name, index, node.list, value, bounds, type_, formula, tuple(body.because), tuple(body.facts.values()),
            tuple(body.cells.values()), parts, tuple(sign for _, sign in body.rules.values()),
        )  # fmt: skip


class _Body:
    """One rule's own lines: its formula along the taken path, and what it reads."""

    def __init__(self, explaining: _Explaining, memo: Memo, indexes: Indexes) -> None:
        self.explaining = explaining
        self.graph = explaining.survey.graph
        self.memo = memo
        self.indexes = indexes
        self.because: list[tuple[Token, ...]] = []
        self.facts: dict[str, Operand] = {}
        self.cells: dict[tuple[str, int | None], CellUse] = {}
        self.rules: dict[tuple[int, Indexes], tuple[Memo, str]] = {}

    def write(self, position: int, sign: str) -> Iterator[Token]:
        """The tokens of an expression; `sign` tells whether it is added (+), subtracted (-) or neither ()."""
        node, memo = self.graph.nodes[position], self.memo
        match node:
            case If(condition=condition, then=then, otherwise=otherwise):
                low, high = memo[condition]
                self.because.append(tuple(self.condition(condition)))
                if low or not high:
                    yield from self.write(then if low else otherwise, sign)
                else:
                    yield self._open(position)
                    for arm in (then, otherwise):
                        list(self.write(arm, ""))
            case Arithmetic(operator=operator, left=left, right=right):
                yield from self._grouped(left, sign if operator != "*" else "", tight=operator == "*")
                yield "×" if operator == "*" else operator
                following = sign if operator == "+" else _FLIPPED[sign]
                yield from self._grouped(right, following if operator != "*" else "", tight=operator != "+")
            case Extreme(operator=operator, left=left, right=right):
                yield "lowest of" if operator == "min" else "highest of"
                yield from self.write(left, sign)
                yield "or"
                yield from self.write(right, sign)
            case Aggregate():
                yield from self.aggregate(position, node, sign)
            case Rate() | Round() | Ratio() | Calendar():
                yield from self.rounding(node)
            case Compare() | Logic() | Not():
                yield from self.condition(position)
            case _:
                yield self.operand(position, sign)

    def _grouped(self, position: int, sign: str, *, tight: bool) -> Iterator[Token]:
        """The tokens of an operand, in parentheses where it would otherwise be read wrongly."""
        tokens = list(self.write(position, sign))
        yield from (["(", *tokens, ")"] if len(tokens) > 1 and (tight or "or" in tokens) else tokens)

    def _open(self, position: int) -> Operand:
        bounds = self.memo[position]
        return Operand("part", "", only(bounds) if certain(bounds) else None, self.graph.types[position])

    def operand(self, position: int, sign: str = "") -> Operand:
        """A leaf: a fact, a rule, a parameter or a constant; what it reads is noted."""
        node, type_ = self.graph.nodes[position], self.graph.types[position]
        bounds = self.memo[position]
        value = only(bounds) if certain(bounds) else None
        match node:
            case Const():
                return Operand("constant", "", value, type_)
            case FactRef(name=name):
                return self.facts.setdefault(name, Operand("fact", name, value, type_))
            case FieldRef(list=list_name, level=level, name=name):
                index = self.indexes[level]
                path = list_name if index is None else f"{list_name}[{index}].{name}"
                return self.facts.setdefault(path, Operand("fact", path, value, type_))
            case ParameterRef(name=name):
                self.cells[name, None] = CellUse(name, None, value)
                return Operand("parameter", name, value, type_)
            case Lookup(table=table, key=key):
                list(self.write(key, ""))
                keys = self.memo[key]
                found = keys[0] if certain(keys) else None
                if found is not None:
                    self.cells[table, found] = CellUse(table, found, value)
                return Operand("parameter", table, value, type_)
            case Named(name=name):
                self.rules.setdefault((position, self.indexes), (self.memo, sign))
                return Operand("rule", name, value, type_)
            case AsOf():
                return Operand("day", "", value, type_)
        raise AssertionError(node)

    def aggregate(self, position: int, node: Aggregate, sign: str) -> Iterator[Token]:
        """The elements that count, one by one."""
        seen = self.explaining.survey.inner[position, self.indexes]
        first = True
        for inner in seen:
            if not inner.memo[node.where][1]:
                continue
            body = _Body(self.explaining, inner.memo, within(self.indexes, node.level, inner.index))
            body.facts, body.cells, body.rules, body.because = (
                self.facts,
                self.cells,
                self.rules,
                self.because,
            )
            if len(self.because) < 12:
                list(body.condition(node.where))
            tokens = list(body.write(node.body, sign if node.operator == "sum" else ""))
            if node.operator == "sum":
                yield from tokens if first else ("+", *tokens)
                first = False
        if node.operator != "sum" or first:
            yield self._open(position)

    def rounding(self, node: Rate | Round | Ratio | Calendar) -> Iterator[Token]:
        match node:
            case Rate(amount=amount, share=share):
                yield from self._grouped(amount, "", tight=True)
                yield "×"
                yield from self.write(share, "")
            case Round(amount=amount):
                yield "rounded"
                yield from self._grouped(amount, "", tight=True)
            case Ratio(numerator=numerator, denominator=denominator):
                yield from self._grouped(numerator, "", tight=True)
                yield "/"
                yield from self._grouped(denominator, "", tight=True)
            case Calendar(function=function, left=left, right=right):
                yield function
                yield from self.write(left, "")
                yield "–"
                yield from self.write(right, "")

    def condition(self, position: int) -> Iterator[Token]:
        """The part of a condition that settled it."""
        node, memo = self.graph.nodes[position], self.memo
        match node:
            case Logic(operator=operator, left=left, right=right):
                settles = operator == "or"
                for child in (left, right):
                    bounds = memo[child]
                    if certain(bounds) and only(bounds) == settles:
                        yield from self.condition(child)
                        return
                yield from self.condition(left)
                yield operator
                yield from self.condition(right)
            case Not(of=of):
                # What is certain is told as it is ("sammanboende: nej"); only what is open needs the word.
                if not certain(memo[of]):
                    yield "not"
                yield from self.condition(of)
            case Compare(operator=operator, left=left, right=right):
                yield from self._grouped(left, "", tight=True)
                yield self._told(operator, memo[position])
                yield from self._grouped(right, "", tight=True)
            case _:
                yield from self.write(position, "")

    def _told(self, operator: str, truth: Bounds) -> str:
        """The comparison as it turned out: 8 <= 6 that is false is told as 8 > 6."""
        if truth[1]:
            return operator
        return {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}[operator]
