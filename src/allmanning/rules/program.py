"""Rule files to a program: one graph for each period in which the same versions are in force."""

import graphlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from allmanning.rules.datatypes import Type
from allmanning.rules.declarations import ONE_SET, Declarations, declare
from allmanning.rules.errors import MOST_FINDINGS, Finding, LanguageError, Place, in_order
from allmanning.rules.graph import Graph, Vocabulary
from allmanning.rules.heads import RuleDeclaration
from allmanning.rules.limits import beyond_limits
from allmanning.rules.lowering import Lowering, lower
from allmanning.rules.words import FIRST_DAY, LAST_DAY

MOST_PERIODS = 100
MOST_NODES_TOGETHER = 200_000
MOST_PARTS_TOGETHER = 800_000


class NoLawError(Exception):
    """No rules are in force on that day. Apply for a period that the package covers."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"No rules are in force on {day.isoformat()}. Choose a day that the package covers")


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
    findings = [*_taken_names(declarations, parameters), *_missing_rules(declarations)]
    periods = list(_periods(declarations))
    if len(periods) > MOST_PERIODS:
        findings.append(_too_often(declarations))
    if findings:
        raise LanguageError(in_order(findings))
    reading = _Reading(declarations, parameters)
    for start, stop in periods:
        reading.read(start, stop)
        if reading.is_full:
            break
    if reading.findings:
        raise LanguageError(in_order(reading.findings))
    return Program(declarations.vocabulary, tuple(reading.graphs), frozenset(reading.used))


@dataclass(slots=True)
class _Reading:
    """One period after the other; `nodes` and `parts` tell how much there is so far."""

    declarations: Declarations
    parameters: Mapping[str, Type]
    graphs: list[Graph] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    nodes: int = 0
    parts: int = 0
    is_full: bool = False

    def read(self, start: date, stop: date | None) -> None:
        """The graph of one period."""
        rules, sources = self.declarations.rules, self.declarations.sources
        in_force = {
            name: version for name, versions in rules.items() for version in versions if version.holds(start)
        }
        ordered = _ordered(in_force)
        if isinstance(ordered, Finding):
            self.findings.append(ordered)
            return
        if not ordered:
            return
        later = frozenset(rules.keys() - in_force.keys())
        lowering = Lowering(ordered, self.declarations.vocabulary, self.parameters, later)
        lowered = lower(lowering, (start, stop), sources)
        self.used |= lowered.used
        self.findings += lowered.findings
        self.parts += lowering.builder.parts
        if lowered.graph is not None:
            self.graphs.append(lowered.graph)
            self.findings += beyond_limits(lowered.graph, sources)
            self.nodes += len(lowered.graph.nodes)
        if self.nodes > MOST_NODES_TOGETHER or self.parts > MOST_PARTS_TOGETHER:
            self.findings.append(_too_often(self.declarations))
            self.is_full = True
        self.is_full |= len(self.findings) >= MOST_FINDINGS


def _taken_names(declarations: Declarations, parameters: Mapping[str, Type]) -> Iterator[Finding]:
    for name, versions in declarations.rules.items():
        if name in parameters:
            source, place = versions[0].source, versions[0].place
            yield source.finding("R121", f"{name!r} is both a rule and a parameter", ONE_SET, place)
    for name, fact in declarations.vocabulary.facts.items():
        if name in parameters:
            source = declarations.sources[fact.place.file]
            yield source.finding("R121", f"{name!r} is both a fact and a parameter", ONE_SET, fact.place)


def _missing_rules(declarations: Declarations) -> Iterator[Finding]:
    if not declarations.rules:
        place = Place(next(iter(declarations.sources), "rules"), 0, 0, 0)
        yield Finding("R180", "There are no rules", "Write a function under @rule(law=…)", place)


def _too_often(declarations: Declarations) -> Finding:
    versions = [version for versions in declarations.rules.values() for version in versions]
    latest = max(versions, key=lambda version: version.valid_from)
    message = (
        f"The rules change too often: {MOST_PERIODS} days of change, and {MOST_NODES_TOGETHER:,} nodes or "
        f"{MOST_PARTS_TOGETHER:,} parts over all of them, are the most"
    )
    return latest.source.finding("R011", message, "Split the package by time", latest.law.place)


def _periods(declarations: Declarations) -> Iterator[tuple[date, date | None]]:
    versions = [version for versions in declarations.rules.values() for version in versions]
    edges = {version.valid_from for version in versions}
    edges |= {version.valid_to + timedelta(days=1) for version in versions if version.valid_to is not None}
    starts = sorted(edge for edge in edges if FIRST_DAY <= edge <= LAST_DAY)
    for start, following in pairwise([*starts, None]):
        assert start is not None  # noqa: S101 - only the last one is None
        yield start, following - timedelta(days=1) if following else None


def _ordered(rules: Mapping[str, RuleDeclaration]) -> dict[str, RuleDeclaration] | Finding:
    """What a rule needs stands before it, so that no chain of rules is read by recursion."""
    needs = {name: sorted(rule.uses & rules.keys()) for name, rule in rules.items()}
    try:
        return {name: rules[name] for name in graphlib.TopologicalSorter(needs).static_order()}
    except graphlib.CycleError as error:
        circle = list(reversed(error.args[1]))
        rule = rules[circle[0]]
        shown = circle if len(circle) <= 8 else [*circle[:4], "…", *circle[-3:]]
        message = f"The rules go in a circle: {' → '.join(shown)}"
        return rule.source.finding("R130", message, "Let one of them do without the other", rule.place)
