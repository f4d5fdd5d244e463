"""What rule files declare: facts and rules, with their types, periods and law. Bodies are read later."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from allmanning.rules.datatypes import (
    BOOL,
    DATE,
    INT,
    MONEY,
    SCALARS,
    Choice,
    EntityOf,
    ListOf,
    TableOf,
    Type,
)
from allmanning.rules.errors import Finding, LanguageError, Place, did_you_mean
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.syntax import Source, read
from allmanning.rules.values import CALENDAR

MOST_MONEY = 10_000_000_00
MOST_INT = 1_000_000
MOST_ELEMENTS = 30
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
AS_OF = "dag_för_beslut"

BUILT_IN = {
    *CALENDAR, "andel", "bråk", "avrundat", "kr", "between", "min", "max", "sum", "any", "all", "len", AS_OF,
    "dag", "facts", "rule", "Literal", "Table", "list", *SCALARS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleDeclaration:
    """One version of a rule, unread body."""

    name: str
    law: str
    text: str
    valid_from: date
    valid_to: date | None
    needs: tuple[tuple[str, "Annotation"], ...]
    returns: Type
    entity: str
    body: tuple[ast.stmt, ...]
    source: Source
    place: Place


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a rule says of one of its needs; `type` is None for a bare `Table`."""

    type: Type | None
    place: Place


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything the files of a package declare."""

    vocabulary: Vocabulary
    rules: Mapping[str, tuple[RuleDeclaration, ...]]


def declare(texts: Mapping[str, str]) -> Declarations:
    """Read all files of a package: name → text. Raises LanguageError with every finding."""
    findings: list[Finding] = []
    modules: list[tuple[Source, ast.Module]] = []
    for file, text in texts.items():
        try:
            modules.append(read(file, text))
        except LanguageError as error:
            findings += error.findings
    collected = _Collector({}, {}, {}, {}, {source.file: source for source, _ in modules}, findings)
    statements = [(source, statement) for source, module in modules for statement in module.body]
    for source, statement in statements:
        collected.attempt(collected.aliases_and_classes, source, statement)
    for source, statement in statements:
        collected.attempt(collected.facts, source, statement)
    collected.place_facts()
    for source, statement in statements:
        collected.attempt(collected.rules_of, source, statement)
    collected.refuse_double_names()
    if findings:
        raise LanguageError(findings)
    entities = {name: fields for name, fields in collected.classes.items() if name in collected.elements()}
    rules = {name: tuple(versions) for name, versions in collected.rules.items()}
    return Declarations(Vocabulary(collected.household, entities), rules)


@dataclass(slots=True)
class _Collector:
    aliases: dict[str, Choice]
    classes: dict[str, dict[str, FactDeclaration]]
    household: dict[str, FactDeclaration]
    rules: dict[str, list[RuleDeclaration]]
    sources: dict[str, Source]
    findings: list[Finding]

    def attempt(self, step: Callable[[Source, ast.stmt], None], source: Source, statement: ast.stmt) -> None:
        try:
            step(source, statement)
        except LanguageError as error:
            self.findings += error.findings

    def aliases_and_classes(self, source: Source, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                self.aliases[name] = literal_type(source, value)
            case ast.ClassDef(name=name):
                if name in self.classes:
                    source.refuse(
                        "R110", f"The class {name} is declared twice", "Rename one of them", statement
                    )
                self.classes[name] = {}
            case ast.FunctionDef() | ast.ImportFrom(module="allmanning.language"):
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                _refuse_statement(source, statement)

    def facts(self, source: Source, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.ClassDef):
            return
        if [_name_of(decorator) for decorator in statement.decorator_list] != ["facts"] or statement.bases:
            hint = "Write @facts on the line above, and no class in parentheses"
            source.refuse(
                "R111", f"The class {statement.name} does not say that it holds facts", hint, statement
            )
        fields = self.classes[statement.name]
        for part in statement.body:
            match part:
                case ast.Expr(value=ast.Constant(value=str())):
                    continue
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                    if name in fields:
                        source.refuse(
                            "R112", f"The fact {name!r} is declared twice", "Remove one of them", part
                        )
                    type_ = self.type_of(source, annotation)
                    fields[name] = _fact(source, part, name, type_, value)
                case _:
                    source.refuse("R113", "Only facts stand in a class", "Write a fact as `name: type`", part)

    def place_facts(self) -> None:
        """Facts of classes that are nobody's element are the household's."""
        for class_name, fields in self.classes.items():
            for name, fact in fields.items():
                source = self.sources[fact.place.file]
                if class_name in self.elements() and isinstance(fact.type, ListOf):
                    hint = "An element holds plain facts only; make the inner list one of the household's"
                    self.findings.append(source.finding("R119", "A list inside a list", hint, fact.place))
                if class_name in self.elements():
                    continue
                if name in self.household:
                    hint = "Facts of the household share one set of names"
                    self.findings.append(
                        source.finding("R112", f"The fact {name!r} is declared twice", hint, fact.place)
                    )
                self.household[name] = fact

    def elements(self) -> set[str]:
        """Classes that are the elements of some list."""
        facts = [fact for fields in self.classes.values() for fact in fields.values()]
        return {fact.type.entity for fact in facts if isinstance(fact.type, ListOf)}

    def rules_of(self, source: Source, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.FunctionDef):
            return
        declaration = rule_declaration(source, statement, self)
        versions = self.rules.setdefault(declaration.name, [])
        for other in versions:
            if _overlap(declaration, other):
                line = other.place.line
                message = (
                    f"The rule {declaration.name!r} stands twice for the same days (also on line {line})"
                )
                source.refuse("R120", message, "Give the versions periods that do not overlap", statement)
        versions.append(declaration)

    def refuse_double_names(self) -> None:
        for name, fact in self.household.items():
            if name in self.rules:
                source = self.sources[fact.place.file]
                hint = "Rules, facts and parameters share one set of names"
                self.findings.append(
                    source.finding("R121", f"{name!r} is both a fact and a rule", hint, fact.place)
                )

    def type_of(self, source: Source, node: ast.expr) -> Type:
        match node:
            case ast.Name(id=name) if name in SCALARS:
                return SCALARS[name]
            case ast.Name(id=name) if name in self.aliases:
                return self.aliases[name]
            case ast.Name(id=name) if name in self.classes:
                return EntityOf(name)
            case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id=name)) if name in self.classes:
                return ListOf(name)
            case ast.Subscript(value=ast.Name(id="Literal")):
                return literal_type(source, node)
            case ast.Subscript(value=ast.Name(id="Table"), slice=ast.Tuple(elts=[key, value])):
                return TableOf(self.type_of(source, key), self.type_of(source, value))
        written = ast.unparse(node)[:60]
        known = [*SCALARS, *self.aliases, *self.classes, "Table", "list[…]", "Literal[…]"]
        source.refuse(
            "R114", f"{written!r} is not a type of the language", did_you_mean(written, known), node
        )


def rule_declaration(source: Source, node: ast.FunctionDef, collector: "_Collector") -> RuleDeclaration:
    """A rule's head. Raises LanguageError when a part is missing."""
    law, valid_from, valid_to = _rule_decorator(source, node)
    text = ast.get_docstring(node) or ""
    if not text:
        hint = 'Write what the resident shall read as """…""" on the first line'
        source.refuse("R122", f"The rule {node.name!r} has no words of its own", hint, node)
    arguments = node.args
    if (
        arguments.posonlyargs
        or arguments.kwonlyargs
        or arguments.vararg
        or arguments.kwarg
        or arguments.defaults
    ):
        source.refuse(
            "R123", "A rule names what it needs, plainly", "Remove *, / and = from the parentheses", node
        )
    if node.returns is None:
        source.refuse(
            "R124", f"The rule {node.name!r} does not say its type", "Write -> Money, for instance", node
        )
    needs: list[tuple[str, Annotation]] = []
    entity = ""
    for argument in arguments.args:
        if argument.annotation is None:
            source.refuse(
                "R124",
                f"{argument.arg!r} has no type",
                f"Write {argument.arg}: Money, for instance",
                argument,
            )
        bare_table = _name_of(argument.annotation) == "Table"
        type_ = None if bare_table else collector.type_of(source, argument.annotation)
        if isinstance(type_, EntityOf):
            if entity:
                source.refuse(
                    "R125", "A rule looks at one element at a time", "Remove one of the entities", argument
                )
            entity = type_.name
        needs.append((argument.arg, Annotation(type_, source.place(argument))))
    returns = collector.type_of(source, node.returns)
    head = Place(source.file, node.lineno, source.place(node).column, len(source.line(node.lineno)))
    return RuleDeclaration(
        node.name,
        law,
        text,
        valid_from,
        valid_to,
        tuple(needs),
        returns,
        entity,
        tuple(node.body),
        source,
        head,
    )


