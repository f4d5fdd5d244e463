"""The fee for preschool and after-school care by hand: none of the amounts is read from the package."""

from datetime import date
from typing import Any

import pytest

from allmanning import packages
from tests.house.repository import SERVICES

PACKAGE = packages.load(SERVICES / "barnomsorgsavgift")
JUNE, JULY, SEPTEMBER = date(2026, 6, 1), date(2026, 7, 1), date(2026, 9, 1)

# Anna lives alone and earns 40 000 kr a month before tax.
ANNA: dict[str, Any] = {
    "ärende": "avgift",
    "sammanboende": False,
    "inkomst_lämnas": True,
    "lön": 40_000_00,
    "andra_skattepliktiga_inkomster": 0,
    "överskott_i_näringsverksamhet": 0,
}


def child(born: str, place: str = "förskola", **facts: Any) -> dict[str, Any]:
    plain = {"bara_allmän_förskola": False, "plats_för_särskilt_stöd": False}
    return {"född": date.fromisoformat(born), "plats": place, **plain, **facts}


SMALL, BABY, TODDLER = child("2025-02-01"), child("2025-08-01"), child("2024-03-10")
PUPIL, OLDER_PUPIL, OLDEST = (child(f"{year}-05-01", "fritidshem") for year in (2019, 2018, 2016))


def assessed(day: date, children: list[dict[str, Any]], **facts: Any) -> Any:
    ruleset = PACKAGE.as_of(day)
    return ruleset.assess(ruleset.check_facts({**ANNA, "barn": children, **facts}))


def fee(day: date, *children: dict[str, Any], **facts: Any) -> float:
    """The monthly fee in kronor."""
    value = assessed(day, list(children), **facts).values["avgift"]
    assert isinstance(value, int)
    return value / 100


def test_anna_with_one_child_in_preschool_pays_1_200_until_june_2026_and_900_from_july() -> None:
    assert fee(JUNE, SMALL) == 40_000 * 3 / 100 == 1_200
    assert fee(JULY, SMALL) == (40_000 - 10_000) * 3 / 100 == 900


@pytest.mark.parametrize(
    ("day", "preschool", "after_school"),
    [(JUNE, (1_847, 1_231, 616), (1_231, 616, 616)), (JULY, (1_547, 1_031, 516), (1_031, 516, 516))],
)
def test_nobody_pays_more_than_the_cap(
    day: date, preschool: tuple[int, ...], after_school: tuple[int, ...]
) -> None:
    rich = {"lön": 150_000_00}
    for count in (1, 2, 3):
        assert fee(day, *[BABY, SMALL, TODDLER][:count], **rich) == sum(preschool[:count])
        assert fee(day, *[PUPIL, OLDER_PUPIL, OLDEST][:count], **rich) == sum(after_school[:count])


def test_the_youngest_comes_first_across_both_forms_in_whatever_order_they_are_named() -> None:
    # Of 30 000 kr: the toddler 3 %, the pupil as second child 1 %, the older pupil as third 1 %.
    assert fee(SEPTEMBER, TODDLER, PUPIL, OLDER_PUPIL) == 900 + 300 + 300
    assert fee(SEPTEMBER, OLDER_PUPIL, PUPIL, TODDLER) == 900 + 300 + 300


def test_the_fourth_child_is_free() -> None:
    assert fee(SEPTEMBER, SMALL, TODDLER, PUPIL) == 900 + 600 + 300
    assert fee(SEPTEMBER, SMALL, TODDLER, PUPIL, OLDEST) == 900 + 600 + 300


def test_twins_are_a_first_and_a_second_child_even_when_both_are_called_the_first() -> None:
    one, other = (child("2024-03-10", nummer_bland_födda_samma_dag=number) for number in (1, 2))
    assert fee(SEPTEMBER, one, other) == fee(SEPTEMBER, other, one) == 900 + 600
    assert fee(SEPTEMBER, one, one) == 600 + 600


def test_an_income_of_10_000_costs_nothing_from_july_2026_only() -> None:
    assert (fee(JUNE, SMALL, lön=10_000_00), fee(JULY, SMALL, lön=10_000_00)) == (300, 0)
    assert fee(JULY, SMALL, lön=11_000_00) == 30


def test_a_partner_counts_and_who_tells_no_income_pays_the_highest_fee() -> None:
    partner = {
        "lön_partner": 20_000_00,
        "andra_skattepliktiga_inkomster_partner": 0,
        "överskott_i_näringsverksamhet_partner": 0,
    }
    assert fee(JULY, SMALL, sammanboende=True, lön=20_000_00, **partner) == 900
    assert fee(JULY, SMALL, lön=20_000_00) == 300
    untold = assessed(JULY, [SMALL], inkomst_lämnas=False)
    assert (untold.outcome, untold.values["avgift"]) == ("högsta avgift", 1_547_00)


def test_hours_free_of_charge_begin_in_august_of_the_year_a_child_turns_three() -> None:
    december, january = child("2023-12-31"), child("2024-01-01")
    august = date(2026, 8, 1)
    assert (fee(JULY, december), fee(august, december), fee(august, january)) == (900, 630, 900)
    assert fee(august, {**december, "bara_allmän_förskola": True}) == 0
    assert fee(august, {**december, "plats": "pedagogisk omsorg"}) == 900


def test_a_place_for_special_support_is_free_for_fifteen_hours_a_week() -> None:
    at, above = (
        child("2025-02-01", plats_för_särskilt_stöd=True, timmar_i_veckan=hours) for hours in (15, 16)
    )
    assert fee(SEPTEMBER, at) == 0
    assert fee(SEPTEMBER, above) == 900 * 60 / 100


@pytest.mark.parametrize(
    ("taxed", "paid", "outcome", "afterwards", "back"),
    [
        (480_000, 900, "efterdebitering", 300 * 6, 0),
        (360_000, 1_200, "återbetalning", 0, 300 * 6),
        (480_000, 1_200, "ingen ändring", 0, 0),
    ],
)
def test_the_income_control_compares_what_was_paid_with_the_taxed_income(
    taxed: int, paid: int, outcome: str, afterwards: int, back: int
) -> None:
    facts = {"taxerad_inkomst": taxed * 100, "debiterad_avgift": paid * 100, "kontrollerade_månader": 12}
    # Twelve months from January 2026 are six, since the cap is another from July.
    found = assessed(date(2026, 1, 1), [TODDLER], ärende="inkomstkontroll", **facts)
    assert found.outcome == outcome
    assert (found.values["efterdebitering"], found.values["återbetalning"]) == (afterwards * 100, back * 100)


def test_no_fee_may_ever_be_decided_by_a_machine() -> None:
    manifest = PACKAGE.manifest
    assert (manifest.appeal.route, manifest.automation.allowed) == ("laglighetsprövning", False)
    for children in ([SMALL], [PUPIL], []):
        assert not assessed(JULY, children).automatic


def test_the_ceiling_of_2025_is_worked_out_and_says_so() -> None:
    assert "inkomsttak" in {use.name for use in assessed(date(2025, 11, 1), [SMALL]).derived}
    assert assessed(JULY, [SMALL]).derived == ()
