"""Fill an empty demonstration: municipalities, people, the services and their cases, through the program's own actions."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from allmanning import packages
from allmanning.accounts import actors
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import DemoLogin, Membership, Organisation, Person
from allmanning.accounts.staff import staff
from allmanning.cases import actions, clock
from allmanning.cases.queries import case_page
from allmanning.cases.retention.plan import state_plan
from allmanning.catalogue.adoptions import adopt, adopted
from allmanning.catalogue.releases import publish
from allmanning.packages.ruleset import Ruleset
from allmanning.server.demo import agreed, systems, trusted
from allmanning.server.demo.people import ADOPTED_FROM, CASEWORKERS, MUNICIPALITIES, RESIDENTS, Resident
from allmanning.server.demo.stories import ANSWERS, STORIES, Story

PACKAGE = "ekonomiskt-bistand"
FIRST_MONTH, LAST_MONTH = date(2025, 7, 1), date(2026, 12, 1)

type Progress = Callable[[int, int], None]


def is_seeded() -> bool:
    """The municipalities have moved in."""
    return Organisation.objects.exists()


def seed(services: Path, progress: Progress) -> None:
    """Everything, once. `progress(done, total)` is called after each case."""
    settle(services)
    people = {person.pk: person for person in Person.objects.using("owner").all()}
    by_key = {key: people[identity] for key, identity in identities().items()}
    systems.settle(by_key["joel"])
    logins = {resident.key: resident for resident in RESIDENTS}
    today = timezone.localdate()
    oldest_first = sorted(STORIES, key=lambda story: -story.days_ago)
    for index, story in enumerate(oldest_first):
        tell(story, logins[story.resident], by_key, today)
        progress(index + 1, len(STORIES))
    trusted.settle(by_key, lambda kajsa: applied_for(kajsa, logins["otto"], today))


def applied_for(ombud: Actor, resident: Resident, today: date) -> None:
    """An ombud applied for a resident three days ago."""
    organisation = Organisation.objects.get(slug=resident.home)
    day = today - timedelta(days=3)
    month = month_for(day, 0)
    ruleset = adopted(organisation, PACKAGE, day).ruleset(month)
    with clock.at(moment(day, 16, 40)):
        case = actions.start_application(ombud, organisation, PACKAGE, month, key=str(uuid.uuid4()))
        saved = actions.save_facts(ombud, case, interview(ruleset, in_ore(ruleset, resident.household)))
        actions.submit(ombud, case, version=saved.version, key=str(uuid.uuid4()))


def identities() -> dict[str, uuid.UUID]:
    """The same people get the same ids in every demonstration."""
    names = [person.key for person in (*RESIDENTS, *CASEWORKERS)]
    return {name: uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.allmanning.example") for name in names}


def settle(services: Path) -> None:
    """Municipalities, people, logins and the adopted services; written by the owner of the tables."""
    if not settings.DEMO:
        raise NotADemonstrationError
    ids = identities()
    release = publish(packages.load(services / PACKAGE))
    organisations: dict[str, Organisation] = {}
    for municipality in MUNICIPALITIES:
        organisation = Organisation.objects.using("owner").create(
            slug=municipality.slug,
            name=municipality.name,
            case_prefix=municipality.prefix,
            theme=municipality.slug,
            **municipality.details,
        )
        organisations[municipality.slug] = organisation
        delegated = date(2025, 7, 1) if municipality.delegated else None
        adopt(
            organisation,
            release,
            valid_from=ADOPTED_FROM,
            local=municipality.local,
            automation_delegated_on=delegated,
            delegation_reference=municipality.delegated,
        )
        if municipality.delegated:  # the board that decides about the one decides about the other
            state_plan(organisation, PACKAGE, reference="SN 2025-06-18 § 45", valid_from=ADOPTED_FROM)
    for order, resident in enumerate(RESIDENTS):
        person = _person(
            ids[resident.key], resident.number, resident.name, is_protected=resident.is_protected
        )
        if resident.story:
            _login(person, organisations[resident.home], resident.story, order, is_staff=False)
    for order, worker in enumerate(CASEWORKERS):
        person = _person(ids[worker.key], worker.number, worker.name)
        home = organisations[worker.work]
        for role in worker.roles:
            Membership.objects.using("owner").create(person=person, organisation=home, role=role)
        _login(person, home, worker.story, order, is_staff=True)
    agreed.settle(organisations)


class NotADemonstrationError(RuntimeError):
    """This is not a demonstration, so no invented people move in. Use `allmanning demo`."""


def _person(identity: uuid.UUID, number: str, name: str, *, is_protected: bool = False) -> Person:
    given, family = name.split(" ", 1)
    person = Person(
        pk=identity,
        personnummer=number,
        given_name=given,
        family_name=family,
        protected_identity=is_protected,
    )
    person.full_clean(validate_unique=False, validate_constraints=False)
    person.save(using="owner", force_insert=True)
    return person


def _login(person: Person, home: Organisation, story: tuple[str, str], order: int, *, is_staff: bool) -> None:
    words = {"sv": story[0], "en": story[1]}
    DemoLogin.objects.using("owner").create(
        person=person, organisation=home, is_staff=is_staff, name=person.name, story=words, order=order
    )


def tell(story: Story, resident: Resident, people: Mapping[str, Person], today: date) -> None:
    """Let one story happen, each step at its own day."""
    organisation = Organisation.objects.get(slug=resident.home)
    applicant = actors.resident(people[resident.key])
    applied = today - timedelta(days=story.days_ago)
    month = month_for(applied, story.months)
    ruleset = adopted(organisation, PACKAGE, applied).ruleset(month)
    answers = interview(ruleset, in_ore(ruleset, resident.household))
    with clock.at(moment(applied, 9)):
        case = actions.start_application(applicant, organisation, PACKAGE, month, key=str(uuid.uuid4()))
        if story.ending == "draft":
            answers = dict(list(answers.items())[:4])
        saved = actions.save_facts(applicant, case, answers)
    if story.ending == "draft":
        return
    with clock.at(moment(applied, 9, 12)):
        sent = actions.submit(applicant, case, version=saved.version, key=str(uuid.uuid4()))
    if sent.decision_id is None and story.by:
        handle(story, case, applicant, staff(people[story.by]), applied, today)
    elif story.ending == "withdrawn":
        with clock.at(moment(applied + timedelta(days=1), 10)):
            actions.withdraw(applicant, case)


def handle(
    story: Story, case: uuid.UUID, applicant: Actor, worker: Actor, applied: date, today: date
) -> None:
    """What the caseworker does: takes the case some days later, and goes on to the story's ending."""
    first = min(applied + timedelta(days=2), today)
    then = min(applied + timedelta(days=5), today)
    with clock.at(moment(first, 10)):
        actions.take(worker, case)
    match story.ending:
        case "completion" | "answered":
            with clock.at(moment(first, 10, 20)):
                actions.ask_for_completion(worker, case, story.words, max(first, today) + timedelta(days=10))
            if story.ending == "answered":
                with clock.at(moment(then, 18)):
                    actions.answer_completion(applicant, case, ANSWERS[0])
        case "accepted" | "changed" | "refused" | "judged" | "proposed":
            with clock.at(moment(then, 13)):
                decide(story, case, worker)


