from uuid import UUID

import pytest
from django.test import Client

from allmanning.cases import queries
from allmanning.cases.models import Case
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, DAN
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def address(case_id: UUID) -> str:
    return f"/mittkoping/arende/{case_id}/aterkalla/"


def test_anna_is_asked_before_her_application_is_taken_back(anna: Client) -> None:
    case_id = sent()
    assert "Vill du återkalla din ansökan?" in words(anna.get(address(case_id)))
    assert queries.case_status(ANNA, case_id) == Case.Status.SUBMITTED
    assert "Din ansökan är återkallad." in words(anna.post(address(case_id), follow=True))
    assert queries.case_status(ANNA, case_id) == Case.Status.WITHDRAWN


def test_a_draft_is_removed_with_all_its_answers(anna: Client) -> None:
    case_id = draft(facts=POOR)
    assert "Alla svar raderas." in words(anna.get(address(case_id)))
    page = words(anna.post(address(case_id), follow=True))
    assert "Utkastet är borttaget." in page
    assert "Du har inga ärenden här än" in page


def test_what_is_decided_is_not_taken_back(anna: Client) -> None:
    case_id = sent(facts=POOR)
    answer = anna.post(address(case_id), follow=True)
    assert "Ärendet är avslutat och går inte att återkalla." in words(answer)
    assert queries.case_status(ANNA, case_id) == Case.Status.DECIDED


def test_dan_cannot_take_annas_application_back() -> None:
    case_id = sent()
    assert browser(DAN).post(address(case_id)).status_code == 404
    assert queries.case_status(ANNA, case_id) == Case.Status.SUBMITTED
