"""What the package commands are given: a package, facts, local settings, a day. Bad input ends with exit code 2.

Then the reason stands on stderr and nothing on stdout.
"""

import json
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from allmanning import packages
from allmanning.packages.document import Document
from allmanning.packages.facts import shown_name
from allmanning.packages.parameters import LocalValues
from allmanning.packages.ruleset import Ruleset
from allmanning.rules.errors import Finding, printable, quoted
from allmanning.rules.program import NoLawError
from allmanning.server.command_line import show

BAD = 2
MOST_BYTES = 1_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def refuse(message: str) -> NoReturn:
    """Say why on stderr, and end."""
    click.echo(printable(message), err=True)
    sys.exit(BAD)


def package_at(path: Path) -> packages.Package:
    """The package in a folder, or its findings."""
    try:
        return packages.load(path)
    except packages.PackageError as error:
        show.findings(error.findings)
        sys.exit(BAD)


def ruleset_and_facts(
    path: Path, facts: Path, day: str, local: Path | None
) -> tuple[Ruleset, dict[str, Any]]:
    """The rules on the day, and checked facts."""
    package = package_at(path)
    values = local_values(package, local)
    try:
        ruleset = package.as_of(read_day(day), values)
        return ruleset, ruleset.check_facts(read_facts(facts))
    except (packages.NoParameterRowError, NoLawError) as error:
        refuse(str(error))
    except packages.FactError as error:
        refuse(f"{facts}: {error}")


def read_facts(path: Path) -> dict[str, Any]:
    """A JSON object from a file, or from stdin for "-"."""
    data = _bytes(path, "Name a JSON file with the facts, or - for stdin")
    try:
        facts = json.loads(
            data, parse_float=_refuse_float, parse_constant=_refuse_float, object_pairs_hook=_no_doubles
        )
    except RecursionError:
        refuse(
            f"{path}: not readable as JSON: nested too deep. Facts are a plain object, with lists of objects"
        )
    except ValueError as error:
        reason = str(error)
        if "integer string conversion" in reason:
            reason = "a number with thousands of digits"
        refuse(f"{path}: not readable as JSON: {reason}")
    if not isinstance(facts, dict):
        refuse(f'{path}: a JSON object is expected, as {{"hyra": 650000}} (amounts in öre)')
    return facts


def _bytes(path: Path, hint: str) -> bytes:
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        refuse(f"{path}: {error.strerror}. {hint}")
    if len(data) > MOST_BYTES:
        refuse(f"{path}: larger than {MOST_BYTES:,} bytes. Those of one case are a small file")
    return data


def _refuse_float(text: str) -> NoReturn:
    raise ValueError(f"{quoted(text)} is not a whole number; amounts are in öre, as 1250 for 12,50 kr")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    (name, times), *_ = Counter(name for name, _ in pairs).most_common(1) or [("", 0)]
    if times > 1:
        raise ValueError(f"{quoted(name)} stands twice; remove one of them")
    return dict(pairs)


def local_values(package: packages.Package, path: Path | None) -> LocalValues:
    """The local settings in a TOML file; the package's defaults without one."""
    if path is None:
        return package.local_values({})
    data = _bytes(path, "Name a TOML file with local settings")
    findings: list[Finding] = []
    try:
        document = Document(str(path), data.decode("utf-8-sig"), findings)
        if findings:
            show.findings(findings)
            sys.exit(BAD)
        return package.local_values(document.data)
    except UnicodeDecodeError:
        refuse(f"{path}: not UTF-8 text. Save the file as UTF-8")
    except packages.LocalError as error:
        refuse(f"{path}: {error}")


def read_day(text: str) -> date:
    """A date as 2025-11-01."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    refuse(f"--on {shown_name(text)!r} is not a date; write 2025-11-01")
