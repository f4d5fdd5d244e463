"""What the package commands print: for people with rich, for programs as JSON."""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from allmanning.packages import Assessment, Line, Package, Ruleset
from allmanning.packages.facts import to_json
from allmanning.packages.parameters import LocalSetting, ParameterPeriod
from allmanning.packages.questions import Question
from allmanning.packages.ruleset import bounds_json
from allmanning.packages.testing import ExampleResult
from allmanning.rules.errors import Finding
from allmanning.rules.values import TableValue

HINDRANCES = {
    "open": "facts are open",
    "judgement": "a caseworker must judge",
    "derived": "an amount is derived, not confirmed",
    "appeal_route": "the appeal route forbids it (KL 6 kap. 38 §)",
    "automation": "the package does not allow it",
    "outcome": "this outcome is decided by a person",
}


def console() -> Console:
    """Where people read; colours only in a terminal."""
    return Console(highlight=False, soft_wrap=False)


def findings(found: Sequence[Finding]) -> None:
    """Each finding with its line and caret, on stderr."""
    out = Console(stderr=True, highlight=False, soft_wrap=True)
    for finding in found:
        first, *rest = str(finding).split("\n")
        out.print(Text(first, style="bold red"))
        for line in rest:
            style = (
                "cyan" if line.strip().startswith("hint:") else "red" if set(line.strip()) == {"^"} else ""
            )
            out.print(Text(line, style=style))
    noun = "finding" if len(found) == 1 else "findings"
    out.print(Text(f"{len(found)} {noun}", style="bold"))


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding for programs; the line from 1, the column from 1."""
    place = finding.place
    return {
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "file": place.file,
        "line": place.line,
        "column": place.column + 1 if place.line else 0,
    }


def checked(package: Package) -> None:
    """One line that says what was found good."""
    rules = {name for graph in package.program.graphs for name in graph.rules}
    manifest = package.manifest
    text = f"{manifest.id} {manifest.version}: {len(rules)} rules, {len(package.questions)} facts, "
    text += f"{len(package.parameters)} national parameters, {len(package.local)} local settings, "
    text += f"{len(package.examples)} examples. Nothing to mend."
    console().print(Text(text, style="green"))


def results(found: Sequence[ExampleResult]) -> None:
    """Examples by file, the failing ones with what differed."""
    out = console()
    for result in found:
        if result.passed:
            continue
        example = result.example
        out.print(Text(f"✗ {example.file}:{example.line} {example.name} ({example.on})", style="bold red"))
        if result.error:
            out.print(Text(f"    {result.error}"))
        for difference in result.differences:
            out.print(
                Text(f"    {difference.value}: expected {difference.expected}, got {difference.actual}")
            )
    failed = sum(not result.passed for result in found)
    style = "bold red" if failed or not found else "green"
    out.print(Text(f"{len(found) - failed} passed, {failed} failed", style=style))


def result_json(result: ExampleResult) -> dict[str, Any]:
    """A failing example for programs."""
    return {
        "file": result.example.file,
        "line": result.example.line,
        "name": result.example.name,
        "error": result.error,
        "differences": [
            {"value": each.value, "expected": each.expected, "actual": each.actual}
            for each in result.differences
        ],
    }


def description(package: Package) -> None:
    """Facts, parameters, local settings and outcomes in tables."""
    out, manifest = console(), package.manifest
    out.print(Text(f"{manifest.name.sv} {manifest.version}", style="bold"))
    out.print(Text(manifest.summary.sv))
    out.print(
        Text(f"Appeal: {manifest.appeal.route} ({manifest.appeal.law}). {_automation(package)}", style="dim")
    )
    facts = _table("Facts", "fact", "type", "who", "question")
    for question in package.questions:
        facts.add_row(question.fact, question.kind, question.who, question.text.sv)
    parameters = _table("National parameters", "name", "type", "rows", "law")
    for name, parameter in package.parameters.items():
        rows = ", ".join(
            f"{row.valid_from}{'*' if 'derived' in row.statuses else ''}" for row in parameter.periods
        )
        parameters.add_row(name, str(parameter.type), rows, parameter.periods[-1].law)
    local = _table("Local settings", "name", "type", "bounds", "decided by")
    for setting in package.local:
        local.add_row(
            setting.name, str(setting.type), f"{setting.minimum}–{setting.maximum}", setting.decided_by
        )
    outcomes = _table("Outcomes", "outcome", "means")
    for meaning in ("granted", "partly", "refused"):
        for outcome in getattr(manifest.decision, meaning):
            outcomes.add_row(outcome, meaning)
    for table in (facts, parameters, local, outcomes):
        out.print(Padding(table, (1, 0, 0, 0)))
    out.print(
        Text("* the row has derived cells, which never decide by themselves. Amounts in öre.", style="dim")
    )


def _automation(package: Package) -> str:
    automation = package.manifest.automation
    if not automation.allowed:
        return "Never decided automatically."
    return f"May be decided automatically: {', '.join(automation.outcomes)} ({automation.law})."


def _table(title: str, *columns: str) -> Table:
    table = Table(
        *columns, title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    return table


def description_json(package: Package) -> dict[str, Any]:
    """The same for programs."""
    manifest = package.manifest
    return {
        "id": manifest.id,
        "version": manifest.version,
        "digest": package.digest,
        "name": {"sv": manifest.name.sv, "en": manifest.name.en},
        "appeal": {
            "route": manifest.appeal.route,
            "weeks": manifest.appeal.weeks,
            "law": manifest.appeal.law,
        },
        "automation": {
            "allowed": manifest.automation.allowed,
            "outcomes": list(manifest.automation.outcomes),
        },
        "facts": [_question(question) for question in package.questions],
        "parameters": [
            {"name": name, "type": str(parameter.type), "periods": [_period(row) for row in parameter.periods]}
            for name, parameter in package.parameters.items()
        ],
        "local": [_setting(setting) for setting in package.local],
        "outcomes": {
            "granted": list(manifest.decision.granted),
            "partly": list(manifest.decision.partly),
            "refused": list(manifest.decision.refused),
        },
        "values": sorted({name for graph in package.program.graphs for name in graph.values}),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "fact": question.fact,
        "kind": question.kind,
        "who": question.who,
        "minimum": to_json(question.minimum),
        "maximum": to_json(question.maximum),
        "options": [option for option, _ in question.options],
        "text": {"sv": question.text.sv, "en": question.text.en},
    }


def _period(row: ParameterPeriod) -> dict[str, Any]:
    return {
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
        "law": row.law,
        "source": row.source,
        "cells": _cells(row.value, row.statuses),
    }


def _setting(setting: LocalSetting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "type": str(setting.type),
        "minimum": to_json(setting.minimum),
        "maximum": to_json(setting.maximum),
        "default": _default(setting.default),
        "decided_by": setting.decided_by,
    }


def _cells(value: Any, statuses: Sequence[str]) -> list[dict[str, Any]]:
    if not isinstance(value, TableValue):
        return [{"key": None, "value": to_json(value), "status": statuses[0]}]
    return [
        {"key": key, "value": to_json(cell), "status": status}
        for key, cell, status in zip(value.starts, value.values, statuses, strict=True)
    ]


def _default(value: Any) -> Any:
    if isinstance(value, TableValue):
        return {str(key): to_json(cell) for key, cell in zip(value.starts, value.values, strict=True)}
    return to_json(value)


def assessment(ruleset: Ruleset, found: Assessment) -> None:
    """The outcome, what hinders an automatic decision, and the reckoning's first line."""
    out = console()
    out.print(Text(f"Outcome: {found.outcome or 'open'}", style="bold"))
    if found.amount is not None:
        out.print(Text(f"Amount: {found.amount / 100:.2f} kr"))
    if found.open:
        out.print(Text(f"Open: {', '.join(found.open)}", style="yellow"))
    if found.automatic:
        out.print(Text("May be decided automatically", style="green"))
    else:
        reasons = "; ".join(HINDRANCES[code] for code in found.hindrances)
        out.print(Text(f"Not automatic: {reasons}", style="yellow"))
    for use in found.derived:
        out.print(
            Text(f"Derived: {use.label.sv}{f' [{use.key}]' if use.key else ''} {use.value}", style="magenta")
        )


