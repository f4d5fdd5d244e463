"""Expressions to typed nodes."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, Choice, Type, is_number, is_ordered
from allmanning.rules.declarations import BUILT_IN
from allmanning.rules.errors import did_you_mean
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    Calendar,
    Compare,
    Comparison,
    Const,
    Extreme,
    If,
    Logic,
    Lookup,
    Not,
    Rate,
    Ratio,
    Round,
)  # fmt: skip
from allmanning.rules.scope import Element, ListName, Scope, TableName, Typed
from allmanning.rules.values import ROUNDINGS, Rounding

OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
LARGEST_LITERAL = 10**12


def expression(node: ast.expr, scope: Scope) -> Typed:
    """The value of an expression. Raises LanguageError at the part that is not in the language."""
    match node:
        case ast.Constant(value=value):
            return _constant(scope, node, value)
        case ast.Name(id=name):
            return _name(scope, node, name)
        case ast.Attribute():
            return _attribute(scope, node)
        case ast.Subscript():
            return _lookup(scope, node)
        case ast.BinOp():
            return _arithmetic(scope, node)
        case ast.UnaryOp():
            return _unary(scope, node)
        case ast.BoolOp():
            return _logic(scope, node)
        case ast.Compare():
            return _compare(scope, node)
        case ast.IfExp(test=test, body=body, orelse=otherwise):
            condition = scope.coerce(expression(test, scope), BOOL, test)
            then, other, type_ = scope.same_type(expression(body, scope), expression(otherwise, scope), node)
            return scope.add(If(condition.node, then.node, other.node), type_, node)
        case ast.Call(func=ast.Name(id=name)):
            return _call(scope, node, name)
    kind = type(node).__name__
    hint = "Use names, + - *, comparisons, and/or/not, min max sum any all len and the built-ins"
    scope.source.refuse("R103", f"{kind} is not in the language", hint, node)


def _constant(scope: Scope, node: ast.expr, value: object) -> Typed:
    match value:
        case bool():
            return scope.truth(value, node)
        case int() if abs(value) <= LARGEST_LITERAL:
            return scope.add(Const(value, INT), INT, node)
        case int():
            scope.source.refuse("R104", "The number is larger than 10^12", "Check the number of digits", node)
        case float():
            hint = "Write kr(12, 50) for 12 kronor 50 öre, bråk(25, 100) for 25 %"
            scope.source.refuse("R105", "There are no decimals", hint, node)
        case str():
            word = Choice((value,))
            return scope.add(Const(value, word), word, node)
    scope.source.refuse(
        "R103", f"{value!r} is not in the language", "Use numbers, words, True and False", node
    )


def _name(scope: Scope, node: ast.Name, name: str) -> Typed:
    symbol = scope.names.get(name)
    match symbol:
        case Typed():
            return symbol
        case ListName():
            scope.source.refuse(
                "R160", f"{name!r} is a list", f"Write len({name}), or sum(… for x in {name})", node
            )
        case TableName():
            scope.source.refuse("R161", f"{name!r} is a table", f"Write {name}[nyckel]", node)
        case Element():
            scope.source.refuse("R162", f"{name!r} is an element", f"Write {name}.fakta", node)
    if (
        scope.rules.entity_of(name) is not None
        or name in scope.rules.vocabulary.facts
        or name in scope.rules.parameters
    ):
        hint = f"Add {name} and its type to the parentheses of the rule"
        scope.source.refuse("R163", f"The rule does not say that it needs {name!r}", hint, node)
    scope.source.refuse("R164", f"{name!r} is not known here", did_you_mean(name, scope.names), node)


def _attribute(scope: Scope, node: ast.Attribute) -> Typed:
    if node.attr.startswith("_"):
        hint = "Only facts of an element follow a dot"
        scope.source.refuse("R106", f"{node.attr!r} is not in the language", hint, node)
    if isinstance(node.value, ast.Name):
        symbol = scope.names.get(node.value.id)
        if isinstance(symbol, Element):
            return scope.field(symbol, node.attr, node)
    hint = "Only facts of an element follow a dot, as barn.ålder"
    scope.source.refuse("R106", f"{ast.unparse(node)[:60]!r} is not in the language", hint, node)


def _lookup(scope: Scope, node: ast.Subscript) -> Typed:
    table = scope.names.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if not isinstance(table, TableName):
        hint = "Write tabell[nyckel], with the table in the parentheses of the rule"
        scope.source.refuse("R165", f"{ast.unparse(node.value)[:60]!r} is not a table", hint, node)
    key = scope.coerce(expression(node.slice, scope), table.type.key, node.slice)
    return scope.add(Lookup(table.name, key.node), table.type.value, node)


def _arithmetic(scope: Scope, node: ast.BinOp) -> Typed:
    operator = OPERATORS.get(type(node.op))
    if operator is None:
        hint = 'Write andel(belopp, bråk(1, 3), avrunda="ned") to divide, with the rounding said out loud'
        scope.source.refuse("R107", "Only + - * are in the language", hint, node)
    left, right = expression(node.left, scope), expression(node.right, scope)
    if not (is_number(left.type) and is_number(right.type)):
        strange = left if not is_number(left.type) else right
        hint = "Use andel(…) for shares and plus_dagar(…) for dates"
        scope.source.refuse("R154", f"{strange.type} cannot be added or multiplied", hint, node)
    if operator == "*":
        if left.type == MONEY and right.type == MONEY:
            scope.source.refuse(
                "R155", "An amount times an amount has no meaning", "Multiply by a number", node
            )
        type_: Type = MONEY if MONEY in (left.type, right.type) else INT
        return scope.add(Arithmetic("*", left.node, right.node), type_, node)
    left, right, type_ = scope.same_type(left, right, node)
    return scope.add(Arithmetic("+" if operator == "+" else "-", left.node, right.node), type_, node)


def _unary(scope: Scope, node: ast.UnaryOp) -> Typed:
    value = expression(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return scope.add(Not(scope.coerce(value, BOOL, node.operand).node), BOOL, node)
    if isinstance(node.op, ast.USub) and is_number(value.type):
        zero = scope.add(Const(0, value.type), value.type, node)
        return scope.add(Arithmetic("-", zero.node, value.node), value.type, node)
    scope.source.refuse("R107", "Only `not` and a minus stand before a value", "Remove it", node)


def _logic(scope: Scope, node: ast.BoolOp) -> Typed:
    operands = [scope.coerce(expression(value, scope), BOOL, value) for value in node.values]
    result = operands[0]
    for operand in operands[1:]:
        operator = Logic("and" if isinstance(node.op, ast.And) else "or", result.node, operand.node)
        result = scope.add(operator, BOOL, node)
    return result


def _compare(scope: Scope, node: ast.Compare) -> Typed:
    sides = [node.left, *node.comparators]
    parts = [
        _comparison(scope, operator, left, right, node)
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False)
    ]
    result = parts[0]
    for part in parts[1:]:
        result = scope.add(Logic("and", result.node, part.node), BOOL, node)
    return result


def _comparison(scope: Scope, operator: ast.cmpop, left: ast.expr, right: ast.expr, at: ast.AST) -> Typed:
    if isinstance(operator, ast.In | ast.NotIn):
        return _membership(scope, operator, left, right, at)
    symbol = COMPARISONS.get(type(operator))
    if symbol is None:
        scope.source.refuse("R108", "`is` is not in the language", "Write == or !=", at)
    one, other, type_ = _alike(scope, expression(left, scope), expression(right, scope), at)
    if symbol not in ("==", "!=") and not is_ordered(type_):
        scope.source.refuse("R156", f"{type_} has no order", "Use == or !=", at)
    if type_ == SHARE:
        scope.source.refuse("R156", "Shares are not compared", "Compare the amounts", at)
    return scope.add(Compare(symbol, one.node, other.node), BOOL, at)


def _alike(scope: Scope, one: Typed, other: Typed, at: ast.AST) -> tuple[Typed, Typed, Type]:
    """Two sides of a comparison; a word is held against the closed set on the other side."""
    nodes = scope.rules.builder.nodes
    if isinstance(one.type, Choice) and isinstance(other.type, Choice):
        if isinstance(nodes[other.node], Const):
            return one, scope.coerce(other, one.type, at), one.type
        if isinstance(nodes[one.node], Const):
            return scope.coerce(one, other.type, at), other, other.type
    return scope.same_type(one, other, at)


def _membership(scope: Scope, operator: ast.cmpop, left: ast.expr, right: ast.expr, at: ast.AST) -> Typed:
    if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
        scope.source.refuse(
            "R109", "`in` is followed by words in parentheses", 'Write x in ("a", "b")', right
        )
    tests = [_comparison(scope, ast.Eq(), left, word, word) for word in right.elts]
    result = tests[0]
    for test in tests[1:]:
        result = scope.add(Logic("or", result.node, test.node), BOOL, at)
    return result if isinstance(operator, ast.In) else scope.add(Not(result.node), BOOL, at)


def _call(scope: Scope, node: ast.Call, name: str) -> Typed:
    if name in scope.names:
        scope.source.refuse("R166", f"{name!r} is a value already", f"Write {name} without parentheses", node)
    built_in = CALLS.get(name)
    if built_in is not None:
        return built_in(scope, node)
    entity = scope.rules.entity_of(name)
    if entity is None:
        scope.source.refuse("R167", f"{name!r} is not in the language", did_you_mean(name, CALLS), node.func)
    if not entity:
        hint = f"Add {name} to the parentheses of the rule and use it without parentheses"
        scope.source.refuse("R168", f"The rule {name!r} is not called; it is a value", hint, node)
    match node:
        case ast.Call(args=[ast.Name(id=argument)], keywords=[]):
            element = scope.names.get(argument)
            if isinstance(element, Element) and _entity(scope, element) == entity:
                return scope.rules.rule(name, element.list, element.level, scope.source, node)
    scope.source.refuse(
        "R169", f"{name!r} takes one {entity}", f"Write {name}(x) for x in a list of {entity}", node
    )


def _entity(scope: Scope, element: Element) -> str:
    return str(scope.rules.vocabulary.facts[element.list].type).removeprefix("list[").removesuffix("]")


def _extreme(scope: Scope, node: ast.Call) -> Typed:
    name = "min" if isinstance(node.func, ast.Name) and node.func.id == "min" else "max"
    if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp | ast.ListComp):
        return _aggregate(scope, node, name)
    if len(node.args) < 2 or node.keywords:
        hint = f"Write {name}(a, b), or {name}((… for x in lista), default=…)"
        scope.source.refuse("R170", f"{name} compares two values or more", hint, node)
    result = expression(node.args[0], scope)
    for argument in node.args[1:]:
        result, other, type_ = scope.same_type(result, expression(argument, scope), node)
        if not is_ordered(type_):
            scope.source.refuse("R156", f"{type_} has no order", "Use numbers, amounts or dates", argument)
        result = scope.add(Extreme("min" if name == "min" else "max", result.node, other.node), type_, node)
    return result


def _aggregate(scope: Scope, node: ast.Call, name: str) -> Typed:
    match node.args:
        case [
            ast.GeneratorExp(elt=element, generators=[generator])
            | ast.ListComp(elt=element, generators=[generator])
        ]:
            pass
        case _:
            scope.source.refuse("R171", f"{name} takes one list", f"Write {name}(… for x in lista)", node)
    match generator:
        case ast.comprehension(target=ast.Name(id=target), iter=ast.Name(id=list_name), is_async=0):
            symbol = scope.names.get(list_name)
        case _:
            scope.source.refuse(
                "R172", "Only `for x in lista` goes over a list", "Name the list itself", generator.target
            )
    if not isinstance(symbol, ListName):
        scope.source.refuse(
            "R172", f"{list_name!r} is not a list of this rule", "Add it to the parentheses", generator.iter
        )
    if target in scope.names or target in BUILT_IN:
        scope.source.refuse(
            "R137", f"{target!r} has a meaning already", "Choose another name", generator.target
        )
    inner = replace(
        scope, level=scope.level + 1, names={**scope.names, target: Element(symbol.name, scope.level + 1)}
    )
    tests = [inner.coerce(expression(condition, inner), BOOL, condition) for condition in generator.ifs]
    where = tests[0] if tests else scope.truth(True, node)
    for test in tests[1:]:
        where = scope.add(Logic("and", where.node, test.node), BOOL, node)
    body = scope.truth(True, node) if name == "count" else expression(element, inner)
    return _aggregated(scope, node, name, symbol.name, inner.level, body, where)


def _aggregated(
    scope: Scope, node: ast.Call, name: str, list_name: str, level: int, body: Typed, where: Typed
) -> Typed:
    default = scope.add(Const(0, INT), INT, node)
    match name:
        case "count":
            return scope.add(
                Aggregate("count", list_name, level, body.node, where.node, default.node), INT, node
            )
        case "any" | "all":
            truth = scope.coerce(body, BOOL, node)
            operator = Aggregate(
                "any" if name == "any" else "all", list_name, level, truth.node, where.node, default.node
            )
            return scope.add(operator, BOOL, node)
        case "sum" if is_number(body.type):
            zero = scope.add(Const(0, body.type), body.type, node)
            operator = Aggregate("sum", list_name, level, body.node, where.node, zero.node)
            return scope.add(operator, body.type, node)
        case "min" | "max" if is_ordered(body.type):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
            if len(given) != 1 or len(node.keywords) != 1:
                hint = f"Write {name}((… for x in lista), default=…)"
                scope.source.refuse("R173", f"{name} of an empty list needs a value", hint, node)
            fallback, body, type_ = scope.same_type(expression(given[0], scope), body, node)
            operator = Aggregate(
                "min" if name == "min" else "max", list_name, level, body.node, where.node, fallback.node
            )
            return scope.add(operator, type_, node)
    scope.source.refuse("R154", f"{body.type} cannot be summed or compared", "Use numbers or amounts", node)


def _length(scope: Scope, node: ast.Call) -> Typed:
    match node.args:
        case [ast.Name(id=name)] if isinstance(scope.names.get(name), ListName):
            true = scope.truth(True, node)
            zero = scope.add(Const(0, INT), INT, node)
            counted = Aggregate("count", name, scope.level + 1, true.node, true.node, zero.node)
            return scope.add(counted, INT, node)
    return _aggregate(scope, node, "count")


def _kronor(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[ast.Constant(value=int() as kronor)], keywords=[]) if (
            abs(kronor) <= LARGEST_LITERAL
        ):
            return scope.add(Const(kronor * 100, MONEY), MONEY, node)
        case ast.Call(
            args=[ast.Constant(value=int() as kronor), ast.Constant(value=int() as ore)], keywords=[]
        ):
            if 0 <= ore < 100 and 0 <= kronor <= LARGEST_LITERAL:
                return scope.add(Const(kronor * 100 + ore, MONEY), MONEY, node)
    scope.source.refuse("R174", "kr takes whole kronor, and öre if any", "Write kr(100) or kr(12, 50)", node)


def _rate(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[amount, share], keywords=[ast.keyword(arg="avrunda", value=rounding)]):
            value = scope.coerce(expression(amount, scope), MONEY, amount)
            rate = scope.coerce(expression(share, scope), SHARE, share)
            return scope.add(Rate(value.node, rate.node, _rounding(scope, rounding)), MONEY, node)
    hint = 'Write andel(belopp, sats, avrunda="ned")'
    scope.source.refuse("R175", "andel takes an amount, a share and the rounding", hint, node)


def _ratio(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[numerator, denominator], keywords=[]):
            top = scope.coerce(expression(numerator, scope), INT, numerator)
            bottom = scope.coerce(expression(denominator, scope), INT, denominator)
            return scope.add(Ratio(top.node, bottom.node), SHARE, node)
    scope.source.refuse("R176", "bråk takes two whole numbers", "Write bråk(25, 100)", node)


def _round(scope: Scope, node: ast.Call) -> Typed:
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if len(node.args) == 1 and set(given) == {"till", "avrunda"}:
        amount = scope.coerce(expression(node.args[0], scope), MONEY, node.args[0])
        unit = scope.rules.builder.nodes[expression(given["till"], scope).node]
        if isinstance(unit, Const) and unit.type == MONEY and isinstance(unit.value, int) and unit.value > 0:
            return scope.add(Round(amount.node, unit.value, _rounding(scope, given["avrunda"])), MONEY, node)
    hint = 'Write avrundat(belopp, till=kr(10), avrunda="närmast")'
    scope.source.refuse("R177", "avrundat takes an amount, a unit and the rounding", hint, node)


def _rounding(scope: Scope, node: ast.expr) -> Rounding:
    for rounding in ROUNDINGS:
        if isinstance(node, ast.Constant) and node.value == rounding:
            return rounding
    scope.source.refuse(
        "R178", "Which way to round is not said", 'Write avrunda="ned", "upp" or "närmast"', node
    )


def _calendar(scope: Scope, node: ast.Call) -> Typed:
    assert isinstance(node.func, ast.Name)  # noqa: S101 - the caller has looked
    name = node.func.id
    wanted, result = (DATE, INT), DATE
    if not name.startswith("plus_"):
        wanted, result = (DATE, DATE), INT
    if len(node.args) != 2 or node.keywords:
        scope.source.refuse("R179", f"{name} takes two values", f"Write {name}(dag, …)", node)
    sides = [
        scope.coerce(expression(side, scope), type_, side)
        for side, type_ in zip(node.args, wanted, strict=True)
    ]
    return scope.add(Calendar(name, sides[0].node, sides[1].node), result, node)


def _day(scope: Scope, node: ast.Call) -> Typed:
    match node.args:
        case [ast.Constant(value=str() as text)]:
            try:
                return scope.add(Const(date.fromisoformat(text), DATE), DATE, node)
            except ValueError:
                pass
    scope.source.refuse("R129", "A date is expected", 'Write dag("2025-07-01")', node)


CALLS: dict[str, Callable[[Scope, ast.Call], Typed]] = {
    "min": _extreme,
    "max": _extreme,
    "sum": lambda scope, node: _aggregate(scope, node, "sum"),
    "any": lambda scope, node: _aggregate(scope, node, "any"),
    "all": lambda scope, node: _aggregate(scope, node, "all"),
    "len": _length,
    "kr": _kronor,
    "andel": _rate,
    "bråk": _ratio,
    "avrundat": _round,
    "dag": _day,
    "fyllda_år": _calendar,
    "hela_månader": _calendar,
    "plus_månader": _calendar,
    "plus_dagar": _calendar,
    "dagar_mellan": _calendar,
}