def literal_type(source: Source, node: ast.expr) -> Choice:
    """`Literal["a", "b"]`."""
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            words = [
                part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if len(words) == len(parts) and len(set(words)) == len(words):
                return Choice(tuple(words))
    source.refuse(
        "R115", "A closed set of words is expected", 'Write Literal["hyresrätt", "bostadsrätt"]', node
    )


def _fact(
    source: Source, node: ast.AnnAssign, name: str, type_: Type, value: ast.expr | None
) -> FactDeclaration:
    if isinstance(type_, EntityOf | TableOf) or type_ == SCALARS["Share"]:
        source.refuse(
            "R116", f"A fact cannot be {type_}", f"Use list[{type_}], Money, int, bool, date or Literal", node
        )
    if name in BUILT_IN:
        source.refuse("R117", f"{name!r} is a word of the language", "Choose another name", node)
    low, high = _default_range(type_)
    if value is not None:
        low, high = _between(source, value, type_)
    return FactDeclaration(name, type_, low, high, source.place(node))


def _default_range(type_: Type) -> tuple[int | date, int | date]:
    if type_ == MONEY:
        return 0, MOST_MONEY
    if type_ == INT:
        return 0, MOST_INT
    if type_ == DATE:
        return FIRST_DAY, LAST_DAY
    if isinstance(type_, ListOf):
        return 0, MOST_ELEMENTS
    return 0, 1


def _between(source: Source, node: ast.expr, type_: Type) -> tuple[int | date, int | date]:
    match node:
        case ast.Call(func=ast.Name(id="between"), args=[low_node, high_node], keywords=[]):
            low, high = _bound(low_node, type_), _bound(high_node, type_)
            if low is not None and high is not None and low <= high and type_ != BOOL:  # type: ignore[operator]
                return low, high
    hint = 'Write = between(0, 20); kronor for Money, "2025-07-01" for date'
    source.refuse("R118", "Only the allowed range may follow a fact", hint, node)


def _bound(node: ast.expr, type_: Type) -> int | date | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() as value):
            return value * 100 if type_ == MONEY else value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value * 100 if type_ == MONEY else -value
        case ast.Constant(value=str() as value) if type_ == DATE:
            return _date(value)
    return None


