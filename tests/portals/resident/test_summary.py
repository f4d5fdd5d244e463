from allmanning.portals.resident.summary import element_detail, element_title, groups, not_asked, unused
from tests.portals.resident.travel import FACTS, RULES


def test_answers_stand_under_the_authors_heading_each_child_by_itself() -> None:
    (group,) = groups(RULES, FACTS, "sv")
    assert group.title == "Allt"
    assert [row.question for row in group.answers] == ["inkomst", "barn", "resor"]
    assert [(one.title, one.answers[0].answer) for one in group.elements] == [
        ("Barn 1", "5"),
        ("Barn 2", "8"),
    ]


def test_each_answer_leads_to_its_question() -> None:
    (group,) = groups(RULES, FACTS, "sv", linked=lambda path: f"/{path}")
    assert [row.change_url for row in group.answers] == ["/inkomst", "/barn", "/resor"]


def test_english_readers_meet_english_questions() -> None:
    (group,) = groups(RULES, FACTS, "en")
    assert [row.question for row in group.answers] == ["Income", "Children", "Travel"]
    assert group.elements[0].title == "Child 1"


def test_what_was_not_asked_is_told_but_not_the_questions_about_children_there_are_none_of() -> None:
    facts = {"inkomst": 500_000, "barn": []}
    assert not_asked(RULES, facts, RULES.assess(facts), "sv") == ()
    assert not_asked(RULES, {}, RULES.assess({"inkomst": 0, "resor": 0, "barn": []}), "sv") == (
        "inkomst",
        "barn",
        "resor",
    )


def test_every_answer_that_was_asked_for_counts() -> None:
    assert unused(RULES, FACTS) == frozenset()


def test_a_child_is_described_by_what_is_known() -> None:
    assert element_title(RULES.package, "barn[1].ålder", "sv") == "Barn 2"
    assert element_detail(RULES.package, FACTS, "barn", 1, "sv") == "8"
    assert element_detail(RULES.package, {"barn": [{}]}, "barn", 0, "sv") == ""
