from datetime import timedelta

import pytest
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.cases import actions, clock
from allmanning.cases.models import Case
from allmanning.cases.queries import Filters, own_cases, worklist
from allmanning.packages import Text
from tests.cases.applications import POOR, draft, key, sent
from tests.people import ANNA, ANNAS_NUMBER, BO, CILLA, DAN, EVA, FIA, FIAS_NUMBER, NORRHAMN

pytestmark = pytest.mark.django_db


def names(filters: Filters | None = None) -> list[str]:
    return [row.applicant for row in worklist(BO, filters).rows]


def test_bo_sees_the_cases_of_his_own_municipality_and_cilla_of_hers() -> None:
    sent(), sent(DAN, where=NORRHAMN)
    assert names() == ["Andersson, Anna"]
    assert [row.applicant for row in worklist(CILLA).rows] == ["Åberg, Dan"]


def test_a_draft_is_nobodys_work() -> None:
    draft(facts=POOR)
    assert worklist(BO).total == 0


def test_the_nearest_deadline_comes_first() -> None:
    sent(DAN)
    with clock.at(timezone.now() - timedelta(days=40)):
        sent(ANNA)
    rows = worklist(BO).rows
    assert [(row.applicant, row.is_overdue) for row in rows] == [
        ("Andersson, Anna", True),
        ("Åberg, Dan", False),
    ]
    assert names(Filters(show="overdue")) == ["Andersson, Anna"]


def test_names_are_sorted_as_swedes_sort_them() -> None:
    sent(DAN), sent(ANNA)
    with acting(BO):
        Case.objects.update(due_on=None)
    assert names(Filters(sort="name")) == ["Andersson, Anna", "Åberg, Dan"]
    assert names(Filters(sort="name", descending=True)) == ["Åberg, Dan", "Andersson, Anna"]


@pytest.mark.parametrize("sort", ["due", "submitted", "number", "name"])
@pytest.mark.parametrize("descending", [True, False])
def test_every_order_can_be_turned(sort: str, descending: bool) -> None:
    sent(ANNA), sent(DAN)
    assert len(names(Filters(sort=sort, descending=descending))) == 2  # type: ignore[arg-type]


def test_what_bo_has_taken_is_his() -> None:
    case_id = sent()
    sent(DAN)
    actions.take(BO, case_id)
    assert names(Filters(show="mine")) == ["Andersson, Anna"]
    assert names(Filters(show="unassigned")) == ["Åberg, Dan"]
    assert worklist(EVA, Filters(show="mine")).total == 0


def test_what_waits_for_the_applicant_and_what_is_closed_is_shown_apart() -> None:
    waiting, closed = sent(), sent(DAN)
    actions.ask_for_completion(BO, waiting, "Vad kostar resan?", timezone.localdate())
    actions.decide(BO, closed, version=1, key=key(), outcome="avslag", reason="Skäl.")
    assert names(Filters(show="waiting")) == ["Andersson, Anna"]
    assert names(Filters(show="closed")) == ["Åberg, Dan"]


@pytest.mark.parametrize("text", ["anders", "ANNA", "MK-", "000001", ANNAS_NUMBER, "20170101-2393"])
def test_anna_is_found_by_name_number_and_personnummer(text: str) -> None:
    sent()
    assert names(Filters(text=text)) == ["Andersson, Anna"]


def test_a_protected_identity_is_neither_shown_nor_found_by_name() -> None:
    sent(FIA)
    (row,) = worklist(BO).rows
    assert (row.applicant, row.is_protected) == ("", True)
    assert worklist(BO, Filters(text="Hemlig")).total == 0
    assert worklist(BO, Filters(text=FIAS_NUMBER)).total == 0
    assert worklist(BO, Filters(text=row.number)).total == 1


def test_fifty_on_each_page() -> None:
    for _ in range(51):
        sent()
    first, second = worklist(BO), worklist(BO, Filters(page=2))
    assert (len(first.rows), first.has_next, len(second.rows), second.has_next) == (50, True, 1, False)
    assert first.total == second.total == 51


def test_anna_finds_her_own_cases_with_outcome_and_amount() -> None:
    sent(facts=POOR)
    draft()
    assert [(case.status, case.outcome, case.amount, case.is_served) for case in own_cases(ANNA)] == [
        ("draft", None, None, False),
        ("decided", Text("bifall"), 50_000, False),
    ]
    assert own_cases(DAN) == ()
