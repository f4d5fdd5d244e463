"""Expressions to typed nodes."""

import ast
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any, NoReturn

from allmanning.rules.calls import CALLS, entity_of
from allmanning.rules.datatypes import (
    BOOL,
    INT,
    MONEY,
    SHARE,
    Choice,
    Type,
    is_number,
    is_ordered,
    told,
    unordered,
)
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.rules.nodes import Arithmetic, Compare, Comparison, Const, If, Lookup, Not
from allmanning.rules.scope import Element, ListName, Scope, TableName, Typed
from allmanning.rules.words import AS_OF

OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_DIVIDE = 'Write andel(belopp, bråk(1, 3), avrunda="ned") to divide, with the rounding said out loud'
_INSTEAD_OF: dict[type[ast.operator], str] = {
    ast.Div: _DIVIDE, ast.FloorDiv: _DIVIDE, ast.Mod: _DIVIDE, ast.Pow: "Multiply it out",
}  # fmt: skip
LARGEST_LITERAL = 10**12
LONGEST_TEXT = 200

_GENERAL_HINT = "Use names, + - *, comparisons, and/or/not, min max sum any all len and the built-in words"
_OVER_A_LIST = "Put it inside sum, any, all, len, min or max"
# What the author wrote, by the name Python's grammar has for it, and what to do instead.
_STRANGE: dict[type[ast.expr], tuple[str, str]] = {
    ast.JoinedStr: ("A text with values in it (f-string)", "Write a plain text in quotes"),
    ast.Lambda: ("lambda", "Write a function with @rule"),
    ast.NamedExpr: (":=", "Give the name its value on a line of its own"),
    ast.Dict: ("A dictionary", "Make it a table in parameters.toml"),
    ast.Set: ("A set", "Write a tuple after in, as x in (1, 2)"),
    ast.List: ("A list of values", "Write a tuple after in, as x in (1, 2)"),
    ast.Tuple: ("A list of values", "One expression has one value; a tuple stands after in only"),
    ast.GeneratorExp: ("A comprehension by itself", _OVER_A_LIST),
    ast.ListComp: ("A comprehension by itself", _OVER_A_LIST),
    ast.SetComp: ("A comprehension by itself", _OVER_A_LIST),
    ast.DictComp: ("A comprehension by itself", _OVER_A_LIST),
    ast.Starred: ("*", "Write each value by itself"),
    ast.Slice: (":", "Look up one key, as tabell[nyckel]"),
    ast.Call: ("This call", "Only the built-in words and rules per element are called"),
}


def expression(node: ast.expr, scope: Scope) -> Typed:
    """The value of an expression. Raises LanguageError at the part that is not in the language."""
    read = _EXPRESSIONS.get(type(node))
    return _refuse(node, scope) if read is None else read(node, scope)


def _refuse(node: ast.expr, scope: Scope) -> NoReturn:
    what, hint = _STRANGE.get(type(node), (type(node).__name__.lower(), _GENERAL_HINT))
    scope.source.refuse("R103", f"{what} is not in the language", hint, node)


def _constant(node: ast.Constant, scope: Scope) -> Typed:
    match node.value:
        case bool() as truth:
            return scope.truth(truth, node)
        case int() as number if abs(number) <= LARGEST_LITERAL:
            return scope.add(Const(number, INT), INT, node)
        case int():
            scope.source.refuse("R104", "The number is larger than 10^12", "Check the number of digits", node)
        case float():
            hint = "Write kr(12, 50) for 12 kronor 50 öre, bråk(25, 100) for 25 %"
            scope.source.refuse("R105", "There are no decimals", hint, node)
        case str() as text if len(text) <= LONGEST_TEXT:
            word = Choice((text,))
            return scope.add(Const(text, word), word, node)
        case str():
            scope.source.refuse("R104", f"The text is longer than {LONGEST_TEXT} letters", "Shorten it", node)
    scope.source.refuse("R103", f"{ast.unparse(node)[:60]} is not in the language", _GENERAL_HINT, node)


