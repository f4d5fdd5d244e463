"""Commands about packages: check, test, describe, decide, ask, explain."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from allmanning import packages
from allmanning.packages.checks import check as check_package
from allmanning.packages.testing import run_examples
from allmanning.rules.errors import did_you_mean
from allmanning.server.command_line import as_json as told
from allmanning.server.command_line import show, tree
from allmanning.server.command_line.given import package_at, refuse, ruleset_and_facts

GOOD, OPEN, BAD = 0, 3, 2

path_argument = click.argument("path", type=click.Path(path_type=Path))
facts_argument = click.argument("facts", type=click.Path(path_type=Path, allow_dash=True))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text for people.")
text_option = click.option("--text", "as_text", is_flag=True, help="Print text for people instead of JSON.")
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


def print_json(value: Mapping[str, Any]) -> None:
    """JSON with å ä ö as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.command()
@path_argument
@json_option
def check(path: Path, as_json: bool) -> None:
    """Check the package in the folder PATH as at publishing: types, names, citations, ranges, unused facts.

    Exit code 0: nothing found; 2: findings.
    """
    package = None
    try:
        package = packages.load(path)
        findings = check_package(package)
    except packages.PackageError as error:
        findings = error.findings
    if as_json:
        print_json({"ok": not findings, "findings": [told.finding(finding) for finding in findings]})
    elif package is None or findings:
        show.findings(findings)
    else:
        show.checked(package)
    sys.exit(BAD if findings else GOOD)


@click.command()
@path_argument
@json_option
def test(path: Path, as_json: bool) -> None:
    """Run the worked examples of the package in the folder PATH. Exit code 0: all agree; 2: some do not, or there are none."""
    results = list(run_examples(package_at(path)))
    failed = [result for result in results if not result.passed]
    if as_json:
        print_json({"passed": len(results) - len(failed), "failed": [told.result(each) for each in failed]})
    else:
        show.results(results)
    sys.exit(BAD if failed or not results else GOOD)


@click.command()
@path_argument
@json_option
def describe(path: Path, as_json: bool) -> None:
    """Tell what the package in the folder PATH asks, decides and leaves to the adopter."""
    package = package_at(path)
    if as_json:
        print_json(told.description(package))
    else:
        show.description(package)


@click.command()
@path_argument
@facts_argument
@on_option
@local_option
@text_option
@json_option
def decide(path: Path, facts: Path, day: str, local: Path | None, as_text: bool, as_json: bool) -> None:
    """Decide a case by the package in the folder PATH.

    FACTS is a JSON file, or - for standard input; amounts in öre. Exit code 0: decided; 3: facts are open; 2: bad input.
    """
    ruleset, checked = ruleset_and_facts(path, facts, day, local)
    assessment = ruleset.assess(checked)
    if as_text and not as_json:
        show.assessment(assessment)
    else:
        print_json(assessment.to_json())
    sys.exit(GOOD if assessment.decided else OPEN)


@click.command()
@path_argument
@facts_argument
@on_option
@local_option
@text_option
@json_option
def ask(path: Path, facts: Path, day: str, local: Path | None, as_text: bool, as_json: bool) -> None:
    """Tell which facts can still change the outcome, best first, and what it already must be.

    PATH is a package's folder, FACTS a JSON file or - for standard input; amounts in öre.
    """
    ruleset, checked = ruleset_and_facts(path, facts, day, local)
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
    """Show the reckoning: every value with its words, numbers, paragraph, and parameter row.

    PATH is a package's folder, FACTS a JSON file or - for standard input; amounts in öre.
    """
    ruleset, checked = ruleset_and_facts(path, facts, day, local)
    graph = ruleset.engine.graph
    name = rule or ruleset.targets[0]
    if name not in graph.values:
        hint = did_you_mean(name, graph.values)
        if name in graph.rules:
            hint = f"It has a value for each {graph.rules[name].entity}; explain a rule that uses it"
        refuse(f"--rule {name!r} is not a rule of the household. {hint}")
    line = ruleset.reckoning(checked, name, language)
    if as_json:
        print_json(told.line(line, language))
    else:
        tree.reckoning(line, language)


COMMANDS: tuple[click.Command, ...] = (check, test, describe, decide, ask, explain)
