"""Färdtjänst: the law's traps, with numbers by hand, and what the automatic function may not decide."""

from datetime import date
from random import Random
from typing import Any

import pytest

from allmanning import packages
from allmanning.packages.letters import parse_letter
from allmanning.packages.questions import Question
from allmanning.packages.ruleset import Assessment
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "fardtjanst")
NOVEMBER = date(2025, 11, 1)
LASTING, FOR_A_TIME, NONE = "väsentliga och bestående", "väsentliga för en tid", "inga väsentliga"

FIRST_TIME: dict[str, Any] = {
    question.fact: question.otherwise for question in PACKAGE.questions if question.who == "earlier"
}
ANNA: dict[str, Any] = {
    **FIRST_TIME,
    "folkbokförd_här": True,
    "vill_förnya_oförändrat": False,
    "har_funktionsnedsättning": True,
    "går_inte_över": True,
    "ålder": 67,
    "sökta_resor": 16,
    "resor_som_det_allmänna_betalar": 0,
    "söker_ledsagare": False,
    "sökt_färdsätt": "personbil",
    "söker_grannkommuner": False,
}
# What Bo granted: until the last of December, after he judged the difficulties to be lasting.
PERMIT: dict[str, Any] = {
    "tidigare_beslut": "beviljas",
    "tidigare_giltigt_till": "2025-12-31",
    "tidigare_svårigheter": LASTING,
    "tidigare_prövad_som_vuxen": True,
    "tidigare_förnyelser": 0,
    "tidigare_färdsätt": "specialfordon",
    "tidigare_område": "inom kommunen",
    "tidigare_sällskap": "med ledsagare",
    "tidigare_antal_resor": 24,
}
RENEWAL = {**PERMIT, "folkbokförd_här": True, "vill_förnya_oförändrat": True}


def assessed(facts: dict[str, Any], day: date = NOVEMBER) -> Assessment:
    ruleset = PACKAGE.as_of(day)
    return ruleset.assess(ruleset.check_facts(facts))


def test_annas_first_application_always_waits_for_a_caseworker() -> None:
    found = assessed(ANNA)
    assert found.judgements == ("svårigheter_som_vuxen",)
    assert not found.automatic


def test_what_bo_has_judged_is_decided_by_bo_and_not_by_the_machine() -> None:
    found = assessed({**ANNA, "svårigheter_som_vuxen": LASTING})
    assert (found.outcome, found.hindrances) == ("beviljas", ("outcome",))


@pytest.mark.parametrize("answer", [{"har_funktionsnedsättning": False}, {"folkbokförd_här": False}])
def test_a_refusal_is_certain_at_once_and_never_automatic(answer: dict[str, Any]) -> None:
    found = assessed({**ANNA, **answer})
    assert (found.outcome, found.open, found.automatic) == ("avslag", (), False)


def test_a_child_is_judged_against_other_children_and_a_grown_up_is_not() -> None:
    facts = {**ANNA, "svårigheter_som_vuxen": LASTING, "svårigheter_som_barn": NONE}
    assert [assessed({**facts, "ålder": age}).outcome for age in (17, 18)] == ["avslag", "beviljas"]


def test_a_broken_leg_for_two_months_is_a_question_to_bo_and_no_refusal_by_a_guideline() -> None:
    found = assessed({**ANNA, "går_inte_över": False, "månader_som_väntas": 2})
    assert found.outcome is None
    assert found.judgements[0] in ("godtas_som_inte_tillfällig", "svårigheter_som_vuxen")


@pytest.mark.parametrize(
    ("essential", "exceptional", "trips", "outcome"),
    [(12, False, 30, "beviljas"), (11, False, 29, "beviljas delvis"), (12, True, 18, "beviljas delvis")],
)
def test_essential_trips_are_limited_only_for_exceptional_reasons(
    essential: int, exceptional: bool, trips: int, outcome: str
) -> None:
    judged = {"svårigheter_som_vuxen": LASTING, "väsentliga_resor": essential, "synnerliga_skäl": exceptional}
    found = assessed({**ANNA, "sökta_resor": 30, **judged})
    assert (found.values["antal_resor"], found.outcome) == (trips, outcome)


def test_trips_that_a_public_body_pays_for_are_no_part_of_the_permit() -> None:
    found = assessed({**ANNA, "resor_som_det_allmänna_betalar": 16, "svårigheter_som_vuxen": LASTING})
    assert (found.outcome, found.values["antal_resor"]) == ("avslag", 0)


def test_who_applies_for_the_first_time_is_asked_nine_questions_and_never_of_a_renewal() -> None:
    facts, asked = dict(FIRST_TIME), []
    while (path := assessed(facts).next) is not None:
        asked.append(path)
        facts[path] = ANNA[path]
    assert len(asked) == 9
    assert not {"vill_förnya_oförändrat", "månader_som_väntas"} & set(asked)


