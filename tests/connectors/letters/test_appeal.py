"""How to appeal: form, content, where and by when, for each route there is."""

import pytest

from allmanning.connectors.letters.appeal import appeal_text
from allmanning.connectors.letters.letter import Appeal, LetterContentError
from tests.connectors.letters.annas_case import MITTKOPING


def words(appeal: Appeal, language: str = "sv") -> str:
    text = appeal_text(appeal, MITTKOPING, "MK-2025-000412", language)
    return " ".join(
        [text.heading, *text.paragraphs, text.to, *text.address, text.deadline, *text.points, *text.after]
    )


def test_an_appeal_to_the_court_is_sent_to_the_board_that_decided() -> None:
    text = appeal_text(Appeal(route="förvaltningsrätten"), MITTKOPING, "MK-2025-000412", "sv")
    assert text.address == ("Mittköpings kommun", "Socialnämnden", "Box 100", "590 10 Mittköping")
    assert text.deadline == "Vi måste ha fått brevet inom tre veckor från den dag då du fick del av beslutet."
    assert text.points[0] == "vilket beslut du överklagar: ärendenummer MK-2025-000412"


def test_a_court_with_a_name_is_called_by_it() -> None:
    appeal = Appeal(route="förvaltningsrätten", instance="Förvaltningsrätten i Linköping")
    assert "Förvaltningsrätten i Linköping prövar" in words(appeal)


def test_a_review_of_legality_is_sent_to_the_court_and_counted_from_the_notice() -> None:
    appeal = Appeal(route="laglighetsprövning", instance="Förvaltningsrätten i Linköping")
    text = appeal_text(appeal, MITTKOPING, "MK-2025-000412", "sv")
    assert text.address == ("Förvaltningsrätten i Linköping",)
    assert "anslagstavla" in text.deadline


def test_a_review_of_legality_without_a_court_is_refused_with_what_to_do() -> None:
    with pytest.raises(LetterContentError, match="Set the organisation’s court"):
        words(Appeal(route="laglighetsprövning"))


def test_what_cannot_be_appealed_says_so_and_why() -> None:
    assert "kan inte överklagas. Det framgår av 28 kap. 18 § skollagen." in words(
        Appeal(route="none", law="28 kap. 18 § skollagen")
    ).replace("\xa0", " ")


@pytest.mark.parametrize("weeks", [1, 3, 8])
def test_the_time_to_appeal_is_the_packages_own(weeks: int) -> None:
    assert {1: "en vecka", 3: "tre veckor", 8: "8 veckor"}[weeks] in words(
        Appeal(route="länsstyrelsen", weeks=weeks)
    )


@pytest.mark.parametrize("route", ["förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none"])
def test_every_route_is_told_in_english_too(route: str) -> None:
    told = words(Appeal(route=route, instance="Förvaltningsrätten i Linköping"), "en")  # type: ignore[arg-type]
    assert "appeal" in told
    assert "överklag" not in told
