"""The caseworkers' list: whose turn it is, sorted by deadline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import FETCH_RAISE, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import may
from allmanning.cases import deadlines
from allmanning.cases.actions.handle import AT_WORK
from allmanning.cases.models import Case
from allmanning.cases.queries.reach import within_reach
from allmanning.packages.manifest import DecisionSpec

PAGE_SIZE = 50
COUNTED_TO = 1000

type Show = Literal["open", "mine", "unassigned", "overdue", "waiting", "closed"]
type Sort = Literal["due", "submitted", "number", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is to show."""

    show: Show = "open"
    text: str = ""
    """Part of a case number or of the applicant's name, or a whole personnummer."""
    package_id: str = ""
    owner: int | None = None
    """Only the cases of one organisation; None is all that the actor may see."""
    sort: Sort = "due"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A line of the list."""

    id: UUID
    number: str
    applicant: str
    """Empty for a protected identity, which no list shows."""
    is_protected: bool
    has_ombud: bool
    """Somebody else sent it for the applicant."""
    ombud: str
    """Who; empty for a protected identity of either."""
    package_id: str
    service: dict[str, str]
    month: date | None
    """The month applied for, where the service is about one."""
    status: str
    submitted_at: datetime
    due_on: date | None
    days_left: int | None
    is_overdue: bool
    assignee: str
    is_mine: bool
    owner: str
    """The name of the organisation whose case it is."""
    executor: str
    """The organisation that handles it on behalf of the owner; empty when the owner does."""
    proposed_outcome: str
    proposed_amount: int | None
    may_sign: bool
    """Nothing hinders a decision but the reader's signature, as far as the list knows; the delegation order is asked later."""
    decides: DecisionSpec
    """What the package's outcomes mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """One page of the list."""

    rows: tuple[WorkRow, ...]
    total: int
    """Counted to 1 000 at most."""
    page: int
    has_next: bool
    today: date


def worklist(actor: Actor, filters: Filters | None = None, *, total: int | None = None) -> Worklist:
    """Fifty cases of the actor's organisations and of those they act for; two queries, or one when the total is known."""
    filters = filters or Filters()
    today, page = timezone.localdate(), max(1, filters.page)
    with acting(actor):
        cases = _filtered(actor, filters, today)
        first = (page - 1) * PAGE_SIZE
        found = list(_sorted(cases, filters)[first : first + PAGE_SIZE + 1])
        total = cases[:COUNTED_TO].count() if total is None else min(total, COUNTED_TO)
    rows = tuple(_row(case, actor, today) for case in found[:PAGE_SIZE])
    return Worklist(rows=rows, total=total, page=page, has_next=len(found) > PAGE_SIZE, today=today)


def _filtered(actor: Actor, filters: Filters, today: date) -> QuerySet[Case]:
    cases = (
        Case.objects.all()
        .fetch_mode(FETCH_RAISE)
        .filter(within_reach(actor, filters.owner), submitted_at__isnull=False)
    )
    cases = cases.filter(_shown(actor, filters.show, today))
    if filters.package_id:
        cases = cases.filter(package_id=filters.package_id)
    if text := filters.text.strip():
        cases = cases.annotate(applicant_name=_full_name()).filter(_found_by(text))
    return cases


def _shown(actor: Actor, show: Show, today: date) -> Q:
    open_now = Q(status__in=Case.OPEN)
    match show:
        case "mine":
            return open_now & Q(assignee=actor.person_id)
        case "unassigned":
            return open_now & Q(assignee=None)
        case "overdue":
            return open_now & Q(due_on__lt=today)
        case "waiting":
            return Q(status=Case.Status.COMPLETION)
        case "closed":
            return Q(status__in=(Case.Status.DECIDED, Case.Status.WITHDRAWN))
        case _:
            return open_now


def _found_by(text: str) -> Q:
    # A protected identity is found by the case's number only.
    digits = "".join(filter(str.isdecimal, text))
    by_name = Q(applicant_name__icontains=text, applicant__protected_identity=False)
    by_person = Q(applicant__personnummer=digits, applicant__protected_identity=False)
    return Q(number__icontains=text) | by_name | by_person


def _sorted(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    cases = cases.select_related("applicant", "organisation", "adoption__release")
    match filters.sort:
        case "due" if filters.show == "closed":  # nothing is due; the latest comes first
            return (
                cases.order_by("closed_at", "id")
                if filters.descending
                else cases.order_by("-closed_at", "-id")
            )
        case "due":
            key = F("due_on")
        case "submitted":
            key = F("submitted_at")
        case "number":
            key = F("number")
        case "name":
            cases = cases.annotate(sort_name=_in_swedish_order(_full_name()))
            key = F("sort_name")
    return cases.order_by(key.desc() if filters.descending else key.asc(), "id")


def _full_name() -> Concat:
    return Concat("applicant__family_name", Value(", "), "applicant__given_name")


def _in_swedish_order(text: Concat) -> Func:
    """å, ä, ö last, whatever order the database has."""
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    return Func(text, function="swedish_sort_key", template=template, output_field=TextField())


def _may_sign(case: Case, actor: Actor) -> bool:
    """What the rules propose is whole, and the case is the actor's own or nobody's."""
    manifest = case.adoption.release.package.manifest
    return (
        case.status in AT_WORK
        and case.assignee_id in (None, actor.person_id)
        and case.proposed_outcome not in ("", *manifest.delegation.four_eyes)
        and (manifest.decision.amount is None or case.proposed_amount is not None)
        and may(actor, "decide", case).allowed
    )


def _row(case: Case, actor: Actor, today: date) -> WorkRow:
    applicant = case.applicant
    assert case.submitted_at is not None  # noqa: S101
    return WorkRow(
        id=case.pk,
        number=case.number,
        applicant="" if applicant.protected_identity else applicant.name_in_lists,
        is_protected=applicant.protected_identity,
        has_ombud=case.representation_id is not None,
        ombud="" if applicant.protected_identity else case.ombud_name,
        package_id=case.package_id,
        service=case.adoption.release.name,
        month=case.month,
        status=case.status,
        submitted_at=case.submitted_at,
        due_on=case.due_on,
        days_left=deadlines.days_left(case, today),
        is_overdue=deadlines.is_overdue(case, today),
        assignee=case.assignee_name,
        is_mine=case.assignee_id == actor.person_id,
        owner=case.organisation.name,
        executor=case.executor_name,
        proposed_outcome=case.proposed_outcome,
        proposed_amount=case.proposed_amount,
        may_sign=_may_sign(case, actor),
        decides=case.adoption.release.package.manifest.decision,
    )