def test_what_is_left_when_one_thing_is_refused_is_judged_all_the_same() -> None:
    """A permit says how many trips also to those who are refused a companion."""
    asked = {"söker_ledsagare": True, "sökt_färdsätt": "specialfordon", "sökta_resor": 30}
    found = assessed({**ANNA, **asked, "svårigheter_som_vuxen": LASTING, "behöver_ledsagare": False})
    assert found.outcome == "beviljas delvis"
    assert set(found.judgements) == {"behöver_specialfordon", "väsentliga_resor", "synnerliga_skäl"}


def test_a_renewal_asks_two_questions_and_may_be_automatic() -> None:
    assert assessed({**PERMIT}).next == "folkbokförd_här"
    assert assessed({**PERMIT, "folkbokförd_här": True}).next == "vill_förnya_oförändrat"
    found = assessed(RENEWAL)
    assert (found.outcome, found.automatic) == ("förnyas", True)
    assert found.values["antal_resor"] == 24
    assert found.values["giltigt_till"] == date(2028, 12, 31)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"tidigare_svårigheter": FOR_A_TIME},
        {"tidigare_prövad_som_vuxen": False},
        {"tidigare_förnyelser": 2},
        {"tidigare_beslut": "avslag"},
        {"tidigare_giltigt_till": "2026-02-02"},
        {"tidigare_giltigt_till": "2025-09-30"},
        {"tidigare_antal_resor": 0},
        {"vill_förnya_oförändrat": False},
    ],
)
def test_what_nobody_has_judged_is_not_renewed_without_a_judgement(otherwise: dict[str, Any]) -> None:
    found = assessed({**RENEWAL, **otherwise})
    assert found.outcome is None
    assert not found.automatic


def test_somebody_without_a_permit_cannot_claim_one() -> None:
    claimed = [question.fact for question in PACKAGE.questions if question.who == "resident"]
    assert not [fact for fact in claimed if fact.startswith("tidigare_")]
    assert assessed({**FIRST_TIME, "folkbokförd_här": True, "vill_förnya_oförändrat": True}).outcome is None


def test_what_a_renewal_stands_on_is_what_the_decision_before_gave() -> None:
    """So the second renewal finds what the first one said, though nobody was asked again."""
    first = assessed(RENEWAL).values
    again = {
        question.fact: first[question.earlier] for question in PACKAGE.questions if question.who == "earlier"
    }
    second = assessed({**again, "folkbokförd_här": True, "vill_förnya_oförändrat": True}, date(2026, 12, 31))
    assert again["tidigare_förnyelser"] == 1
    assert second.values["i_tid_för_förnyelse"] is False
    assert len(again) == len(PERMIT)


def test_nobody_pays_more_for_a_trip_than_it_costs_and_a_child_pays_half() -> None:
    child = {**ANNA, "ålder": 12, "svårigheter_som_barn": LASTING}
    assert assessed({**ANNA, "svårigheter_som_vuxen": LASTING}).values["egenavgift"] == 45_00
    assert assessed(child).values["egenavgift"] == 22_00


def test_the_letter_can_be_filled_in_however_bo_judges() -> None:
    """Interviews answered at random: what the letter names is certain once nothing is open."""
    random = Random(5)  # noqa: S311 - chance, not secrets
    ruleset = PACKAGE.as_of(NOVEMBER)
    met = set()
    for _ in range(200):
        facts = ruleset.check_facts(random.choice([FIRST_TIME, PERMIT]))
        while (found := ruleset.assess(facts)).open:
            path = found.next or found.judgements[0]
            facts[path] = answered(random, PACKAGE.question(path))
        assert found.outcome is not None
        named = named_in_letter(found.outcome)
        assert named == set(ruleset.told(facts, named)), found.outcome
        met.add(found.outcome)
    assert met == {"beviljas", "förnyas", "beviljas delvis", "avslag"}


def named_in_letter(outcome: str) -> set[str]:
    """The package's own values that somebody with this outcome reads."""
    letter = parse_letter(PACKAGE.letters["decision"], own=PACKAGE.letter_names)
    told = repr(letter.blocks_for(outcome))
    return {name for name in PACKAGE.letter_names if f"name={name!r}" in told}


def answered(random: Random, question: Question) -> Any:
    """Some answer that the fact allows, oftener yes than no and often the least."""
    match question.kind:
        case "choice":
            return random.choice([word for word, _ in question.options])
        case "bool":
            return random.random() < 0.8
        case _:
            return random.choice([question.minimum, question.minimum, 12, 40])
