from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from allmanning.cases import actions, queries
from allmanning.cases.models import Case
from tests.cases.applications import sent
from tests.people import ANNA, BO, DAN
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


@pytest.fixture
def case_id() -> UUID:
    """Bo has asked for the rent invoice."""
    case_id = sent()
    actions.take(BO, case_id)
    actions.ask_for_completion(BO, case_id, "Skicka hyresavin.", timezone.localdate() + timedelta(days=7))
    return case_id


def address(case_id: UUID) -> str:
    return f"/mittkoping/arende/{case_id}/komplettera/"


def answered(case_id: UUID) -> str:
    return queries.case_page(ANNA, case_id).completions[0].answer


def test_anna_answers_in_the_same_place(anna: Client, case_id: UUID) -> None:
    page = anna.get(address(case_id))
    assert "Skicka hyresavin. Bo Berg vill ha ditt svar senast" in words(page)
    answer = anna.post(
        address(case_id), {"answer": "Den är 7 000 kr.", "key": hidden(page, "key")}, follow=True
    )
    assert "Tack, vi har fått ditt svar." in words(answer)
    assert answered(case_id) == "Den är 7 000 kr."
    assert queries.case_status(ANNA, case_id) == Case.Status.ASSESSING


def test_a_fact_is_corrected_with_the_answer(anna: Client, case_id: UUID) -> None:
    anna.post(address(case_id), {"answer": "", "resor": "350 kr"})
    assert queries.case_page(ANNA, case_id).facts["resor"] == 35_000


def test_what_is_left_as_it_was_is_not_stated_anew(anna: Client, case_id: UUID) -> None:
    anna.post(address(case_id), {"answer": "Hej", "inkomst": "20 000", "resor": "400"})
    assert queries.case_page(ANNA, case_id).case.version == 1


def test_an_empty_answer_says_what_to_do(anna: Client, case_id: UUID) -> None:
    answer = anna.post(address(case_id), {"answer": "  "})
    assert answer.status_code == 422
    assert "Skriv ett svar, bifoga en fil eller ändra en uppgift här under." in words(answer)
    assert queries.case_status(ANNA, case_id) == Case.Status.COMPLETION


@pytest.mark.parametrize(
    ("typed", "told"),
    [("mycket", "Skriv beloppet med siffror"), ("-1", "Skriv ett belopp från 0 kr till 100 000 kr.")],
)
def test_a_correction_that_cannot_be_kept_is_told_and_the_answer_stays(
    anna: Client, case_id: UUID, typed: str, told: str
) -> None:
    answer = anna.post(address(case_id), {"answer": "Hej", "resor": typed})
    assert answer.status_code == 422
    assert told in words(answer)
    assert "Hej</textarea>" in answer.content.decode()


def test_a_novel_is_not_an_answer(anna: Client, case_id: UUID) -> None:
    answer = anna.post(address(case_id), {"answer": "x" * 5001})
    assert answer.status_code == 422
    assert "högst 5 000 tecken" in words(answer)


def test_sending_the_answer_twice_is_one_answer(anna: Client, case_id: UUID) -> None:
    form = {"answer": "Hej", "key": hidden(anna.get(address(case_id)), "key")}
    first, second = anna.post(address(case_id), form), anna.post(address(case_id), form)
    assert first["Location"] == second["Location"]
    assert (
        len(
            [
                event
                for event in queries.case_page(ANNA, case_id).events
                if event.action == "completion_answered"
            ]
        )
        == 1
    )


def test_when_nothing_is_asked_the_page_says_so(anna: Client) -> None:
    answer = anna.get(address(sent()), follow=True)
    assert "Vi väntar inte på något svar från dig just nu." in words(answer)


def test_dan_cannot_answer_for_anna(case_id: UUID) -> None:
    assert browser(DAN).post(address(case_id), {"answer": "Hej"}).status_code == 404
    assert answered(case_id) == ""
