from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allmanning.cases import actions
from allmanning.cases.automation import telling
from tests.cases.applications import POOR, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, FIA, NORRHAMN
from tests.portals.caseworker.cases import address, answered, asked, decided, judged
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


PLACES = [
    *("", "journal/", "brev/", "brev/1/", "brev/utkast/", "fler/", "laslogg/", "bedom/", "uppgift/resor/"),
    *("komplettera/", "besluta/", "andra/", "avsla/", "lamna-over/"),
]


@pytest.mark.parametrize("place", PLACES)
def test_cilla_is_told_nothing_of_a_case_in_mittkoping(place: str) -> None:
    page = browser(CILLA).get(address(sent(), place))
    assert page.status_code == 404
    assert "Anna" not in page.content.decode()
    assert words(page) == words(browser(CILLA).get(address(uuid4(), place)))


@pytest.mark.parametrize(
    "place", ["ta/", "lamna-tillbaka/", "lamna-over/", "bedom/", "besluta/", "komplettera/"]
)
def test_cilla_does_nothing_to_a_case_in_mittkoping(place: str) -> None:
    case_id = sent()
    assert browser(CILLA).post(address(case_id, place), {"key": "k", "version": "1"}).status_code == 404


def test_anna_does_not_reach_her_case_as_a_caseworker() -> None:
    assert browser(ANNA).get(address(sent())).status_code == 403


def test_a_draft_is_not_a_caseworkers_to_see(bo: Client) -> None:
    from tests.cases.applications import draft

    assert bo.get(address(draft())).status_code == 404


def test_the_head_says_who_what_when_and_who_has_it(bo: Client) -> None:
    page = words(bo.get(address(sent())))
    assert "Anna Andersson Resebidrag, november 2025" in page
    assert "20170101-2393" in page
    assert "Läge Ny Klart senast" in page
    assert "Handläggare Ingen än Ta ärendet Lämna över" in page


def test_the_title_of_the_page_has_no_name_in_it(bo: Client) -> None:
    html = bo.get(address(sent())).content.decode()
    title = html[html.index("<title>") : html.index("</title>")]
    assert "Resebidrag" in title
    assert "Anna" not in title


def test_why_a_person_decides_is_told_with_what_is_left(bo: Client) -> None:
    page = words(bo.get(address(sent())))
    assert "Lagen kräver en bedömning i det enskilda fallet återstår särskilda_skäl Gör bedömningen" in page
    assert "Inget förslag än En bedömning återstår innan reglerna kan säga utfallet." in page
    assert "Beloppet blir mellan 0 kr och 400 kr." in page


def test_a_judgement_that_is_made_is_told_as_done(bo: Client) -> None:
    page = words(bo.get(address(judged())))
    assert "Lagen kräver en bedömning i det enskilda fallet klart" in page
    assert "Godta bifall 400 kr" in page


def test_derived_amounts_are_named_with_the_paragraph_to_compare_with(bo: Client) -> None:
    page = words(bo.get(address(sent(facts=POOR, month=date(2026, 1, 1)))))
    assert "Räkningen använder belopp som inte är fastställda kontrollera" in page
    assert "Jämför med SoL (2025:400) 12 kap. 1 § innan du beslutar: Tillägg för barn 110 kr" in page


def test_what_the_board_has_not_delegated_is_told_with_the_law() -> None:
    page = words(browser(CILLA).get(address(sent(facts=POOR, where=NORRHAMN))))
    assert (
        "Nämnden har inte delegerat beslut till den automatiska funktionen KL (2017:725) 6 kap. 37 §" in page
    )


def test_an_earlier_application_is_a_link_to_compare_with(bo: Client) -> None:
    sent(facts=POOR)
    page = words(bo.get(address(sent(facts=POOR))))
    assert "Den sökande har redan en ansökan för samma tid kontrollera Jämför ansökningarna" in page


def test_facts_stand_in_the_authors_groups_with_who_said_so(bo: Client) -> None:
    page = words(bo.get(address(judged())))
    assert "Den sökande" in page
    assert ", om inget annat står. Allt Inkomst 20 000 kr Rätta : Inkomst Resor 400 kr" in page
    assert "Särskilda skäl ja Ändra : Särskilda skäl Bo Berg" in page
    assert "Sjukt barn." in page


def test_a_corrected_fact_shows_what_it_was_and_why(bo: Client) -> None:
    case_id = sent()
    actions.state_facts(BO, case_id, {"resor": 35_000}, reason="Kvittot visar 350 kr.")
    page = words(bo.get(address(case_id)))
    assert "Ändrad. Resor: 400 kr → 350 kr Kvittot visar 350 kr." in page


