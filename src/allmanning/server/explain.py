"""`allmanning may`: who may do what with a case, on what ground, and by which line of which agreement or order."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, ombud, resident
from allmanning.accounts.delegation import right_to_decide, told
from allmanning.accounts.models import Person, Representation
from allmanning.accounts.permissions import Action, Permission, may
from allmanning.accounts.representations import trust_of
from allmanning.accounts.staff import NotStaffError, staff
from allmanning.cases.actions.handle import kind_of, outcomes
from allmanning.cases.models import Case


class QuestionError(ValueError):
    """The question cannot be answered as it is put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer, with everything it stands on; holds nothing about the applicant."""

    person: str
    action: str
    case: str
    allowed: bool
    ground: str
    agreement: int | None = None
    representation: int | None = None
    """By which the person acts for the applicant."""
    clause: str = ""
    council_decision: str = ""
    delegation: str = ""
    """The line of the delegation order, or the package's own level; only for a decision."""
    others: tuple[str, ...] = ()
    """Lines by which somebody else may, when the delegation order stands in the way."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def explain(
    name: str, action: Action, number: str, *, outcome: str | None = None, amount: int | None = None
) -> Answer:
    """Read as the owner of the tables, answered as the program itself would. `amount` in öre. Raises QuestionError."""
    person, case = _person(name), _case(number)
    actor = _actor(person, case, action)
    permission = may(actor, action, case)
    answer = Answer(
        person=person.name,
        action=action,
        case=case.number or str(case.pk),
        allowed=permission.allowed,
        ground=permission.ground,
        agreement=permission.agreement,
        representation=permission.representation,
        clause=permission.clause,
        council_decision=permission.mandate.council_decision if permission.mandate else "",
    )
    if action != "decide" or not permission.allowed:
        return answer
    return _with_delegation(answer, actor, permission, case, outcome or case.proposed_outcome, amount)


def _with_delegation(
    answer: Answer, actor: Actor, permission: Permission, case: Case, outcome: str, amount: int | None
) -> Answer:
    release = case.adoption.release
    if not outcome:
        raise QuestionError("The rules propose no outcome yet. Say which one with --outcome.")
    if outcome not in (known := outcomes(release)):
        raise QuestionError(f"{release} has no outcome {outcome!r}. Its outcomes: {', '.join(known)}.")
    if amount is None and outcome == case.proposed_outcome:
        amount = case.proposed_amount
    level = release.package.manifest.delegation.level
    with acting(actor):
        today = timezone.localdate()
        right = right_to_decide(
            actor, permission, case, kind_of(release, outcome), amount, today, level=level
        )
    said = told(right.line) if right.line else right.ground
    others = tuple(map(told, right.others))
    return Answer(**(asdict(answer) | {"allowed": right.allowed, "delegation": said, "others": others}))


def _person(name: str) -> Person:
    people = Person.objects.using("owner")
    try:
        return people.get(pk=UUID(name))
    except ValueError:
        given, _, family = name.strip().partition(" ")
        found = list(people.filter(given_name=given, family_name=family)[:10])
    except Person.DoesNotExist:
        found = []
    match found:
        case [person]:
            return person
        case []:
            raise QuestionError(
                f"Nobody is called {name!r}. Write given name and family name, or the person's id."
            )
        case _:
            ids = ", ".join(str(person.pk) for person in found)
            raise QuestionError(f"Several people are called {name!r}. Write the id of one of them: {ids}.")


def _case(number: str) -> Case:
    cases = Case.objects.using("owner").select_related("adoption__release")
    try:
        found = cases.filter(pk=UUID(number)).first()
    except ValueError:
        found = cases.filter(number=number.upper()).first() if number else None
    if found is None:
        raise QuestionError(
            f"There is no case {number!r}. Write its number, such as MK-2025-000123, or its id."
        )
    return found


def _actor(person: Person, case: Case, action: Action) -> Actor:
    """At work if the person works somewhere, but as applicant or ombud in what only they do."""
    applicants = ("answer", "submit", "complete", "withdraw", "serve")
    if action in applicants:
        return resident(person) if person.pk == case.applicant_id else _outside(person, case, action)
    try:
        return staff(person)
    except NotStaffError:
        return _outside(person, case, action)


def _outside(person: Person, case: Case, action: Action) -> Actor:
    """As ombud, if they act for the applicant today: by what allows it, where there are several; else in their own name."""
    rows = Representation.objects.using("owner").filter(represented=case.applicant_id)
    mine = rows.filter(ombud_number=person.personnummer) if person.personnummer else rows.none()
    today = timezone.localdate()
    found = [ombud(person, trust_of(row)) for row in mine if row.state(today) == "in_force"]
    allowed = [actor for actor in found if may(actor, action, case).allowed]
    return next(iter(allowed or found), resident(person))
