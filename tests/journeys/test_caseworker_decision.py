"""Dan applies, the law wants a person, and Bo decides."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import faults, log_in, text
from tests.journeys.interview import answer_all, apply, go_on, sign

pytestmark = pytest.mark.journey

NUMBER = re.compile(r"MK-\d{4}-\d{6}")


def test_bo_decides_what_the_law_leaves_to_a_person(visit: Callable[..., Page]) -> None:
    resident = visit()
    log_in(resident, "Anna Andersson")
    apply(resident, "mittkoping", month="December 2026")
    answer_all(resident, {"boendet": "9 900", "särskilt skäl": "Ja"})
    assert "handläggare" in text(resident)
    sign(resident)
    number = str(NUMBER.search(text(resident)).group())  # type: ignore[union-attr]
    assert faults(resident) == []

    caseworker = visit()
    log_in(caseworker, "Bo Berg")
    caseworker.goto("/handlaggning/")
    caseworker.get_by_role("link", name=number).click()
    caseworker.wait_for_url(re.compile("/handlaggning/arende/"))
    assert "Därför beslutar en människa" in text(caseworker)
    assert faults(caseworker) == []

    caseworker.get_by_role("link", name="Bedöm").first.click()
    caseworker.wait_for_url(re.compile("/bedom/"))
    assert faults(caseworker) == []
    main = caseworker.locator("main")
    main.get_by_role("textbox").first.fill("600")
    main.get_by_role("textbox").last.fill("Läkarintyget visar att kosten kostar mer än normen.")
    go_on(caseworker, "Spara bedömningen")
    # 3 940 + 1 280 + 600, and the guideline of 9 000 for the rent of one person.
    assert "14 820 kr" in text(caseworker)

    caseworker.get_by_role("link", name="Godta").or_(
        caseworker.get_by_role("button", name="Godta")
    ).first.click()
    caseworker.wait_for_url(re.compile("/besluta/"))
    assert "Det här skriver du under" in text(caseworker)
    assert faults(caseworker) == []
    go_on(caseworker, "Skriv under beslutet")
    assert "14 820 kr" in text(caseworker)

    resident.reload()
    told = text(resident)
    assert "14 820 kr" in told
    assert "Bo Berg" in told
    assert faults(resident) == []


def test_cilla_finds_nothing_of_mittkoping(visit: Callable[..., Page]) -> None:
    bo, cilla = visit(), visit()
    log_in(bo, "Bo Berg")
    bo.goto("/handlaggning/")
    link = bo.locator("main").get_by_role("link", name=NUMBER).first
    number, address = link.inner_text(), str(link.get_attribute("href"))
    log_in(cilla, "Cilla Ek")
    cilla.goto("/handlaggning/")
    assert number not in text(cilla)
    for foreign in (
        address,
        f"{address}journal/",
        f"{address}brev/",
        f"{address}laslogg/",
        f"{address}besluta/",
    ):
        answer = cilla.goto(foreign)
        assert answer is not None
        assert answer.status == 404
        assert number not in text(cilla)


def test_two_tabs_that_send_the_same_application_make_one_case(visit: Callable[..., Page]) -> None:
    page = visit()
    log_in(page, "Nora Lund")
    apply(page, "norrhamn", month="December 2026")
    answer_all(page, {"boendet": "7 900", "Kan ni": "Nej"})
    other = page.context.new_page()
    other.goto(page.url)
    sign(page)
    other.locator("main").get_by_role("checkbox").check()
    other.locator("main").get_by_role("button", name="Skriv under och skicka").click()
    other.wait_for_url(re.compile(r"/arende/[0-9a-f-]+/$"))
    assert text(other).splitlines()[0] == text(page).splitlines()[0]
    other.goto("/norrhamn/mina-arenden/")
    assert text(other).count("Ekonomiskt bistånd, december 2026") == 1