def test_a_fact_and_its_line_in_the_reckoning_point_at_each_other(bo: Client) -> None:
    html = bo.get(address(judged())).content.decode()
    line = html[html.index('id="fact-resor"') :]
    target = line[line.index('href="#') + 7 :].split('"')[0]
    assert f'id="{target}"' in html
    assert 'href="#fact-resor"' in html


def test_children_are_a_table_with_a_row_each(bo: Client) -> None:
    page = words(bo.get(address(sent(facts=POOR, month=date(2026, 1, 1)))))
    assert "Barn 1 5" in page
    assert "Lägg till eller ta bort barn" in page


def test_each_thing_applied_for_is_granted_partly_or_refused_with_reason_and_law(bo: Client) -> None:
    case_id = sent(facts={"inkomst": 2_000_000, "resor": 90_000, "barn": []})
    page = words(bo.get(address(case_id)))
    assert "Resor 900 kr 600 kr Beviljas delvis SoL 12 kap. 7 § Högst kommunens belopp." in page


def test_a_new_answer_stands_first_and_its_facts_are_marked(bo: Client) -> None:
    case_id = answered()
    page = words(bo.get(address(case_id)))
    assert "Nytt: svar från den sökande" in page
    assert "Jag har inget intyg." in page
    assert "Resor 300 kr nytt" in page
    actions.state_facts(BO, case_id, {"särskilda_skäl": True}, reason="Räcker.")
    assert "Nytt: svar" not in words(bo.get(address(case_id)))


def test_a_case_that_waits_says_for_what_and_until_when(bo: Client) -> None:
    page = words(bo.get(address(asked())))
    assert "Väntar på svar till den" in page
    assert "Skicka intyget." in page
    assert "Begär komplettering" not in page


def test_a_colleagues_case_can_be_read_but_not_decided() -> None:
    case_id = sent()
    actions.take(EVA, case_id)
    page = words(browser(BO).get(address(case_id)))
    assert "Eva Öst har ärendet. Du kan läsa men inte besluta." in page
    assert "Rätta" not in page


def test_the_team_leader_decides_what_another_has() -> None:
    assert "Godta bifall 400 kr" in words(browser(EVA).get(address(judged(BO))))


def test_a_protected_identity_is_not_shown_until_it_is_asked_for(bo: Client) -> None:
    html = bo.get(address(sent(FIA))).content.decode()
    heading = html[html.index("<h1>") : html.index("</h1>")]
    assert "Hemlig" not in heading
    assert "<details" in html[: html.index("Fia Hemlig")]
    assert "Skyddade personuppgifter" in html


def test_a_decided_case_says_what_by_whom_on_what_ground_and_until_when(bo: Client) -> None:
    case_id = decided()
    page = words(bo.get(address(case_id)))
    assert "Beslut Avslag Beslutat" in page
    assert "Av Bo Berg Med stöd av Handläggare i kommunen; delegation till handläggare" in page
    assert "Motivering Inkomsten räcker." in page
    assert "Tiden för att överklaga har inte börjat" in page
    actions.serve(ANNA, case_id)
    assert "Kan överklagas till och med den" in words(bo.get(address(case_id)))


def test_an_automatic_decision_names_its_delegation(bo: Client) -> None:
    page = words(bo.get(address(sent(DAN, POOR))))
    assert "Av den automatiska funktionen" in page
    assert "KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41" in page


def test_a_letter_that_is_not_written_yet_says_so(bo: Client) -> None:
    assert "Beslut" in words(bo.get(address(decided(), "brev/")))
    assert "Skrivs nu" in words(bo.get(address(decided(), "brev/")))


def test_a_withdrawn_application_says_so(bo: Client) -> None:
    case_id = sent()
    actions.withdraw(ANNA, case_id)
    assert "Den sökande har tagit tillbaka ansökan" in words(bo.get(address(case_id)))


def statements(client: Client, case_id: UUID) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(case_id)).status_code == 200
    return len([row for row in captured if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_page_asks_as_much_of_a_long_case_as_of_a_short_one(bo: Client) -> None:
    short = statements(bo, sent())
    long_case = answered()
    for amount in range(5):
        actions.state_facts(BO, long_case, {"resor": 10_000 + amount}, reason="Kvitto.")
    assert statements(bo, long_case) == short
    assert short <= 22


def test_nothing_of_a_case_stays_in_the_browser(bo: Client) -> None:
    assert "no-store" in bo.get(address(sent()))["Cache-Control"]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            ["judgement", "appeal_route", "automation", "outcome", "not_delegated"],
            ("judgement", "appeal_route"),
        ),
        (["automation", "outcome", "earlier_application"], ("automation", "earlier_application")),
        (["outcome", "not_delegated"], ("outcome", "not_delegated")),
    ],
)
def test_where_no_decision_is_ever_automatic_the_page_says_that_and_nothing_beside_it(
    found: list[str], told: tuple[str, ...]
) -> None:
    assert telling(found) == told
