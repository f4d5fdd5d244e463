import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allmanning.cases import actions, clock
from tests.cases.applications import POOR, sent
from tests.people import ANNA, ANNAS_NUMBER, BO, CILLA, DAN, EVA, FIA, NORRHAMN
from tests.portals.caseworker.cases import LIST, answered, asked, decided, judged
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def rows(response: Any) -> list[str]:
    """The applicants of the list, from the top."""
    return re.findall(r'data-title="Sökande"[^>]*>([^<]+)<', response.content.decode())


def search(client: Client, text: str, show: str = "open") -> Any:
    return client.post(f"{LIST}sok/", {"q": text, "show": show}, follow=True)


def test_bo_sees_the_cases_of_his_own_municipality_only(bo: Client) -> None:
    sent()
    sent(DAN, where=NORRHAMN)
    assert rows(bo.get(LIST)) == ["Andersson, Anna"]


def test_cilla_sees_nothing_of_mittkoping(bo: Client) -> None:
    sent()
    page = words(browser(CILLA).get(LIST))
    assert "Anna" not in page
    assert "Det finns inga öppna ärenden" in page
    assert "MK-" not in page


def test_cilla_finds_nothing_of_mittkoping_by_searching() -> None:
    sent()
    for text in ("Andersson", "MK-", ANNAS_NUMBER):
        assert "Inget ärende passar sökningen" in words(search(browser(CILLA), text))


def test_anna_is_not_let_in() -> None:
    assert browser(ANNA).get(LIST).status_code == 403


def test_who_is_not_logged_in_is_asked_to() -> None:
    assert browser().get(LIST)["Location"] == "/logga-in/?next=/handlaggning/"


def test_the_soonest_due_comes_first(bo: Client) -> None:
    with clock.at(timezone.now() - timedelta(days=30)):
        sent(DAN)
    sent()
    page = bo.get(LIST)
    assert rows(page) == ["Åberg, Dan", "Andersson, Anna"]
    assert "dagar försenat" in words(page)


def test_a_column_turns_the_order_when_it_is_pressed_again(bo: Client) -> None:
    sent()
    sent(DAN)
    assert rows(bo.get(LIST, {"sort": "name"})) == ["Andersson, Anna", "Åberg, Dan"]
    assert 'href="?sort=-name"' in bo.get(LIST, {"sort": "name"}).content.decode()
    assert rows(bo.get(LIST, {"sort": "-name"})) == ["Åberg, Dan", "Andersson, Anna"]


def test_each_tab_shows_and_counts_its_own(bo: Client) -> None:
    judged()
    sent(DAN)
    page = words(bo.get(LIST))
    assert "Öppna 2 Mina 1 Ofördelade 1 Försenade 0 Väntar på sökande 0 Avslutade" in page
    assert rows(bo.get(LIST, {"show": "mine"})) == ["Andersson, Anna"]
    assert rows(bo.get(LIST, {"show": "unassigned"})) == ["Åberg, Dan"]


def test_a_row_tells_what_is_proposed_and_who_has_it(bo: Client) -> None:
    judged()
    assert "Resebidrag, november 2025 Handläggs Bifall 400 kr" in words(bo.get(LIST))
    assert rows(browser(EVA).get(LIST, {"show": "mine"})) == []


def test_what_waits_for_a_judgement_says_so(bo: Client) -> None:
    sent()
    assert "Ny Att bedöma" in words(bo.get(LIST))


def test_an_answer_is_marked_until_a_caseworker_acts_on_it(bo: Client) -> None:
    case_id = answered()
    assert "Svar har kommit" in words(bo.get(LIST))
    actions.state_facts(BO, case_id, {"särskilda_skäl": True}, reason="Intyget räcker.")
    assert "Svar har kommit" not in words(bo.get(LIST))


def test_what_waits_for_the_applicant_stands_on_its_own_tab(bo: Client) -> None:
    asked()
    assert rows(bo.get(LIST, {"show": "waiting"})) == ["Andersson, Anna"]


def test_closed_cases_show_what_was_decided_and_by_whom(bo: Client) -> None:
    decided()
    sent(DAN, POOR)
    page = words(bo.get(LIST, {"show": "closed"}))
    assert "Avslag 0 kr" in page
    assert "Bo Berg" in page
    assert "Bifall 500 kr" in page
    assert "Automatisk funktion" in page


