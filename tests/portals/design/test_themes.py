from types import SimpleNamespace

import pytest

from allmanning.portals.design import themes


@pytest.mark.parametrize("slug", ["mittkoping", "norrhamn", "soderslatt", "allmanning"])
def test_every_municipality_has_its_own_theme(slug: str) -> None:
    assert themes.theme(slug).slug == slug
    assert themes.theme(slug).drawing.startswith("<svg ")


@pytest.mark.parametrize("slug", ["", "okand-kommun", "../css/tokens", "Mittköping", "mittkoping.css"])
def test_an_unknown_theme_is_allmannings_own(slug: str) -> None:
    assert themes.theme(slug).slug == "allmanning"


def test_a_theme_goes_before_the_slug_of_an_organisation() -> None:
    assert themes.theme_of(SimpleNamespace(slug="mittkoping", theme="norrhamn")).slug == "norrhamn"
    assert themes.theme_of(SimpleNamespace(slug="mittkoping")).slug == "mittkoping"
    assert themes.theme_of(None).slug == "allmanning"
