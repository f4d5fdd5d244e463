from datetime import date

import pytest

from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.cases import actions, queries
from allmanning.cases.errors import (
    AmountMissingError,
    CaseNotFoundError,
    EmptyTextError,
    NotAColleagueError,
    OpenFactsError,
    ReasonMissingError,
    StaleCaseError,
    TakenError,
    UnknownOutcomeError,
    WrongStateError,
)
from allmanning.cases.models import Decision
from tests.cases.applications import key, sent
from tests.people import ANNA, BO, CILLA, EVA, NORRHAMN

pytestmark = pytest.mark.django_db


def decision(case_id: object) -> Decision:
    latest = queries.case_page(BO, case_id).decision  # type: ignore[arg-type]
    assert latest is not None
    return latest


def test_bo_states_his_judgement_and_accepts_what_the_rules_then_propose() -> None:
    case_id = sent()
    saved = actions.state_facts(BO, case_id, {"särskilda_skäl": True}, reason="Sjukt barn.")
    assert (saved.assessment.outcome, saved.assessment.amount) == ("bifall", 40_000)
    actions.decide(BO, case_id, version=saved.version, key=key())
    taken = decision(case_id)
    assert (taken.outcome, taken.amount, taken.taken_by_name, taken.is_automatic) == (
        "bifall",
        40_000,
        "Bo Berg",
        False,
    )
    assert taken.ground == "caseworker of the organisation; delegation: handläggare"
    assert taken.signature_id is not None


def test_bo_judges_and_decides_in_one_act_with_his_reason() -> None:
    case_id = sent()
    actions.decide(
        BO, case_id, version=1, key=key(), changes={"särskilda_skäl": False}, reason="Inga särskilda skäl."
    )
    assert (decision(case_id).outcome, decision(case_id).amount) == ("avslag", 0)
    assert decision(case_id).changes == [{"what": "särskilda_skäl", "from": None, "to": False}]


def test_bo_changes_the_amount_with_a_reason() -> None:
    case_id = sent()
    version = actions.state_facts(BO, case_id, {"särskilda_skäl": True}).version
    actions.decide(BO, case_id, version=version, key=key(), amount=50_000, reason="Längre resa.")
    assert decision(case_id).changes == [{"what": "amount", "from": 40_000, "to": 50_000}]
    assert decision(case_id).reason == "Längre resa."


def test_bo_refuses_without_a_judgement_but_with_a_reason() -> None:
    case_id = sent()
    actions.decide(
        BO, case_id, version=1, key=key(), outcome="avslag", reason="Ansökan är inte kompletterad."
    )
    assert (decision(case_id).outcome, decision(case_id).amount) == ("avslag", 0)


def test_a_departure_without_a_reason_is_refused() -> None:
    with pytest.raises(ReasonMissingError):
        actions.decide(BO, sent(), version=1, key=key(), outcome="avslag", reason=" ")


def test_a_proposal_that_is_open_cannot_be_accepted() -> None:
    with pytest.raises(OpenFactsError) as caught:
        actions.decide(BO, sent(), version=1, key=key())
    assert caught.value.paths == ("särskilda_skäl",)


def test_an_outcome_with_an_open_amount_needs_an_amount() -> None:
    with pytest.raises(AmountMissingError):
        actions.decide(BO, sent(), version=1, key=key(), outcome="bifall", reason="Skäl.")


def test_an_outcome_the_package_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownOutcomeError):
        actions.decide(BO, sent(), version=1, key=key(), outcome="kanske", reason="Skäl.")


def test_a_decision_on_facts_that_have_changed_meanwhile_is_refused() -> None:
    case_id = sent()
    actions.state_facts(BO, case_id, {"särskilda_skäl": True})
    with pytest.raises(StaleCaseError):
        actions.decide(BO, case_id, version=1, key=key())


def test_a_refused_decision_leaves_nothing_behind() -> None:
    case_id = sent()
    with pytest.raises(ReasonMissingError):
        actions.decide(BO, case_id, version=1, key=key(), changes={"särskilda_skäl": True})
    page = queries.case_page(BO, case_id)
    assert (page.case.status, page.case.assignee, page.facts.get("särskilda_skäl")) == (
        "submitted",
        None,
        None,
    )


