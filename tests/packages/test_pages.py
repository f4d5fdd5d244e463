"""Every page comes out as it says, and every finding of a package has a page or a test that names it."""

import re

import pytest

from allmanning.packages.checks import check
from tests.house.repository import SOURCE, TESTS
from tests.packages.pages import Page, good_package, pages

CODE = re.compile(r'"([PC]\d{3})"')


def name_of(page: Page) -> str:
    return page.path.stem


def test_the_good_package_has_nothing_to_mend() -> None:
    assert check(good_package()) == ()


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_package_is_refused_as_its_page_says(page: Page) -> None:
    assert page.rewritten() == page.text


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_finding_says_what_to_do(page: Page) -> None:
    findings = page.text.split("```text\n")[1].removesuffix("```\n").split("\n\n")
    assert [finding for finding in findings if "hint: " not in finding] == []


def test_every_code_of_a_package_has_a_page_or_a_test() -> None:
    shown = {code for page in pages() for code in re.findall(r"[PC]\d{3}", page.text)}
    tested = {
        code for path in (TESTS / "packages").glob("test_*.py") for code in CODE.findall(path.read_text())
    }
    codes = {code for path in (SOURCE / "packages").glob("*.py") for code in CODE.findall(path.read_text())}
    assert codes - shown - tested == set()