def test_a_protected_identity_has_no_name_in_the_list(bo: Client) -> None:
    sent(FIA)
    page = words(bo.get(LIST))
    assert "Skyddade uppgifter" in page
    assert "Hemlig" not in page


def test_bo_finds_by_name_number_and_personnummer(bo: Client) -> None:
    sent()
    sent(DAN)
    for text in ("anna", ANNAS_NUMBER, f"{ANNAS_NUMBER[:8]}-{ANNAS_NUMBER[8:]}"):
        assert rows(search(bo, text)) == ["Andersson, Anna"]


def test_what_is_searched_for_never_stands_in_an_address(bo: Client) -> None:
    sent()
    found = search(bo, ANNAS_NUMBER)
    url = found.redirect_chain[-1][0]
    assert re.fullmatch(r"/handlaggning/\?search=[\w-]+", url)
    assert f'value="{ANNAS_NUMBER}"' in found.content.decode()
    assert ANNAS_NUMBER not in "".join(re.findall(r'href="([^"]*)"', found.content.decode()))


def test_a_search_of_somebody_else_is_no_search(bo: Client) -> None:
    sent()
    url = search(bo, "finns inte").redirect_chain[-1][0]
    assert rows(bo.get(url)) == []
    assert rows(browser(EVA).get(url)) == ["Andersson, Anna"]


@pytest.mark.parametrize(
    "query", ["show=ingen", "sort=drop", "page=-1", "page=x", "page=99999999999", "service=x"]
)
def test_an_address_that_is_not_understood_shows_a_list_all_the_same(bo: Client, query: str) -> None:
    assert bo.get(f"{LIST}?{query}").status_code == 200


def test_more_cases_than_a_page_holds_are_turned_to(bo: Client) -> None:
    for month in range(51):
        sent(month=date(2025, 7 + month % 6, 1))
    first = bo.get(LIST)
    assert len(rows(first)) == 50
    assert "51 ärenden" in words(first)
    assert "Sida 1 av 2" in words(first)
    assert len(rows(bo.get(LIST, {"page": "2"}))) == 1


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len([row for row in captured if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("show", ["open", "closed"])
def test_the_list_asks_as_much_for_many_cases_as_for_one(bo: Client, show: str) -> None:
    decided()
    sent()
    few = statements(bo, f"{LIST}?show={show}")
    for _ in range(4):
        sent(DAN)
        decided()
    assert statements(bo, f"{LIST}?show={show}") == few
    assert few <= 16  # one of them asks which agreements hold now


def following(client: Client, case_id: object) -> str:
    return str(client.get(f"/handlaggning/arende/{case_id}/nasta/")["Location"])


def test_after_ones_own_cases_come_those_that_nobody_has(bo: Client) -> None:
    first, second, unassigned = judged(), judged(), sent(DAN)
    mine = {f"/handlaggning/arende/{case_id}/": case_id for case_id in (first, second)}
    begun = following(bo, decided())
    assert begun in mine
    (other,) = mine.keys() - {begun}
    assert following(bo, mine[begun]) == other
    assert following(bo, mine[other]) == f"/handlaggning/arende/{unassigned}/"


def test_what_waits_for_the_applicant_is_not_next(bo: Client) -> None:
    asked()
    mine = judged()
    assert following(bo, decided()) == f"/handlaggning/arende/{mine}/"


def test_the_way_back_from_a_case_leads_to_the_list_as_it_was(bo: Client) -> None:
    case_id = judged()
    bo.get(f"{LIST}?show=mine&sort=name")
    search(bo, "Anna", "mine")
    bo.get(f"{LIST}?show=mine&sort=name")
    page = bo.get(f"/handlaggning/arende/{case_id}/").content.decode()
    assert 'href="/handlaggning/?show=mine&amp;sort=name" data-key="u"' in page


@pytest.mark.parametrize("kept", ["show=x&sort=y", "%%%", "a=1&" * 50])
def test_a_spoilt_memory_of_the_list_leads_to_the_list(bo: Client, kept: str) -> None:
    bo.cookies["worklist"] = kept
    assert 'href="/handlaggning/" data-key="u"' in bo.get(f"/handlaggning/arende/{sent()}/").content.decode()


def test_after_the_last_case_comes_the_list(bo: Client) -> None:
    only = judged()
    assert bo.get(f"/handlaggning/arende/{only}/nasta/")["Location"] == LIST
