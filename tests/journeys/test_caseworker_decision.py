"""Dan applies, the law wants a person, and Bo decides."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import faults, log_in, text
from tests.journeys.interview import answer_all, apply, go_on, sign

pytestmark = pytest.mark.journey

NUMBER = re.compile(r"MK-\d{4}-\d{6}")
NUMBER_IN_NORRHAMN = re.compile(r"NH-\d{4}-\d{6}")


def test_bo_decides_what_the_law_leaves_to_a_person(visit: Callable[..., Page]) -> None:
    resident, caseworker = visit(), visit()
    number = application_that_needs_a_judgement(resident)
    log_in(caseworker, "Bo Berg")
    open_case(caseworker, number)
    judge(caseworker, "600", "Läkarintyget visar att kosten kostar mer än normen.")
    # 3 940 + 1 280 + 600, and the guideline of 9 000 for the rent of one person.
    assert "14 820 kr" in text(caseworker)
    accept(caseworker)
    assert "14 820 kr" in text(caseworker)
    resident.reload()
    told = text(resident)
    assert "14 820 kr" in told
    assert "Bo Berg" in told
    assert faults(resident) == []


def application_that_needs_a_judgement(page: Page) -> str:
    """Anna says that she needs more than the norm; gives the number of her case."""
    log_in(page, "Anna Andersson")
    apply(page, "mittkoping", latest=True)
    answer_all(page, {"boendet": "9 900", "särskilt skäl": "Ja"})
    assert "handläggare" in text(page)
    sign(page)
    found = NUMBER.search(text(page))
    assert found
    return found.group()


def open_case(page: Page, number: str) -> None:
    page.goto("/handlaggning/")
    page.get_by_role("link", name=number).click()
    page.wait_for_url(re.compile("/handlaggning/arende/"))
    assert "Därför beslutar en människa" in text(page)
    assert faults(page) == []


def judge(page: Page, kronor: str, reason: str) -> None:
    page.get_by_role("link", name="Bedöm").first.click()
    page.wait_for_url(re.compile("/bedom/"))
    assert faults(page) == []
    main = page.locator("main")
    main.get_by_role("textbox").first.fill(kronor)
    main.get_by_role("textbox").last.fill(reason)
    go_on(page, "Spara bedömningen")


def accept(page: Page) -> None:
    page.get_by_role("link", name="Godta").or_(page.get_by_role("button", name="Godta")).first.click()
    page.wait_for_url(re.compile("/besluta/"))
    assert "Det här skriver du under" in text(page)
    assert faults(page) == []
    go_on(page, "Skriv under beslutet")


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
    page.goto("/norrhamn/mina-arenden/")
    before = len(NUMBER_IN_NORRHAMN.findall(text(page)))
    apply(page, "norrhamn", latest=True)
    answer_all(page, {"boendet": "7 900", "Kan ni": "Nej"})
    other = page.context.new_page()
    other.goto(page.url)
    sign(page)
    other.locator("main").get_by_role("checkbox").check()
    other.locator("main").get_by_role("button", name="Skriv under och skicka").click()
    other.wait_for_url(re.compile(r"/arende/[0-9a-f-]+/$"))
    assert text(other).splitlines()[0] == text(page).splitlines()[0]
    other.goto("/norrhamn/mina-arenden/")
    assert len(NUMBER_IN_NORRHAMN.findall(text(other))) == before + 1
