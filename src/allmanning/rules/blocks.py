"""The statements of a rule to one typed node: local names, if, match and return."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NoReturn

from allmanning.rules.datatypes import BOOL, Choice
from allmanning.rules.graph import Way
from allmanning.rules.nodes import Compare, If, Not
from allmanning.rules.scope import Scope, Symbol, Typed
from allmanning.rules.words import BUILT_IN

type Returns = tuple[tuple[Typed, Typed], ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A block that does not always return.

    What it has returned so far, by condition; the names after it; and the names that only some ways have given a value.
    """

    returns: Returns
    names: Mapping[str, Symbol]
    partly: frozenset[str]


type Outcome = Typed | Open


def block(statements: Sequence[ast.stmt], scope: Scope) -> Outcome:
    """The value that a block returns, or where it stands when it runs out."""
    returns: list[tuple[Typed, Typed]] = []
    for index, statement in enumerate(statements):
        result = _statement(statement, scope)
        if isinstance(result, Typed):
            if index + 1 < len(statements):
                hint = "Everything above has already returned"
                scope.source.refuse("R138", "This can never be reached", hint, statements[index + 1])
            for condition, value in reversed(returns):
                result = choose(scope, condition, value, result, statement)
            return result
        if isinstance(result, Open):
            returns += result.returns
            scope.names, scope.partly = dict(result.names), result.partly
            for condition, _ in result.returns:
                scope.way = Way(condition.node, False, scope.way)
    return Open(tuple(returns), scope.names, scope.partly)