def asking(ruleset: Ruleset, found: Assessment) -> None:
    """What is open, best first."""
    out = console()
    out.print(Text(f"Outcome: {found.outcome or 'open'}", style="bold"))
    for path in found.open:
        question = ruleset.package.question(path)
        mark = "→" if path == found.next else " "
        out.print(Text(f"{mark} {path}  {question.text.sv}", style="bold" if path == found.next else ""))
    for name in ruleset.targets:
        out.print(Text(f"{name}: {bounds_json(found.bounds[name])}", style="dim"))


def reckoning(line: Line, language: str) -> None:
    """The reckoning as a tree, amounts to the right, paragraphs beside."""
    out = console()
    width = min(out.width, 110)
    tree = Tree(_line(line, language, width, 0), guide_style="dim")
    _grow(tree, line, language, width, 1)
    out.print(tree)


def _grow(tree: Tree, line: Line, language: str, width: int, depth: int) -> None:
    for use in line.parameters:
        period = f"{use.valid_from.isoformat()}–{use.valid_to.isoformat() if use.valid_to else ''}"
        where = f"{use.source}" if use.local else f"{use.source}, {period}"
        mark = "" if use.status == "confirmed" else " (derived)"
        key = f" [{use.key}]" if use.key else ""
        tree.add(
            Text(
                f"{use.label.in_(language)}{key}: {use.value}{mark}; {where}",
                style="magenta" if mark else "dim",
            )
        )
    for fact in line.facts:
        tree.add(Text(f"{fact.label.in_(language)}: {fact.value}", style="cyan"))
    for part in line.parts:
        _grow(tree.add(_line(part, language, width, depth)), part, language, width, depth + 1)


def _line(line: Line, language: str, width: int, depth: int) -> Text:
    sign = {"minus": "− ", "plus": "+ "}.get(line.sign, "")
    value = f"{sign}{line.value or '?'}"
    room = max(10, width - 4 * depth - 34)
    label = line.label.in_(language)
    text = Text(f"{label[:room]:<{room}} ", style="bold" if depth == 0 else "")
    text.append(f"{value:>16}", style="bold" if line.sign == "sum" else "")
    text.append(f"  {line.law or ''}", style="dim")
    for words in (line.formula, line.because):
        if words and not line.repeated:
            text.append(f"\n  {words}", style="dim")
    return text


def line_json(line: Line, language: str) -> dict[str, Any]:
    """A line and all below it, for programs; `raw` is öre for money."""
    return {
        "name": line.name,
        "label": line.label.in_(language),
        "value": to_json(line.raw),
        "words": line.value,
        "text": line.text.in_(language),
        "formula": line.formula,
        "because": line.because,
        "law": line.law,
        "derived": line.derived,
        "open": line.open,
        "facts": [{"path": fact.path, "value": fact.value} for fact in line.facts],
        "parameters": [
            {
                "name": use.name,
                "key": use.key,
                "value": use.value,
                "from": use.valid_from.isoformat(),
                "to": use.valid_to.isoformat() if use.valid_to else None,
                "law": use.law,
                "source": use.source,
                "status": use.status,
                "local": use.local,
            }
            for use in line.parameters
        ],
        "parts": [line_json(part, language) for part in line.parts],
    }
