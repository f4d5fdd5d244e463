"""Commands about packages: check, test, describe, decide, ask, explain."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from allmanning import packages
from allmanning.packages.checks import check as check_package
from allmanning.packages.document import Document
from allmanning.packages.ruleset import Ruleset
from allmanning.packages.testing import run_examples
from allmanning.rules.errors import Finding
from allmanning.rules.program import NoLawError
from allmanning.server.command_line import show

GOOD, OPEN, BAD = 0, 3, 2
MOST_FACTS_BYTES = 1_000_000

path_argument = click.argument("path", type=click.Path(path_type=Path))
facts_argument = click.argument("facts", type=click.Path(path_type=Path, allow_dash=True))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
on_option = click.option(
    "--on", "day", required=True, metavar="DATE", help="The day the rules are read for, as 2025-11-01."
)
local_option = click.option(
    "--local",
    "local",
    type=click.Path(path_type=Path),
    metavar="LOCAL.toml",
    help="The adopter's local settings.",
)


def refuse(message: str) -> NoReturn:
    """Bad input: the reason on stderr, nothing on stdout, exit code 2."""
    click.echo(message, err=True)
    sys.exit(BAD)


def load(path: Path) -> packages.Package:
    """The package in a folder, or the findings and exit code 2."""
    try:
        return packages.load(path)
    except packages.PackageError as error:
        show.findings(error.findings)
        sys.exit(BAD)


def read_facts(path: Path) -> dict[str, Any]:
    """A JSON object from a file, or from stdin for "-"."""
    try:
        data = sys.stdin.buffer.read(MOST_FACTS_BYTES + 1) if str(path) == "-" else path.read_bytes()
    except OSError as error:
        refuse(f"{path}: {error.strerror}. Name a JSON file with the facts, or - for stdin")
    if len(data) > MOST_FACTS_BYTES:
        refuse(f"{path}: larger than {MOST_FACTS_BYTES:,} bytes. Facts of one case are a small file")
    try:
        facts = json.loads(
            data, parse_float=_refuse_float, parse_constant=_refuse_float, object_pairs_hook=_no_doubles
        )
    except (ValueError, RecursionError) as error:
        refuse(f"{path}: not readable as JSON: {error}")
    if not isinstance(facts, dict):
        refuse(f'{path}: a JSON object is expected, as {{"hyra": 650000}} (amounts in öre)')
    return facts


def _refuse_float(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number; amounts are in öre")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name!r} stands twice")
    return dict(pairs)


def read_local(package: packages.Package, path: Path | None) -> Any:
    """The local settings in a file; the package's defaults without one."""
    if path is None:
        return package.local_values({})
    findings: list[Finding] = []
    try:
        document = Document(str(path), path.read_text("utf-8"), findings)
        return package.local_values(document.data)
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{path}: cannot be read: {error}")
    except packages.LocalError as error:
        refuse(f"{path}: {error}")
    finally:
        if findings:
            show.findings(findings)
            sys.exit(BAD)


def prepare(path: Path, facts: Path, day: str, local: Path | None) -> tuple[Ruleset, dict[str, Any]]:
    """The rules on the day, and checked facts. Everything that is wrong ends with exit code 2."""
    package = load(path)
    values = read_local(package, local)
    try:
        ruleset = package.as_of(read_day(day), values)
        return ruleset, ruleset.check_facts(read_facts(facts))
    except (packages.NoParameterRowError, NoLawError) as error:
        refuse(str(error))
    except packages.FactError as error:
        refuse(f"{facts}: {error}")


def read_day(text: str) -> date:
    """A date as 2025-11-01."""
    try:
        return (
            date.fromisoformat(text)
            if len(text) == 10
            else refuse(f"--on {text!r} is not a date; write 2025-11-01")
        )
    except ValueError:
        refuse(f"--on {text!r} is not a date; write 2025-11-01")


def print_json(value: Mapping[str, Any]) -> None:
    """JSON with å ä ö as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.command()
@path_argument
@json_option
def check(path: Path, as_json: bool) -> None:
    """Check a package as at publishing: types, names, citations, ranges, unused facts."""
    try:
        package = packages.load(path)
        findings = check_package(package)
    except packages.PackageError as error:
        findings = error.findings
    if as_json:
        print_json({"ok": not findings, "findings": [show.finding_json(finding) for finding in findings]})
    elif findings:
        show.findings(findings)
    else:
        show.checked(package)
    sys.exit(BAD if findings else GOOD)


@click.command()
@path_argument
@json_option
def test(path: Path, as_json: bool) -> None:
    """Run a package's worked examples."""
    results = list(run_examples(load(path)))
    failed = [result for result in results if not result.passed]
    if as_json:
        print_json(
            {"passed": len(results) - len(failed), "failed": [show.result_json(result) for result in failed]}
        )
    else:
        show.results(results)
    sys.exit(BAD if failed or not results else GOOD)


@click.command()
@path_argument
@json_option
def describe(path: Path, as_json: bool) -> None:
    """Tell what a package asks, decides and leaves to the adopter."""
    package = load(path)
    if as_json:
        print_json(show.description_json(package))
    else:
        show.description(package)


@click.command()
@path_argument
@facts_argument
@on_option
@local_option
@click.option("--text", "as_text", is_flag=True, help="Print text for people instead of JSON.")
@json_option
def decide(path: Path, facts: Path, day: str, local: Path | None, as_text: bool, as_json: bool) -> None:
    """Decide a case. FACTS is a JSON file, amounts in öre. Exit code 0: decided; 3: facts are open; 2: bad input."""
    ruleset, checked = prepare(path, facts, day, local)
    assessment = ruleset.assess(checked)
    if as_text and not as_json:
        show.assessment(ruleset, assessment)
    else:
        print_json(assessment.to_json())
    sys.exit(GOOD if assessment.decided else OPEN)


@click.command()
@path_argument
@facts_argument
@on_option
@local_option
@click.option("--text", "as_text", is_flag=True, help="Print text for people instead of JSON.")
@json_option
def ask(path: Path, facts: Path, day: str, local: Path | None, as_text: bool, as_json: bool) -> None:
    """Tell which facts can still change the outcome, best first, and what it already must be."""
    ruleset, checked = prepare(path, facts, day, local)
    assessment = ruleset.assess(checked)
    if as_text and not as_json:
        show.asking(ruleset, assessment)
    else:
        print_json(assessment.asking_json())


@click.command()
@path_argument
@facts_argument
@on_option
@local_option
@click.option("--rule", "rule", metavar="NAME", help="The rule to explain; the outcome without it.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@json_option
def explain(
    path: Path, facts: Path, day: str, local: Path | None, rule: str | None, language: str, as_json: bool
) -> None:
    """Show the reckoning: every value with its words, numbers, paragraph, and parameter row."""
    ruleset, checked = prepare(path, facts, day, local)
    known = ruleset.engine.graph.values
    if rule is not None and rule not in known:
        refuse(f"There is no rule {rule!r}. Rules: {', '.join(known)}")
    line = ruleset.reckoning(checked, rule or ruleset.targets[0], language)
    if as_json:
        print_json(show.line_json(line, language))
    else:
        show.reckoning(line, language)


COMMANDS: tuple[click.Command, ...] = (check, test, describe, decide, ask, explain)
