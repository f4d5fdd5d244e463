"""Rules to nodes: names are resolved and types are checked while the graph is built."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from allmanning.rules.blocks import block
from allmanning.rules.datatypes import DATE, EntityOf, ListOf, TableOf, Type, told
from allmanning.rules.errors import MOST_FINDINGS, Finding, LanguageError, did_you_mean
from allmanning.rules.expressions import expression
from allmanning.rules.graph import (
    MOST_LEVELS,
    Builder,
    Graph,
    RuleText,
    Site,
    TooDeepError,
    TooLargeError,
    Vocabulary,
)
from allmanning.rules.heads import Need, RuleDeclaration
from allmanning.rules.nodes import AsOf, FactRef, Named, ParameterRef
from allmanning.rules.scope import Element, ListName, Scope, Symbol, TableName, Typed
from allmanning.rules.syntax import Source
from allmanning.rules.words import AS_OF

type Key = tuple[str, str, int]


class UnreadRuleError(Exception):
    """A rule stands on one that could not be read; what is wrong is told there."""


@dataclass(slots=True)
class Lowering:
    """Builds the graph of one period from the rule versions in force, what each needs before it.

    `later` are the rules of the package that are in force at other times only.
    """

    versions: Mapping[str, RuleDeclaration]
    vocabulary: Vocabulary
    parameters: Mapping[str, Type]
    later: frozenset[str]
    builder: Builder = field(default_factory=Builder)
    done: dict[Key, Typed] = field(default_factory=dict)
    failed: set[Key] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    sites: list[Site] = field(default_factory=list)

    expression = staticmethod(expression)

    def read(self, name: str, list_name: str, level: int) -> Typed:
        """Read a rule, for the household (level −1) or for the element at a level. Raises LanguageError."""
        key = name, list_name, level
        if key in self.failed:
            raise UnreadRuleError
        if key not in self.done:
            self.failed.add(key)
            declaration = self.versions[name]
            value = self._body(declaration, list_name, level)
            node, type_ = Named(name, value.node, list_name, level), declaration.returns
            self.done[key] = Typed(self.builder.add(node, type_, declaration.place), type_, value.at)
            self.failed.remove(key)
        return self.done[key]

    def rule(self, name: str, list_name: str, level: int, at: ast.AST) -> Typed:
        """The value of a rule that another one uses."""
        if level > 0:
            # Further in than the first comprehension nothing has been read yet: what it needs comes first.
            for needed in self._needed(name):
                self.read(needed, list_name, level)
        found = self.read(name, list_name, level)
        return Typed(found.node, found.type, at)

    def _needed(self, name: str) -> Iterator[str]:
        """The rules per element that a rule per element stands on, in order."""
        found: set[str] = set()
        stack = [name]
        while stack:
            for need in self.versions[stack.pop()].needs:
                other = self.versions.get(need.name)
                if other is not None and other.entity and need.name not in found:
                    found.add(need.name)
                    stack.append(need.name)
        return (other for other in self.versions if other in found)

    def entity_of(self, rule: str) -> str | None:
        """The entity a rule looks at, "" for the household; None when there is no such rule."""
        declaration = self.versions.get(rule)
        return None if declaration is None else declaration.entity

    def rules_per_element(self) -> Iterator[str]:
        """The names of all rules that look at one element."""
        return (name for name, declaration in self.versions.items() if declaration.entity)

    def _body(self, declaration: RuleDeclaration, list_name: str, level: int) -> Typed:
        scope = Scope(declaration.source, level, {}, self, declaration.returns)
        for need in declaration.needs:
            scope.names[need.name] = self._resolve(declaration, need, list_name, level)
        result = block(declaration.body, scope)
        self._refuse_unused(declaration)
        if isinstance(result, Typed):
            return result
        hint = "Every way through the rule ends with return"
        message = f"The rule {declaration.name!r} does not always give a value"
        raise LanguageError([declaration.source.finding("R132", message, hint, declaration.place)])

    def _refuse_unused(self, declaration: RuleDeclaration) -> None:
        # Other rules of the same element are used by their names; the element itself need not be.
        by_name = any(self.entity_of(need.name) for need in declaration.needs)
        for need in declaration.needs:
            if need.name not in declaration.names and not (by_name and isinstance(need.type, EntityOf)):
                hint = "Remove it from the parentheses, or use it"
                message = f"{need.name!r} is never used in this rule"
                declaration.source.refuse("R131", message, hint, need.node)

    def _resolve(self, rule: RuleDeclaration, need: Need, list_name: str, level: int) -> Symbol:
        if isinstance(need.type, EntityOf):
            return Element(list_name, level)
        symbol, actual = self._named(rule, need, list_name, level)
        bare_table = need.type is None and isinstance(actual, TableOf)
        if need.type != actual and not bare_table:
            said = "a table" if need.type is None else told(need.type)
            message = f"{need.name!r} is {told(actual)}, not {said}"
            rule.source.refuse("R133", message, f"Write {need.name}: {actual}", need.node)
        return symbol

    def _named(self, rule: RuleDeclaration, need: Need, list_name: str, level: int) -> tuple[Symbol, Type]:
        name, place = need.name, rule.source.place(need.node)
        if name in self.vocabulary.facts:
            self.used.add(name)
            type_ = self.vocabulary.facts[name].type
            if isinstance(type_, ListOf):
                return ListName(name, type_.entity), type_
            return Typed(self.builder.add(FactRef(name), type_, place), type_, need.node), type_
        if name in self.versions:
            value = self._rule(rule, need, list_name, level)
            return value, value.type
        if name in self.parameters:
            self.used.add(name)
            type_ = self.parameters[name]
            if isinstance(type_, TableOf):
                return TableName(name, type_), type_
            return Typed(self.builder.add(ParameterRef(name), type_, place), type_, need.node), type_
        if name == AS_OF:
            return Typed(self.builder.add(AsOf(), DATE, place), DATE, need.node), DATE
        if name in self.later:
            hint = f"Write a version of {name} for those days, or begin or end this rule with it"
            rule.source.refuse("R181", f"The rule {name!r} is not in force at the same time", hint, need.node)
        known = [*self.vocabulary.facts, *self.versions, *self.parameters, AS_OF]
        message = f"{name!r} is not a fact, a rule or a parameter"
        rule.source.refuse("R135", message, did_you_mean(name, known), need.node)

    def _rule(self, rule: RuleDeclaration, need: Need, list_name: str, level: int) -> Typed:
        other = self.versions[need.name]
        if other.entity and other.entity != rule.entity:
            hint = f"Call it for each element: sum({need.name}(x) for x in …)"
            message = f"{need.name!r} has one value for each {other.entity}"
            rule.source.refuse("R134", message, hint, need.node)
        return self.rule(need.name, *((list_name, level) if other.entity else ("", -1)), need.node)


@dataclass(frozen=True, slots=True)
class Lowered:
    """The graph of one period (None where something is wrong), what its rules use, and what is wrong."""

    graph: Graph | None
    used: frozenset[str]
    findings: tuple[Finding, ...]


def lower(lowering: Lowering, period: tuple[date, date | None], sources: Mapping[str, Source]) -> Lowered:
    """Read the rules of one period, in the order they are given."""
    vocabulary = lowering.vocabulary
    findings: dict[Finding, None] = {}
    values: dict[str, int] = {}
    element_values: dict[str, dict[str, int]] = {}
    lists = _lists(vocabulary)
    for name, declaration in lowering.versions.items():
        try:
            if not declaration.entity:
                values[name] = lowering.read(name, "", -1).node
            for list_name in lists.get(declaration.entity, ()):
                node = lowering.read(name, list_name, 0).node
                element_values.setdefault(list_name, {})[name] = node
        except UnreadRuleError:
            continue
        except LanguageError as error:
            findings |= dict.fromkeys(error.findings)
        except (TooDeepError, TooLargeError) as error:
            findings[_outsized(error, declaration, sources)] = None
        if lowering.builder.is_full or len(findings) >= MOST_FINDINGS:
            break
    if findings:
        return Lowered(None, frozenset(lowering.used), tuple(findings)[:MOST_FINDINGS])
    built = lowering.builder
    texts = {
        name: RuleText(name, rule.law.text, rule.text, rule.place, rule.entity, rule.law.place)
        for name, rule in lowering.versions.items()
    }
    graph = Graph(
        *period, tuple(built.nodes), tuple(built.types), tuple(built.places), tuple(built.levels), values,
        element_values, texts, lowering.parameters, vocabulary, tuple(lowering.sites),
    )  # fmt: skip
    return Lowered(graph, frozenset(lowering.used), ())


def _lists(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The names of the lists, by the kind of element they hold."""
    lists: dict[str, list[str]] = {}
    for name, fact in vocabulary.facts.items():
        if isinstance(fact.type, ListOf):
            lists.setdefault(fact.type.entity, []).append(name)
    return lists


def _outsized(
    error: TooDeepError | TooLargeError, declaration: RuleDeclaration, sources: Mapping[str, Source]
) -> Finding:
    """The finding for what is too deep, or too much for one period."""
    if isinstance(error, TooDeepError):
        hint = "Make rules of some of the parts, or a table of the conditions"
        message = f"More than {MOST_LEVELS} names and conditions stand on each other here"
        return sources[error.place.file].finding("R004", message, hint, error.place)
    message = str(error.__doc__).partition(". ")[0]
    hint = "Split the package, or repeat less"
    return declaration.source.finding("R006", message, hint, declaration.place)
