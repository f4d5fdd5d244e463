"""Which days a package can be used for: the stretches in which nothing changes, and what is missing between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.packages.ruleset import used_parameters
from allmanning.rules.errors import Finding
from allmanning.rules.graph import Graph
from allmanning.rules.values import ParameterValue
from allmanning.rules.words import FIRST_DAY, LAST_DAY

type Span = tuple[date, date]
# What is missing on which days, and what is said of it unless it is declared.
type Missing = tuple[str, Span, Finding]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both ends included, with the same rules and the same rows; `missing` are the parameters without a row.

    `values` hold those that have one, local settings at their defaults.
    """

    graph: Graph
    first: date
    last: date
    values: Mapping[str, ParameterValue]
    missing: tuple[str, ...]


def stretches(package: Package) -> list[Stretch]:
    """All days on which some rule is in force, in order."""
    local = package.local_values({}).values
    return [stretch for graph in package.program.graphs for stretch in _of_graph(package, graph, local)]


def _of_graph(package: Package, graph: Graph, local: Mapping[str, ParameterValue]) -> Iterator[Stretch]:
    national = [package.parameters[name] for name in used_parameters(graph) if name not in local]
    first, last = graph.valid_from, graph.valid_to or LAST_DAY
    starts = {first}
    for parameter in national:
        for row in parameter.periods:
            starts.add(row.valid_from)
            if row.valid_to is not None and row.valid_to < last:
                starts.add(row.valid_to + ONE_DAY)
    days = sorted(day for day in starts if first <= day <= last)
    for day, following in pairwise([*days, last + ONE_DAY]):
        rows = {parameter.name: parameter.on(day) for parameter in national}
        values = {name: row.value for name, row in rows.items() if row is not None}
        missing = tuple(name for name, row in rows.items() if row is None)
        yield Stretch(graph, day, following - ONE_DAY, {**local, **values}, missing)


def gaps(package: Package, pointer: Pointer, all_stretches: Sequence[Stretch]) -> Iterator[Finding]:
    """Days that nothing is said of, though the days before and after are covered."""
    declared = {(gap.of, (gap.valid_from, gap.valid_to)): gap for gap in package.manifest.gaps}
    found: dict[str, list[Span]] = {}
    for name, span, finding in (*_between_rules(package, pointer), *_between_rows(package, pointer)):
        found.setdefault(name, []).append(span)
        if (name, span) not in declared:
            yield finding
    for index, gap in enumerate(package.manifest.gaps):
        if (gap.valid_from, gap.valid_to) not in found.get(gap.of, ()):
            message = f"{gap.of!r} has no gap from {gap.valid_from} to {gap.valid_to}"
            hint = "Give the name and the days of the gap itself, or remove it"
            yield pointer.at_key("C025", message, hint, "package.toml", "gap", index)
    yield from _without_row(pointer, all_stretches, found)


def _between_rules(package: Package, pointer: Pointer) -> Iterator[Missing]:
    """Days between two versions of a rule. Days without any rule are told of once, as a gap of the outcome's."""
    latest: dict[str, Graph] = {}
    outcome = package.manifest.decision.outcome
    before: Graph | None = None
    for graph in package.program.graphs:
        empty = None if before is None else _hole(before, graph)
        for name, rule in graph.rules.items():
            span = _hole(latest[name], graph) if name in latest else None
            if span and (span != empty or name == outcome):
                what = "No rule is" if span == empty else f"The rule {name!r} is not"
                message = f"{what} in force from {span[0]} to {span[1]}"
                hint = f"Let one version begin the day after the other ends, {_declared(name, span)}"
                yield name, span, pointer.at("C024", message, hint, rule.place)
            latest[name] = graph
        before = graph


def _declared(name: str, span: Span) -> str:
    return f'or write [[gap]] of = "{name}", from = {span[0]}, to = {span[1]}, reason = "…" in package.toml'


def _hole(one: Graph, other: Graph) -> Span | None:
    """The days between two periods of law."""
    assert one.valid_to is not None  # noqa: S101 - the graphs stand in order and do not overlap
    first, last = one.valid_to + ONE_DAY, other.valid_from - ONE_DAY
    return (first, last) if first <= last else None


def _between_rows(package: Package, pointer: Pointer) -> Iterator[Missing]:
    """Days between two rows of a parameter."""
    for name, parameter in package.parameters.items():
        for one, other in pairwise(parameter.periods):
            assert one.valid_to is not None  # noqa: S101 - rows do not overlap
            span = one.valid_to + ONE_DAY, other.valid_from - ONE_DAY
            if span[0] <= span[1]:
                message = f"{name!r} has no row from {span[0]} to {span[1]}"
                hint = f"Let one row begin the day after the other ends, {_declared(name, span)}"
                place = ("parameters.toml", name, "period", other.position)
                yield name, span, pointer.at_key("C024", message, hint, *place)


def _without_row(
    pointer: Pointer, all_stretches: Sequence[Stretch], gaps_of: Mapping[str, Sequence[Span]]
) -> Iterator[Finding]:
    """Rows that are missing on days that the package covers: from its first day to the last that can be decided for."""
    whole = [stretch for stretch in all_stretches if not stretch.missing]
    if not whole:
        return
    said = [stretch.first for stretch in all_stretches if stretch.first > FIRST_DAY]
    first, last = min([whole[0].first, *said]), whole[-1].last
    told: set[str] = set()
    for stretch in all_stretches:
        if stretch.last < first or stretch.first > last:
            continue
        for name in stretch.missing:
            in_gap = any(one <= stretch.first and stretch.last <= two for one, two in gaps_of.get(name, ()))
            if name not in told and not in_gap:
                told.add(name)
                message = f"{name!r} has no row from {stretch.first} to {stretch.last}, when rules need it"
                hint = "Add the row, or begin or end the rules that need it with its rows"
                yield pointer.at_key("C026", message, hint, "parameters.toml", name)
