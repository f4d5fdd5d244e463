from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, CILLA, DAN, NORRHAMN
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db
CASES = "/mittkoping/mina-arenden/"


def test_anna_sees_what_waits_for_her_before_the_rest() -> None:
    sent(facts=POOR)
    draft(month=date(2025, 12, 1))
    page = words(browser(ANNA).get(CASES))
    assert "Väntar på dig Resebidrag, december 2025 Inte skickad Påbörjad" in page
    assert "Skickade och avslutade Resebidrag, november 2025 Beslut: bifall, 500 kr MK-" in page
    assert "Du har inte läst beslutet än." in page


def test_cases_in_another_municipality_are_one_link_away() -> None:
    sent(where=NORRHAMN)
    page = browser(ANNA).get(CASES)
    assert "Du har också 1 ärende i Norrhamn" in words(page)
    assert 'href="/norrhamn/mina-arenden/"' in page.content.decode()


def test_whoever_has_no_cases_is_shown_where_to_begin() -> None:
    sent()
    for actor in (DAN, CILLA):
        assert "Du har inga ärenden här än Se vad du kan ansöka om" in words(browser(actor).get(CASES))


def test_the_list_takes_as_many_statements_however_long_it_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browser(ANNA)
    for month in range(7, 13):
        sent(facts=POOR, month=date(2025, month, 1))
    with django_assert_num_queries(13):
        client.get(CASES)


def test_a_municipality_that_is_not_there_has_no_cases() -> None:
    assert browser(ANNA).get("/lillby/mina-arenden/").status_code == 404
