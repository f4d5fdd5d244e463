"""What everybody reads of what residents publish, and what nobody does."""

import pytest
from django.test import Client

from tests.people import ANNA, BO, CILLA, DAN, FIA
from tests.portals.reading import browser
from tests.proposals import PACKAGE_ID, adopted, answered, published, reached, sent

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

LIST = f"/mittkoping/{PACKAGE_ID}/publicerat/"


@pytest.fixture(autouse=True)
def service() -> None:
    adopted()


def read(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode().replace("\xa0", " ")


def test_an_empty_list_says_so() -> None:
    assert "Inget är publicerat än" in read(LIST)


def test_what_is_under_review_is_nowhere() -> None:
    sent(title="En hemlighet")
    assert "En hemlighet" not in read(LIST)


def test_everybody_reads_what_is_published_and_nobody_who_wrote_it() -> None:
    made = published(FIA, "Lampor i parken", shows_name=True)
    page = read(f"{LIST}{made.pk}/")
    assert "Lampor i parken" in page
    assert "Hemlig" not in page
    assert "0 stödjer, 2 behövs" in page


def test_another_municipality_has_no_such_page() -> None:
    made = published()
    assert Client().get(f"/norrhamn/{PACKAGE_ID}/publicerat/{made.pk}/").status_code == 404
    assert Client().get(f"/mittkoping/resebidrag/publicerat/{made.pk}/").status_code == 404


def test_a_service_without_a_public_side_has_no_list() -> None:
    assert Client().get("/mittkoping/resebidrag/publicerat/").status_code == 404


def test_words_are_found_in_every_form_and_what_is_not_there_is_said() -> None:
    published(title="Fler cykelvägar")
    published(DAN, "Bänkar på torget")
    found = read(f"{LIST}?q=cykelväg")
    assert "Fler cykelvägar" in found
    assert "Bänkar" not in found
    assert "Inget stämmer" in read(f"{LIST}?q=simhall")


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999999", "?sort=x&show=y", "?q=%27%22)(%26%7C!", "?q=%00"]
)
def test_nothing_in_the_address_breaks_the_list(query: str) -> None:
    published()
    assert "stödjer" in read(f"{LIST}{query}") or "Inget stämmer" in read(f"{LIST}{query}")


def test_who_supports_and_who_does_not_see_it_themselves_alone() -> None:
    made = published()
    path = f"{LIST}{made.pk}/"
    dan = browser(DAN)
    assert dan.post(f"{path}stod/", {"folkbokförd": "true"}).status_code == 302
    assert "Du stödjer det här" in read(path, dan)
    assert "Du stödjer det här" not in read(path, browser(ANNA))
    assert "1 stödjer" in read(path)


@pytest.mark.parametrize("answer", [{}, {"folkbokförd": "false"}, {"folkbokförd": "kanske"}])
def test_who_may_not_support_is_told_why_and_nothing_is_counted(answer: dict[str, str]) -> None:
    path = f"{LIST}{published().pk}/"
    assert browser(DAN).post(f"{path}stod/", answer).status_code == 422
    assert "0 stödjer" in read(path)


def test_the_answer_stands_on_the_page_once_it_is_published() -> None:
    assert "Svar senast" in read(f"{LIST}{reached().pk}/")
    page = read(f"{LIST}{answered().pk}/")
    assert "Cykelvägen byggs nästa sommar." in page
    assert "Bifall" in page


def test_the_page_speaks_english() -> None:
    made = reached()
    client = Client(headers={"accept-language": "en"})
    page = read(f"{LIST}{made.pk}/", client)
    assert "Has enough support and waits for an answer" in page
    assert "2 support, 2 needed" in page


def test_only_who_handles_it_publishes_the_answer() -> None:
    made = reached()
    path = f"/handlaggning/arende/{made.case_id}/publicera-svar/"
    assert browser(BO).get(path).status_code == 200
    assert browser(CILLA).get(path).status_code == 404
    assert browser(CILLA).post(path, {"answer": "Nej."}).status_code == 404