def decide(story: Story, case: uuid.UUID, worker: Actor) -> None:
    """State what is left to judge, then decide as the story says."""
    page = case_page(worker, case)
    judgements = dict.fromkeys(page.assessment.judgements, 0)
    if story.resident == "hanna":
        judgements["höjning_av_riksnormen"] = 60_000
    if judgements:
        actions.state_facts(
            worker, case, judgements, reason=story.words or "Bedömt efter samtal med den sökande."
        )
        page = case_page(worker, case)
    key, version = str(uuid.uuid4()), page.case.version
    decision = page.package.manifest.decision
    proposed = page.assessment.amount or 0
    match story.ending:
        case "changed":
            actions.decide(
                worker, case, key=key, version=version, amount=proposed + 85_000, reason=story.words
            )
        case "proposed":  # waits for a colleague to confirm it
            refused = decision.refused[0]
            actions.propose(worker, case, key=key, version=version, outcome=refused, reason=story.words)
        case "refused" if page.assessment.outcome not in decision.refused:
            refused = decision.refused[0]
            actions.decide(worker, case, key=key, version=version, outcome=refused, reason=story.words)
        case _:
            actions.decide(worker, case, key=key, version=version)


def interview(ruleset: Ruleset, household: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what is asked and nothing else: a fact that is not in the household is no, nothing or none."""
    facts: dict[str, Any] = {}
    while (path := ruleset.assess(facts).next) is not None:
        question = ruleset.package.question(path)
        match path.replace("]", "").replace("[", ".").split("."):
            case [name]:
                plain = {"bool": False, "list": []}.get(question.kind, 0)
                value = household.get(name, plain)
                facts[name] = [{} for _ in value] if question.kind == "list" else value
            case [name, index, field]:
                element = household[name][int(index)]
                facts[name][int(index)][field] = element.get(field, False if question.kind == "bool" else 0)
    return facts


def in_ore(ruleset: Ruleset, household: Mapping[str, Any]) -> dict[str, Any]:
    """The household's kronor as öre."""
    return ruleset.check_facts(household, kronor=True)


def month_for(applied: date, months: int) -> date:
    """The first day of the month applied for, within what the services have amounts for."""
    index = applied.year * 12 + applied.month - 1 + months
    return min(max(date(index // 12, index % 12 + 1, 1), FIRST_MONTH), LAST_MONTH)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of office hours in Sweden, never later than now."""
    chosen = datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))
    return min(chosen, timezone.now())
