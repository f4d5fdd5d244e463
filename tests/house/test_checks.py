"""Whatever the doctor can say stands on its page, and the page says no more."""

import re

from tests.house.repository import LOOK_UP, SOURCE, text_of, under

ID = re.compile(r"""["`]([a-z]+\.[EW]\d{3})["`]""")
OTHERS = {"django.E000", "django.W000"}


def said() -> set[str]:
    return {code for path in under(SOURCE, ".py") for code in ID.findall(text_of(path) or "")} - OTHERS


def told() -> set[str]:
    return set(ID.findall((LOOK_UP / "system-checks.md").read_text()))


def test_every_check_is_documented() -> None:
    assert len(said()) > 20
    assert said() - told() == set()


def test_every_documented_check_exists() -> None:
    assert told() - said() == set()