def _name(node: ast.Name, scope: Scope) -> Typed:
    name = node.id
    match scope.names.get(name):
        case Typed() as known:
            return replace(known, at=node)
        case ListName():
            hint = f"Write len({name}), or sum(… for x in {name})"
            scope.source.refuse("R160", f"{name!r} is a list", hint, node)
        case TableName():
            scope.source.refuse("R161", f"{name!r} is a table", f"Write {name}[nyckel]", node)
        case Element(list=list_name):
            field = next(iter(scope.rules.vocabulary.fields(list_name)), "fakta")
            scope.source.refuse("R162", f"{name!r} is an element", f"Write {name}.{field}", node)
    if name == AS_OF or scope.is_taken(name):
        hint = f"Add {name} and its type to the parentheses of the rule"
        scope.source.refuse("R163", f"The rule does not say that it needs {name!r}", hint, node)
    if name in scope.partly:
        hint = "Give it a value in every branch, or before the if"
        scope.source.refuse("R164", f"{name!r} has a value in some branches only", hint, node)
    hint = f"Write {name}(…)" if name in CALLS else did_you_mean(name, scope.names)
    scope.source.refuse("R164", f"{name!r} is not known here", hint, node)


def _attribute(node: ast.Attribute, scope: Scope) -> Typed:
    if isinstance(node.value, ast.Name):
        symbol = scope.names.get(node.value.id)
        if isinstance(symbol, Element):
            return scope.field(symbol, node.attr, node)
    hint = "Only the facts of an element follow a dot, as barn.ålder"
    scope.source.refuse("R106", f"{quoted('.' + node.attr)} is not in the language", hint, node)


def _lookup(node: ast.Subscript, scope: Scope) -> Typed:
    table = scope.names.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if not isinstance(table, TableName):
        hint = "Write tabell[nyckel], with the table in the parentheses of the rule"
        scope.source.refuse("R165", f"{quoted(ast.unparse(node.value))} is not a table", hint, node.value)
    key = scope.coerce(scope.value(node.slice), table.type.key)
    return scope.mark(scope.add(Lookup(table.name, key.node), table.type.value, node), node)


def _arithmetic(node: ast.BinOp, scope: Scope) -> Typed:
    operator = OPERATORS.get(type(node.op))
    if operator is None:
        hint = _INSTEAD_OF.get(type(node.op), "Use and, or, not between conditions")
        scope.source.refuse("R107", "Only + - * are in the language", hint, node)
    left, right = scope.value(node.left), scope.value(node.right)
    for side in (left, right):
        if not is_number(side.type):
            hint = "Use andel(…) for shares, plus_dagar(…) for days, and a if villkor else b for yes and no"
            message = f"Only numbers and amounts are added and multiplied; this is {told(side.type)}"
            scope.source.refuse("R154", message, hint, side.at)
    if operator == "*":
        return _product(node, left, right, scope)
    left, right, type_ = scope.same_type(left, right, node)
    return scope.add(Arithmetic("+" if operator == "+" else "-", left.node, right.node), type_, node)


def _product(node: ast.BinOp, left: Typed, right: Typed, scope: Scope) -> Typed:
    if left.type == MONEY and right.type == MONEY:
        message = "An amount times an amount has no meaning"
        scope.source.refuse("R155", message, "Multiply by a number, or by a share with andel(…)", node)
    type_: Type = MONEY if MONEY in (left.type, right.type) else INT
    return scope.add(Arithmetic("*", left.node, right.node), type_, node)


def _unary(node: ast.UnaryOp, scope: Scope) -> Typed:
    value = scope.value(node.operand)
    if isinstance(node.op, ast.Not):
        return scope.add(Not(scope.coerce(value, BOOL).node), BOOL, node)
    if isinstance(node.op, ast.USub) and is_number(value.type):
        zero = scope.add(Const(0, value.type), value.type, node)
        return scope.add(Arithmetic("-", zero.node, value.node), value.type, node)
    message = "Only `not`, and a minus before a number or an amount, stand before a value"
    scope.source.refuse("R107", message, "Remove it", node)


def _logic(node: ast.BoolOp, scope: Scope) -> Typed:
    both = isinstance(node.op, ast.And)
    operands: list[Typed] = []
    inner = scope
    for part in node.values:
        first = scope.here()
        operands.append(inner.mark(inner.coerce(inner.value(part), BOOL), part, first))
        inner = inner.under(operands[-1], both)
    return scope.all_of(operands, node) if both else scope.any_of(operands, node)


def _conditional(node: ast.IfExp, scope: Scope) -> Typed:
    first = scope.here()
    condition = scope.coerce(scope.value(node.test), BOOL)
    scope.choice(condition, node.test, first, node.orelse)
    then = scope.under(condition, True).value(node.body)
    other = scope.under(condition, False).value(node.orelse)
    then, other, type_ = scope.same_type(then, other, node)
    return scope.add(If(condition.node, then.node, other.node), type_, node)


