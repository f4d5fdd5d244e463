"""What rule files declare: facts and rules, with their types, periods and law. Bodies are read later."""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from allmanning.rules.datatypes import SCALARS, ListOf
from allmanning.rules.errors import MOST_FINDINGS, Finding, LanguageError, Place, in_order
from allmanning.rules.fields import fact
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.heads import RuleDeclaration, rule_declaration
from allmanning.rules.syntax import Source, read
from allmanning.rules.typenames import TypeNames, literal_type
from allmanning.rules.words import BUILT_IN

MOST_BYTES_TOGETHER = 1_000_000
MOST_RULES = 2_000
MOST_FACTS = 2_000
ONE_SET = "Rules, facts and parameters share one set of names"


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything the files of a package declare."""

    vocabulary: Vocabulary
    rules: Mapping[str, tuple[RuleDeclaration, ...]]
    sources: Mapping[str, Source]


def declare(texts: Mapping[str, str]) -> Declarations:
    """Read all files of a package: name → text. Raises LanguageError with every finding."""
    size = sum(len(text) for text in texts.values())
    if size > MOST_BYTES_TOGETHER:
        message = f"The rule files have {size:,} letters together; the most is {MOST_BYTES_TOGETHER:,}"
        raise LanguageError([Finding("R001", message, "Split the package", Place("rules", 0, 0, 0))])
    collected = _Collector()
    modules: list[tuple[Source, ast.Module]] = []
    for file, text in texts.items():
        try:
            modules.append(read(file, text))
        except LanguageError as error:
            collected.findings += error.findings
    if collected.findings:
        raise LanguageError(collected.findings)
    collected.sources = {source.file: source for source, _ in modules}
    statements = [(source, statement) for source, module in modules for statement in module.body]
    _refuse_many(statements)
    for step in (collected.names_of_types, collected.facts):
        for source, statement in statements:
            collected.attempt(step, source, statement)
    collected.place_facts()
    for source, statement in statements:
        collected.attempt(collected.rules_of, source, statement)
    collected.refuse_double_names()
    if collected.findings:
        raise LanguageError(in_order(collected.findings))
    elements = collected.elements()
    entities = {name: fields for name, fields in collected.classes.items() if name in elements}
    rules = {name: tuple(versions) for name, versions in collected.rules.items()}
    return Declarations(Vocabulary(collected.household, entities), rules, collected.sources)


def _refuse_many(statements: Iterable[tuple[Source, ast.stmt]]) -> None:
    rules = facts = 0
    for source, statement in statements:
        rules += isinstance(statement, ast.FunctionDef)
        facts += sum(isinstance(part, ast.AnnAssign) for part in getattr(statement, "body", ()))
        if rules > MOST_RULES or facts > MOST_FACTS:
            message = f"The package has more than {MOST_RULES:,} rules or {MOST_FACTS:,} facts"
            source.refuse("R012", message, "Split the package", statement)


@dataclass(slots=True)
class _Collector:
    types: TypeNames = field(default_factory=TypeNames)
    classes: dict[str, dict[str, FactDeclaration]] = field(default_factory=dict)
    household: dict[str, FactDeclaration] = field(default_factory=dict)
    rules: dict[str, list[RuleDeclaration]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    first: dict[str, ast.ClassDef] = field(default_factory=dict)

    def attempt(self, step: Callable[[Source, ast.stmt], None], source: Source, statement: ast.stmt) -> None:
        if len(self.findings) >= MOST_FINDINGS:
            return
        try:
            step(source, statement)
        except LanguageError as error:
            self.findings += error.findings

    def names_of_types(self, source: Source, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                self._refuse_taken(source, name, statement)
                self.types.aliases[name] = literal_type(source, value)
            case ast.ClassDef(name=name) as declared:
                self._refuse_taken(source, name, statement)
                self.types.classes.add(name)
                self.classes[name] = {}
                self.first[name] = declared
            case ast.FunctionDef() | ast.ImportFrom(module="allmanning.language", level=0):
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                _refuse_statement(source, statement)

    def _refuse_taken(self, source: Source, name: str, statement: ast.stmt) -> None:
        if name in BUILT_IN or name in SCALARS:
            source.refuse("R117", f"{name!r} is a word of the language", "Choose another name", statement)
        if name in self.classes or name in self.types.aliases:
            source.refuse("R110", f"{name!r} is declared twice", "Rename one of them", statement)

    def facts(self, source: Source, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.ClassDef) or self.first.get(statement.name) is not statement:
            return
        plain = not (statement.bases or statement.keywords or statement.type_params)
        decorators = [ast.unparse(decorator) for decorator in statement.decorator_list]
        if decorators != ["facts"] or not plain:
            message = f"The class {statement.name} does not say that it holds facts"
            hint = "Write @facts on the line above, and nothing in parentheses after the name"
            source.refuse("R111", message, hint, statement)
        for part in statement.body:
            self.attempt(lambda source, part: self._fact(source, part, statement.name), source, part)

    def _fact(self, source: Source, part: ast.stmt, class_name: str) -> None:
        fields = self.classes[class_name]
        match part:
            case ast.Expr(value=ast.Constant(value=str())):
                return
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                if name in fields:
                    message = f"The fact {name!r} is declared twice"
                    source.refuse("R112", message, "Remove one of them", part)
                fields[name] = fact(source, part, name, self.types.read(source, annotation))
            case _:
                source.refuse("R113", "Only facts stand in a class", "Write a fact as namn: Money", part)

    def place_facts(self) -> None:
        """Facts of classes that are nobody's element are the household's."""
        elements = self.elements()
        for class_name, fields in self.classes.items():
            for name, each in fields.items():
                if class_name in elements and isinstance(each.type, ListOf):
                    hint = "An element holds plain facts only; make the inner list one of the household's"
                    self._note("R119", f"The list {name!r} stands inside a list", hint, each)
                if class_name in elements:
                    continue
                if name in self.household:
                    hint = "Facts of the household share one set of names; rename one of them"
                    self._note("R112", f"The fact {name!r} is declared twice", hint, each)
                self.household[name] = each

    def _note(self, code: str, message: str, hint: str, each: FactDeclaration) -> None:
        self.findings.append(self.sources[each.place.file].finding(code, message, hint, each.place))

    def elements(self) -> set[str]:
        """Classes that are the elements of some list."""
        facts = [each for fields in self.classes.values() for each in fields.values()]
        return {each.type.entity for each in facts if isinstance(each.type, ListOf)}

    def rules_of(self, source: Source, statement: ast.stmt) -> None:
        if not isinstance(statement, ast.FunctionDef):
            return
        declaration = rule_declaration(source, statement, self.types)
        versions = self.rules.setdefault(declaration.name, [])
        for other in versions:
            if declaration.overlaps(other):
                where = f"line {other.place.line}" if other.source is source else other.place.file
                message = f"The rule {declaration.name!r} stands twice for the same days (also on {where})"
                hint = "Give the versions periods that do not overlap, or rename one of them"
                raise LanguageError([source.finding("R120", message, hint, declaration.place)])
        versions.append(declaration)

    def refuse_double_names(self) -> None:
        for name, each in self.household.items():
            if name in self.rules:
                self._note("R121", f"{name!r} is both a fact and a rule", ONE_SET, each)


def _refuse_statement(source: Source, statement: ast.stmt) -> None:
    message = "Only @facts classes, @rule functions and closed sets of words stand in a rule file"
    hint = "Remove it, or make it a rule"
    match statement:
        case ast.Import() | ast.ImportFrom():
            message = "A rule file imports nothing"
            hint = "Remove the line; every word of the language is already there"
        case ast.While() | ast.For() | ast.AsyncFor():
            message, hint = "There are no loops", "Use sum, any, all, min or max over a list, inside a rule"
        case ast.Assign() | ast.AnnAssign():
            hint = "A number that the law gives belongs in parameters.toml"
    source.refuse("R101", message, hint, statement)
