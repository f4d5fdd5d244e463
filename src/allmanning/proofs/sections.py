"""The days of a package cut so that within each piece the same rules and the same dated values hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from allmanning.packages import NoParameterRowError, Package, Ruleset
from allmanning.packages.ruleset import used_parameters
from allmanning.proofs.errors import UnsafeRulesError
from allmanning.rules.bounds import surveyor
from allmanning.rules.claims import with_claims
from allmanning.rules.graph import Graph
from allmanning.rules.proof import TangledError, unproved
from allmanning.rules.words import LAST_DAY


@dataclass(frozen=True, slots=True)
class Section:
    """The rules as they stand from `first` to `last`, local settings at their defaults."""

    ruleset: Ruleset
    first: date
    last: date

    @property
    def graph(self) -> Graph:
        """The rules in force."""
        return self.ruleset.engine.graph


def sections(package: Package) -> tuple[Section, ...]:
    """Every piece of time on which something can be decided, in order."""
    return tuple(section for graph in package.program.graphs for section in _sections_of(package, graph))


def on_days(package: Package, days: Iterable[date]) -> tuple[Section, ...]:
    """Just these days. Raises NoLawError and NoParameterRowError."""
    return tuple(Section(package.as_of(day), day, day) for day in dict.fromkeys(days))


def _sections_of(package: Package, graph: Graph) -> Iterator[Section]:
    last = graph.valid_to or LAST_DAY
    edges = {graph.valid_from, last + timedelta(days=1)}
    for name in used_parameters(graph):
        if name not in package.parameters:
            continue
        for row in package.parameters[name].periods:
            edges.add(row.valid_from)
            if row.valid_to is not None:
                edges.add(row.valid_to + timedelta(days=1))
    within = sorted(edge for edge in edges if graph.valid_from <= edge <= last + timedelta(days=1))
    for start, following in pairwise(within):
        try:
            yield Section(package.as_of(start), start, following - timedelta(days=1))
        except NoParameterRowError:
            continue


def claimed(section: Section, claims: dict[str, str]) -> Graph:
    """The rules with some claims among their values. Raises UnsafeRulesError."""
    graph = with_claims(section.graph, claims, "properties.toml")
    ready = surveyor(graph)
    try:
        found = unproved(ready, ready.survey({}, section.ruleset.parameters, section.first, section.last))
    except TangledError as error:
        raise UnsafeRulesError(str(error).rstrip(".")) from None
    if found:
        raise UnsafeRulesError(found[0].message)
    return graph
