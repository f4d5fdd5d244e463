from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from allmanning.cases import queries
from allmanning.portals.caseworker.decision_forms import working_days_after
from allmanning.portals.caseworker.views.asking import with_line
from tests.cases.applications import sent
from tests.people import BO
from tests.portals.caseworker.cases import address, asked, in_days
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def typed(page: object, **more: str) -> dict[str, str]:
    return {
        "text": "Skicka intyget.",
        "due_on": in_days(14).isoformat(),
        "kind": hidden(page, "kind"),
        "key": hidden(page, "key"),
        **more,
    }


def ask(client: Client, case_id: UUID, place: str = "komplettera/", **more: str) -> object:
    return client.post(
        address(case_id, place), typed(client.get(address(case_id, place)), **more), follow=True
    )


def test_ten_working_days_are_given_to_answer() -> None:
    assert working_days_after(date(2025, 12, 15), 10) == date(2026, 1, 5)


def test_bo_asks_and_the_case_waits(bo: Client) -> None:
    case_id = sent()
    assert "Frågan är skickad. Ärendet väntar på svar till den" in words(ask(bo, case_id))
    page = queries.case_page(BO, case_id)
    assert page.case.status == "completion"
    assert page.completions[0].text == "Skicka intyget."


def test_pressing_twice_asks_once(bo: Client) -> None:
    case_id = sent()
    form = typed(bo.get(address(case_id, "komplettera/")))
    bo.post(address(case_id, "komplettera/"), form)
    assert bo.post(address(case_id, "komplettera/"), form).status_code == 302
    assert len(queries.case_page(BO, case_id).completions) == 1


def test_the_letter_around_the_question_is_shown(bo: Client) -> None:
    page = words(bo.get(address(sent(), "komplettera/")))
    assert "Så blir brevet" in page
    assert "(Din text kommer här.)" in page


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"text": "  "}, "Skriv vad du behöver veta."),
        ({"due_on": "snart"}, "Skriv datumet med år, månad och dag"),
        ({"due_on": "2020-01-01"}, "Skriv en dag som kommer"),
        ({"due_on": ""}, "Skriv en dag som kommer"),
    ],
)
def test_a_question_that_cannot_be_sent_says_why(bo: Client, more: dict[str, str], told: str) -> None:
    case_id = sent()
    page = ask(bo, case_id, **more)
    assert told in words(page)
    assert queries.case_page(BO, case_id).completions == ()


def test_what_is_wrong_does_not_lose_the_text(bo: Client) -> None:
    assert "Skicka intyget." in words(ask(bo, sent(), due_on="snart"))


def test_asking_what_the_applicant_says_is_another_letter(bo: Client) -> None:
    case_id = sent()
    page = bo.get(address(case_id, "komplettera/") + "?kind=communication")
    assert "Fråga den sökande före beslut" in words(page)
    assert "Det här kan tala emot din ansökan" in words(page)
    bo.post(address(case_id, "komplettera/"), typed(page))
    assert queries.case_page(BO, case_id).completions[0].kind == "communication"


def test_a_case_that_waits_already_is_not_asked_again(bo: Client) -> None:
    page = bo.get(address(asked(), "komplettera/"))
    assert page.status_code == 409
    assert "Ärendets läge är nu: väntar på sökande." in words(page)


def test_a_line_is_put_in_the_text_once() -> None:
    text = with_line("", "Hyresavi")
    assert text == "Skicka:\n- Hyresavi"
    assert with_line(text, "Hyresavi") == text
    assert with_line("Hej!\r\n", "Intyg") == "Hej!\n- Intyg"
