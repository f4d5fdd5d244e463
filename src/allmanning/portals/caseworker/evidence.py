"""The evidence: what is known, grouped as the author asked for it, with who said so, and what was changed and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.cases.models import Completion, Fact
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.packages.questions import Question
from allmanning.portals.caseworker import facts, words


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact. `source` is empty when it is the one told above for all; `notes` say what was changed, and why."""

    anchor: str
    label: str
    value: str
    source: str = ""
    notes: tuple[str, ...] = ()
    is_soft: bool = False
    is_missing: bool = False
    is_new: bool = False
    change_url: str = ""
    change_words: str = ""
    line_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of a list, as a row of a table."""

    title: str
    cells: tuple[FactLine, ...]
    change_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTable:
    """A list as a table: one row for each child, one column for each field."""

    title: str
    item: str
    columns: tuple[str, ...]
    rows: tuple[Element, ...]
    line: FactLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the author's pages."""

    title: str
    lines: tuple[FactLine, ...]
    tables: tuple[ElementTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All of it. `told` says where facts come from that say nothing else; `spared` counts questions nobody needed."""

    told: str
    groups: tuple[Group, ...]
    spared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the applicant answered to a question, and the question."""

    text: str
    question: str
    when: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What every line is made from."""

    page: CasePage
    rows: Mapping[str, Fact]
    usual: str
    notes: Mapping[str, tuple[str, ...]]
    new: frozenset[str]
    in_reckoning: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = False


def evidence(page: CasePage, in_reckoning: Mapping[str, str], *, may_change: bool) -> Evidence:
    """The facts of a case. `in_reckoning` gives the id of the line in the reckoning that uses a fact, by path."""
    rows = {row.name: row for row in page.fact_rows}
    usual = Counter(source(row) for row in page.fact_rows if row.source != "register").most_common(1)
    desk = Desk(
        page,
        rows,
        usual[0][0] if usual else "",
        changes(page),
        new_answers(page),
        in_reckoning,
        may_change,
    )
    groups = tuple(group for group in _groups(desk) if group.lines or group.tables)
    asked = sum(
        1 for question in page.package.questions if question.who == "resident" and "." not in question.fact
    )
    stated = sum(1 for row in page.fact_rows if page.package.question(row.name).who == "resident")
    return Evidence(
        told=gettext("%(source)s, om inget annat står.") % {"source": desk.usual} if desk.usual else "",
        groups=groups,
        spared=max(0, asked - stated),
    )


def source(row: Fact) -> str:
    """Who stated a fact, and when: Den sökande 14 nov 2026."""
    day = text.short_day(timezone.localdate(row.stated_at), words.language())
    match row.source:
        case "resident":
            return gettext("Den sökande %(day)s") % {"day": day}
        case "caseworker":
            return gettext("%(name)s %(day)s") % {"name": row.stated_by, "day": day}
        case _:
            return gettext("%(register)s %(day)s") % {"register": row.stated_by, "day": day}


def changes(page: CasePage) -> dict[str, tuple[str, ...]]:
    """By fact: what was changed after the application was sent, and the reason that was given."""
    found: dict[str, tuple[str, ...]] = {}
    for event in page.events:
        payload = event.payload or {}
        for change in payload.get("changes", ()):
            name = str(change["what"])
            if event.action not in {"facts_stated", "completion_answered"} or name not in page.facts:
                continue
            corrected = tuple(facts.differences(page.package, change)) if change["from"] is not None else ()
            reason = (payload["reason"],) if payload.get("reason") else ()
            found[name] = (
                *found.get(name, ()),
                *(gettext("Ändrad. %(what)s") % {"what": told} for told in corrected),
                *reason,
            )
    return found


def new_answers(page: CasePage) -> frozenset[str]:
    """Facts the applicant changed in an answer that no caseworker has acted on since."""
    answered = fresh_answer(page)
    if answered is None:
        return frozenset()
    return frozenset(
        str(change["what"])
        for event in page.events
        if event.action == "completion_answered" and event.happened_at == answered.answered_at
        for change in (event.payload or {}).get("changes", ())
    )


def fresh_answer(page: CasePage) -> Completion | None:
    """The applicant's latest answer, if no caseworker has done anything since it came."""
    answered = [row for row in page.completions if row.answered_at is not None]
    if not answered:
        return None
    latest = answered[-1]
    acted = [event.happened_at for event in page.events if event.actor_kind == "staff"]
    assert latest.answered_at is not None  # noqa: S101
    return None if acted and max(acted) > latest.answered_at else latest


def answer(page: CasePage) -> Answer | None:
    """The latest answer of the applicant; new until a caseworker has acted on it."""
    answered = [row for row in page.completions if row.answered_at is not None]
    if not answered:
        return None
    latest = answered[-1]
    when = words.moment(latest.answered_at) if latest.answered_at else ""
    is_new = fresh_answer(page) is not None
    return Answer(text=latest.answer, question=latest.text, when=when, is_new=is_new)


def _groups(desk: Desk) -> Iterator[Group]:
    package = desk.page.package
    for page in package.pages:
        questions = [question for question in package.questions if question.page == page.id]
        tables = [question for question in questions if question.kind == "list"]
        plain = [question for question in questions if question.kind != "list" and "." not in question.fact]
        yield Group(
            title=page.title.in_(words.language()),
            lines=tuple(_line(desk, question) for question in plain if _is_shown(desk, question.fact)),
            tables=tuple(_table(desk, question) for question in tables if _is_shown(desk, question.fact)),
        )


def _is_shown(desk: Desk, name: str) -> bool:
    """What is stated, and what is missed; a question nobody needed is left out."""
    return name in desk.page.facts or name in desk.page.assessment.open


def _line(desk: Desk, question: Question) -> FactLine:
    name = question.fact
    row, value = desk.rows.get(name), desk.page.facts.get(name)
    said = source(row) if row else ""
    absent = row is not None and row.stands_in
    return FactLine(
        anchor=facts.anchor("fact", name),
        label=facts.field_label(desk.page.package, name),
        value=gettext("finns inte") if absent else _value(question, value, row),
        source=said if said != desk.usual and not absent else "",
        notes=desk.notes.get(name, ()),
        is_soft=absent or (facts.is_nothing(value) and row is not None),
        is_missing=row is None,
        is_new=name in desk.new,
        change_url=_url(desk, question, row),
        change_words=_change_words(question, row),
        line_url=desk.in_reckoning.get(name, ""),
    )


def _value(question: Question, value: Any, row: Fact | None) -> str:
    if row is None and question.who != "resident":
        return gettext("att bedöma")
    return facts.in_words(question, value)


def _url(desk: Desk, question: Question, row: Fact | None) -> str:
    """Where the fact is judged or changed; nowhere when only the platform states it."""
    if question.who == "platform":
        return ""
    return (
        _judge_url(desk) if question.who == "caseworker" and row is None else _change_url(desk, question.fact)
    )


def _change_words(question: Question, row: Fact | None) -> str:
    if row is not None:
        return gettext("Rätta") if question.who == "resident" else gettext("Ändra")
    return gettext("Fyll i") if question.who == "resident" else gettext("Bedöm")


def _judge_url(desk: Desk) -> str:
    return reverse("caseworker:judge", args=[desk.page.case.pk]) if desk.may_change else ""


def _change_url(desk: Desk, path: str) -> str:
    return reverse("caseworker:fact", args=[desk.page.case.pk, path]) if desk.may_change else ""


def _table(desk: Desk, question: Question) -> ElementTable:
    elements: Sequence[Mapping[str, Any]] = desk.page.facts.get(question.fact) or []
    package = desk.page.package
    fields = [inner for inner in package.questions if inner.fact.startswith(f"{question.fact}.")]
    shown = [inner for inner in fields if _is_used(desk, question.fact, inner, elements)]
    return ElementTable(
        title=facts.field_label(package, question.fact),
        item=question.item.in_(words.language()) or gettext("Nummer"),
        columns=tuple(facts.field_label(package, inner.fact) for inner in shown),
        rows=tuple(
            Element(
                title=facts.element_title(question, index),
                cells=tuple(_cell(desk, question.fact, index, inner, element) for inner in shown),
                change_url=_change_url(desk, f"{question.fact}[{index}]"),
            )
            for index, element in enumerate(elements)
        ),
        line=_line(desk, question),
    )


def _is_used(desk: Desk, name: str, inner: Question, elements: Sequence[Mapping[str, Any]]) -> bool:
    bare = inner.fact.rpartition(".")[2]
    missed = any(f"{name}[{index}].{bare}" in desk.page.assessment.open for index in range(len(elements)))
    return missed or any(bare in element for element in elements)


def _cell(desk: Desk, name: str, index: int, inner: Question, element: Mapping[str, Any]) -> FactLine:
    bare = inner.fact.rpartition(".")[2]
    path = f"{name}[{index}].{bare}"
    value = element.get(bare)
    missed = value is None and path in desk.page.assessment.open
    return FactLine(
        anchor=facts.anchor("fact", path),
        label=facts.field_label(desk.page.package, path),
        value=facts.in_words(inner, value) if value is not None or missed else "–",
        is_soft=facts.is_nothing(value),
        is_missing=missed,
        line_url=desk.in_reckoning.get(path, ""),
    )
