"""The amounts that the law's own examples give, by hand: none of them is read from the package."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "ekonomiskt-bistand")
NOVEMBER = date(2025, 11, 1)

CHILD = {
    "dagar_i_hushållet": 31,
    "egna_inkomster": 0,
    "egna_inkomster_tidigare_i_år": 0,
    "äter_lunch_i_förskolan": False,
}
NOTHING: dict[str, Any] = {
    question.fact: False if question.kind == "bool" else 0
    for question in PACKAGE.questions
    if question.kind in ("money", "int", "bool") and "." not in question.fact
}


def kronor(name: str, day: date = NOVEMBER, **facts: Any) -> float:
    """A value in kronor for a household with nothing but these facts."""
    ruleset = PACKAGE.as_of(day)
    value = ruleset.assess(ruleset.check_facts({**NOTHING, "barn": [], **facts})).values[name]
    assert isinstance(value, int)
    return value / 100


def child(age: int, **facts: Any) -> dict[str, Any]:
    return {"ålder": age, **CHILD, **facts}


def test_anna_alone_has_a_norm_of_5_180() -> None:
    assert kronor("riksnorm") == 3_910 + 1_270 == 5_180


def test_a_couple_with_children_of_5_and_8_has_15_550_when_the_small_one_eats_at_preschool() -> None:
    children = [child(5, äter_lunch_i_förskolan=True), child(8)]
    assert kronor("riksnorm", sammanboende=True, barn=children) == 7_050 + 2_700 + 3_790 + 2_010 == 15_550


def test_the_same_couple_has_15_880_when_the_small_one_eats_at_home() -> None:
    assert (
        kronor("riksnorm", sammanboende=True, barn=[child(5), child(8)])
        == 7_050 + 3_030 + 3_790 + 2_010
        == 15_880
    )


def test_one_adult_among_five_who_share_a_household_has_4_372() -> None:
    assert kronor("riksnorm", övriga_i_hushållet=4) == 3_910 + 2_310 / 5 == 4_372


def test_eight_persons_share_costs_of_3_000() -> None:
    children = [child(10)] * 6
    shared = kronor("hushållets_gemensamma_kostnader", sammanboende=True, barn=children)
    assert shared == 2_810 + 190 == 3_000


@pytest.mark.parametrize(("months", "counted"), [(5, 8_000), (6, 6_000)])
def test_a_salary_of_8_000_counts_as_6_000_after_six_months(months: int, counted: int) -> None:
    assert kronor("räknade_inkomster", lön=800_000, månader_med_försörjningsstöd=months) == counted


def test_december_2025_is_decided_and_june_2025_and_january_2027_are_not() -> None:
    assert kronor("riksnorm", date(2025, 12, 1)) == 5_180
    for day in (date(2025, 6, 1), date(2027, 1, 1)):
        with pytest.raises(
            (packages.NoParameterRowError, packages.NoParameterRowError, Exception), match=str(day)
        ):
            PACKAGE.as_of(day)


def test_a_derived_amount_is_never_decided_automatically() -> None:
    ruleset = PACKAGE.as_of(date(2026, 1, 1))
    with_child = ruleset.assess(ruleset.check_facts({**NOTHING, "barn": [child(8)]}))
    alone = ruleset.assess(ruleset.check_facts({**NOTHING, "barn": []}))
    assert (with_child.automatic, "derived" in with_child.hindrances) == (False, True)
    assert (alone.automatic, alone.derived) == (True, ())
