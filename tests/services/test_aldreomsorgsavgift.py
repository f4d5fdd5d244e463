"""Fees for elderly care by hand: none of the amounts is read from the package."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "aldreomsorgsavgift")
NOVEMBER, FEBRUARY = date(2025, 11, 1), date(2026, 2, 1)

# Anna lives alone, has six hours of home care at 400 kr, 15 000 kr after tax and a rent of 6 000 kr.
ANNA: dict[str, Any] = {
    "gäller_ändring": False,
    "boendeform": "eget boende",
    "timmar_hemtjänst": 6,
    "dagar_dagverksamhet": 0,
    "trygghetslarm": False,
    "hemsjukvård": False,
    "lämnar_inkomst": True,
    "inkomst_efter_skatt": 15_000_00,
    "kapitalinkomst": 0,
    "bostadsbidrag": 0,
    "civilstånd": "ensamstående",
    "ålder": 82,
    "boendekostnad": 6_000_00,
    "bostadstillägg": 0,
    "begärt_tillägg": 0,
    "makes_ekonomi_försämras": False,
}


def assessed(day: date = FEBRUARY, **facts: Any) -> Any:
    ruleset = PACKAGE.as_of(day)
    return ruleset.assess(ruleset.check_facts({**ANNA, **facts}))


def kronor(name: str, day: date = FEBRUARY, **facts: Any) -> float:
    value = assessed(day, **facts).values[name]
    assert isinstance(value, int)
    return value / 100


@pytest.mark.parametrize(
    ("day", "care", "dwelling", "alone", "each"),
    [(NOVEMBER, 2_642, 2_714, 7_247, 5_913), (FEBRUARY, 2_660, 2_732, 7_296, 5_953)],
)
def test_caps_are_rounded_down_and_minimum_amounts_up(
    day: date, care: int, dwelling: int, alone: int, each: int
) -> None:
    assert kronor("högsta_avgift_för_omsorg", day) == care
    assert kronor("högsta_avgift_för_bostad", day) == dwelling
    assert kronor("lagens_minimibelopp", day) == alone
    assert kronor("lagens_minimibelopp", day, civilstånd="sambo") == each


def test_anna_pays_what_is_left_when_she_has_kept_her_minimum_and_her_rent() -> None:
    assert kronor("avgift") == 15_000 - 7_296 - 6_000 == 1_704
    assert kronor("avgift", timmar_hemtjänst=3) == 3 * 400
    assert kronor("avgift", inkomst_efter_skatt=13_296_00) == 0


def test_spouses_share_their_incomes_and_cohabitees_do_not() -> None:
    couple: dict[str, Any] = {
        "inkomst_efter_skatt": 8_000_00,
        "makens_inkomst": 14_000_00,
        "boendekostnad": 8_000_00,
    }
    assert kronor("avgift", civilstånd="gift och bor tillsammans", **couple) == 11_000 - 5_953 - 4_000
    assert kronor("avgift", civilstånd="sambo", **couple) == 0


def test_nothing_is_reserved_for_a_dwelling_without_a_tenancy() -> None:
    home: dict[str, Any] = {
        "boendeform": "särskilt boende utan hyreskontrakt",
        "inkomst_efter_skatt": 10_000_00,
    }
    assert kronor("avgift", **home) == 10_000 - 7_296
    assert kronor("avgift_enligt_taxan", **home) == 2_660 + 2_732


def test_no_municipality_can_set_a_cap_above_the_law() -> None:
    for setting in (0, 2_000, 20_000):
        ruleset = PACKAGE.as_of(FEBRUARY, PACKAGE.local_values({"kommunens_högsta_avgift": setting}))
        values = ruleset.assess(ruleset.check_facts(ANNA)).values
        assert values["högsta_avgift_för_omsorg"] == min(setting, 2_660) * 100


def test_a_change_holds_from_the_month_after_its_cause() -> None:
    changed: dict[str, Any] = {"gäller_ändring": True, "avgift_enligt_senaste_beslut": 950_00}
    assert kronor("avgift", ändringsdag=date(2026, 1, 31), **changed) == 1_704
    late = assessed(ändringsdag=date(2026, 2, 1), **changed)
    assert (late.outcome, late.amount, late.automatic) == ("oförändrad avgift", 950_00, False)


def test_who_states_no_income_pays_by_the_tariff_and_a_person_decides_it() -> None:
    silent = assessed(lämnar_inkomst=False, timmar_hemtjänst=10)
    assert (silent.outcome, silent.amount, silent.automatic) == ("högsta avgift", 2_660_00, False)


def test_the_plain_fee_is_decided_automatically_since_it_is_appealed_to_the_court() -> None:
    assert PACKAGE.manifest.appeal.route == "förvaltningsrätten"
    assert PACKAGE.manifest.decision.amount_is == "fee"
    assert assessed().automatic
    assert set(PACKAGE.manifest.automation.outcomes) == {
        "ingen avgift",
        "nedsatt avgift",
        "avgift enligt taxan",
    }


def test_a_requested_addition_is_judged_only_where_it_can_change_the_fee() -> None:
    assert "höjning_av_minimibeloppet" in assessed(begärt_tillägg=600_00).open
    assert assessed(begärt_tillägg=600_00, inkomst_efter_skatt=20_000_00).outcome == "avgift enligt taxan"
    assert assessed(begärt_tillägg=600_00, inkomst_efter_skatt=13_000_00).outcome == "ingen avgift"
    refused = assessed(begärt_tillägg=600_00, höjning_av_minimibeloppet=0)
    assert (refused.outcome, refused.automatic) == ("delvis bifall", False)


def test_nobody_is_asked_for_money_who_does_not_want_to_state_it() -> None:
    ruleset = PACKAGE.as_of(FEBRUARY)
    told = {name: ANNA[name] for name in list(ANNA)[:6]} | {"lämnar_inkomst": False}
    assert ruleset.assess(ruleset.check_facts(told)).open == ()


def test_june_2025_and_january_2027_are_not_decided() -> None:
    for day in (date(2025, 6, 1), date(2027, 1, 1)):
        with pytest.raises(Exception, match=str(day)):
            PACKAGE.as_of(day)
