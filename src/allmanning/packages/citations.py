"""Every statute that a package cites or names: readable, known, and in force when it is cited."""

from collections.abc import Iterator, Mapping
from datetime import date

from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.packages.statutes import (
    Statute,
    mentions,
    statutes,
    wrong_citation,
    wrong_mention,
    wrong_statute,
)
from allmanning.rules.errors import Finding, Place

# Files whose words are read by people, and may name a statute anywhere.
_READ = ("letters/", "questions.toml", "texts/")


def citations(package: Package, pointer: Pointer) -> Iterator[Finding]:
    """Of the rules and their words, the parameters' rows, the manifest, the local settings, the letters and the questions."""
    own = package.manifest.statutes
    known = {statute.number: statute for statute in statutes()}
    for index, statute in enumerate(own):
        wrong = wrong_statute(statute, known)
        if wrong:
            yield pointer.at_key("C011", *wrong, "package.toml", "statute", index, "number")
        known.setdefault(statute.number, statute)
    for graph in package.program.graphs:
        for rule in graph.rules.values():
            wrong = wrong_citation(rule.law, graph.valid_from, graph.valid_to, known)
            if wrong:
                yield pointer.at("C010", *wrong, rule.law_place)
            for number in mentions(rule.text):
                wrong = wrong_mention(number, graph.valid_from, graph.valid_to, known)
                if wrong:
                    yield pointer.at("C010", *wrong, rule.place)
    for file, law, first, last, *path in _laws(package):
        wrong = wrong_citation(law, first, last, known)
        if wrong:
            yield pointer.at_key("C010", *wrong, file, *path)
    yield from _named(package, known, pointer)


def _laws(package: Package) -> Iterator[tuple[str, str, date, date | None, *tuple[str | int, ...]]]:
    """The citations outside the rules: file, law, first and last day, and the keys they stand under."""
    for parameter in package.parameters.values():
        for row in parameter.periods:
            place = (parameter.name, "period", row.position, "law")
            yield "parameters.toml", row.law, row.valid_from, row.valid_to, *place
    manifest = package.manifest
    reviewed, handling = manifest.reviewed_on, manifest.handling.law
    cited = [("appeal", manifest.appeal.law), ("automation", manifest.automation.law)]
    # How long a case is kept may be said by a plan of the municipality's own, which is no statute.
    for key, law in [*cited, ("handling", handling if mentions(handling) else "")]:
        if law:
            yield "package.toml", law, reviewed, None, key, "law"
    for index, instead in enumerate(manifest.appeals_instead):
        yield "package.toml", instead.appeal.law, reviewed, None, "appeal", "instead", index, "law"
    for setting in package.local:
        if setting.law:
            yield "local.toml", setting.law, reviewed, None, setting.name, "law"


def _named(package: Package, known: Mapping[str, Statute], pointer: Pointer) -> Iterator[Finding]:
    """Statutes that are named in running text, by their number in parentheses."""
    reviewed = package.manifest.reviewed_on
    for file in sorted(package.files):
        if not file.startswith(_READ):
            continue
        for line, text in pointer.numbered(file):
            is_comment = file.endswith(".toml") and text.lstrip().startswith("#")
            for number in () if is_comment else mentions(text):
                wrong = wrong_mention(number, reviewed, None, known)
                if wrong:
                    column = text.index(f"({number})")
                    place = Place(file, line, column, column + len(number) + 2)
                    yield pointer.at("C010", *wrong, place)
