"""Residents' proposals: ages, borders, per mille by hand, and what is left to people."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from allmanning import packages
from allmanning.packages.ruleset import Ruleset

FOLDER = Path(__file__).parents[2] / "services" / "e-forslag"
PACKAGE = packages.load(FOLDER)
DAY = date(2025, 11, 1)
ADULT: dict[str, Any] = {"född": "1985-03-12", "folkbokförd": True, "antal_stöd": 0}
RIGHT = {"kommunens_fråga": True, "otillåtet_innehåll": False, "samma_förslag_pågår": False}


def rules(**local: Any) -> Ruleset:
    return PACKAGE.as_of(DAY, PACKAGE.local_values(local))


def run(facts: dict[str, Any], **local: Any) -> packages.Assessment:
    ruleset = rules(**local)
    return ruleset.assess(ruleset.check_facts(facts))


def test_a_review_is_always_a_persons() -> None:
    made = run(ADULT)
    assert set(made.judgements) == {"kommunens_fråga", "otillåtet_innehåll", "samma_förslag_pågår"}
    assert made.next is None


def test_nothing_is_ever_decided_by_the_machine() -> None:
    assert {"appeal_route", "automation"} <= set(run(ADULT | RIGHT).hindrances)


@pytest.mark.parametrize(("born", "may"), [("2012-11-01", True), ("2012-11-02", False)])
def test_thirteen_years_old_on_the_day_is_old_enough(born: str, may: bool) -> None:
    made = run(ADULT | {"född": born})
    assert (made.values["får_lämna_förslag"], made.values["får_stödja"]) == (may, may)


@pytest.mark.parametrize(
    ("inhabitants", "per_mille", "needed"),
    [(20_000, 5, 100), (20_001, 5, 101), (999, 1, 1), (1_001, 1, 2), (151_000, 10, 1_510)],
)
def test_per_mille_is_rounded_up_to_whole_people(inhabitants: int, per_mille: int, needed: int) -> None:
    made = run(ADULT, räknar_i_promille=True, invånare=inhabitants, gräns_i_promille=per_mille)
    assert made.values["stöd_som_krävs"] == needed


@pytest.mark.parametrize(("count", "outcome"), [(99, "publiceras"), (100, None)])
def test_at_the_border_the_board_has_to_answer(count: int, outcome: str | None) -> None:
    made = run(ADULT | RIGHT | {"antal_stöd": count})
    assert made.outcome == outcome
    assert made.judgements == (() if outcome else ("nämndens_svar",))


@pytest.mark.parametrize(("born", "needed"), [("2005-11-02", 30), ("2005-11-01", 100)])
def test_the_young_need_fewer(born: str, needed: int) -> None:
    assert run(ADULT | {"född": born}, högsta_ålder_för_unga=19).values["stöd_som_krävs"] == needed


def test_who_lives_elsewhere_neither_proposes_nor_supports() -> None:
    made = run(ADULT | {"folkbokförd": False})
    assert (made.outcome, made.values["får_stödja"]) == ("publiceras inte", False)


def test_days_are_counted_from_the_publication_and_from_the_day_it_was_enough() -> None:
    made = run(ADULT | {"publicerat": "2026-02-01", "gränsen_nådd": "2026-02-20"})
    assert made.values["sista_dag_för_stöd"] == date(2026, 5, 2)  # 27 in February, 31, 30, and 2
    assert made.values["svar_senast"] == date(2026, 6, 20)  # 8 in February, 31, 30, 31, and 20
