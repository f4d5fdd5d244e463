"""How a resident answers: what the household says, and no, nothing or none to everything else."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page

ASKING = re.compile(r"/fraga/")


def apply(page: Page, municipality: str, *, latest: bool = False) -> None:
    """From the service's page to the first question, for the month that it proposes or for the latest it has."""
    page.goto(f"/{municipality}/ekonomiskt-bistand/")
    if latest:
        page.locator("main").get_by_role("radio").first.check()
    page.get_by_role("button", name="Börja").click()
    page.wait_for_url(ASKING)


def answer_all(page: Page, household: Mapping[str, str], on_page: list[str] | None = None) -> list[str]:
    """Answer until no question is left; gives the questions in the order they came.

    `household` maps a part of the question to what is written or chosen.
    """
    asked: list[str] = []
    while ASKING.search(page.url):
        question = page.locator("h1").inner_text()
        asked.append(question)
        assert len(asked) < 60, asked
        answer(page, question, household)
    return asked


def answer(page: Page, question: str, household: Mapping[str, str]) -> None:
    """One page of questions."""
    main = page.locator("main")
    said = next((value for words, value in household.items() if words in question), None)
    for group in main.get_by_role("radio", name="Nej").all():
        group.check()
    if said in ("Ja", "Nej"):
        main.get_by_role("radio", name=str(said)).first.check()
    elif main.get_by_role("textbox").count():
        main.get_by_role("textbox").first.fill(said or "0")
    go_on(page, "Fortsätt")


def go_on(page: Page, name: str) -> None:
    """Press a button and wait until the address has changed, whether by a page or by a part of it."""
    before = page.url
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_url(lambda address: address != before)
    page.wait_for_load_state()


def sign(page: Page) -> None:
    """Tick, sign and send what the check page shows."""
    page.locator("main").get_by_role("checkbox").check()
    go_on(page, "Skriv under och skicka")
