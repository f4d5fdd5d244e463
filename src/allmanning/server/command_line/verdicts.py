"""What `allmanning prove` and `allmanning why-not` print for people."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.text import Text

from allmanning.lib.text import money
from allmanning.packages import Assessment, Line, Package, Ruleset
from allmanning.packages.reckoning import Words
from allmanning.proofs.meaning import Instance
from allmanning.proofs.prove import Result
from allmanning.proofs.questions import Statement
from allmanning.proofs.sections import Section
from allmanning.proofs.why_not import Other, Way, WhyNot
from allmanning.rules.datatypes import TableOf
from allmanning.rules.values import TableValue
from allmanning.rules.words import LAST_DAY
from allmanning.server.command_line import changes, tree
from allmanning.server.command_line.show import console, written
from allmanning.server.command_line.telling import declared, special, value, words_of
from allmanning.server.command_line.tree import WIDEST, Row

MARKS = {"proved": ("✓", "green"), "refuted": ("✗", "red"), "unknown": ("?", "yellow")}
INDENT = "  "


class Page:
    """Where the answers are printed: wrapped to a terminal, in whole lines to a file or a pipe."""

    def __init__(self, language: str) -> None:
        self.out: Console = console()
        self.language = language
        self.width = min(self.out.width, WIDEST)

    def line(self, text: str = "", style: str = "") -> None:
        """One line as it is."""
        self.out.print(Text(text, style=style), soft_wrap=True)

    def wrapped(self, text: str, style: str = "", indent: str = INDENT) -> None:
        """A text, in as many lines as it takes."""
        if not self.out.is_terminal:
            self.line(indent + text, style)
            return
        for each in textwrap.wrap(text, self.width - len(indent)):
            self.line(indent + each, style)

    def rows(self, rows: Iterator[Row], indent: str = INDENT * 2) -> None:
        """Rows of a tree."""
        for row in rows:
            self.line(indent + row.text, row.style)


def heading(page: Page, package: Package, sections: Sequence[Section]) -> None:
    """What is proved, and of which days."""
    manifest = package.manifest
    page.line(f"{manifest.name.in_(page.language)} {manifest.version}", "bold")
    days = ", ".join(_days(section) for section in sections)
    page.wrapped(f"Each period of law and amounts by itself: {days}", "dim", indent="")


def _days(section: Section) -> str:
    if section.first == section.last:
        return section.first.isoformat()
    return f"{section.first}–" if section.last == LAST_DAY else f"{section.first}–{section.last}"


def result(page: Page, found: Result) -> None:
    """What came of one property, and the household that shows it."""
    mark, style = MARKS[found.status]
    page.line()
    page.wrapped(f"{mark} {found.about.text.in_(page.language)}", f"bold {style}", indent="")
    page.wrapped(_verdict(found), style if found.as_expected else "bold red")
    if found.as_expected and found.about.reason.sv:
        page.wrapped(found.about.reason.in_(page.language))
    for finding in found.findings:
        if finding.reason:
            page.wrapped(f"{_days(finding.statement.section)}: {finding.reason}", "yellow")
    shown = found.shown
    if shown is not None and shown.instance is not None:
        household(
            page,
            shown.statement,
            shown.instance,
            "Somebody" if shown.statement.seeks else "A household that shows it",
        )
    other = next((each for each in found.findings if each.with_settings), None)
    if other is not None and other.with_settings is not None:
        household(
            page,
            other.statement,
            other.with_settings,
            "With other settings there is somebody"
            if other.statement.seeks
            else "With other settings it fails, as this household shows",
        )


def _verdict(found: Result) -> str:
    expected = "as expected" if found.as_expected else f"where {found.about.expected} was expected"
    match found.status:
        case "unknown":
            return "Not known: neither proved nor refuted in the time that was given"
        case "refuted":
            where = [_days(each.statement.section) for each in found.findings if each.status == "refuted"]
            only = "" if len(where) == len(found.findings) else f" on {', '.join(where)}"
            nobody = ": there is nobody" if found.findings[0].statement.seeks else ""
            return f"Refuted{only}{nobody}, {expected}"
    told = "Proved" if found.as_expected else f"Proved, {expected}"
    if found.findings[0].statement.seeks:
        return f"{told}: there is somebody"
    every = all(each.reach == "every" for each in found.findings)
    return f"{told} for every household, {_REACH['every' if every else 'defaults']}"


_REACH = {
    "every": "whatever the municipality sets",
    "defaults": "with the default settings",
}


def household(page: Page, statement: Statement, instance: Instance, title: str) -> None:
    """A household: what is special about it, and how its amount comes about, before and after."""
    ruleset = instance.ruleset(statement)
    words = words_of(ruleset, page.language)
    page.line()
    page.wrapped(f"{title}, on {instance.day}:")
    for told in special(words, ruleset, instance.before, instance.after, instance.day):
        for text in changes.columns(told.label, told.before, told.after, page.width - 4):
            page.line(INDENT * 2 + text, "cyan")
    page.wrapped("Every other fact is no, 0, none or the first word.", "dim", INDENT * 2)
    _settings(page, words, ruleset)
    if not statement.about.value:
        _came_out(page, ruleset.assess(instance.before))
    if not statement.seeks:
        page.line()
        name = statement.about.value or ruleset.targets[-1]
        reckoning(page, [ruleset.reckoning(facts, name, page.language) for facts in instance.households])


def _came_out(page: Page, found: Assessment) -> None:
    amount = "" if found.amount is None else f", {money(found.amount, page.language)}"
    page.wrapped(f"gives {found.outcome}{amount}", "green", INDENT * 2)


def _settings(page: Page, words: Words, ruleset: Ruleset) -> None:
    for setting in ruleset.package.local:
        if setting.name in ruleset.local.own:
            shown = _setting(words, ruleset, setting.name)
            page.wrapped(f"{setting.text.in_(page.language)}: {shown}", "blue", INDENT * 2)


def _setting(words: Words, ruleset: Ruleset, name: str) -> str:
    setting = next(each for each in ruleset.package.local if each.name == name)
    chosen = ruleset.local.values[name]
    if isinstance(chosen, TableValue) and isinstance(setting.type, TableOf):
        cells = zip(chosen.starts, chosen.values, strict=True)
        return ", ".join(
            f"{written(key, setting.type.key)}: {written(cell, setting.type.value)}" for key, cell in cells
        )
    return written(chosen, setting.type)


def reckoning(page: Page, lines: Sequence[Line]) -> None:
    """One reckoning without what is nothing, or what differs between two."""
    wrapped, width = page.out.is_terminal, page.width - 4
    if len(lines) == 1:
        page.rows(tree.rows(without_nothing(lines[0]), page.language, width, wrapped=wrapped))
        return
    pair = changes.changed(*lines)
    if pair is not None:
        page.rows(changes.rows(pair, page.language, width, wrapped=wrapped))


def without_nothing(line: Line) -> Line:
    """A line without the parts that add nothing."""
    parts = tuple(without_nothing(part) for part in line.parts if part.raw != 0 or part.raw is False)
    return replace(line, parts=parts)


def summary(page: Page, found: Sequence[Result]) -> None:
    """One line that counts."""
    counts = [
        (sum(each.status == "proved" and each.as_expected for each in found), "proved"),
        (sum(each.status == "refuted" and each.as_expected for each in found), "refuted as expected"),
        (
            sum(each.status == "refuted" and not each.as_expected for each in found),
            "refuted against expectation",
        ),
        (
            sum(each.status == "proved" and not each.as_expected for each in found),
            "proved against expectation",
        ),
        (sum(each.status == "unknown" for each in found), "not known"),
    ]
    good = all(each.as_expected for each in found)
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    page.line()
    page.line(told, "green" if good else "bold red")


def answers(page: Page, ruleset: Ruleset, facts: dict[str, Any], wanted: str, found: WhyNot) -> None:
    """The nearest case that has the outcome, and the others."""
    words = words_of(ruleset, page.language)
    now = ruleset.assess(facts)
    amount = "" if now.amount is None else f", {money(now.amount, page.language)}"
    if found.status == "already":
        page.line(f"It is {wanted} already{amount}", "green")
        return
    page.line(f"Now: {now.outcome or 'open'}{amount}. Wanted: {wanted}", "bold")
    if not found.ways:
        page.line()
        page.wrapped(_NONE[found.status], "yellow", indent="")
        return
    for number, way in enumerate(found.ways):
        page.line()
        page.line(_title(number, way), "bold" if number == 0 else "")
        _way(page, words, ruleset, way)
        if number == 0 and way.changes:
            page.line()
            name = ruleset.targets[0]
            reckoning(page, [ruleset.reckoning(each, name, page.language) for each in (facts, way.facts)])


_NONE = {
    "never": "Nothing that the resident could state gives it, whatever a caseworker judges. That is proved.",
    "judgement": "Nothing that the resident could state gives it by itself. A caseworker's judgement could.",
    "unknown": "Not known: no such case was found, and none was ruled out, in the time that was given.",
}


def _title(number: int, way: Way) -> str:
    if number:
        return "or:"
    if not way.changes:
        return "No stated fact need be another one:"
    many = "one fact" if len(way.changes) == 1 else f"{len(way.changes)} facts"
    return (
        f"The nearest change, of {many}:"
        if way.nearest
        else f"A change of {many}; there may be a nearer one:"
    )


def _way(page: Page, words: Words, ruleset: Ruleset, way: Way) -> None:
    for other in way.changes:
        label, before, after = _other(words, ruleset, other)
        for text in changes.columns(label, before, after, page.width - 2):
            page.line(INDENT + text, "cyan")
    if way.chosen:
        page.wrapped("if what nobody has stated yet is:", "dim")
    for other in way.chosen:
        label, _, after = _other(words, ruleset, other)
        for text in changes.columns(label, "", after, page.width - 2):
            page.line(INDENT + text, "cyan")
    if way.judged:
        names = ", ".join(words.fact_label(path).in_(page.language) for path in way.judged)
        page.wrapped(f"as long as a caseworker's judgement adds and takes nothing: {names}", "yellow")
    _came_out(page, ruleset.assess(way.facts))


def _other(words: Words, ruleset: Ruleset, other: Other) -> tuple[str, str, str]:
    if other.kind != "fact":
        item = words.package.question(other.path.partition("[")[0]).item.in_(words.language)
        number = int(other.path.partition("[")[2].rstrip("]")) + 1
        return f"{item or other.path} {number}", *(("–", "+ 1") if other.kind == "added" else ("1", "–"))
    fact = declared(ruleset, other.path)
    label = words.fact_label(other.path).in_(words.language)
    before = "" if other.before is None else value(words, other.path, fact, other.before)
    return label, before, value(words, other.path, fact, other.after)
