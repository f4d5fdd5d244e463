from uuid import UUID

import pytest
from django.test import Client

from allmanning.cases import actions, queries
from allmanning.portals.resident.letters import TRIES, file_name
from tests.cases.applications import POOR, sent
from tests.people import ANNA, DAN, MACHINE
from tests.portals.reading import browser

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 ..."


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def letter(case_id: UUID) -> str:
    decision = queries.case_page(ANNA, case_id).decisions[0].pk
    letter_id = actions.keep_letter(
        MACHINE, case_id, kind="decision", title="Beslut: åäö / §", pdf=PDF, decision_id=decision
    )
    return f"/mittkoping/arende/{case_id}/brev/{letter_id}/"


def test_anna_opens_her_letter(anna: Client) -> None:
    answer = anna.get(letter(sent(facts=POOR)))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="beslut-aao.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_dan_cannot_open_annas_letter() -> None:
    assert browser(DAN).get(letter(sent(facts=POOR))).status_code == 404


def test_a_letter_of_another_case_is_not_found(anna: Client) -> None:
    first = letter(sent(facts=POOR))
    other = sent()
    assert anna.get(f"/mittkoping/arende/{other}/brev/{first.split('/')[-2]}/").status_code == 404


def test_while_the_letter_is_written_the_page_asks_again(anna: Client) -> None:
    case_id = sent(facts=POOR)
    page = anna.get(f"/mittkoping/arende/{case_id}/").content.decode()
    assert "Brevet med beslutet skrivs just nu." in page
    assert f'hx-get="/mittkoping/arende/{case_id}/brev/?tried=1" hx-trigger="every 3s"' in page


def test_when_it_is_there_the_page_stops_asking(anna: Client) -> None:
    case_id = sent(facts=POOR)
    address = letter(case_id)
    fragment = anna.get(f"/mittkoping/arende/{case_id}/brev/?tried=3").content.decode()
    assert address in fragment
    assert "hx-get" not in fragment


@pytest.mark.parametrize("tried", [str(TRIES), "99999999999"])
def test_the_page_does_not_ask_for_ever(anna: Client, tried: str) -> None:
    fragment = anna.get(f"/mittkoping/arende/{sent(facts=POOR)}/brev/?tried={tried}").content.decode()
    assert "hx-get" not in fragment
    assert "inte klart än" in fragment


def test_a_page_that_asks_again_leaves_no_trace_in_the_read_log(anna: Client) -> None:
    case_id = sent(facts=POOR)
    before = len(queries.reads_of(ANNA, case_id))
    anna.get(f"/mittkoping/arende/{case_id}/brev/?tried=x")
    assert len(queries.reads_of(ANNA, case_id)) == before


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Beslut om ekonomiskt bistånd", "beslut-om-ekonomiskt-bistand"),
        ('x"\r\nSet-Cookie: a', "x-set-cookie-a"),
        ("§§", "brev"),
    ],
)
def test_a_title_becomes_a_name_that_no_header_trips_over(title: str, name: str) -> None:
    assert file_name(title) == name
