"""Facts in words: short labels, values as people write them, and where a list's elements lie."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from allmanning import packages
from allmanning.lib import text
from allmanning.packages.questions import Question
from allmanning.packages.reckoning import humanised
from allmanning.portals.caseworker import words

_INDEX = re.compile(r"\[(\d+)\]")
_PATH = re.compile(r"(?P<name>[^\W\d]\w*)(?:\[(?P<index>\d{1,3})\](?:\.(?P<field>[^\W\d]\w*))?)?")


def label(package: packages.Package, path: str) -> str:
    """A fact's own short name: Hyra; with its element for a list: Barn 2, ålder."""
    language = words.language()
    own = field_label(package, path)
    index = _INDEX.search(path)
    if index is None:
        return own
    whole = element_title(package.question(path.partition("[")[0]), int(index[1]))
    return f"{whole}, {own[:1].lower()}{own[1:]}" if "." in path or language == "en" else whole


def field_label(package: packages.Package, path: str) -> str:
    """The same without its element."""
    question = package.question(path)
    for item in package.manifest.decision.items:
        if item.requested == path:
            return item.name.in_(words.language())
    if words.language().startswith("en") and question.text.en:
        return question.text.en
    return humanised(question.fact.rpartition(".")[2])


def element_title(question: Question, index: int) -> str:
    """Barn 2."""
    return f"{question.item.in_(words.language()) or gettext('Nummer')} {index + 1}"


def in_words(question: Question, value: Any) -> str:
    """A value as people write it; a missing one says so."""
    language = words.language()
    match value:
        case None:
            return gettext("saknas")
        case bool():
            return gettext("ja") if value else gettext("nej")
        case int() if question.kind == "money":
            return text.money(value, language)
        case int():
            unit = question.unit.in_(language)
            return (
                f"{text.number(value, language)}{text.NO_BREAK}{unit}" if unit and value != 1 else str(value)
            )
        case date():
            return text.day(value, language)
        case list():
            return text.number(len(value), language) if value else gettext("inga")
        case _:
            return chosen(question, str(value))


def chosen(question: Question, value: str) -> str:
    """The words of one of a question's choices; a day kept as text is written as a day."""
    for option, told in question.options:
        if option == value:
            return told.in_(words.language())
    if question.kind == "date":
        return text.day(date.fromisoformat(value), words.language())
    return value


def is_nothing(value: Any) -> bool:
    """What is told in a softer voice, since it weighs nothing: no, none, 0."""
    return value is None or value is False or value in (0, [])


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every single value under a top-level fact, by path."""
    if not isinstance(value, list):
        yield name, value
        return
    for index, element in enumerate(value):
        for field, inner in dict(element).items():
            yield f"{name}[{index}].{field}", inner


def differences(package: packages.Package, change: Mapping[str, Any]) -> Iterator[str]:
    """A journal's change {"what", "from", "to"} in words, value by value: Hyra: 6 200 kr → 6 550 kr."""
    what = str(change["what"])
    before, after = dict(leaves(what, change["from"])), dict(leaves(what, change["to"]))
    for path in dict.fromkeys([*before, *after]):
        old, new = before.get(path), after.get(path)
        if old != new:
            question = package.question(path)
            yield f"{label(package, path)}: {in_words(question, old)} → {in_words(question, new)}"


def anchor(prefix: str, path: str) -> str:
    """An id for a fact's place on a page; letters of the law's words are kept."""
    return f"{prefix}-{re.sub(r'[^\w]+', '-', path).strip('-')}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: a fact, an element of a list (`index` from 0), or a field of it."""

    name: str
    index: int | None
    field: str


def place(package: packages.Package, path: str) -> Place | None:
    """The place a path names among the package's facts; None when it names none."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    name, field = found["name"], found["field"] or ""
    kinds = {question.fact: question.kind for question in package.questions}
    is_list = kinds.get(name) == "list"
    named = f"{name}.{field}" if field else name
    if named not in kinds or (found["index"] is not None) > is_list:
        return None
    return Place(name, int(found["index"]) if found["index"] else None, field)


def question_name(package: packages.Package, path: str) -> str:
    """The path as the package's questions name it; empty for what is no fact."""
    found = place(package, path)
    if found is None:
        return ""
    return f"{found.name}.{found.field}" if found.field else found.name


def url(case_id: UUID, path: str) -> str:
    """Where a fact is corrected."""
    return reverse("caseworker:fact", args=[case_id, path])


def told_element(package: packages.Package, name: str, element: Mapping[str, Any]) -> str:
    """An element in one line: ålder 5 år, dagar i hushållet 30 dagar."""
    told = []
    for field, value in element.items():
        question = package.question(f"{name}.{field}")
        told.append(f"{field_label(package, question.fact).lower()} {in_words(question, value)}")
    return ", ".join(told)
