"""Rule files to a program: one graph for each period in which the same versions are in force."""

import ast
import graphlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from allmanning.rules.datatypes import Type
from allmanning.rules.declarations import (
    BUILT_IN,
    FIRST_DAY,
    LAST_DAY,
    Declarations,
    RuleDeclaration,
    declare,
)
from allmanning.rules.errors import NOWHERE, Finding, LanguageError
from allmanning.rules.graph import Graph, Vocabulary
from allmanning.rules.lowering import lower


class NoLawError(Exception):
    """No rules are in force on that day. Apply for a period that the package covers."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"No rules are in force on {day.isoformat()}")


@dataclass(frozen=True, slots=True)
class Program:
    """The rules of a package, for every day they cover. `used` names the facts and parameters some rule reads."""

    vocabulary: Vocabulary
    graphs: tuple[Graph, ...]
    used: frozenset[str]

    def on(self, day: date) -> Graph:
        """The rules in force on a day. Raises NoLawError."""
        for graph in self.graphs:
            if graph.valid_from <= day and (graph.valid_to is None or day <= graph.valid_to):
                return graph
        raise NoLawError(day)


def parse(texts: Mapping[str, str], parameters: Mapping[str, Type]) -> Program:
    """Read a package's rule files (file name → text), with the parameters it declares.

    Raises LanguageError with everything that is wrong; nothing in the files is executed.
    """
    declarations = declare(texts)
    findings = list(_taken_names(declarations, parameters))
    graphs: list[Graph] = []
    used: set[str] = set()
    for start, stop in _periods(declarations):
        in_force = {
            name: version
            for name, versions in declarations.rules.items()
            for version in versions
            if version.valid_from <= start and (version.valid_to is None or start <= version.valid_to)
        }
        if not in_force:
            continue
        circle = _circle(in_force)
        if circle:
            findings.append(circle)
            continue
        graph, names, wrong = lower(_ordered(in_force), declarations.vocabulary, parameters, (start, stop))
        used |= names
        findings += [finding for finding in wrong if finding not in findings]
        if graph is not None:
            graphs.append(graph)
    if not declarations.rules and not findings:
        findings.append(Finding("R180", "There are no rules", "Write a function with @rule(law=…)", NOWHERE))
    if findings:
        raise LanguageError(findings)
    return Program(declarations.vocabulary, tuple(graphs), frozenset(used))


def _taken_names(declarations: Declarations, parameters: Mapping[str, Type]) -> Iterator[Finding]:
    for name, versions in declarations.rules.items():
        source, place = versions[0].source, versions[0].place
        if name in parameters:
            hint = "Rules, facts and parameters share one set of names"
            yield source.finding("R121", f"{name!r} is both a rule and a parameter", hint, place)
        if name in BUILT_IN:
            yield source.finding("R117", f"{name!r} is a word of the language", "Choose another name", place)
    for name, fact in declarations.vocabulary.facts.items():
        if name in parameters:
            hint = "Rules, facts and parameters share one set of names"
            yield Finding("R121", f"{name!r} is both a fact and a parameter", hint, fact.place)


def _periods(declarations: Declarations) -> Iterator[tuple[date, date | None]]:
    versions = [version for versions in declarations.rules.values() for version in versions]
    edges = {version.valid_from for version in versions}
    edges |= {version.valid_to + timedelta(days=1) for version in versions if version.valid_to is not None}
    starts = sorted(edge for edge in edges if FIRST_DAY <= edge <= LAST_DAY)
    for start, following in zip(starts, [*starts[1:], None], strict=False):
        yield start, following - timedelta(days=1) if following else None


def _needs(rules: Mapping[str, RuleDeclaration]) -> dict[str, list[str]]:
    return {
        name: sorted({*(need for need, _ in rule.needs), *_called(rule)} & rules.keys())
        for name, rule in rules.items()
    }


def _called(rule: RuleDeclaration) -> Iterable[str]:
    for statement in rule.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id


def _ordered(rules: Mapping[str, RuleDeclaration]) -> dict[str, RuleDeclaration]:
    """What a rule needs stands before it, so that no chain of rules is read by recursion."""
    order = graphlib.TopologicalSorter(_needs(rules)).static_order()
    return {name: rules[name] for name in order}


def _circle(rules: Mapping[str, RuleDeclaration]) -> Finding | None:
    try:
        graphlib.TopologicalSorter(_needs(rules)).prepare()
    except graphlib.CycleError as error:
        circle = list(reversed(error.args[1]))
        rule = rules[circle[0]]
        message = f"The rules go in a circle: {' → '.join(circle)}"
        return rule.source.finding("R130", message, "Let one of them do without the other", rule.place)
    return None
