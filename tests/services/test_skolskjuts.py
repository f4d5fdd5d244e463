"""The right to school transport by hand, and which of its decisions a machine may take: nothing here is read from the package."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from allmanning.packages.package import build
from allmanning.packages.ruleset import Assessment
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "skolskjuts")
NOVEMBER = date(2025, 11, 1)
HOME = {"färdväg_i_meter": 2_800, "trafik": "inget särskilt", "väg_till_hållplats_i_meter": 400}
PUPIL: dict[str, Any] = {
    "folkbokförd_i_kommunen": True,
    "läsår": "det här läsåret",
    "skolform": "grundskola",
    "årskurs": 2,
    "skola": "anvisad skola",
    "hem": [HOME],
    "funktionsnedsättning": False,
    "annan_omständighet": False,
}


def assess(day: date = NOVEMBER, /, **facts: Any) -> Assessment:
    """A pupil in grade 2, 2 800 metres from the assigned school, but for these facts."""
    ruleset = PACKAGE.as_of(day)
    return ruleset.assess(ruleset.check_facts({**PUPIL, **facts}))


def home(metres: int = 2_800, **facts: Any) -> dict[str, Any]:
    return {**HOME, "färdväg_i_meter": metres, **facts}


def test_the_plain_case_is_granted_at_once_and_nobody_judges_anything() -> None:
    case = assess()
    assert (case.outcome, case.automatic, case.open) == ("beviljas", True, ())


def test_a_refusal_by_the_first_paragraph_is_left_to_a_person() -> None:
    case = assess(hem=[home(1_000)])
    assert (case.outcome, case.automatic, case.open) == ("avslag", False, ())


@pytest.mark.parametrize(("grade", "outcome"), [(3, "beviljas"), (4, "avslag"), (7, "avslag")])
def test_2_500_metres_are_far_in_grade_3_and_not_in_grade_4(grade: int, outcome: str) -> None:
    assert assess(årskurs=grade, hem=[home(2_500)]).outcome == outcome


@pytest.mark.parametrize(
    ("metres", "is_measured"), [(1_799, False), (1_800, True), (2_199, True), (2_200, False)]
)
def test_what_is_stated_near_the_limit_is_measured_before_anything_is_decided(
    metres: int, is_measured: bool
) -> None:
    case = assess(hem=[home(metres)])
    assert ("hem[0].uppmätt_färdväg_i_meter" in case.open) is is_measured
    assert not (is_measured and case.automatic)


@pytest.mark.parametrize("reason", ["funktionsnedsättning", "annan_omständighet"])
def test_a_reason_that_is_claimed_is_judged_by_a_person(reason: str) -> None:
    case = assess(hem=[home(900)], **{reason: True})
    assert (case.outcome, case.open, case.automatic) == (None, (f"{reason}_kräver_skjuts",), False)


def test_a_chosen_school_is_never_decided_automatically_though_nothing_is_open() -> None:
    chosen = {"skola": "vald kommunal skola", "hem": [home(färdväg_till_anvisad_i_meter=3_000)]}
    case = assess(**chosen, organisatoriska_svårigheter=False)
    assert (case.outcome, case.automatic, case.open) == ("beviljas enligt andra stycket", False, ())


def test_a_chosen_school_may_be_refused_for_its_extra_cost() -> None:
    """HFD 2013 ref. 77."""
    chosen = {"skola": "vald kommunal skola", "hem": [home(färdväg_till_anvisad_i_meter=2_500)]}
    case = assess(**chosen, organisatoriska_svårigheter=False, merkostnad=450_000)
    assert case.outcome == "avslag enligt andra stycket"


def test_a_chosen_school_is_a_right_in_adapted_upper_secondary_school() -> None:
    """Chapter 18 section 30 makes no exception for who has chosen inside the home municipality, as 10:32 does."""
    case = assess(skolform="anpassad gymnasieskola", skola="vald kommunal skola", hem=[home(5_000)])
    assert (case.outcome, case.automatic) == ("beviljas", True)


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({"i_kommunen": True, "dagar_av_fjorton": 7}, "beviljas"),
        ({"i_kommunen": True, "dagar_av_fjorton": 4}, "beviljas delvis"),
        ({"i_kommunen": False}, "beviljas delvis"),
    ],
)
def test_two_homes_give_transport_from_both_only_where_both_are_the_childs_own(
    other: dict[str, Any], outcome: str
) -> None:
    """RÅ 2002 ref. 91 and HFD 2014 ref. 34."""
    homes = [home(folkbokförd_här=True), home(folkbokförd_här=False, **other)]
    assert assess(hem=homes, fast_schema=True).outcome == outcome


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 7, 1), date(2027, 6, 30)])
def test_the_preschool_class_keeps_its_right_after_july_2026(day: date) -> None:
    """SFS 2025:729 is in force on 2026-07-01, and is applied to education after 2028-06-30."""
    case = assess(day, skolform="förskoleklass")
    assert (case.outcome, case.automatic) == ("beviljas", True)


@pytest.mark.parametrize(
    ("day", "year", "last"),
    [
        (date(2026, 6, 30), "det här läsåret", date(2026, 6, 30)),
        (date(2026, 6, 30), "nästa läsår", date(2027, 6, 30)),
        (date(2026, 7, 1), "det här läsåret", date(2027, 6, 30)),
    ],
)
def test_a_decision_holds_to_the_end_of_the_school_year_that_was_applied_for(
    day: date, year: str, last: date
) -> None:
    assert assess(day, läsår=year).values["gäller_till"] == last


@pytest.mark.parametrize(
    ("metres", "travels"), [(1_000, "vid hållplatsen"), (1_001, "med anslutning till hållplatsen")]
)
def test_a_small_child_is_fetched_nearer_when_the_stop_is_far(metres: int, travels: str) -> None:
    stop = home(väg_till_hållplats_i_meter=metres)
    assert assess(hem=[stop]).values["färdsätt"] == travels


def test_each_outcome_is_appealed_as_the_act_says() -> None:
    manifest = PACKAGE.manifest
    routes = {outcome: manifest.appeal_of(outcome).route for outcome in manifest.decision.outcomes}
    assert routes == {
        "beviljas": "förvaltningsrätten",
        "beviljas delvis": "förvaltningsrätten",
        "avslag": "förvaltningsrätten",
        "beviljas enligt andra stycket": "laglighetsprövning",
        "beviljas delvis enligt andra stycket": "laglighetsprövning",
        "avslag enligt andra stycket": "laglighetsprövning",
    }


def test_a_package_that_lets_a_machine_decide_by_the_second_paragraph_is_none() -> None:
    """KL (2017:725) chapter 6 section 38."""
    files = dict(PACKAGE.files)
    allowed = 'outcomes = ["beviljas", "beviljas enligt andra stycket"]\nlaw = "KL (2017:725) 6 kap. 37 §"'
    text = files["package.toml"].decode()
    changed = text.replace('outcomes = ["beviljas"]\nlaw = "KL (2017:725) 6 kap. 37 §"', allowed)
    assert changed != text
    with pytest.raises(packages.PackageError) as caught:
        build({**files, "package.toml": changed.encode()})
    assert "P023" in {finding.code for finding in caught.value.findings}
