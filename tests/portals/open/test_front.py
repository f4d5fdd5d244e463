import pytest
from pytest_django import DjangoAssertNumQueries

from tests.people import ANNA
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


def test_the_front_page_lists_the_municipalities_in_swedish_order_with_their_services() -> None:
    page = words(browser().get("/"))
    assert page.index("Mittköping") < page.index("Norrhamn") < page.index("Söderslätt")
    assert "Mittköping Resebidrag i Mittköping" in page
    assert "Söderslätt Inga tjänster än" in page


def test_the_front_page_asks_the_database_twice(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = browser()
    with django_assert_num_queries(2):
        client.get("/")


def test_a_municipality_shows_its_services_and_how_to_reach_a_person() -> None:
    page = words(browser().get("/mittkoping/"))
    assert "Resebidrag Bidrag till resor." in page
    assert "Prata med någon" in page
    assert "Kommunen hjälper dig" in page


def test_a_municipality_without_services_says_so() -> None:
    assert "Söderslätt har inte tagit någon tjänst i bruk" in words(browser().get("/soderslatt/"))


@pytest.mark.parametrize(
    "address", ["/lillby/", "/lillby/resebidrag/", "/mittkoping/parkering/", "/soderslatt/resebidrag/"]
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert browser().get(address).status_code == 404


def test_a_service_says_who_decides_where_the_board_has_delegated_it() -> None:
    page = words(browser().get("/mittkoping/resebidrag/"))
    assert "en automatisk funktion får fatta beslut" in page
    assert "prata med en människa" in page
    assert "överklaga inom 3 veckor" in page


def test_a_service_says_that_a_person_decides_where_nothing_is_delegated() -> None:
    page = words(browser().get("/norrhamn/resebidrag/"))
    assert "En handläggare hos Socialnämnden läser din ansökan och beslutar" in page
    assert "automatisk" not in page


def test_a_service_counts_only_the_questions_that_a_resident_is_asked() -> None:
    assert "högst 4 frågor" in words(browser().get("/mittkoping/resebidrag/"))


def test_the_chosen_month_follows_through_the_login() -> None:
    client = browser()
    assert (
        'method="get" action="/mittkoping/resebidrag/ansok/"'
        in client.get("/mittkoping/resebidrag/").content.decode()
    )
    answer = client.get("/mittkoping/resebidrag/ansok/?month=2025-11-01")
    assert answer["Location"] == "/logga-in/?next=/mittkoping/resebidrag/ansok/%3Fmonth%3D2025-11-01"


def test_anna_begins_with_one_press_when_she_is_logged_in() -> None:
    assert (
        'method="post" action="/mittkoping/resebidrag/ansok/"'
        in browser(ANNA).get("/mittkoping/resebidrag/").content.decode()
    )


def test_the_statement_of_accessibility_names_its_law_and_where_to_report() -> None:
    page = words(browser().get("/tillganglighet/"))
    assert "13 § lagen (2018:1937)" in page
    assert "Berätta om något inte fungerar" in page


@pytest.mark.parametrize(
    "address", ["/om/", "/tillganglighet/?kommun=norrhamn", "/personuppgifter/?kommun=norrhamn"]
)
def test_the_statements_are_open_to_everybody(address: str) -> None:
    assert browser().get(address).status_code == 200


def test_a_statement_about_no_municipality_is_not_found() -> None:
    assert browser().get("/personuppgifter/?kommun=lillby").status_code == 404


def test_no_page_can_be_framed_or_run_inline_script() -> None:
    answer = browser().get("/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