def test_deciding_again_with_the_same_key_gives_the_same_decision() -> None:
    case_id, same = sent(), key()
    first = actions.decide(BO, case_id, version=1, key=same, outcome="avslag", reason="Skäl.")
    assert actions.decide(BO, case_id, version=1, key=same, outcome="avslag", reason="Skäl.") == first


def test_a_decided_case_is_not_decided_again() -> None:
    case_id = sent()
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    with pytest.raises(WrongStateError):
        actions.decide(BO, case_id, version=1, key=key(), outcome="bifall", amount=1, reason="Skäl.")


def test_the_second_who_takes_a_case_is_told_who_has_it() -> None:
    case_id = sent()
    actions.take(BO, case_id)
    with pytest.raises(TakenError) as caught:
        actions.take(EVA, case_id)
    assert caught.value.assignee_name == "Bo Berg"


def test_the_team_leader_hands_over_what_another_has() -> None:
    case_id = sent()
    actions.take(BO, case_id)
    actions.assign(EVA, case_id, EVA.person)
    assert queries.case_page(BO, case_id).case.assignee_name == "Eva Öst"
    with pytest.raises(TakenError):
        actions.assign(BO, case_id, BO.person)


def test_a_case_is_not_handed_to_another_municipality() -> None:
    with pytest.raises(NotAColleagueError):
        actions.assign(BO, sent(), CILLA.person)


def test_a_case_that_is_put_back_can_be_taken_by_another() -> None:
    case_id = sent()
    actions.take(BO, case_id)
    actions.put_back(BO, case_id)
    actions.take(EVA, case_id)
    assert queries.case_page(EVA, case_id).case.status == "assessing"


def test_anna_completes_what_bo_asks_for_and_the_case_is_his_again() -> None:
    case_id = sent()
    actions.ask_for_completion(BO, case_id, "Skicka läkarintyget.", date(2025, 12, 1))
    assert queries.own_cases(ANNA)[0].complete_by == date(2025, 12, 1)
    actions.answer_completion(ANNA, case_id, "Jag har inget intyg.", {"resor": 30_000})
    page = queries.case_page(BO, case_id)
    assert (page.case.status, page.open_completion, page.facts["resor"]) == ("assessing", None, 30_000)
    assert page.completions[0].answer == "Jag har inget intyg."


def test_bo_lets_anna_comment_on_what_he_will_decide_on() -> None:
    case_id = sent()
    actions.ask_for_completion(
        BO, case_id, "Vi har läst ert kontoutdrag.", date(2025, 12, 1), kind="communication"
    )
    asked = queries.case_page(ANNA, case_id).open_completion
    assert asked is not None
    assert asked.kind == "communication"


def test_an_answer_that_is_sent_twice_is_one_answer() -> None:
    case_id, same = sent(), key()
    for _ in range(2):
        actions.ask_for_completion(BO, case_id, "Skicka läkarintyget.", date(2025, 12, 1), key=same)
    for _ in range(2):
        actions.answer_completion(ANNA, case_id, "Jag har inget intyg.", key=same)
    events = [event.action for event in queries.case_page(BO, case_id).events]
    assert (events.count("completion_asked"), events.count("completion_answered")) == (1, 1)


def test_asking_for_nothing_is_refused() -> None:
    with pytest.raises(EmptyTextError):
        actions.ask_for_completion(BO, sent(), "  ", date(2025, 12, 1))


def test_cilla_does_not_find_a_case_of_mittkoping() -> None:
    with pytest.raises(CaseNotFoundError):
        actions.take(CILLA, sent())


def test_anna_does_not_decide_her_own_case() -> None:
    with pytest.raises(PermissionDeniedError):
        actions.decide(ANNA, sent(), version=1, key=key(), outcome="bifall", amount=1, reason="Ja.")


def test_cilla_decides_in_her_own_municipality() -> None:
    case_id = sent(where=NORRHAMN)
    assert (
        actions.decide(CILLA, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.").outcome
        == "avslag"
    )


def test_the_time_to_appeal_is_counted_from_the_day_anna_opens_the_decision() -> None:
    case_id = sent()
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    assert decision(case_id).appeal_until is None
    actions.serve(ANNA, case_id)
    served = decision(case_id)
    assert served.served_on is not None
    assert served.appeal_until is not None
    assert 21 <= (served.appeal_until - served.served_on).days <= 26
