from uuid import uuid4

import pytest

from allmanning.accounts.permissions import PermissionDeniedError, may
from allmanning.cases import actions, queries
from allmanning.cases.errors import CaseNotFoundError
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, MACHINE

pytestmark = pytest.mark.django_db


def test_anna_and_bo_read_the_same_reckoning() -> None:
    case_id = sent(facts=POOR)
    annas, bos = (queries.case_page(actor, case_id).reckoning() for actor in (ANNA, BO))
    assert annas == bos
    assert annas.raw == 50_000


@pytest.mark.parametrize("actor", [CILLA, DAN])
def test_a_foreign_case_is_not_found(actor: object) -> None:
    with pytest.raises(CaseNotFoundError):
        queries.case_page(actor, sent())  # type: ignore[arg-type]


def test_a_case_that_is_not_there_is_not_found() -> None:
    with pytest.raises(CaseNotFoundError):
        queries.case_page(ANNA, uuid4())


def test_bo_does_not_read_a_draft() -> None:
    with pytest.raises(CaseNotFoundError):
        queries.case_page(BO, draft(facts=POOR))


def test_each_reading_is_logged_and_anna_may_see_who_read() -> None:
    case_id = sent()
    queries.case_page(BO, case_id)
    queries.case_page(EVA, case_id, page="history")
    assert [(read.name, read.page) for read in queries.reads_of(ANNA, case_id)] == [
        ("Eva Öst", "history"),
        ("Bo Berg", "case"),
    ]


def test_annas_own_draft_is_not_logged_on_every_page() -> None:
    case_id = draft(facts=POOR)
    queries.case_page(ANNA, case_id)
    assert queries.reads_of(ANNA, case_id) == ()


def test_a_page_tells_what_is_late() -> None:
    page = queries.case_page(ANNA, sent())
    assert page.case.submitted_at is not None
    assert page.delay_claim_from is not None
    assert 181 <= (page.delay_claim_from - page.case.submitted_at.date()).days <= 185
    assert not page.is_overdue


def test_may_says_the_ground_it_stands_on() -> None:
    case = queries.case_page(ANNA, sent()).case
    assert may(ANNA, "withdraw", case).ground == "the applicant"
    assert may(EVA, "decide", case).ground == "team leader of the organisation"
    assert not may(CILLA, "read", case).allowed
    assert not may(MACHINE, "decide", case).allowed
    assert not may(DAN, "read", case).allowed


def test_nobody_handles_their_own_case() -> None:
    from dataclasses import replace

    at_work = replace(BO, person_id=ANNA.person_id)
    with pytest.raises(PermissionDeniedError, match="disqualified"):
        actions.take(at_work, sent())
