"""Parking permits as the ordinance has them: days and borders by hand, and what the automatic function may not decide."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "parkeringstillstand")
NOVEMBER = date(2025, 11, 1)

NO_EARLIER: dict[str, Any] = {
    "tidigare_tillstånd": "inget",
    "tidigare_giltigt_till": date(1900, 1, 1),
    "tidigare_bestående": False,
    "tidigare_förluster": 0,
}
ANNA: dict[str, Any] = NO_EARLIER | {
    "ärende": "nytt tillstånd",
    "folkbokförd": "i kommunen",
    "roll": "förare",
    "gångsträcka": 60,
    "åberopar_andra_svårigheter": False,
    "svårigheterna_är_bestående": True,
}
CERTIFICATE = {"gångsträcka_enligt_intyget": 60, "bestående_enligt_intyget": True}
RENEWAL: dict[str, Any] = NO_EARLIER | {
    "ärende": "förnyelse",
    "folkbokförd": "i kommunen",
    "allt_är_som_förut": True,
    "tidigare_tillstånd": "förare",
    "tidigare_giltigt_till": date(2025, 12, 15),
    "tidigare_bestående": True,
}


def assessed(facts: dict[str, Any], day: date = NOVEMBER, **local: Any) -> packages.Assessment:
    ruleset = PACKAGE.as_of(day, PACKAGE.local_values(local))
    return ruleset.assess(ruleset.check_facts(facts))


def test_five_years_from_the_first_of_november_end_on_the_last_of_october() -> None:
    granted = assessed(ANNA | CERTIFICATE)
    assert (granted.outcome, granted.values["giltigt_till"]) == ("beviljas", date(2030, 10, 31))


@pytest.mark.parametrize(("metres", "outcome"), [(100, "beviljas"), (101, "avslag")])
def test_a_hundred_metres_is_the_usual_border(metres: int, outcome: str) -> None:
    facts = ANNA | CERTIFICATE | {"gångsträcka": metres, "gångsträcka_enligt_intyget": metres}
    assert assessed(facts).outcome == outcome
    assert assessed(facts, gångsträcka_förare=500).outcome == "beviljas"


def test_a_longer_limit_for_drivers_does_not_help_a_passenger() -> None:
    passenger = {"roll": "passagerare", "kan_vänta_ensam": False, "behöver_förarens_hjälp": True}
    facts = ANNA | CERTIFICATE | passenger | {"gångsträcka": 300}
    assert assessed(facts, gångsträcka_förare=500).outcome == "avslag"
    assert assessed(facts, gångsträcka_passagerare=300).outcome == "beviljas"


def test_a_passenger_who_can_wait_alone_is_refused_whatever_a_caseworker_thinks() -> None:
    found = assessed(ANNA | {"roll": "passagerare", "kan_vänta_ensam": True})
    assert (found.outcome, found.open) == ("avslag", ())


def test_five_months_are_not_lasting_and_no_certificate_is_needed_to_know() -> None:
    found = assessed(ANNA | {"svårigheterna_är_bestående": False, "månader_kvar": 5})
    assert (found.outcome, found.open) == ("avslag", ())


def test_a_new_permit_waits_for_somebody_who_reads_the_certificate() -> None:
    found = assessed(ANNA)
    assert found.outcome is None
    assert set(found.judgements) >= {"gångsträcka_enligt_intyget", "bestående_enligt_intyget"}
    assert found.next is None


def test_who_lives_in_another_municipality_is_sent_there_and_not_refused() -> None:
    found = assessed(NO_EARLIER | {"ärende": "nytt tillstånd", "folkbokförd": "i en annan kommun"})
    assert (found.outcome, found.open) == ("avvisas", ())


@pytest.mark.parametrize(
    ("day", "outcome"),
    [(date(2025, 10, 15), "förnyas"), (date(2025, 12, 15), "förnyas"), (date(2025, 12, 16), None)],
)
def test_a_renewal_opens_two_months_before_and_closes_with_the_permit(day: date, outcome: str | None) -> None:
    assert assessed(RENEWAL, day).outcome == outcome


def test_a_day_too_early_the_permit_in_the_pocket_is_enough() -> None:
    found = assessed(RENEWAL | {"roll": "förare"}, date(2025, 10, 14))
    assert (found.outcome, found.values["har_redan_tillståndet"]) == ("avslag", True)


def test_only_a_renewal_is_decided_by_itself() -> None:
    lost = RENEWAL | {"ärende": "förlorat kort", "polisanmäld_förlust": True}
    assert (assessed(RENEWAL).outcome, assessed(RENEWAL).automatic) == ("förnyas", True)
    assert (assessed(lost).outcome, assessed(lost).automatic) == ("nytt kort", False)
    assert (assessed(ANNA | CERTIFICATE).outcome, assessed(ANNA | CERTIFICATE).automatic) == (
        "beviljas",
        False,
    )


@pytest.mark.parametrize("missing", ["tidigare_bestående", "allt_är_som_förut"])
def test_a_renewal_without_an_earlier_judgement_or_with_changes_is_tried_anew(missing: str) -> None:
    found = assessed(RENEWAL | {missing: False})
    assert (found.outcome, found.automatic, "gångsträcka" in found.open) == (None, False, True)


def test_a_municipality_may_want_a_certificate_every_time() -> None:
    assert assessed(RENEWAL, förnyelse_utan_intyg=False).outcome is None


def test_no_resident_can_state_what_an_earlier_decision_says() -> None:
    earlier = {question.fact: question.earlier for question in PACKAGE.questions if question.who == "earlier"}
    assert earlier == {
        "tidigare_tillstånd": "tillståndets_roll",
        "tidigare_giltigt_till": "giltigt_till",
        "tidigare_bestående": "bestående_svårigheter",
        "tidigare_förluster": "antal_förluster",
    }


def test_a_second_loss_is_left_to_a_person_and_the_new_card_ends_with_the_lost_one() -> None:
    lost = RENEWAL | {"ärende": "förlorat kort", "polisanmäld_förlust": True}
    again = assessed(lost | {"tidigare_förluster": 1})
    assert (again.outcome, again.judgements) == (None, ("förlusten_godtas",))
    assert assessed(lost).values["giltigt_till"] == date(2025, 12, 15)


def test_a_caseworker_who_grants_against_the_rules_still_signs_a_right_day() -> None:
    too_far = assessed(ANNA | CERTIFICATE | {"gångsträcka": 101})
    assert (too_far.outcome, too_far.values["giltigt_till"]) == ("avslag", date(2030, 10, 31))


def test_a_permit_says_its_day_and_role_and_a_refusal_says_neither() -> None:
    ruleset = PACKAGE.as_of(NOVEMBER)
    told = ruleset.contents(ruleset.check_facts(ANNA | CERTIFICATE))
    assert told[0] == ("Giltigt till och med", "31\N{NO-BREAK SPACE}oktober 2030")
    assert ruleset.contents(ruleset.check_facts(ANNA | CERTIFICATE | {"gångsträcka": 101})) == ()


def test_the_decision_is_appealed_to_the_county_board() -> None:
    assert (PACKAGE.manifest.appeal.route, PACKAGE.manifest.appeal.weeks) == ("länsstyrelsen", 3)
