"""The pictures of the README: a fresh demonstration, a browser, and six pages. Run it by `make pictures`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import FLAGS
from tests.journeys.conftest import free_port, log_in, start_demo, stop_demo
from tests.journeys.interview import answer, answer_all, apply, sign

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
ANNA = {"boendet": "6 500", "hushållselen": "420", "hemförsäkringen": "145"}
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 860}


def main() -> None:
    """Take all six, into docs/pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder)) as address,
        chromium() as browser,
    ):
        everybody(browser, address)
        resident(browser, address)
        caseworker(browser, address)


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """A demonstration of its own, as long as the block lasts."""
    port = free_port()
    process = start_demo(folder, port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_demo(process)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests drive."""
    path = os.environ.get("ALLMANNING_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visitor(browser: Browser, address: str, size: dict[str, int]) -> Page:
    """A fresh visitor."""
    context = browser.new_context(base_url=address, locale="sv-SE", viewport=size)  # type: ignore[arg-type]
    return context.new_page()


def take(page: Page, name: str) -> None:
    """What is seen without scrolling."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def everybody(browser: Browser, address: str) -> None:
    """What a resident meets before logging in."""
    page = visitor(browser, address, WIDE)
    page.goto("/mittkoping/ekonomiskt-bistand/")
    take(page, "service")


def resident(browser: Browser, address: str) -> None:
    """A question on a telephone, and the decision."""
    page = visitor(browser, address, NARROW)
    log_in(page, "Anna Andersson")
    apply(page, "mittkoping")
    while "boendet" not in page.locator("h1").inner_text():
        answer(page, page.locator("h1").inner_text(), ANNA)
    take(page, "question")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    answer_all(page, ANNA)
    sign(page)
    page.wait_for_timeout(4_000)
    page.reload()
    open_reckoning(page)
    take(page, "decision")


def caseworker(browser: Browser, address: str) -> None:
    """The worklist, a case in light and in dark."""
    page = visitor(browser, address, WIDE)
    log_in(page, "Bo Berg")
    page.goto("/handlaggning/")
    take(page, "worklist")
    page.get_by_role("link", name="Nur, Fatima").or_(
        page.locator("tr", has_text="Nur, Fatima").get_by_role("link")
    ).first.click()
    take(page, "case")
    page.emulate_media(color_scheme="dark")
    open_reckoning(page)
    take(page, "case-dark")


def open_reckoning(page: Page) -> None:
    """Open the first lines of the reckoning, and the law of one of them, and bring it into view."""
    page.evaluate(
        """() => {
            document.querySelectorAll('main details.reckoning-parts').forEach((line, n) => { line.open = n < 3; });
            document.querySelector('main .reckoning-title').scrollIntoView();
            scrollBy(0, -24);
        }"""
    )


if __name__ == "__main__":
    main()
