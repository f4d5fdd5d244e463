"""By when: the organisation's own target, and the law's limits for waiting."""

from datetime import date

from django.utils import timezone

from allmanning.cases.models import Case
from allmanning.lib.working_days import months_after

DELAY_CLAIM_MONTHS = 6


def is_overdue(case: Case, today: date) -> bool:
    """Past its target day and still not decided."""
    return case.due_on is not None and case.due_on < today and case.status in Case.OPEN


def days_left(case: Case, today: date) -> int | None:
    """Days until the target, negative when it has passed; None when nothing is awaited."""
    if case.due_on is None or case.status not in Case.OPEN:
        return None
    return (case.due_on - today).days


def delay_claim_from(case: Case) -> date | None:
    """The day from which the party may once demand that the case be decided (FL (2017:900) 12 §): after six months."""
    if case.submitted_at is None or case.status not in Case.OPEN:
        return None
    return months_after(timezone.localdate(case.submitted_at), DELAY_CLAIM_MONTHS)
