"""Every page comes out as it says, and every finding of the language has a page or a generated program."""

import re
from pathlib import Path

import pytest

from tests.house.repository import SOURCE
from tests.language.programs import Page, pages
from tests.language.test_too_large import TOO_LARGE

CODE = re.compile(r'"(R\d{3})"')


def name_of(page: Page) -> str:
    return page.path.stem


@pytest.mark.parametrize("page", pages("good"), ids=name_of)
def test_a_good_program_gives_what_its_page_says(page: Page) -> None:
    assert page.rewritten() == page.text


@pytest.mark.parametrize("page", pages("bad"), ids=name_of)
def test_a_bad_program_is_refused_as_its_page_says(page: Page) -> None:
    assert page.rewritten() == page.text


@pytest.mark.parametrize("page", pages("bad"), ids=name_of)
def test_every_finding_says_what_to_do(page: Page) -> None:
    findings = page.blocks("text")[0].split("\n\n")
    assert [finding for finding in findings if "hint: " not in finding] == []


@pytest.mark.parametrize("page", pages("bad"), ids=name_of)
def test_every_caret_points_at_the_line_it_names(page: Page) -> None:
    for line, shown in re.findall(
        r"^rules/program.py:(\d+):.*\n +\d+ \| (.*)$", page.blocks("text")[0], re.MULTILINE
    ):
        assert shown.strip("…") in page.program.splitlines()[int(line) - 1]


def test_every_code_of_the_language_has_a_bad_program() -> None:
    shown = {code for page in pages("bad") for code in re.findall(r"R\d{3}", page.text)}
    assert codes_in(SOURCE / "rules") - shown - set(TOO_LARGE) == set()


def test_no_code_is_shown_that_does_not_exist() -> None:
    shown = {code for page in pages("bad") for code in re.findall(r"\bR\d{3}\b", page.text)}
    assert shown - codes_in(SOURCE / "rules") == set()


def codes_in(room: Path) -> set[str]:
    return {code for path in room.glob("*.py") for code in CODE.findall(path.read_text())}
