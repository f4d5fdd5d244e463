"""Anna applies, and the automatic function decides."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import faults, log_in, text
from tests.journeys.interview import answer_all, apply, go_on, sign

pytestmark = pytest.mark.journey

ANNA = {"boendet": "6 500", "hushållselen": "420", "hemförsäkringen": "145"}


def test_anna_gets_her_decision_at_once_with_every_krona_explained(visit: Callable[..., Page]) -> None:
    page = visit()
    log_in(page, "Anna Andersson")
    apply(page, "mittkoping")
    asked = answer_all(page, ANNA)
    assert len(asked) <= 18
    sign(page)
    # 3 940 + 1 280 + 6 500 + 420 + 145, see the riksnorm of 2026 and her costs.
    told = text(page)
    assert "Du får 12 285 kr" in told
    for words in (
        "automatisk funktion",
        "SoL (2025:400) 12 kap. 7 §",
        "Så överklagar du",
        "Förvaltningsrätten",
    ):
        assert words in told
    assert faults(page) == []


def test_the_letter_is_a_tagged_pdf_that_says_the_same(visit: Callable[..., Page]) -> None:
    page = visit()
    log_in(page, "Anna Andersson")
    page.goto("/mittkoping/mina-arenden/")
    page.locator("main").get_by_role("link", name="Ekonomiskt bistånd").first.click()
    link = page.get_by_role("link", name="Beslut om ekonomiskt bistånd")
    link.wait_for()
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.body() or b"/MarkInfo" in answer.body()


def test_it_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    log_in(page, "Olle Öberg")
    apply(page, "soderslatt")
    answer_all(page, {"boendet": "5900"})
    sign(page)
    # Olle pays no more than the guideline and has no income: 3 940 + 1 280 + 5 900.
    assert "Du får 11 120 kr" in text(page)


def test_who_changes_her_mind_quickly_is_not_told_of_another_tab(visit: Callable[..., Page]) -> None:
    page = visit()
    log_in(page, "Anna Andersson")
    apply(page, "mittkoping", latest=True)
    for _ in range(5):
        page.get_by_role("radio", name="Ja").first.check()
        page.get_by_role("radio", name="Nej").first.check()
        go_on(page, "Fortsätt")
        assert "annan flik" not in text(page)
        page.go_back()
        page.wait_for_load_state()
    page.goto(page.url.split("fraga/")[0] + "aterkalla/")
    go_on(page, "Ta bort")
