"""Commands that look at every household there can be: prove, why-not. They need the extra `prove`."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allmanning import packages
from allmanning.rules.datatypes import Choice
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.rules.program import NoLawError
from allmanning.server.command_line.given import package_at, read_day, refuse, ruleset_and_facts
from allmanning.server.command_line.packages import (
    facts_argument,
    json_option,
    local_option,
    on_option,
    path_argument,
    print_json,
)

if TYPE_CHECKING:
    from allmanning.packages.properties import Property
    from allmanning.proofs.sections import Section

type Command = Callable[..., Any]

GOOD, OTHERWISE, BAD = 0, 3, 2

language_option = click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)


def timeout_option(default: int, what: str) -> Callable[[Command], Command]:
    """How long the solver may think."""
    return click.option(
        "--timeout",
        type=click.IntRange(1, 86_400),
        default=default,
        show_default=True,
        metavar="SECONDS",
        help=f"How long the solver may think about {what}.",
    )


@click.command()
@path_argument
@click.option(
    "--on",
    "days",
    multiple=True,
    metavar="DATE",
    help="A day to prove for, instead of every period; may be repeated.",
)
@click.option(
    "--property",
    "names",
    multiple=True,
    metavar="ID",
    help="A property to prove, instead of all; may be repeated.",
)
@timeout_option(60, "each property")
@language_option
@json_option
def prove(
    path: Path, days: tuple[str, ...], names: tuple[str, ...], timeout: int, language: str, as_json: bool
) -> None:
    """Decide the properties of a package for every household there can be.

    Exit code 0: all came out as the package expects; 3: one did not, or is not known; 2: bad input.
    """
    from allmanning.proofs import errors
    from allmanning.proofs import prove as proving
    from allmanning.proofs.solver import solver_module
    from allmanning.server.command_line import verdicts, verdicts_json

    package = package_at(path)
    chosen = _chosen(package, names)
    where = _sections(package, days)
    try:
        solver_module()
        stated = [proving.statements(about, where) for about in chosen]
    except errors.ProofError as error:
        refuse(str(error))
    found: list[proving.Result] = []
    page = verdicts.Page(language)
    if not as_json:
        verdicts.heading(page, package, where)
    for about, statements in zip(chosen, stated, strict=True):
        found.append(proving.decide(about, statements, timeout))
        if not as_json:
            verdicts.result(page, found[-1])
    if as_json:
        print_json(verdicts_json.results(found, language))
    else:
        verdicts.summary(page, found)
    sys.exit(GOOD if all(each.as_expected for each in found) else OTHERWISE)


def _chosen(package: packages.Package, names: Sequence[str]) -> "list[Property]":
    known = {about.id: about for about in package.properties}
    if not known:
        refuse("The package declares no properties. Write them in properties.toml")
    for name in names:
        if name not in known:
            refuse(f"--property {quoted(name)} is no property of the package. {did_you_mean(name, known)}")
    return [about for name, about in known.items() if not names or name in names]


def _sections(package: packages.Package, days: Sequence[str]) -> "tuple[Section, ...]":
    from allmanning.proofs.sections import on_days, sections

    wanted: list[date] = [read_day(day) for day in days]
    try:
        found = on_days(package, wanted) if wanted else sections(package)
    except (NoLawError, packages.NoParameterRowError) as error:
        refuse(str(error))
    if not found:
        refuse("On no day have the rules and every parameter they use a row in force")
    return found


@click.command("why-not")
@path_argument
@facts_argument
@click.option("--want", "wanted", required=True, metavar="OUTCOME", help="The outcome that is wished for.")
@on_option
@local_option
@timeout_option(30, "the case")
@language_option
@json_option
def why_not(
    path: Path,
    facts: Path,
    wanted: str,
    day: str,
    local: Path | None,
    timeout: int,
    language: str,
    as_json: bool,
) -> None:
    """Find the nearest change of the resident's facts that gives another outcome. FACTS is a JSON file.

    Exit code 0: there is one, or it is that outcome already; 3: there is none, or none was found; 2: bad input.
    """
    from allmanning.proofs import errors
    from allmanning.proofs import why_not as asking
    from allmanning.rules.terms import TooManyTermsError
    from allmanning.server.command_line import verdicts, verdicts_json

    ruleset, checked = ruleset_and_facts(path, facts, day, local)
    graph, outcome = ruleset.engine.graph, ruleset.targets[0]
    type_ = graph.types[graph.values[outcome]]
    options = type_.options if isinstance(type_, Choice) else ()
    if wanted not in options:
        refuse(f"--want {quoted(wanted)} is no outcome of {outcome}. {did_you_mean(wanted, options)}")
    try:
        found = asking.why_not(ruleset, checked, wanted, timeout)
    except (errors.ProofError, TooManyTermsError) as error:
        refuse(str(error))
    if as_json:
        print_json(verdicts_json.answers(ruleset, found))
    else:
        verdicts.answers(verdicts.Page(language), ruleset, checked, wanted, found)
    sys.exit(GOOD if found.status in ("already", "found") else OTHERWISE)


COMMANDS: tuple[click.Command, ...] = (prove, why_not)
