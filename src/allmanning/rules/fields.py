"""The facts in a class: their types and the ranges they may have."""

import ast
from datetime import date

from allmanning.rules.datatypes import (
    BOOL,
    DATE,
    INT,
    MONEY,
    SHARE,
    Choice,
    EntityOf,
    ListOf,
    TableOf,
    Type,
    told,
)
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.syntax import Source
from allmanning.rules.words import (
    BUILT_IN,
    FIRST_DAY,
    LARGEST_NUMBER,
    LAST_DAY,
    LONGEST_LIST,
    MOST_ELEMENTS,
    MOST_INT,
    MOST_MONEY,
    read_day,
)

type Range = tuple[int, int] | tuple[date, date]


def fact(source: Source, node: ast.AnnAssign, name: str, type_: Type) -> FactDeclaration:
    """One line of a class. Raises LanguageError."""
    if isinstance(type_, EntityOf | TableOf) or type_ == SHARE:
        hint = (
            f"Write list[{type_}]" if isinstance(type_, EntityOf) else "Use Money, int, bool, date or Literal"
        )
        source.refuse("R116", f"A fact cannot be {told(type_)}", hint, node.annotation)
    if name in BUILT_IN:
        source.refuse("R117", f"{name!r} is a word of the language", "Choose another name", node)
    low, high = _default_range(type_) if node.value is None else _between(source, node.value, type_)
    return FactDeclaration(name, type_, low, high, source.place(node))


def _default_range(type_: Type) -> Range:
    if isinstance(type_, ListOf):
        return 0, MOST_ELEMENTS
    if type_ == DATE:
        return FIRST_DAY, LAST_DAY
    if type_ == MONEY:
        return 0, MOST_MONEY
    return 0, MOST_INT if type_ == INT else 1


def _between(source: Source, node: ast.expr, type_: Type) -> Range:
    if type_ == BOOL or isinstance(type_, Choice):
        source.refuse("R118", f"There is no range in {told(type_)}", "Remove the range", node)
    match node:
        case ast.Call(func=ast.Name(id="between"), args=[low_node, high_node], keywords=[]):
            low, high = _bound(low_node, type_), _bound(high_node, type_)
            if isinstance(low, int) and isinstance(high, int) and low <= high:
                return low, high
            if isinstance(low, date) and isinstance(high, date) and low <= high:
                return low, high
    source.refuse("R118", "Only the allowed range may follow a fact, the lower end first", _hint(type_), node)


def _hint(type_: Type) -> str:
    if type_ == MONEY:
        return "Write = between(0, 100_000), in kronor"
    if type_ == DATE:
        return f'Write = between("2025-01-01", "2025-12-31"), inside {FIRST_DAY} to {LAST_DAY}'
    if isinstance(type_, ListOf):
        return f"Write = between(0, 15), at most {LONGEST_LIST} elements"
    return "Write = between(0, 20), at most 10^12"


def _bound(node: ast.expr, type_: Type) -> int | date | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() as value):
            return _number(value, type_)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if value is not True:
            return _number(-value, type_)
        case ast.Constant(value=str() as text) if type_ == DATE:
            return read_day(text)
    return None


def _number(value: int, type_: Type) -> int | None:
    if isinstance(type_, ListOf):
        return value if 0 <= value <= LONGEST_LIST else None
    if abs(value) > LARGEST_NUMBER or type_ == DATE:
        return None
    return value * 100 if type_ == MONEY else value
