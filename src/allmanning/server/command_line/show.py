"""What the package commands print for people: wrapped to a terminal, in whole lines to a file or a pipe."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allmanning.lib.text import money
from allmanning.packages import Assessment, Package, Ruleset
from allmanning.packages.facts import to_json
from allmanning.packages.parameters import LocalSetting
from allmanning.packages.testing import ExampleResult
from allmanning.rules.datatypes import MONEY, TableOf, Type
from allmanning.rules.errors import Finding
from allmanning.rules.intervals import Bounds
from allmanning.rules.values import TableValue

HINDRANCES = {
    "open": "facts are open",
    "judgement": "a caseworker must judge",
    "derived": "an amount is derived, not confirmed",
    "appeal_route": "the appeal route forbids it (KL 6 kap. 38 §)",
    "automation": "the package does not allow it",
    "outcome": "this outcome is decided by a person",
}
# Tables in a file or a pipe are as wide as they need to be.
WIDE = 400


def console(*, errors: bool = False) -> Console:
    """Where people read; colours and wrapping only in a terminal."""
    found = Console(stderr=errors, highlight=False)
    return found if found.is_terminal else Console(stderr=errors, highlight=False, width=WIDE)


def findings(found: Sequence[Finding]) -> None:
    """Each finding with its line and caret, on stderr. Carets need whole lines, so nothing is wrapped."""
    out = console(errors=True)
    for finding in found:
        first, *rest = str(finding).split("\n")
        out.print(Text(first, style="bold red"), soft_wrap=True)
        for line in rest:
            is_hint, is_caret = line.strip().startswith("hint:"), set(line.strip()) == {"^"}
            out.print(Text(line, style="cyan" if is_hint else "red" if is_caret else ""), soft_wrap=True)
    noun = "finding" if len(found) == 1 else "findings"
    out.print(Text(f"{len(found)} {noun}", style="bold"))


def checked(package: Package) -> None:
    """One line that says what was found good."""
    rules = {name for graph in package.program.graphs for name in graph.rules}
    manifest = package.manifest
    text = f"{manifest.id} {manifest.version}: {len(rules)} rules, {len(package.questions)} facts, "
    text += f"{len(package.parameters)} national parameters, {len(package.local)} local settings, "
    text += f"{len(package.examples)} examples. Nothing to mend."
    console().print(Text(text, style="green"))


def results(found: Sequence[ExampleResult]) -> None:
    """The failing examples with what differed, and one line that counts."""
    out = console()
    for result in found:
        if result.passed:
            continue
        example = result.example
        out.print(Text(f"✗ {example.file}:{example.line} {example.name} ({example.on})", style="bold red"))
        if result.error:
            out.print(Text(f"    {result.error}"))
        for difference in result.differences:
            told = f"{difference.value}: expected {difference.expected}, got {difference.actual}"
            out.print(Text(f"    {told}"))
    failed = sum(not result.passed for result in found)
    style = "bold red" if failed or not found else "green"
    out.print(Text(f"{len(found) - failed} passed, {failed} failed", style=style))


def description(package: Package) -> None:
    """Facts, parameters, local settings and outcomes in tables."""
    out, manifest = console(), package.manifest
    out.print(Text(f"{manifest.name.sv} {manifest.version}", style="bold"))
    out.print(Text(manifest.summary.sv))
    appeal = f"Appeal: {manifest.appeal.route} ({manifest.appeal.law}). {_automation(package)}"
    out.print(Text(appeal, style="dim"))
    for each in manifest.appeals_instead:
        told = f"Appeal of {', '.join(each.outcomes)}: {each.appeal.route} ({each.appeal.law})."
        out.print(Text(told, style="dim"))
    facts = _table("Facts", "fact", "type", "who", "question")
    for question in package.questions:
        facts.add_row(question.fact, question.kind, question.who, question.text.sv)
    parameters = _table("National parameters", "name", "type", "rows from", "law")
    for name, parameter in package.parameters.items():
        rows = ", ".join(
            f"{row.valid_from}{'*' if 'derived' in row.statuses else ''}" for row in parameter.periods
        )
        parameters.add_row(name, str(parameter.type), rows, parameter.periods[-1].law)
    local = _table("Local settings", "name", "type", "bounds", "default", "decided by")
    for setting in package.local:
        local.add_row(
            setting.name, str(setting.type), _bounds(setting), _default(setting), setting.decided_by
        )
    outcomes = _table("Outcomes", "outcome", "means")
    for meaning in ("granted", "partly", "refused"):
        for outcome in getattr(manifest.decision, meaning):
            outcomes.add_row(outcome, meaning)
    for table in (facts, parameters, local, outcomes):
        out.print(Padding(table, (1, 0, 0, 0)))
    out.print(Text("* the row has derived cells, which never decide by themselves", style="dim"))


def _automation(package: Package) -> str:
    automation = package.manifest.automation
    if not automation.allowed:
        return "Never decided automatically."
    return f"May be decided automatically: {', '.join(automation.outcomes)} ({automation.law})."


def _table(title: str, *columns: str) -> Table:
    return Table(
        *columns, title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )


def _bounds(setting: LocalSetting) -> str:
    inner = setting.type.value if isinstance(setting.type, TableOf) else setting.type
    return f"{written(setting.minimum, inner)}–{written(setting.maximum, inner)}"


def _default(setting: LocalSetting) -> str:
    if not isinstance(setting.default, TableValue) or not isinstance(setting.type, TableOf):
        return written(setting.default, setting.type)
    key, value = setting.type.key, setting.type.value
    cells = zip(setting.default.starts, setting.default.values, strict=True)
    return ", ".join(f"{written(start, key)}: {written(cell, value)}" for start, cell in cells)


def written(value: object, type_: Type) -> str:
    """A value for people, amounts in kronor."""
    if type_ == MONEY and isinstance(value, int):
        return money(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(to_json(value))


def assessment(found: Assessment) -> None:
    """The outcome, the amount, and what hinders an automatic decision."""
    out = console()
    out.print(Text(f"Outcome: {found.outcome or 'open'}", style="bold"))
    if found.amount is not None:
        out.print(Text(f"Amount: {money(found.amount)}"))
    if found.open:
        out.print(Text(f"Open: {', '.join(found.open)}", style="yellow"))
    if found.automatic:
        out.print(Text("May be decided automatically", style="green"))
    else:
        reasons = "; ".join(HINDRANCES[code] for code in found.hindrances)
        out.print(Text(f"Not automatic: {reasons}", style="yellow"))
    for use in found.derived:
        key = f" [{use.key}]" if use.key else ""
        out.print(Text(f"Derived: {use.label.sv}{key} {use.value}", style="magenta"))


def asking(ruleset: Ruleset, found: Assessment) -> None:
    """What is open, best first, and between what the outcome and the amount can still be."""
    out = console()
    out.print(Text(f"Outcome: {found.outcome or 'open'}", style="bold"))
    for path in found.open:
        question = ruleset.package.question(path)
        mark = "→" if path == found.next else " "
        out.print(Text(f"{mark} {path}  {question.text.sv}", style="bold" if path == found.next else ""))
    graph = ruleset.engine.graph
    for name in ruleset.targets:
        told = _range(found.bounds[name], graph.types[graph.values[name]])
        out.print(Text(f"{name}: {told}", style="dim"))


def _range(bounds: Bounds, type_: Type) -> str:
    if isinstance(bounds, frozenset):
        return " or ".join(sorted(bounds))
    low, high = (written(end, type_) for end in bounds)
    return low if low == high else f"{low} to {high}"
