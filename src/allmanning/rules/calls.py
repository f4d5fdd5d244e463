"""The built-in words that are called: of two or more, of a list, of amounts, and of days."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, is_number, is_ordered, told, unordered
from allmanning.rules.errors import did_you_mean
from allmanning.rules.nodes import Aggregate, Calendar, Const, Extreme, Rate, Ratio, Round
from allmanning.rules.scope import Element, ListName, Scope, Typed
from allmanning.rules.values import ROUNDINGS, Rounding
from allmanning.rules.words import BUILT_IN, FIRST_DAY, LAST_DAY, read_day

LARGEST_KRONOR = 10**12

type Gathering = Literal["sum", "any", "all", "count", "min", "max"]


def entity_of(scope: Scope, element: Element) -> str:
    """The kind of element that a list holds."""
    return str(scope.rules.vocabulary.facts[element.list].type).removeprefix("list[").removesuffix("]")


def _extreme(scope: Scope, node: ast.Call) -> Typed:
    name: Literal["min", "max"] = (
        "min" if isinstance(node.func, ast.Name) and node.func.id == "min" else "max"
    )
    if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp | ast.ListComp):
        return _aggregate(scope, node, name)
    if len(node.args) < 2 or node.keywords:
        hint = f"Write {name}(a, b), or {name}((… for x in lista), default=…)"
        scope.source.refuse("R170", f"{name} compares two values or more", hint, node)
    result = scope.value(node.args[0])
    for argument in node.args[1:]:
        result, other, type_ = scope.same_type(result, scope.value(argument), argument)
        if not is_ordered(type_):
            hint = "Use numbers, amounts or days"
            scope.source.refuse("R156", f"There is no order among {unordered(type_)}", hint, argument)
        result = scope.add(Extreme(name, result.node, other.node), type_, node)
    return result


def _comprehension(scope: Scope, node: ast.Call, name: str) -> tuple[ast.expr, ast.comprehension]:
    """What a call gathers, and over what."""
    match node.args:
        case [ast.GeneratorExp() | ast.ListComp() as over] if len(over.generators) == 1:
            return over.elt, over.generators[0]
        case [ast.GeneratorExp() | ast.ListComp() as over]:
            hint = "Put a sum inside the sum: sum(sum(… for y in andra) for x in lista)"
            scope.source.refuse("R171", "One comprehension goes over one list", hint, over)
    scope.source.refuse("R171", f"{name} takes one list", f"Write {name}(… for x in lista)", node)


def _element(scope: Scope, generator: ast.comprehension) -> tuple[str, ListName]:
    """The name of the element, and the list it is in."""
    if not (isinstance(generator.target, ast.Name) and isinstance(generator.iter, ast.Name)):
        message = "Only `for x in lista` goes over a list"
        scope.source.refuse("R172", message, "Name the list itself", generator.iter)
    target, listed = generator.target.id, scope.names.get(generator.iter.id)
    if not isinstance(listed, ListName):
        lists = [name for name, symbol in scope.names.items() if isinstance(symbol, ListName)]
        hint = (
            did_you_mean(generator.iter.id, lists) if lists else "Add the list to the parentheses of the rule"
        )
        message = f"{generator.iter.id!r} is not a list of this rule"
        scope.source.refuse("R172", message, hint, generator.iter)
    if target in BUILT_IN or scope.is_taken(target):
        hint = "Choose another name for the element"
        scope.source.refuse("R137", f"{target!r} has a meaning already", hint, generator.target)
    return target, listed


def _aggregate(scope: Scope, node: ast.Call, name: Gathering) -> Typed:
    word = "len" if name == "count" else name
    what, generator = _comprehension(scope, node, word)
    if node.keywords and name not in ("min", "max"):
        hint = f"Write {word}(… for x in lista)"
        scope.source.refuse("R171", f"{word} takes nothing but a list", hint, node.keywords[0])
    target, listed = _element(scope, generator)
    level = scope.level + 1
    inner = replace(scope, level=level, names={**scope.names, target: Element(listed.name, level)})
    tests: list[Typed] = []
    for condition in generator.ifs:
        first = scope.here()
        tests.append(inner.mark(inner.coerce(inner.value(condition), BOOL), condition, first))
        inner = inner.under(tests[-1], True)
    where = scope.all_of(tests, node) if tests else scope.truth(True, node)
    body = inner.value(what) if name != "count" else _counted(scope, inner, what)
    body, default = _gathered(scope, node, name, body)
    gathered = Aggregate(name, listed.name, level, body.node, where.node, default.node)
    return scope.add(gathered, INT if name == "count" else body.type, node)


def _counted(scope: Scope, inner: Scope, what: ast.expr) -> Typed:
    """What stands before `for` in len is read, so that a mistake there is found, and then only counted."""
    symbol = inner.names.get(what.id) if isinstance(what, ast.Name) else None
    if not isinstance(symbol, Element):
        inner.value(what)
    return scope.truth(True, what)


def _gathered(scope: Scope, node: ast.Call, name: Gathering, body: Typed) -> tuple[Typed, Typed]:
    """The body, and the value for an empty list."""
    match name:
        case "count":
            return body, scope.add(Const(0, INT), INT, node)
        case "any" | "all":
            return scope.coerce(body, BOOL), scope.truth(name == "all", node)
        case "sum" if is_number(body.type):
            return body, scope.add(Const(0, body.type), body.type, node)
        case "min" | "max" if is_ordered(body.type):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
            if len(given) != 1 or len(node.keywords) != 1:
                hint = f"Write {name}((… for x in lista), default=…)"
                scope.source.refuse("R173", f"{name} of an empty list needs a value", hint, node)
            body, fallback, _ = scope.same_type(body, scope.value(given[0]), given[0])
            return body, fallback
    message = f"{name} is of numbers and amounts; this is {told(body.type)}"
    hint = "Write len([x for x in lista if …]) to count" if body.type == BOOL else "Use a number or an amount"
    scope.source.refuse("R154", message, hint, body.at)


def _length(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[ast.Name(id=name)], keywords=[]) if isinstance(scope.names.get(name), ListName):
            true = scope.truth(True, node)
            zero = scope.add(Const(0, INT), INT, node)
            counted = Aggregate("count", name, scope.level + 1, true.node, true.node, zero.node)
            return scope.add(counted, INT, node)
    return _aggregate(scope, node, "count")


def _kronor(scope: Scope, node: ast.Call) -> Typed:
    ore = None
    match node:
        case ast.Call(args=[ast.Constant(value=int() as kronor)], keywords=[]):
            ore = kronor * 100 if kronor <= LARGEST_KRONOR and not isinstance(kronor, bool) else None
        case ast.Call(
            args=[ast.Constant(value=int() as kronor), ast.Constant(value=int() as part)], keywords=[]
        ):
            plain = not (isinstance(kronor, bool) or isinstance(part, bool))
            ore = kronor * 100 + part if plain and kronor <= LARGEST_KRONOR and part < 100 else None
    if ore is None:
        hint = "Write kr(100), or kr(12, 50) for 12 kronor 50 öre; a minus stands in front, as -kr(100)"
        scope.source.refuse("R174", "kr takes whole kronor, and öre from 0 to 99 if any", hint, node)
    return scope.add(Const(ore, MONEY), MONEY, node)


def _rate(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[amount, share], keywords=[ast.keyword(arg="avrunda", value=rounding)]):
            value, rate = scope.value(amount), scope.coerce(scope.value(share), SHARE)
            if value.type != INT:
                value = scope.coerce(value, MONEY)
            return scope.add(Rate(value.node, rate.node, _rounding(scope, rounding)), value.type, node)
    hint = 'Write andel(belopp, sats, avrunda="ned"); "upp" and "närmast" are the other ways to round'
    scope.source.refuse("R175", "andel takes an amount, a share and the rounding", hint, node)


def _ratio(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[numerator, denominator], keywords=[]):
            top, bottom = (scope.coerce(scope.value(part), INT) for part in (numerator, denominator))
            constant = scope.rules.builder.nodes[bottom.node]
            if isinstance(constant, Const) and isinstance(constant.value, int) and constant.value < 1:
                hint = "Write a number above 0, as bråk(25, 100)"
                scope.source.refuse(
                    "R176", f"A share of {constant.value} parts has no meaning", hint, denominator
                )
            return scope.mark(scope.add(Ratio(top.node, bottom.node), SHARE, node), denominator)
    scope.source.refuse("R176", "bråk takes two whole numbers", "Write bråk(25, 100)", node)


def _round(scope: Scope, node: ast.Call) -> Typed:
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if len(node.args) == 1 and len(node.keywords) == 2 and given.keys() == {"till", "avrunda"}:
        amount = scope.coerce(scope.value(node.args[0]), MONEY)
        unit = scope.rules.builder.nodes[scope.value(given["till"]).node]
        if isinstance(unit, Const) and unit.type == MONEY and isinstance(unit.value, int) and unit.value > 0:
            return scope.add(Round(amount.node, unit.value, _rounding(scope, given["avrunda"])), MONEY, node)
    hint = 'Write avrundat(belopp, till=kr(10), avrunda="närmast")'
    scope.source.refuse("R177", "avrundat takes an amount, a unit in kr(…) and the rounding", hint, node)


def _rounding(scope: Scope, node: ast.expr) -> Rounding:
    for rounding in ROUNDINGS:
        if isinstance(node, ast.Constant) and node.value == rounding:
            return rounding
    hint = 'Write avrunda="ned", "upp" or "närmast"'
    scope.source.refuse("R178", "Which way to round is not said", hint, node)


def _calendar(scope: Scope, node: ast.Call) -> Typed:
    assert isinstance(node.func, ast.Name)  # noqa: S101 - the caller has looked
    name = node.func.id
    wanted, result, example = (DATE, DATE), INT, "från, till"
    if name.startswith("plus_"):
        wanted, result, example = (DATE, INT), DATE, "dag, antal"
    if len(node.args) != 2 or node.keywords:
        scope.source.refuse("R179", f"{name} takes two values", f"Write {name}({example})", node)
    left, right = (
        scope.coerce(scope.value(side), type_) for side, type_ in zip(node.args, wanted, strict=True)
    )
    return scope.add(Calendar(name, left.node, right.node), result, node)


def _day(scope: Scope, node: ast.Call) -> Typed:
    match node:
        case ast.Call(args=[ast.Constant(value=str() as text)], keywords=[]):
            day = read_day(text)
            if day is not None:
                return scope.add(Const(day, DATE), DATE, node)
    hint = f'Write dag("2025-07-01"), from {FIRST_DAY} to {LAST_DAY}'
    scope.source.refuse("R129", "A day is expected", hint, node)


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
