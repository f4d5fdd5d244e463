from datetime import date

import pytest

from allmanning.accounts.access import acting
from allmanning.cases import actions, queries
from allmanning.cases.errors import (
    IdempotencyMismatchError,
    IncompleteApplicationError,
    StaleCaseError,
    WrongStateError,
)
from allmanning.cases.models import Case
from allmanning.packages import NoParameterRowError
from tests.cases.applications import NOVEMBER, POOR, RICH, draft, key, sent
from tests.people import ANNA, BO, FIA, MITTKOPING, NORRHAMN, organisation
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db


def test_the_automatic_function_decides_what_the_board_has_delegated() -> None:
    case_id = draft(facts=POOR)
    receipt = actions.submit(ANNA, case_id, version=1, key=key())
    page = queries.case_page(ANNA, case_id)
    assert page.decision is not None
    assert (receipt.decision_id, page.decision.outcome, page.decision.amount) == (
        page.decision.pk,
        "bifall",
        50_000,
    )
    assert page.decision.is_automatic
    assert page.decision.ground == "KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41"


def test_a_decision_says_its_provisions_circumstances_and_items() -> None:
    page = queries.case_page(ANNA, sent(facts=POOR))
    assert page.decision is not None
    assert page.decision.provisions == ["SoL (2025:400) 12 kap. 1 §", "SoL (2025:400) 12 kap. 7 §"]
    income = next(fact for fact in page.decision.circumstances if fact["path"] == "inkomst")
    assert (income["source"], income["value"]["sv"].replace("\xa0", " ")) == ("resident", "5 000 kr")
    assert [(item["id"], item["status"], item["granted"]) for item in page.decision.items] == [
        ("resor", "granted", 40_000)
    ]


@pytest.mark.parametrize(
    ("facts", "where", "month", "hindrance"),
    [
        (RICH, MITTKOPING, NOVEMBER, "judgement"),
        (POOR, NORRHAMN, NOVEMBER, "not_delegated"),
        (POOR, MITTKOPING, date(2026, 3, 1), "derived"),
    ],
)
def test_what_may_not_be_automatic_is_left_to_a_person(
    facts: dict[str, object], where: int, month: date, hindrance: str
) -> None:
    page = queries.case_page(ANNA, sent(facts=facts, where=where, month=month))
    assert page.decision is None
    assert page.events[-1].action == "left_to_a_person"
    assert hindrance in (page.events[-1].payload or {})["hindrances"]


def test_a_second_application_for_the_same_month_is_never_paid_twice_by_the_machine() -> None:
    sent(facts=POOR)
    page = queries.case_page(ANNA, sent(facts=POOR))
    assert page.decision is None
    assert (page.events[-1].payload or {})["hindrances"] == ["earlier_application"]


def test_a_protected_identity_is_left_to_a_person() -> None:
    page = queries.case_page(FIA, sent(FIA, POOR))
    assert (page.events[-1].payload or {})["hindrances"] == ["protected_identity"]


def test_the_case_gets_the_next_number_of_its_municipality_and_a_day_to_be_decided_by() -> None:
    first, second = sent(), sent(where=NORRHAMN)
    cases = [queries.case_page(ANNA, case_id).case for case_id in (first, second)]
    year = cases[0].submitted_at.year if cases[0].submitted_at else 0
    assert [case.number for case in cases] == [f"MK-{year}-000001", f"NH-{year}-000001"]
    assert all(case.due_on and case.due_on.isoweekday() <= 5 for case in cases)


def test_what_was_signed_is_kept() -> None:
    case_id = sent()
    with acting(ANNA):
        case = Case.objects.get(pk=case_id)
        signature, assessment = case.signatures.get(), case.assessments.get()
        assert (signature.person_id, signature.method, signature.digest) == (
            ANNA.person_id,
            "demo",
            assessment.facts_digest,
        )
        assert assessment.facts == RICH


def test_an_assessment_can_be_made_again() -> None:
    page = queries.case_page(ANNA, sent(facts=POOR))
    assert page.submitted_assessment is not None
    assert page.submitted_assessment.again().to_json() == page.submitted_assessment.result


def test_sending_again_with_the_same_key_gives_the_same_receipt() -> None:
    case_id, same = draft(facts=POOR), key()
    first = actions.submit(ANNA, case_id, version=1, key=same)
    assert actions.submit(ANNA, case_id, version=1, key=same) == first
    assert len(queries.case_page(ANNA, case_id).decisions) == 1


def test_two_tabs_that_send_the_same_application_get_the_same_receipt() -> None:
    case_id = draft(facts=POOR)
    first = actions.submit(ANNA, case_id, version=1, key=key())
    assert actions.submit(ANNA, case_id, version=1, key=key()) == first


def test_another_request_under_a_used_key_is_refused() -> None:
    case_id, same = draft(facts=POOR), key()
    actions.submit(ANNA, case_id, version=1, key=same)
    with pytest.raises(IdempotencyMismatchError):
        actions.submit(ANNA, draft(month=date(2025, 12, 1)), version=0, key=same)


def test_what_was_not_shown_cannot_be_signed() -> None:
    case_id = draft(facts=POOR)
    actions.save_facts(ANNA, case_id, {"resor": 1})
    with pytest.raises(StaleCaseError):
        actions.submit(ANNA, case_id, version=1, key=key())


def test_an_application_with_an_open_question_is_not_sent() -> None:
    case_id = draft(facts={"inkomst": 500_000, "barn": []})
    with pytest.raises(IncompleteApplicationError) as caught:
        actions.submit(ANNA, case_id, version=1, key=key())
    assert caught.value.path == "resor"
    assert queries.case_status(ANNA, case_id) == "draft"


def test_a_month_without_amounts_is_refused() -> None:
    with pytest.raises(NoParameterRowError):
        actions.start_application(ANNA, organisation(), PACKAGE_ID, date(2027, 1, 1), key=key())


def test_beginning_twice_finds_the_same_draft() -> None:
    assert draft() == draft(month=date(2025, 11, 17))


def test_a_withdrawn_application_is_not_sent() -> None:
    case_id = draft(facts=POOR)
    actions.withdraw(ANNA, case_id)
    with pytest.raises(WrongStateError):
        actions.submit(ANNA, case_id, version=1, key=key())


def test_a_draft_that_is_withdrawn_leaves_no_answers() -> None:
    case_id = draft(facts=POOR)
    actions.withdraw(ANNA, case_id)
    assert queries.case_page(ANNA, case_id).facts == {}
    assert queries.worklist(BO).total == 0