def _rule_decorator(source: Source, node: ast.FunctionDef) -> tuple[str, date, date | None]:
    match node.decorator_list:
        case [ast.Call(func=ast.Name(id="rule"), args=[], keywords=keywords)]:
            given = {keyword.arg: keyword.value for keyword in keywords}
        case _:
            hint = 'Write @rule(law="SoL (2025:400) 12 kap. 7 §") on the line above'
            source.refuse("R126", f"The rule {node.name!r} cites no law", hint, node)
    unknown = set(given) - {"law", "valid_from", "valid_to"}
    if unknown:
        hint = did_you_mean(str(min(map(str, unknown))), ["law", "valid_from", "valid_to"])
        source.refuse(
            "R127", f"@rule does not know {', '.join(map(str, unknown))}", hint, node.decorator_list[0]
        )
    law = given.get("law")
    if not (isinstance(law, ast.Constant) and isinstance(law.value, str) and law.value.strip()):
        hint = 'Write @rule(law="SoL (2025:400) 12 kap. 7 §")'
        source.refuse("R126", f"The rule {node.name!r} cites no law", hint, node.decorator_list[0])
    valid_from = _decorator_date(source, given.get("valid_from")) or FIRST_DAY
    valid_to = _decorator_date(source, given.get("valid_to"))
    if valid_to is not None and valid_to < valid_from:
        source.refuse(
            "R128", "The rule ends before it begins", "Change valid_from or valid_to", node.decorator_list[0]
        )
    return law.value, valid_from, valid_to


def _decorator_date(source: Source, node: ast.expr | None) -> date | None:
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and (day := _date(node.value)):
        return day
    source.refuse("R129", "A date is expected", 'Write "2025-07-01"', node)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _overlap(one: RuleDeclaration, other: RuleDeclaration) -> bool:
    return one.valid_from <= (other.valid_to or LAST_DAY) and other.valid_from <= (one.valid_to or LAST_DAY)


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _refuse_statement(source: Source, statement: ast.stmt) -> None:
    match statement:
        case ast.Import() | ast.ImportFrom():
            message, hint = (
                "A rule file imports nothing",
                "Remove the line; every word of the language is already there",
            )
        case ast.While() | ast.For():
            message, hint = "There are no loops", "Use sum, any, all, min or max over a list"
        case ast.ClassDef() | ast.AsyncFunctionDef():
            message, hint = "Only @facts classes and @rule functions stand in a rule file", "Remove it"
        case _:
            message, hint = (
                "Only @facts classes and @rule functions stand in a rule file",
                "Remove it, or make it a rule",
            )
    source.refuse("R101", message, hint, statement)
