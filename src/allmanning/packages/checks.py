"""What must hold before a package is published, beyond being readable. Every finding says where and what to do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from allmanning.packages.document import locate
from allmanning.packages.letters import check_letter
from allmanning.packages.package import Package
from allmanning.packages.parameters import LocalValues
from allmanning.packages.questions import all_facts
from allmanning.packages.statutes import Statute, statutes, wrong_citation
from allmanning.packages.testing import run_example
from allmanning.rules.errors import Finding, Place
from allmanning.rules.bounds import surveyor
from allmanning.rules.graph import Graph
from allmanning.rules.proof import TangledError, unproved
from allmanning.packages.ruleset import used_parameters


def check(package: Package) -> tuple[Finding, ...]:
    """Everything that must be mended before the package is published, in the order of its files."""
    findings = [
        *_unused(package),
        *_citations(package),
        *_ranges(package),
        *_outcomes_without_example(package),
        *_letters(package),
    ]
    return tuple(dict.fromkeys(findings))


def _source(package: Package, place: Place) -> str:
    lines = package.files.get(place.file, b"").decode("utf-8", "replace").splitlines()
    return lines[place.line - 1][:200] if 0 < place.line <= len(lines) else ""


def _at(package: Package, code: str, message: str, hint: str, place: Place) -> Finding:
    return Finding(code, message, hint, place, _source(package, place))


def _in_file(package: Package, code: str, message: str, hint: str, file: str, *path: str | int) -> Finding:
    text = package.files.get(file, b"").decode("utf-8", "replace")
    place = Place(file, locate(text, path), 0, 0)
    source = _source(package, place)
    return Finding(code, message, hint, replace(place, end=len(source)), source)


def _unused(package: Package) -> Iterator[Finding]:
    used = package.program.used
    reading = {question.fact for question in package.questions if question.reading}
    for name, fact in all_facts(package.vocabulary).items():
        list_in_use = any(other.startswith(f"{name}.") for other in used)
        if name not in used and name not in reading and not list_in_use:
            hint = 'Remove the fact, use it in a rule, or give its question reading = "…" with the reason'
            yield _at(package, "C001", f"No rule uses the fact {name!r}", hint, fact.place)
    for name in package.parameters:
        if name not in used:
            yield _in_file(
                package, "C002", f"No rule uses the parameter {name!r}", "Remove it", "parameters.toml", name
            )
    for setting in package.local:
        if setting.name not in used:
            message = f"No rule uses the local setting {setting.name!r}"
            yield _in_file(package, "C002", message, "Remove it", "local.toml", setting.name)


def _citations(package: Package) -> Iterator[Finding]:
    known: tuple[Statute, ...] = (*statutes(), *package.manifest.statutes)
    for graph in package.program.graphs:
        for rule in graph.rules.values():
            wrong = wrong_citation(rule.law, graph.valid_from, graph.valid_to, known)
            if wrong:
                place = replace(rule.place, line=rule.place.line - 1, column=0, end=200)
                yield _at(package, "C010", *wrong, place)
    for parameter in package.parameters.values():
        for index, period in enumerate(parameter.periods):
            wrong = wrong_citation(period.law, period.valid_from, period.valid_to, known)
            if wrong:
                yield _in_file(package, "C010", *wrong, "parameters.toml", parameter.name, "period", index)
    manifest = package.manifest
    for key, law in (("appeal", manifest.appeal.law), ("automation", manifest.automation.law)):
        wrong = wrong_citation(law, manifest.reviewed_on, None, known) if law else None
        if wrong:
            yield _in_file(package, "C010", *wrong, "package.toml", key, "law")


def _ranges(package: Package) -> Iterator[Finding]:
    """Every look-up inside its table, in every period of law and of parameters."""
    local = package.local_values({})
    for graph in package.program.graphs:
        ready = surveyor(graph)
        for day in _days_of_change(package, graph):
            values = _parameters_on(package, graph, day, local)
            if values is None:
                continue
            try:
                for open_end in unproved(ready, ready.survey({}, values, day)):
                    yield _at(package, open_end.code, open_end.message, open_end.hint, open_end.place)
            except TangledError as error:
                place = next(iter(graph.rules.values())).place
                yield _at(package, "C021", str(error.__doc__), "Split the largest rule", place)


def _days_of_change(package: Package, graph: Graph) -> list[date]:
    starts = {graph.valid_from} | {
        period.valid_from for parameter in package.parameters.values() for period in parameter.periods
    }
    return sorted(
        day for day in starts if graph.valid_from <= day and (graph.valid_to is None or day <= graph.valid_to)
    )


def _parameters_on(package: Package, graph: Graph, day: date, local: LocalValues) -> dict[str, object] | None:
    values: dict[str, object] = dict(local.values)
    for name in used_parameters(graph):
        if name in values:
            continue
        row = package.parameters[name].on(day)
        if row is None:
            return None
        values[name] = row.value
    return values


def _outcomes_without_example(package: Package) -> Iterator[Finding]:
    decision = package.manifest.decision
    reached = {run_example(package, example).outcome for example in package.examples}
    for outcome in (*decision.granted, *decision.partly, *decision.refused):
        if outcome not in reached:
            hint = "Write a worked example that ends so, with its source"
            yield _in_file(
                package, "C030", f"No example reaches {outcome!r}", hint, "package.toml", "decision"
            )


def _letters(package: Package) -> Iterator[Finding]:
    decision = package.manifest.decision
    outcomes = (*decision.granted, *decision.partly, *decision.refused)
    if "decision" not in package.letters:
        hint = "Write letters/decision.md; FL (2017:900) 32 and 33 §§ say what it must hold"
        yield _in_file(package, "C040", "There is no decision letter", hint, "package.toml")
    for name, text in package.letters.items():
        file = f"letters/{name}.md"
        for finding in check_letter(text, outcomes, file):
            place = Place(file, finding.line, 0, 200)
            yield _at(package, "C041", finding.message.rstrip("."), finding.hint, place)
