from datetime import date

import pytest
from django.db import connections
from django.test import Client

from allmanning.cases import actions, queries
from tests.cases.applications import POOR, sent
from tests.people import ANNA, BO, CILLA, DAN, MACHINE, NORRHAMN
from tests.portals.caseworker.cases import address, answered, decided, judged
from tests.portals.reading import browser, words


@pytest.fixture
def bo() -> Client:
    return browser(BO)


@pytest.mark.django_db
def test_the_journal_tells_what_happened_in_plain_words_latest_first(bo: Client) -> None:
    page = words(bo.get(address(answered(), "journal/")))
    told = [
        "Den sökande svarade",
        "Bad den sökande om komplettering",
        "Tog ärendet",
        "Lämnade ärendet till en handläggare",
    ]
    assert [page.index(what) for what in told] == sorted(page.index(what) for what in told)
    assert "Resor: 400 kr → 300 kr Jag har inget intyg. Anna Andersson Den sökande själv" in page
    assert "Hinder: en bedömning krävs" in page


@pytest.mark.django_db
def test_the_journal_keeps_judgement_and_reason(bo: Client) -> None:
    page = words(bo.get(address(judged(), "journal/")))
    assert (
        "Gjorde en bedömning Särskilda skäl: saknas → ja Sjukt barn. Bo Berg Handläggare i kommunen" in page
    )


@pytest.mark.django_db
def test_a_decision_stands_in_the_journal_with_its_reason(bo: Client) -> None:
    assert "Beslutade: Avslag, 0 kr Inkomsten räcker. Bo Berg" in words(
        bo.get(address(decided(), "journal/"))
    )


@pytest.mark.django_db
def test_an_automatic_decision_stands_in_the_journal_with_its_ground(bo: Client) -> None:
    page = words(bo.get(address(sent(DAN, POOR), "journal/")))
    assert "Den automatiska funktionen KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41" in page


@pytest.mark.django_db
def test_a_whole_chain_says_so(bo: Client) -> None:
    assert "Kedjan är hel: alla 6 händelser, kontrollerade" in words(bo.get(address(judged(), "journal/")))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_broken_chain_says_where(bo: Client) -> None:
    case_id = judged()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE cases_event NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "UPDATE cases_event SET actor_name = 'Ingen' WHERE case_id = %s AND sequence = 2", [case_id]
        )
        cursor.execute("ALTER TABLE cases_event FORCE ROW LEVEL SECURITY")
    page = words(bo.get(address(case_id, "journal/")))
    assert "Kedjan är bruten vid händelse 2: händelsen har ändrats." in page


@pytest.mark.django_db
def test_every_reading_stands_in_the_read_log(bo: Client) -> None:
    case_id = sent()
    bo.get(address(case_id))
    bo.get(address(case_id, "journal/"))
    page = words(bo.get(address(case_id, "laslogg/")))
    assert "Bo Berg Läsloggen Handläggare i kommunen" in page
    assert "Bo Berg Journalen" in page
    assert "Bo Berg Utredningen" in page


@pytest.mark.django_db
def test_the_applicants_other_cases_here_are_listed_and_no_others(bo: Client) -> None:
    case_id = sent()
    sent(facts=POOR, month=date(2025, 10, 1))
    sent(where=NORRHAMN)
    sent(DAN)
    page = words(bo.get(address(case_id, "fler/")))
    assert "Fler ärenden 1" in page
    assert "Resebidrag, oktober 2025" in page
    assert "Beslutat Bifall 500 kr Automatisk funktion" in page
    assert "NH-" not in page


@pytest.mark.django_db
def test_the_only_case_says_that_it_is(bo: Client) -> None:
    assert "Det här är det enda ärendet" in words(bo.get(address(sent(), "fler/")))


@pytest.mark.django_db
def test_a_letter_opens_as_pdf_and_says_whether_it_was_read(bo: Client) -> None:
    case_id = decided()
    letter = actions.keep_letter(
        MACHINE, case_id, kind="decision", title="Beslut om resebidrag", pdf=b"%PDF-1.7 x"
    )
    assert "Beslut om resebidrag PDF" in words(bo.get(address(case_id, "brev/")))
    assert "Inte öppnat av den sökande än" in words(bo.get(address(case_id, "brev/")))
    assert bo.get(address(case_id, f"brev/{letter}/")).content == b"%PDF-1.7 x"
    queries.read_letter(ANNA, case_id, letter)
    assert "Läst av den sökande" in words(bo.get(address(case_id, "brev/")))


@pytest.mark.django_db
def test_cilla_opens_no_letter_of_mittkoping() -> None:
    case_id = decided()
    letter = actions.keep_letter(MACHINE, case_id, kind="decision", title="Beslut", pdf=b"%PDF-1.7 x")
    assert browser(CILLA).get(address(case_id, f"brev/{letter}/")).status_code == 404
