import pytest

from allmanning.cases import actions, queries
from allmanning.cases.errors import (
    CaseNotFoundError,
    NotForYouToStateError,
    StaleCaseError,
    WrongPathError,
    WrongStateError,
)
from allmanning.packages import FactError
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, DAN

pytestmark = pytest.mark.django_db


def test_answers_are_kept_and_the_rules_say_what_is_still_open() -> None:
    saved = actions.save_facts(ANNA, draft(), {"inkomst": 500_000})
    assert saved.assessment.outcome == "bifall"
    assert saved.assessment.next == "barn"


def test_a_list_is_filled_in_element_by_element() -> None:
    case_id = draft()
    for stated in (
        {"barn": []},
        {"barn[0].ålder": 3},
        {"barn[1].ålder": 7},
        {"barn[0].ålder": None},
        {"barn[0]": None},
    ):
        actions.save_facts(ANNA, case_id, stated)
    assert queries.case_page(ANNA, case_id).facts == {"barn": [{"ålder": 7}]}


def test_an_answer_can_be_taken_back() -> None:
    case_id = draft(facts=POOR)
    assert "resor" not in actions.save_facts(ANNA, case_id, {"resor": None}).facts


@pytest.mark.parametrize(
    "path", ["barn[5].ålder", "inkomst[0]", "inkomst; DROP TABLE", "barn[0].ålder.mer", ""]
)
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(WrongPathError):
        actions.save_facts(ANNA, draft(facts=POOR), {path: 1})


@pytest.mark.parametrize(
    "stated", [{"inkomst": -1}, {"inkomst": 10**32}, {"inkomst": "mycket"}, {"inkomster": 1}]
)
def test_a_fact_of_the_wrong_kind_is_refused_and_nothing_is_kept(stated: dict[str, object]) -> None:
    case_id = draft()
    with pytest.raises(FactError):
        actions.save_facts(ANNA, case_id, {"resor": 1, **stated})
    assert queries.case_page(ANNA, case_id).facts == {}


def test_a_resident_does_not_state_the_caseworkers_judgement() -> None:
    with pytest.raises(NotForYouToStateError):
        actions.save_facts(ANNA, draft(), {"särskilda_skäl": True})


def test_two_tabs_with_different_questions_do_not_disturb_each_other() -> None:
    case_id = draft()
    actions.save_facts(ANNA, case_id, {"inkomst": 1}, version=0)
    assert actions.save_facts(ANNA, case_id, {"resor": 2}, version=0).facts == {"inkomst": 1, "resor": 2}


def test_an_old_tab_does_not_overwrite_a_newer_answer() -> None:
    case_id = draft()
    actions.save_facts(ANNA, case_id, {"inkomst": 1}, version=0)
    with pytest.raises(StaleCaseError) as caught:
        actions.save_facts(ANNA, case_id, {"inkomst": 2}, version=0)
    assert caught.value.names == ("inkomst",)


def test_saving_the_same_answer_again_changes_nothing() -> None:
    case_id = draft(facts=POOR)
    assert actions.save_facts(ANNA, case_id, POOR).version == 1


def test_what_is_sent_is_not_edited_as_a_draft() -> None:
    with pytest.raises(WrongStateError):
        actions.save_facts(ANNA, sent(), {"resor": 1})


def test_nobody_saves_in_anothers_draft() -> None:
    with pytest.raises(CaseNotFoundError):
        actions.save_facts(DAN, draft(), {"resor": 1})
