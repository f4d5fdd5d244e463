"""Rules to nodes: names are resolved and types are checked while the graph is built."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from allmanning.rules.datatypes import BOOL, DATE, Choice, EntityOf, ListOf, TableOf, Type
from allmanning.rules.declarations import AS_OF, BUILT_IN, RuleDeclaration
from allmanning.rules.errors import Finding, LanguageError, Place, did_you_mean
from allmanning.rules.expressions import expression
from allmanning.rules.graph import Builder, Graph, RuleText, TooLargeError, Vocabulary
from allmanning.rules.nodes import AsOf, FactRef, If, Logic, Named, Not, ParameterRef
from allmanning.rules.scope import Element, ListName, Scope, Symbol, TableName, Typed
from allmanning.rules.syntax import Source


@dataclass(slots=True)
class Lowering:
    """Builds the graph of one period from the rule versions in force."""

    versions: Mapping[str, RuleDeclaration]
    vocabulary: Vocabulary
    parameters: Mapping[str, Type]
    builder: Builder = field(default_factory=Builder)
    done: dict[tuple[str, str, int], Typed] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def rule(self, name: str, list_name: str, level: int, source: Source, at: ast.AST | Place) -> Typed:
        """The value of a rule, for the household (level −1) or for the element at a level."""
        key = name, list_name, level
        if key in self.done:
            return self.done[key]
        declaration = self.versions[name]
        if name in self.path:
            circle = " → ".join([*self.path[self.path.index(name) :], name])
            place = at if isinstance(at, Place) else source.place(at)
            finding = source.finding("R130", f"The rules go in a circle: {circle}", "Break the circle", place)
            raise LanguageError([finding])
        self.path.append(name)
        try:
            value = self._body(declaration, list_name, level)
        finally:
            self.path.pop()
        node = Named(name, value.node, list_name, level)
        self.done[key] = Typed(
            self.builder.add(node, declaration.returns, declaration.place), declaration.returns
        )
        return self.done[key]

    def entity_of(self, rule: str) -> str | None:
        """The entity a rule looks at, "" for the household; None when there is no such rule."""
        declaration = self.versions.get(rule)
        return None if declaration is None else declaration.entity

    def _body(self, declaration: RuleDeclaration, list_name: str, level: int) -> Typed:
        source = declaration.source
        scope = Scope(source, level, {}, self)
        for name, annotation in declaration.needs:
            symbol = self._resolve(declaration, name, annotation.type, list_name, level, annotation.place)
            scope.names[name] = symbol
        unused = self._unused(declaration)
        if unused:
            place = next(annotation.place for name, annotation in declaration.needs if name == unused)
            hint = "Remove it from the parentheses, or use it"
            raise LanguageError(
                [source.finding("R131", f"{unused!r} is never used in this rule", hint, place)]
            )
        result = block(declaration.body, scope)
        if isinstance(result, Typed):
            return scope.coerce(result, declaration.returns, declaration.body[-1])
        hint = "Every path through the rule ends with return"
        message = f"The rule {declaration.name!r} does not always give a value"
        raise LanguageError([source.finding("R132", message, hint, declaration.place)])

    def _unused(self, declaration: RuleDeclaration) -> str | None:
        names = {
            node.id
            for statement in declaration.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Name)
        }
        return next((name for name, _ in declaration.needs if name not in names), None)

    def _resolve(
        self, rule: RuleDeclaration, name: str, type_: Type | None, list_name: str, level: int, place: Place
    ) -> Symbol:
        source = rule.source
        if isinstance(type_, EntityOf):
            return Element(list_name, level)
        symbol, actual = self._named(rule, name, list_name, level, place)
        expected = (
            TableOf(actual.key, actual.value) if type_ is None and isinstance(actual, TableOf) else type_
        )
        if expected != actual:
            said = "Table" if type_ is None else str(type_)
            hint = f"Write {name}: {actual}"
            raise LanguageError([source.finding("R133", f"{name!r} is {actual}, not {said}", hint, place)])
        return symbol

    def _named(
        self, rule: RuleDeclaration, name: str, list_name: str, level: int, place: Place
    ) -> tuple[Symbol, Type]:
        if name in self.vocabulary.facts:
            self.used.add(name)
            type_ = self.vocabulary.facts[name].type
            if isinstance(type_, ListOf):
                return ListName(name, type_.entity), type_
            return Typed(self.builder.add(FactRef(name), type_, place), type_), type_
        if name in self.versions:
            other = self.versions[name]
            if other.entity and other.entity != rule.entity:
                hint = f"Call it for each element: sum({name}(x) for x in …)"
                message = f"{name!r} has one value for each {other.entity}"
                raise LanguageError([rule.source.finding("R134", message, hint, place)])
            where = (list_name, level) if other.entity else ("", -1)
            value = self.rule(name, *where, rule.source, place)
            return value, value.type
        if name in self.parameters:
            self.used.add(name)
            type_ = self.parameters[name]
            if isinstance(type_, TableOf):
                return TableName(name, type_), type_
            return Typed(self.builder.add(ParameterRef(name), type_, place), type_), type_
        if name == AS_OF:
            return Typed(self.builder.add(AsOf(), DATE, place), DATE), DATE
        known = [*self.vocabulary.facts, *self.versions, *self.parameters, AS_OF]
        message = f"{name!r} is not a fact, a rule or a parameter"
        raise LanguageError([rule.source.finding("R135", message, did_you_mean(name, known), place)])


@dataclass(frozen=True, slots=True)
class Open:
    """A block that does not always return: what it has returned so far, by condition, and the names after it."""

    returns: tuple[tuple[Typed, Typed], ...]
    names: Mapping[str, Symbol]


def block(statements: tuple[ast.stmt, ...] | list[ast.stmt], scope: Scope) -> Typed | Open:
    """The value that a block returns, or where it stands when it runs out."""
    returns: list[tuple[Typed, Typed]] = []
    for index, statement in enumerate(statements):
        result: Typed | Open | None = None
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.Return(value=ast.expr() as value):
                result = expression(value, scope)
            case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                _assign(scope, name, target, value)
            case ast.If(test=test, body=body, orelse=otherwise):
                condition = scope.coerce(expression(test, scope), BOOL, test)
                result = _branch(scope, condition, body, otherwise, statement)
            case ast.Match():
                result = _match(scope, statement)
            case _:
                _refuse(scope.source, statement)
        if isinstance(result, Typed):
            _nothing_after(scope, statements, index)
            return _joined(scope, returns, result, statement)
        if isinstance(result, Open):
            returns += result.returns
            scope.names = dict(result.names)
    return Open(tuple(returns), scope.names)


def _assign(scope: Scope, name: str, target: ast.Name, value: ast.expr) -> None:
    rules = scope.rules
    taken = name in BUILT_IN or name in rules.vocabulary.facts or name in rules.parameters
    if taken or rules.entity_of(name) is not None or name in scope.names:
        hint = "Choose a new name; a name gets its value once, and facts, rules and parameters keep theirs"
        scope.source.refuse("R137", f"{name!r} has a meaning already", hint, target)
    scope.names[name] = expression(value, scope)


def _nothing_after(scope: Scope, statements: tuple[ast.stmt, ...] | list[ast.stmt], index: int) -> None:
    if index + 1 < len(statements):
        hint = "Everything above has already returned"
        scope.source.refuse("R138", "This can never be reached", hint, statements[index + 1])


def _joined(scope: Scope, returns: list[tuple[Typed, Typed]], last: Typed, at: ast.AST) -> Typed:
    for condition, value in reversed(returns):
        last = choose(scope, condition, value, last, at)
    return last


def choose(scope: Scope, condition: Typed, then: Typed, otherwise: Typed, at: ast.AST) -> Typed:
    """One of two values of the same type."""
    if then.node == otherwise.node:
        return then
    then, otherwise, type_ = scope.same_type(then, otherwise, at)
    return scope.add(If(condition.node, then.node, otherwise.node), type_, at)


def _branch(
    scope: Scope, condition: Typed, body: list[ast.stmt], otherwise: list[ast.stmt], at: ast.AST
) -> Typed | Open:
    then = block(body, replace(scope, names=dict(scope.names)))
    other = block(otherwise, replace(scope, names=dict(scope.names)))
    opposite = scope.add(Not(condition.node), BOOL, at)
    match then, other:
        case Typed(), Typed():
            return choose(scope, condition, then, other, at)
        case Typed(), Open():
            return Open(((condition, then), *_under(scope, opposite, other, at)), other.names)
        case Open(), Typed():
            return Open((*_under(scope, condition, then, at), (opposite, other)), then.names)
        case Open(), Open():
            returns = (*_under(scope, condition, then, at), *_under(scope, opposite, other, at))
            return Open(returns, _merged(scope, condition, then.names, other.names, at))
    raise AssertionError


def _under(scope: Scope, condition: Typed, result: Open, at: ast.AST) -> list[tuple[Typed, Typed]]:
    return [
        (scope.add(Logic("and", condition.node, inner.node), BOOL, at), value)
        for inner, value in result.returns
    ]


def _merged(
    scope: Scope, condition: Typed, then: Mapping[str, Symbol], other: Mapping[str, Symbol], at: ast.AST
) -> dict[str, Symbol]:
    names: dict[str, Symbol] = {}
    for name in then.keys() & other.keys():
        one, two = then[name], other[name]
        if one == two:
            names[name] = one
        elif isinstance(one, Typed) and isinstance(two, Typed):
            names[name] = choose(scope, condition, one, two, at)
    return names


def _match(scope: Scope, statement: ast.Match) -> Typed | Open:
    """A match is a chain of ifs; over all words of a choice its last case is the rest."""
    cases = [(_case_values(scope, case.pattern), case) for case in statement.cases]
    for _, case in cases:
        if case.guard is not None:
            scope.source.refuse("R139", "A case has no condition of its own", "Use if instead", case.guard)
    for words, case in cases[:-1]:
        if words is None:
            scope.source.refuse(
                "R138", "Cases after `_` can never be reached", "Put `case _` last", case.pattern
            )
    type_ = expression(statement.subject, scope).type
    if isinstance(type_, Choice) and cases[-1][0] is not None:
        seen = {word.value for words, _ in cases for word in words or ()}
        missing = [option for option in type_.options if option not in seen]
        if missing:
            scope.source.refuse(
                "R140", f"No case for {missing[0]!r}", "Add a case for it, or `case _`", statement
            )
        cases[-1] = (None, cases[-1][1])
    chain: list[ast.stmt] = []
    for words, case in reversed(cases):
        if words is None:
            chain = case.body
            continue
        listed = ast.copy_location(ast.Tuple([*words], ast.Load()), case.pattern)
        test = ast.copy_location(ast.Compare(statement.subject, [ast.In()], [listed]), case.pattern)
        chain = [ast.copy_location(ast.If(test, case.body, chain), case.pattern)]
    return block(chain, scope)


def _case_values(scope: Scope, pattern: ast.pattern) -> list[ast.Constant] | None:
    """The words of a case; None for `_`."""
    match pattern:
        case ast.MatchAs(pattern=None, name=None):
            return None
        case ast.MatchValue(value=ast.Constant() as value):
            return [value]
        case ast.MatchOr(patterns=patterns):
            parts = [_case_values(scope, part) for part in patterns]
            return None if None in parts else [value for part in parts for value in part or ()]
    scope.source.refuse("R141", "A case names words or whole numbers", 'Write case "hyresrätt":', pattern)


def _refuse(source: Source, statement: ast.stmt) -> None:
    match statement:
        case ast.While() | ast.For() | ast.AsyncFor():
            message, hint = "There are no loops", "Use sum, any, all, min or max over a list"
        case ast.Import() | ast.ImportFrom():
            message, hint = "A rule imports nothing", "Remove the line"
        case ast.AugAssign():
            message, hint = "A name gets its value once", "Write a new name: summa = a + b"
        case ast.Return():
            message, hint = "return gives no value", "Write what the rule gives"
        case ast.Assign() | ast.AnnAssign():
            message, hint = "Only a plain name can be given a value", "Write namn = uttryck"
        case _:
            kind = type(statement).__name__
            message, hint = f"{kind} is not in the language", "Use return, if, match and local names"
    source.refuse("R102", message, hint, statement)


def lower(
    versions: Mapping[str, RuleDeclaration],
    vocabulary: Vocabulary,
    parameters: Mapping[str, Type],
    period: tuple[date, date | None],
) -> tuple[Graph | None, frozenset[str], tuple[Finding, ...]]:
    """The graph of one period, the facts and parameters it uses, and what is wrong."""
    lowering = Lowering(versions, vocabulary, parameters)
    findings: list[Finding] = []
    values: dict[str, int] = {}
    element_values: dict[str, dict[str, int]] = {}
    lists = {
        name: fact.type.entity for name, fact in vocabulary.facts.items() if isinstance(fact.type, ListOf)
    }
    for name, declaration in versions.items():
        try:
            if not declaration.entity:
                values[name] = lowering.rule(name, "", -1, declaration.source, declaration.place).node
            for list_name, entity in lists.items():
                if declaration.entity == entity:
                    typed = lowering.rule(name, list_name, 0, declaration.source, declaration.place)
                    element_values.setdefault(list_name, {})[name] = typed.node
        except LanguageError as error:
            findings += [finding for finding in error.findings if finding not in findings]
        except TooLargeError as error:
            place = declaration.place
            findings.append(
                declaration.source.finding("R006", str(error.__doc__), "Split the package", place)
            )
            break
    if findings:
        return None, frozenset(lowering.used), tuple(findings)
    built = lowering.builder
    texts = {
        name: RuleText(name, rule.law, rule.text, rule.place, rule.entity) for name, rule in versions.items()
    }
    graph = Graph(
        *period, tuple(built.nodes), tuple(built.types), tuple(built.places), tuple(built.levels), values,
        element_values, texts, parameters, vocabulary,
    )  # fmt: skip
    return graph, frozenset(lowering.used), ()
