"""What has been answered, grouped as the author grouped the questions; and what was not asked. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from allmanning import packages
from allmanning.packages.questions import Question
from allmanning.portals.design.parts import Answer
from allmanning.portals.resident.answers import shown
from allmanning.portals.resident.places import answered, list_of, number_of, question_at, value_at

type Linked = Callable[[str], str]
"""From a place to the address where it is changed; empty when it cannot be."""


@dataclass(frozen=True, slots=True)
class Element:
    """One child, one vehicle."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one page that are answered."""

    title: str
    answers: tuple[Answer, ...]
    elements: tuple[Element, ...]


def groups(
    ruleset: packages.Ruleset,
    facts: Mapping[str, Any],
    language: str,
    *,
    linked: Linked = lambda _: "",
    sources: Mapping[str, str] | None = None,
    unused: frozenset[str] = frozenset(),
) -> tuple[Group, ...]:
    """Everything a resident has answered. `sources` says per place who said so; `unused` no longer matters."""
    package = ruleset.package
    rows: dict[str, list[tuple[str, Answer]]] = {page.id: [] for page in package.pages}
    for path in answered(ruleset, facts):
        question = question_at(package, facts, path)
        if question is not None:
            source = gettext("Påverkar inte beslutet") if path in unused else (sources or {}).get(path, "")
            answer = Answer(
                question=question.text.in_(language),
                answer=shown(question, value_at(facts, path), language),
                source=source,
                change_url=linked(path),
            )
            rows[question.page].append((path, answer))
    return tuple(
        _group(package, page.title.in_(language), rows[page.id], language)
        for page in package.pages
        if rows[page.id]
    )


def not_asked(
    ruleset: packages.Ruleset, facts: Mapping[str, Any], assessment: packages.Assessment, language: str
) -> tuple[str, ...]:
    """The questions that nobody needs to answer, since the decision is the same whatever the answer."""
    met = {_bare(path) for path in (*answered(ruleset, facts), *assessment.open)}
    asked = [question for question in ruleset.package.questions if question.who == "resident"]
    return tuple(
        question.text.in_(language)
        for question in asked
        if question.fact not in met and not _of_an_empty_list(question, facts)
    )


def unused(ruleset: packages.Ruleset, facts: Mapping[str, Any]) -> frozenset[str]:
    """Answers that would not have been asked for, had everything before them been answered as it is now: what is left when
    an earlier answer was changed.
    """
    places = answered(ruleset, facts)
    return frozenset(
        path
        for index, path in enumerate(places)
        if not isinstance(value_at(facts, path), list)
        and path not in ruleset.assess(_without(facts, places[index:])).open
    )


def element_title(package: packages.Package, path: str, language: str) -> str:
    """ "Barn 1" for barn[0].ålder; empty when the place is in no list."""
    name = list_of(path)
    if not name:
        return ""
    return f"{package.question(name).item.in_(language)} {number_of(path)}"


def element_detail(
    package: packages.Package, facts: Mapping[str, Any], name: str, index: int, language: str
) -> str:
    """What is known of an element in a line: "5 år, 30 dagar"."""
    return ", ".join(_details(package, facts[name][index], name, language))


def _details(
    package: packages.Package, element: Mapping[str, Any], name: str, language: str
) -> Iterator[str]:
    for question in package.questions:
        listed, _, field = question.fact.partition(".")
        if listed == name and field in element and question.kind in ("int", "choice", "date"):
            yield shown(question, element[field], language)


def _group(package: packages.Package, title: str, rows: Sequence[tuple[str, Answer]], language: str) -> Group:
    elements: dict[str, list[Answer]] = {}
    for path, answer in rows:
        elements.setdefault(element_title(package, path, language), []).append(answer)
    return Group(
        title=title,
        answers=tuple(elements.pop("", ())),
        elements=tuple(Element(name, tuple(answers)) for name, answers in elements.items()),
    )


def _of_an_empty_list(question: Question, facts: Mapping[str, Any]) -> bool:
    listed, _, field = question.fact.partition(".")
    return bool(field) and not facts.get(listed)


def _bare(path: str) -> str:
    return f"{list_of(path)}.{path.rpartition('.')[2]}" if list_of(path) else path


def _without(facts: Mapping[str, Any], paths: Collection[str]) -> dict[str, Any]:
    """The facts but for some answers; a list keeps its elements."""
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, list):
            kept[name] = [
                {key: inner for key, inner in one.items() if f"{name}[{index}].{key}" not in paths}
                for index, one in enumerate(value)
            ]
        elif name not in paths:
            kept[name] = value
    return kept