def _statement(statement: ast.stmt, scope: Scope) -> Outcome | None:
    """What a statement gives; None when it only gives a local name its value."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return None
        case ast.Return(value=ast.expr() as value):
            return scope.coerce(scope.value(value), scope.returns)
        case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
            _assign(scope, name, target, value)
            return None
        case ast.If(test=test, body=body, orelse=otherwise):
            first = scope.here()
            condition = scope.coerce(scope.value(test), BOOL)
            scope.choice(condition, test, first, otherwise[0] if otherwise else None)
            then = block(body, _branch(scope.under(condition, True)))
            other = block(otherwise, _branch(scope.under(condition, False)))
            return _either(scope, condition, then, other, statement)
        case ast.Match():
            return _match(scope, statement)
        case _:
            _refuse(scope, statement)


def _branch(scope: Scope) -> Scope:
    return replace(scope, names=dict(scope.names))


def _assign(scope: Scope, name: str, target: ast.Name, value: ast.expr) -> None:
    if name in BUILT_IN or scope.is_taken(name) or name in scope.partly:
        hint = "Choose a new name; a name gets its value once, and facts, rules and parameters keep theirs"
        scope.source.refuse("R137", f"{name!r} has a meaning already", hint, target)
    scope.names[name] = scope.value(value)


def choose(scope: Scope, condition: Typed, then: Typed, otherwise: Typed, at: ast.AST) -> Typed:
    """One of two values of the same type."""
    if then.node == otherwise.node:
        return then
    then, otherwise, type_ = scope.same_type(then, otherwise, at)
    return scope.add(If(condition.node, then.node, otherwise.node), type_, at)


def _either(scope: Scope, condition: Typed, then: Outcome, other: Outcome, at: ast.AST) -> Outcome:
    """Two ways to go, by a condition."""
    match then, other:
        case Typed(), Typed():
            return choose(scope, condition, then, other, at)
        case Typed(), Open():
            returns = ((condition, then), *_under(scope, _opposite(scope, condition, other, at), other, at))
            return Open(returns, other.names, other.partly)
        case Open(), Typed():
            returns = (*_under(scope, condition, then, at), (_not(scope, condition, at), other))
            return Open(returns, then.names, then.partly)
        case Open(), Open():
            opposite = _opposite(scope, condition, other, at)
            returns = (*_under(scope, condition, then, at), *_under(scope, opposite, other, at))
            return _merged(scope, condition, then, other, returns, at)
    raise AssertionError


def _not(scope: Scope, condition: Typed, at: ast.AST) -> Typed:
    return scope.add(Not(condition.node), BOOL, at)


def _opposite(scope: Scope, condition: Typed, other: Open, at: ast.AST) -> Typed:
    """The opposite condition, where somebody needs it."""
    return _not(scope, condition, at) if other.returns else condition


def _under(scope: Scope, condition: Typed, result: Open, at: ast.AST) -> Returns:
    return tuple((scope.all_of([condition, inner], at), value) for inner, value in result.returns)


def _merged(scope: Scope, condition: Typed, then: Open, other: Open, returns: Returns, at: ast.AST) -> Open:
    """Where both ways go on: a name that both have given a value has the one of the way taken."""
    names: dict[str, Symbol] = {}
    for name in [name for name in then.names if name in other.names]:
        one, two = then.names[name], other.names[name]
        if one is not two and isinstance(one, Typed) and isinstance(two, Typed):
            names[name] = choose(scope, condition, one, two, at)
        else:
            names[name] = one
    return Open(returns, names, then.partly | other.partly | (then.names.keys() ^ other.names.keys()))


@dataclass(frozen=True, slots=True)
class _Case:
    """One case: the values it names (none: the rest) and what it does."""

    values: tuple[ast.Constant, ...]
    body: list[ast.stmt]
    pattern: ast.pattern


def _match(scope: Scope, statement: ast.Match) -> Outcome:
    """A match is a chain of ifs; over all words of a choice its last case is the rest."""
    cases = [_case(scope, case) for case in statement.cases]
    subject = scope.value(statement.subject)
    _refuse_cases(scope, cases)
    last = cases[-1]
    covered = bool(last.values) and _covers(scope, subject, cases, statement)
    ways: list[tuple[_Case, Typed | None, Scope]] = []
    before = scope
    patterns = [case.pattern for case in cases[1:]]
    for case, following in zip_longest(cases, patterns):
        condition = _is_one_of(before, subject, case)
        if condition is not None and not (case is last and covered):
            before.choice(condition, case.pattern, scope.here(), following)
            ways.append((case, condition, before.under(condition, True)))
            before = before.under(condition, False)
        else:
            ways.append((case, None, before))
    rest: Outcome = Open((), scope.names, scope.partly)
    for case, condition, way in reversed(ways):
        then = block(case.body, _branch(way))
        rest = then if condition is None else _either(scope, condition, then, rest, case.pattern)
    return rest


def _covers(scope: Scope, subject: Typed, cases: list[_Case], at: ast.AST) -> bool:
    """Whether the cases name every word there is; a word that is left out is refused."""
    if not isinstance(subject.type, Choice):
        return False
    seen = {value.value for case in cases for value in case.values}
    missing = [option for option in subject.type.options if option not in seen]
    if missing:
        hint = f'Add case "{missing[0]}":, or case _: for the rest'
        scope.source.refuse("R140", f"There is no case for {missing[0]!r}", hint, at)
    return True


def _refuse_cases(scope: Scope, cases: list[_Case]) -> None:
    for case in cases[:-1]:
        if not case.values:
            hint = "Put case _: last"
            scope.source.refuse("R138", "The cases after `_` can never be reached", hint, case.pattern)
    seen: set[object] = set()
    for value in [value for case in cases for value in case.values]:
        if value.value in seen:
            scope.source.refuse("R138", f"The case {value.value!r} stands twice", "Remove one of them", value)
        seen.add(value.value)


def _is_one_of(scope: Scope, subject: Typed, case: _Case) -> Typed | None:
    """The condition of a case; None for the rest."""
    if not case.values:
        return None
    tests: list[Typed] = []
    for value in case.values:
        one = scope.coerce(scope.value(value), subject.type)
        tests.append(scope.add(Compare("==", subject.node, one.node), BOOL, value))
    return scope.any_of(tests, case.pattern)


def _case(scope: Scope, case: ast.match_case) -> _Case:
    if case.guard is not None:
        hint = "Use if and elif instead"
        scope.source.refuse("R139", "A case has no condition of its own", hint, case.guard)
    return _Case(tuple(_values(scope, case.pattern)), case.body, case.pattern)


def _values(scope: Scope, pattern: ast.pattern) -> list[ast.Constant]:
    """The values that a case names; none for `_`."""
    match pattern:
        case ast.MatchAs(pattern=None, name=None):
            return []
        case ast.MatchValue(value=ast.Constant(value=str() | int()) as value):
            return [value]
        case ast.MatchOr(patterns=patterns):
            found = [_values(scope, part) for part in patterns]
            if all(found):
                return [value for part in found for value in part]
    hint = 'Write case "buss" | "tåg":, or case _: for the rest'
    scope.source.refuse("R141", "A case names words or whole numbers", hint, pattern)


def _refuse(scope: Scope, statement: ast.stmt) -> NoReturn:
    message, hint = "This is not in the language", "Use return, if, match and local names"
    match statement:
        case ast.While() | ast.For() | ast.AsyncFor():
            message, hint = "There are no loops", "Use sum, any, all, min or max over a list"
        case ast.Import() | ast.ImportFrom():
            message, hint = "A rule imports nothing", "Remove the line"
        case ast.AugAssign():
            message, hint = "A name gets its value once", "Write a new name: summa = a + b"
        case ast.Return():
            message, hint = "return gives no value", "Write what the rule gives, as return belopp"
        case ast.Assign() | ast.AnnAssign():
            message, hint = "Only a plain name is given a value", "Write namn = uttryck"
        case ast.Expr():
            message, hint = "This value is not used", "Write return in front of it, or give it a name"
    scope.source.refuse("R102", message, hint, statement)
