"""Let what is told happen: a resident answers, sends, and a caseworker goes on, each step at its own day."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from allmanning.accounts import actors
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation, Person
from allmanning.accounts.staff import staff
from allmanning.cases import actions, clock
from allmanning.cases.queries import CasePage, case_page
from allmanning.catalogue.adoptions import adopted
from allmanning.packages.facts import check_fact
from allmanning.packages.package import Package, bare_path
from allmanning.packages.questions import Question, all_facts
from allmanning.packages.ruleset import Ruleset
from allmanning.server.demo.services import Days, Told

FIRST_DAY, LAST_DAY = date(2025, 7, 1), date(2026, 12, 31)
PLAIN: Mapping[str, Any] = {"bool": False, "list": []}
ANSWERS_OF_A_DRAFT = 4


class StoryError(RuntimeError):
    """A story cannot happen as it is told. Mend its facts or its ending, or the rules they are told of."""

    def __init__(self, package_id: str, told: Told) -> None:
        super().__init__(
            f"{package_id}, {told.resident} {told.days_ago} days ago ({told.ending}): {self.__doc__}"
        )


class UntoldError(LookupError):
    """A date or a choice is asked for and the story has no answer. Write it among the story's facts or judgements."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: {self.__doc__}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A story's application, once it is sent."""

    told: Told
    case: uuid.UUID
    applicant: Actor
    applied: date
    today: date


def tell(
    package_id: str, told: Told, organisation: Organisation, people: Mapping[str, Person], today: date
) -> None:
    """Let one story happen. Raises StoryError, with what went wrong as its cause."""
    try:
        _tell(package_id, told, organisation, people, today)
    except Exception as error:
        raise StoryError(package_id, told) from error


def _tell(
    package_id: str, told: Told, organisation: Organisation, people: Mapping[str, Person], today: date
) -> None:
    applicant = actors.resident(people[told.resident])
    applied = today - timedelta(days=told.days_ago)
    draft = told.ending == "draft"
    with clock.at(moment(applied, 9)):
        case, version = fill_in(applicant, organisation, package_id, told, applied)
    if draft:
        return
    with clock.at(moment(applied, 9, 12)):
        sent = actions.submit(applicant, case, version=version, key=str(uuid.uuid4()))
    if sent.decision_id is None and told.by:
        handle(Sent(told, case, applicant, applied, today), staff(people[told.by]))
    elif told.ending == "withdrawn":
        with clock.at(moment(applied + timedelta(days=1), 10)):
            actions.withdraw(applicant, case)


def fill_in(
    applicant: Actor, organisation: Organisation, package_id: str, told: Told, applied: date
) -> tuple[uuid.UUID, int]:
    """An application with every answer, of a draft the first ones; gives its id and its version."""
    adoption = adopted(organisation, package_id, applied)
    day = day_for(adoption.release.package, applied, told.months)
    ruleset = adoption.ruleset(day)
    household = in_ore(ruleset, on_their_days(told.facts, applied))
    case = actions.start_application(applicant, organisation, package_id, day, key=str(uuid.uuid4()))
    # What an earlier decision said is there from the beginning, and nobody is asked for it.
    known = actions.save_facts(applicant, case, {}).facts if _looks_back(ruleset) else {}
    answers = interview(ruleset, household, known)
    if told.ending == "draft":
        answers = dict(list(answers.items())[:ANSWERS_OF_A_DRAFT])
    return case, actions.save_facts(applicant, case, answers).version


def handle(sent: Sent, worker: Actor) -> None:
    """What the caseworker does: takes the case some days later, and goes on to the story's ending."""
    told, case, today = sent.told, sent.case, sent.today
    first = min(sent.applied + timedelta(days=2), today)
    then = min(sent.applied + timedelta(days=5), today)
    with clock.at(moment(first, 10)):
        actions.take(worker, case)
    match told.ending:
        case "completion" | "answered":
            with clock.at(moment(first, 10, 20)):
                actions.ask_for_completion(worker, case, told.words, max(first, today) + timedelta(days=10))
            if told.ending == "answered":
                with clock.at(moment(then, 18)):
                    actions.answer_completion(sent.applicant, case, told.answer)
        case "accepted" | "changed" | "refused" | "judged" | "proposed":
            with clock.at(moment(then, 13)):
                decide(sent, worker)


def decide(sent: Sent, worker: Actor) -> None:
    """State what is left to judge, then decide as the story says."""
    told, case = sent.told, sent.case
    page = case_page(worker, case)
    while stated := judged(page.package, told, page.assessment.judgements, sent.applied):
        reason = told.words or "Bedömt efter samtal med den sökande."
        actions.state_facts(worker, case, stated, reason=reason)
        page = case_page(worker, case)
    DECIDES.get(told.ending, _accept)(told, page, worker)


