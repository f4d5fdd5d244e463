"""The gallery in a real browser: axe finds nothing, nothing leaves the page's width, nothing breaks the strict policy."""

import pytest
from playwright.sync_api import Locator, Page

from tests.house.repository import TESTS
from tests.portals.design.conftest import TEMPLATES, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.portals.design.urls")]
AXE = (TESTS / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = sorted(path.stem for path in (TEMPLATES / "gallery").glob("*.html"))
LARGE_ENOUGH = 44


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [f"{fault['id']}: {fault['help']} {fault['nodes'][0]['html'][:160]}" for fault in found]


def top_and_bottom(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_needs_scrolling_sideways(
    open_page: OpenPage, name: str, color_scheme: str
) -> None:
    page = open_page(name, width=320, color_scheme=color_scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("organisation", ["allmanning", "norrhamn", "soderslatt"])
def test_axe_finds_nothing_in_any_municipalitys_colours(open_page: OpenPage, organisation: str) -> None:
    for color_scheme in ("light", "dark"):
        assert violations(open_page("reckonings", organisation, color_scheme=color_scheme)) == []


def test_a_line_opens_into_its_parts_without_any_script(open_page: OpenPage) -> None:
    page = open_page("case", java_script_enabled=False)
    part = page.get_by_text("Gemensamma kostnader, två personer")
    assert not part.is_visible()
    page.get_by_text("Riksnorm", exact=True).click(force=True)
    part.wait_for()


def test_opening_a_paragraph_shows_its_words_under_its_own_line(open_page: OpenPage) -> None:
    page = open_page("reckonings")
    line = page.locator(".reckoning-line", has_text="Riksnorm").first
    line.locator("> .reckoning-law > summary").click()
    _, row_ends = top_and_bottom(line.locator("> .reckoning-row"))
    note_begins, note_ends = top_and_bottom(line.locator("> .reckoning-law .reckoning-note"))
    next_begins, _ = top_and_bottom(line.get_by_text("Dina personliga kostnader"))
    assert row_ends <= note_begins < note_ends <= next_begins


def test_an_opened_line_gives_its_amount_over_to_the_sum(open_page: OpenPage) -> None:
    page = open_page("case")
    line = page.locator(".reckoning-line", has_text="Riksnorm").first
    above, below = line.locator("> .reckoning-row .reckoning-figure"), line.locator(".reckoning-sum")
    assert above.is_visible()
    line.locator("> .reckoning-parts > summary").click()
    below.wait_for()
    assert not above.is_visible()


def test_figures_stand_under_each_other(open_page: OpenPage) -> None:
    page = open_page("answers", width=320)
    edges = [
        box["x"] + box["width"]
        for box in map(Locator.bounding_box, page.locator(".reckoning-value").all())
        if box
    ]
    assert max(edges) - min(edges) < 1


def test_everything_is_open_on_paper(open_page: OpenPage) -> None:
    page = open_page("case")
    page.emulate_media(media="print")
    assert page.get_by_text("Du har haft försörjningsstöd i sex månader i rad").is_visible()
    assert not page.get_by_role("button", name="Mörkt").is_visible()


def test_dark_is_chosen_without_leaving_the_page_and_remembered(open_page: OpenPage) -> None:
    page = open_page("start", color_scheme="light")
    page.get_by_role("button", name="Mörkt").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 19)"
    assert "color_scheme=dark" in page.evaluate("document.cookie")
    assert page.get_by_role("button", name="Mörkt").get_attribute("aria-pressed") == "true"


def test_a_caseworker_goes_through_the_list_by_keys(open_page: OpenPage) -> None:
    page = open_page("worklist")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Dalia Prövare"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Anna Testsson"


def test_keys_do_nothing_while_typing_and_can_be_turned_off(open_page: OpenPage) -> None:
    page = open_page("worklist")
    page.get_by_label("Sök").press("j")
    assert page.get_by_label("Sök").input_value() == "j"
    page.get_by_text("Kortkommandon", exact=True).click()
    page.get_by_role("button", name="Stäng av kortkommandon").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_what_is_answered_is_saved_at_once_and_said(open_page: OpenPage) -> None:
    page = open_page("question")
    with page.expect_request("**/spara") as sent:
        page.get_by_label("Nej").check()
    assert "sammanboende" in (sent.value.post_data or "")
    page.get_by_role("status").get_by_text("Sparat", exact=True).wait_for()


def test_what_residents_press_is_large_enough_to_touch(open_page: OpenPage) -> None:
    page = open_page("form", width=320)
    pressed = page.locator(
        "main :is(button, .choice, .why > summary, .buttons a, .entry a, input:not([type]))"
    ).all()
    heights = {place.inner_text(): top_and_bottom(place) for place in pressed if place.is_visible()}
    assert {words: end - begin for words, (begin, end) in heights.items() if end - begin < LARGE_ENOUGH} == {}
