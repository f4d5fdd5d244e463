import pytest

from allmanning.portals.resident.places import (
    address_of,
    after,
    answered,
    before,
    first_open,
    inside,
    path_of,
    question_at,
    value_at,
)
from tests.portals.resident.travel import BISTAND, FACTS, RULES


@pytest.mark.parametrize(
    ("address", "path"), [("resor", "resor"), ("barn", "barn"), ("barn.0.ålder", "barn[0].ålder")]
)
def test_a_place_is_written_without_brackets_in_an_address(address: str, path: str) -> None:
    assert path_of(address) == path
    assert address_of(path) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        ".",
        "barn.0",
        "barn.x.ålder",
        "barn.0.ålder.mer",
        "1",
        "barn[0].ålder",
        "../etc",
        "barn.9999.ålder",
    ],
)
def test_what_is_no_place_is_none(address: str) -> None:
    assert path_of(address) is None


def test_the_answer_at_a_place_is_found() -> None:
    assert value_at(FACTS, "barn[1].ålder") == 8
    assert value_at(FACTS, "barn[2].ålder") is None
    assert value_at(FACTS, "resor") == 40_000


def test_a_resident_is_not_asked_what_only_a_caseworker_may_state() -> None:
    assert question_at(RULES.package, FACTS, "särskilda_skäl") is None
    assert question_at(RULES.package, FACTS, "resor") is not None


@pytest.mark.parametrize("path", ["barn[2].ålder", "barn.ålder", "barn[0].resor", "månen"])
def test_there_is_no_question_about_what_is_not_there(path: str) -> None:
    assert question_at(RULES.package, FACTS, path) is None


def test_answers_stand_in_the_authors_order_each_child_by_itself() -> None:
    assert answered(RULES, FACTS) == ("inkomst", "barn", "barn[0].ålder", "barn[1].ålder", "resor")


def test_going_back_leads_to_the_answer_before() -> None:
    assert before(RULES, FACTS, "resor") == "barn[1].ålder"
    assert before(RULES, FACTS, "inkomst") is None


def test_a_child_that_is_done_leads_back_to_the_list() -> None:
    facts = {"inkomst": 0, "barn": [{"ålder": 5}]}
    assert after(RULES.assess(facts), "barn[0].ålder") == "barn"
    assert after(RULES.assess(facts), "barn") == "resor"


def test_the_next_child_comes_before_the_list() -> None:
    assert after(RULES.assess({"inkomst": 0, "barn": [{"ålder": 5}, {}]}), "barn[0].ålder") == "barn[1].ålder"


def test_when_everything_is_answered_there_is_nowhere_further_to_go() -> None:
    assert after(RULES.assess(FACTS), "resor") is None


def test_going_through_a_child_once_more_meets_every_field_that_is_answered_or_open() -> None:
    child = {"ålder": 8, "dagar_i_hushållet": 30, "egna_inkomster": 0}
    facts = {"sammanboende": False, "övriga_i_hushållet": 0, "barn": [child, {}]}
    assessment = BISTAND.assess(facts)
    assert inside(BISTAND, facts, assessment, "barn[0].ålder") == "barn[0].dagar_i_hushållet"
    assert inside(BISTAND, facts, assessment, "barn[0].egna_inkomster") is None
    assert first_open(BISTAND, assessment, "barn[1]") == "barn[1].ålder"
    assert first_open(BISTAND, assessment, "barn[0]") is None