def _accept(told: Told, page: CasePage, worker: Actor) -> None:
    actions.decide(worker, page.case.id, key=str(uuid.uuid4()), version=page.case.version)


def _change(told: Told, page: CasePage, worker: Actor) -> None:
    amount = (page.assessment.amount or 0) + told.more * 100 if told.more else None
    outcome = told.outcome or None
    key, version = str(uuid.uuid4()), page.case.version
    actions.decide(
        worker, page.case.id, key=key, version=version, outcome=outcome, amount=amount, reason=told.words
    )


def _refuse(told: Told, page: CasePage, worker: Actor) -> None:
    refused = page.package.manifest.decision.refused
    if page.assessment.outcome in refused:
        return _accept(told, page, worker)
    key, version, outcome = str(uuid.uuid4()), page.case.version, told.outcome or refused[0]
    actions.decide(worker, page.case.id, key=key, version=version, outcome=outcome, reason=told.words)
    return None


def _propose(told: Told, page: CasePage, worker: Actor) -> None:
    """It waits for a colleague to confirm it."""
    key, outcome = str(uuid.uuid4()), told.outcome or page.package.manifest.decision.refused[0]
    actions.propose(
        worker, page.case.id, key=key, version=page.case.version, outcome=outcome, reason=told.words
    )


DECIDES: Mapping[str, Callable[[Told, CasePage, Actor], None]] = {
    "changed": _change,
    "refused": _refuse,
    "proposed": _propose,
}


def judged(package: Package, told: Told, paths: tuple[str, ...], applied: date) -> dict[str, Any]:
    """The caseworker's facts that are open, as the story judges them; in öre."""
    known = all_facts(package.vocabulary)
    judgements = on_their_days(told.judgements, applied)
    stated: dict[str, Any] = {}
    for path in paths:
        bare = bare_path(path)
        if (value := judgements.get(path, judgements.get(bare))) is None:
            value = plain(package.question(path), path)
        stated[path] = check_fact(known[bare], value, path, kronor=True)
    return stated


def _looks_back(ruleset: Ruleset) -> bool:
    return any(question.who == "earlier" for question in ruleset.package.questions)


def interview(
    ruleset: Ruleset, household: Mapping[str, Any], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Answer what is asked and nothing else: a fact that is not in the household is no, nothing or none.

    `known` is there already, and none of the answers. Raises UntoldError for a date or a choice that nothing tells.
    """
    facts: dict[str, Any] = dict(known or {})
    while (path := ruleset.assess(facts).next) is not None:
        question = ruleset.package.question(path)
        match path.replace("]", "").replace("[", ".").split("."):
            case [name]:
                value = household[name] if name in household else plain(question, path)
                facts[name] = [{} for _ in value] if question.kind == "list" else value
            case [name, index, field]:
                element = household[name][int(index)]
                facts[name][int(index)][field] = element[field] if field in element else plain(question, path)
    return {name: value for name, value in facts.items() if name not in (known or {})}


def plain(question: Question, path: str) -> Any:
    """What is answered when nothing is told: no, none, or as little as there can be."""
    if question.kind in ("int", "money") and isinstance(question.minimum, int):
        return max(0, question.minimum)
    if question.kind not in PLAIN:
        raise UntoldError(path)
    return PLAIN[question.kind]


def in_ore(ruleset: Ruleset, household: Mapping[str, Any]) -> dict[str, Any]:
    """The household's kronor as öre."""
    return ruleset.check_facts(household, kronor=True)


def on_their_days(facts: Mapping[str, Any], applied: date) -> dict[str, Any]:
    """The same facts, each `Days` as the date it means for an application of a day."""

    def dated(value: Any) -> Any:
        match value:
            case Days(after=days):
                return applied + timedelta(days=days)
            case Mapping():
                return {name: dated(inner) for name, inner in value.items()}
            case list() | tuple():
                return [dated(inner) for inner in value]
            case _:
                return value

    return {name: dated(value) for name, value in facts.items()}


def day_for(package: Package, applied: date, months: int) -> date:
    """What is applied for: the first day of a month, or the day itself; within what the services have amounts for."""
    day = min(max(applied, FIRST_DAY), LAST_DAY)
    if package.manifest.period != "month":
        return day
    index = applied.year * 12 + applied.month - 1 + months
    return min(max(date(index // 12, index % 12 + 1, 1), FIRST_DAY), LAST_DAY.replace(day=1))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of office hours in Sweden, never later than now."""
    chosen = datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))
    return min(chosen, timezone.now())
