"""What must hold before a package is published, beyond being readable. Every finding says where and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from allmanning.packages.letters import check_letter
from allmanning.packages.package import Package
from allmanning.packages.parameters import LocalSetting
from allmanning.packages.questions import all_facts
from allmanning.packages.ruleset import used_parameters
from allmanning.packages.statutes import Statute, statutes, wrong_citation
from allmanning.packages.testing import run_example
from allmanning.packages.toml_text import Lines
from allmanning.rules.bounds import surveyor
from allmanning.rules.datatypes import BOOL, TableOf
from allmanning.rules.errors import Finding, Place
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import EITHER, Bounds
from allmanning.rules.proof import TangledError, unproved
from allmanning.rules.values import ParameterValue


def check(package: Package) -> tuple[Finding, ...]:
    """Everything that must be mended before the package is published, in the order of its files."""
    checker = _Checker(package)
    findings = [
        *checker.unused(),
        *checker.citations(),
        *checker.ranges(),
        *checker.outcomes_without_example(),
        *checker.letters(),
    ]
    return tuple(dict.fromkeys(findings))


@dataclass(slots=True)
class _Checker:
    package: Package
    lines: dict[str, Lines] = field(default_factory=dict)

    def _lines(self, file: str) -> Lines:
        if file not in self.lines:
            self.lines[file] = Lines(self.package.files.get(file, b"").decode("utf-8-sig", "replace"))
        return self.lines[file]

    def _at(self, code: str, message: str, hint: str, place: Place) -> Finding:
        return Finding(code, message, hint, place, self._lines(place.file).text(place.line))

    def _in_file(self, code: str, message: str, hint: str, file: str, *path: str | int) -> Finding:
        """A finding at a key of a TOML file."""
        line = self._lines(file).locate(path)
        source = self._lines(file).text(line).rstrip()
        place = Place(file, line, len(source) - len(source.lstrip()), len(source))
        return Finding(code, message, hint, place, source)

    def unused(self) -> Iterator[Finding]:
        """Nobody is asked what nobody uses, and nobody sets it."""
        package, used = self.package, self.package.program.used
        reading = {question.fact for question in package.questions if question.reading}
        for name, fact in all_facts(package.vocabulary).items():
            list_in_use = any(other.startswith(f"{name}.") for other in used)
            if name not in used and name not in reading and not list_in_use:
                hint = 'Remove the fact, use it in a rule, or give its question reading = "…" with the reason'
                yield self._at("C001", f"No rule uses the fact {name!r}", hint, fact.place)
        for name in package.parameters:
            if name not in used:
                message, hint = f"No rule uses the parameter {name!r}", "Remove it, or use it in a rule"
                yield self._in_file("C002", message, hint, "parameters.toml", name)
        for setting in package.local:
            if setting.name not in used:
                message, hint = f"No rule uses the local setting {setting.name!r}", "Remove it"
                yield self._in_file("C002", message, hint, "local.toml", setting.name)

    def citations(self) -> Iterator[Finding]:
        """Every paragraph of a statute that is known, and in force the whole time it is cited for."""
        package = self.package
        for graph in package.program.graphs:
            for rule in graph.rules.values():
                wrong = self._wrong(rule.law, graph.valid_from, graph.valid_to)
                if wrong:
                    yield self._at("C010", *wrong, rule.law_place)
        for file, law, first, last, *path in _laws(package):
            wrong = self._wrong(law, first, last)
            if wrong:
                yield self._in_file("C010", *wrong, file, *path)

    def _wrong(self, law: str, first: date, last: date | None) -> tuple[str, str] | None:
        known: tuple[Statute, ...] = (*statutes(), *self.package.manifest.statutes)
        return wrong_citation(law, first, last, known)

    def ranges(self) -> Iterator[Finding]:
        """Every look-up inside its table, in every period of law and of parameters, whatever the adopter sets."""
        package = self.package
        spans = {setting.name: span(setting) for setting in package.local}
        proved = False
        for graph in package.program.graphs:
            ready = surveyor(graph, spans)
            for day in _days_of_change(package, graph):
                values = _parameters_on(package, graph, day)
                if values is None:
                    continue
                proved = True
                try:
                    for open_end in unproved(ready, ready.survey({}, values, day)):
                        yield self._at(open_end.code, open_end.message, open_end.hint, open_end.place)
                except TangledError as error:
                    yield self._at("C021", str(error.__doc__), "Split the rule", error.place)
        if not proved:
            message = "On no day have the rules and every parameter they use a row in force"
            hint = "Let the periods of the rules and of the parameters meet"
            yield self._in_file("C023", message, hint, "parameters.toml")

    def outcomes_without_example(self) -> Iterator[Finding]:
        """Every outcome has been seen to come about."""
        decision = self.package.manifest.decision
        results = [run_example(self.package, example) for example in self.package.examples]
        reached = {result.outcome for result in results if result.passed}
        for key in ("granted", "partly", "refused"):
            for outcome in getattr(decision, key):
                if outcome not in reached:
                    message = f"No example that comes out ends in {outcome!r}"
                    hint = "Write a worked example that does, with its source; allmanning test runs them"
                    yield self._in_file("C030", message, hint, "package.toml", "decision", key)

    def letters(self) -> Iterator[Finding]:
        """There is a decision letter, and no letter lacks what the law asks of it."""
        decision = self.package.manifest.decision
        outcomes = (*decision.granted, *decision.partly, *decision.refused)
        if "decision" not in self.package.letters:
            hint = "Write letters/decision.md; FL (2017:900) 32 and 33 §§ say what it must hold"
            yield self._in_file("C040", "There is no decision letter", hint, "package.toml")
        for name, text in self.package.letters.items():
            file = f"letters/{name}.md"
            for finding in check_letter(text, outcomes, file):
                width = len(self._lines(file).text(finding.line))
                place = Place(file, finding.line, 0, width)
                yield self._at("C041", finding.message.rstrip("."), finding.hint, place)


def _laws(package: Package) -> Iterator[tuple[str, str, date, date | None, *tuple[str | int, ...]]]:
    """The citations outside the rules: file, law, first and last day, and the keys they stand under."""
    for parameter in package.parameters.values():
        for index, row in enumerate(parameter.periods):
            place = (parameter.name, "period", index)
            yield "parameters.toml", row.law, row.valid_from, row.valid_to, *place
    manifest = package.manifest
    reviewed = manifest.reviewed_on
    for key, law in (("appeal", manifest.appeal.law), ("automation", manifest.automation.law)):
        if law:
            yield "package.toml", law, reviewed, None, key, "law"
    for setting in package.local:
        if setting.law:
            yield "local.toml", setting.law, reviewed, None, setting.name, "law"


def span(setting: LocalSetting) -> Bounds:
    """All that an adopter may set: the bounds of the value, or of every cell."""
    inner = setting.type.value if isinstance(setting.type, TableOf) else setting.type
    return EITHER if inner == BOOL else (setting.minimum, setting.maximum)


def _days_of_change(package: Package, graph: Graph) -> list[date]:
    """The days in a period of law on which a parameter gets another row."""
    starts = {graph.valid_from}
    for name in used_parameters(graph):
        if name in package.parameters:
            starts |= {period.valid_from for period in package.parameters[name].periods}
    return sorted(
        day for day in starts if graph.valid_from <= day and (graph.valid_to is None or day <= graph.valid_to)
    )


def _parameters_on(package: Package, graph: Graph, day: date) -> Mapping[str, ParameterValue] | None:
    """The values of a day, local settings at their defaults; None when a row is missing."""
    values = dict(package.local_values({}).values)
    for name in used_parameters(graph):
        if name in values:
            continue
        row = package.parameters[name].on(day)
        if row is None:
            return None
        values[name] = row.value
    return values
