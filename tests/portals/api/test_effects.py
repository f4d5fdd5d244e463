"""Figures of decisions, which show no case."""

import pytest
from django.utils import timezone

from allmanning.cases.queries import figures
from tests.cases.applications import POOR, sent
from tests.people import ANNA, DAN
from tests.portals.api.calling import Caller
from tests.systems import ALL_KEY, ELSEWHERE_KEY

pytestmark = pytest.mark.django_db


def test_a_release_is_told_with_its_outcomes() -> None:
    sent(ANNA, POOR)
    sent(DAN, POOR)
    told = Caller(ALL_KEY).get("/effects").json()
    (effect,) = told["items"]
    assert (told["organisation"], told["year"]) == ("mittkoping", timezone.localdate().year)
    assert (effect["package"], effect["version"], effect["decisions"]) == ("resebidrag", "1.0.0", 2)
    assert effect["outcomes"] == [{"outcome": "bifall", "decisions": 2, "automatic": 2}]


def test_days_are_not_told_of_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    sent(ANNA, POOR)
    assert Caller(ALL_KEY).get("/effects").json()["items"][0]["median_days"] is None
    monkeypatch.setattr(figures, "FEWEST", 1)
    assert Caller(ALL_KEY).get("/effects").json()["items"][0]["median_days"] == 0.0


def test_another_municipality_counts_its_own() -> None:
    sent(ANNA, POOR)
    told = Caller(ELSEWHERE_KEY).get("/effects").json()
    assert (told["organisation"], told["items"]) == ("norrhamn", [])


def test_a_resident_has_no_figures() -> None:
    assert Caller(who=ANNA).get("/effects").status_code == 403


@pytest.mark.parametrize("year", ["x", "1999", "99999999999"])
def test_a_strange_year_is_refused(year: str) -> None:
    assert Caller(ALL_KEY).get(f"/effects?year={year}").status_code == 422
