"""Every paragraph of a statute that a package cites: readable, known, and in force when it is cited."""

from collections.abc import Iterator
from datetime import date

from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.packages.statutes import Statute, statutes, wrong_citation
from allmanning.rules.errors import Finding


def citations(package: Package, pointer: Pointer) -> Iterator[Finding]:
    """Of the rules, of the parameters' rows, of what the manifest and the local settings cite."""
    known: tuple[Statute, ...] = (*statutes(), *package.manifest.statutes)
    for graph in package.program.graphs:
        for rule in graph.rules.values():
            wrong = wrong_citation(rule.law, graph.valid_from, graph.valid_to, known)
            if wrong:
                yield pointer.at("C010", *wrong, rule.law_place)
    for file, law, first, last, *path in _laws(package):
        wrong = wrong_citation(law, first, last, known)
        if wrong:
            yield pointer.at_key("C010", *wrong, file, *path)


def _laws(package: Package) -> Iterator[tuple[str, str, date, date | None, *tuple[str | int, ...]]]:
    """The citations outside the rules: file, law, first and last day, and the keys they stand under."""
    for parameter in package.parameters.values():
        for row in parameter.periods:
            place = (parameter.name, "period", row.position, "law")
            yield "parameters.toml", row.law, row.valid_from, row.valid_to, *place
    manifest = package.manifest
    reviewed = manifest.reviewed_on
    for key, law in (("appeal", manifest.appeal.law), ("automation", manifest.automation.law)):
        if law:
            yield "package.toml", law, reviewed, None, key, "law"
    for setting in package.local:
        if setting.law:
            yield "local.toml", setting.law, reviewed, None, setting.name, "law"