def _compare(node: ast.Compare, scope: Scope) -> Typed:
    inner = scope
    parts: list[Typed] = []
    for operator, (left, right) in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
        at = node if len(node.ops) == 1 else _between(left, right)
        first = inner.here()
        parts.append(inner.mark(_comparison(operator, left, right, at, inner), at, first))
        inner = inner.under(parts[-1], True)
    return scope.all_of(parts, node)


def _between(left: ast.expr, right: ast.expr) -> ast.expr:
    """The piece of a chain of comparisons from one side to the other."""
    piece = ast.Compare(left, [], [])
    piece.lineno, piece.col_offset = left.lineno, left.col_offset
    piece.end_lineno, piece.end_col_offset = right.end_lineno, right.end_col_offset
    return piece


def _comparison(operator: ast.cmpop, left: ast.expr, right: ast.expr, at: ast.expr, scope: Scope) -> Typed:
    if isinstance(operator, ast.In | ast.NotIn):
        return _membership(operator, left, right, at, scope)
    symbol = COMPARISONS.get(type(operator))
    if symbol is None:
        scope.source.refuse("R108", "`is` is not in the language", "Write == or !=", at)
    one, other, type_ = _alike(scope.value(left), scope.value(right), at, scope)
    if type_ == SHARE:
        scope.source.refuse("R156", "Shares are not compared", "Compare the amounts", at)
    if symbol not in ("==", "!=") and not is_ordered(type_):
        scope.source.refuse("R156", f"There is no order among {unordered(type_)}", "Use == or !=", at)
    return scope.add(Compare(symbol, one.node, other.node), BOOL, at)


def _alike(one: Typed, other: Typed, at: ast.expr, scope: Scope) -> tuple[Typed, Typed, Type]:
    """Two sides of a comparison; a word is held against the closed set on the other side."""
    nodes = scope.rules.builder.nodes
    if isinstance(one.type, Choice) and isinstance(other.type, Choice):
        if isinstance(nodes[other.node], Const):
            return one, scope.coerce(other, one.type), one.type
        if isinstance(nodes[one.node], Const):
            return scope.coerce(one, other.type), other, other.type
    return scope.same_type(one, other, at)


def _membership(operator: ast.cmpop, left: ast.expr, right: ast.expr, at: ast.expr, scope: Scope) -> Typed:
    if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
        hint = 'Write x in ("a", "b")'
        scope.source.refuse("R109", "`in` is followed by values in parentheses", hint, right)
    inner = scope
    equals: list[Typed] = []
    for word in right.elts:
        equals.append(inner.mark(_comparison(ast.Eq(), left, word, word, inner), word))
        inner = inner.under(equals[-1], False)
    found = scope.any_of(equals, at)
    return found if isinstance(operator, ast.In) else scope.add(Not(found.node), BOOL, at)


def _call(node: ast.Call, scope: Scope) -> Typed:
    if not isinstance(node.func, ast.Name):
        _refuse(node, scope)
    name = node.func.id
    if name in scope.names:
        scope.source.refuse("R166", f"{name!r} is a value already", f"Write {name} without parentheses", node)
    built_in = CALLS.get(name)
    if built_in is not None:
        return built_in(scope, node)
    entity = scope.rules.entity_of(name)
    if entity is None:
        hint = did_you_mean(name, [*CALLS, *scope.rules.rules_per_element()])
        scope.source.refuse("R167", f"{name!r} is not in the language", hint, node.func)
    if not entity:
        hint = f"Add {name} to the parentheses of the rule and use it without parentheses"
        scope.source.refuse("R168", f"The rule {name!r} is not called; it is a value", hint, node)
    match node:
        case ast.Call(args=[ast.Name(id=argument)], keywords=[]):
            element = scope.names.get(argument)
            if isinstance(element, Element) and entity_of(scope, element) == entity:
                return scope.rules.rule(name, element.list, element.level, node)
    hint = f"Write {name}(x) for x in a list of {entity}"
    scope.source.refuse("R169", f"{name!r} takes one {entity}", hint, node)


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any, Scope], Typed]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _lookup,
    ast.BinOp: _arithmetic,
    ast.UnaryOp: _unary,
    ast.BoolOp: _logic,
    ast.IfExp: _conditional,
    ast.Compare: _compare,
    ast.Call: _call,
}
