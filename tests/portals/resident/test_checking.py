from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from allmanning.cases import actions, queries
from allmanning.cases.models import Case
from tests.cases.applications import POOR, RICH, draft, sent
from tests.people import ANNA, DAN
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Client:
    return browser(ANNA)


def check(case_id: UUID) -> str:
    return f"/mittkoping/arende/{case_id}/kontrollera/"


def sign(client: Client, case_id: UUID, **more: str) -> dict[str, str]:
    page = client.get(check(case_id))
    return {"sign": "1", "key": hidden(page, "key"), "version": hidden(page, "version"), **more}


def test_anna_reads_through_what_she_will_sign(anna: Client) -> None:
    page = words(anna.get(check(draft(facts=POOR))))
    assert "inkomst 5 000 kr Ändra : inkomst" in page
    assert "Barn 1 barn.ålder 5 Ändra : barn.ålder" in page
    assert "Med de här svaren ser det ut att bli 500 kr." in page
    assert "Skickar du nu får du beslutet direkt." in page


def test_where_a_person_has_to_judge_anna_is_told_how_long_it_takes(anna: Client) -> None:
    page = words(anna.get(check(draft(facts=RICH))))
    assert "läser en handläggare din ansökan. Du får ett beslut inom ungefär 10 dagar." in page


def test_nothing_is_sent_without_standing_for_it(anna: Client) -> None:
    case_id = draft(facts=POOR)
    answer = anna.post(check(case_id), {"key": str(uuid4()), "version": "1"})
    assert answer.status_code == 422
    assert "Kryssa i att uppgifterna stämmer" in words(answer)
    assert queries.case_status(ANNA, case_id) == Case.Status.DRAFT


def test_anna_signs_and_comes_to_her_decision(anna: Client) -> None:
    case_id = draft(facts=POOR)
    answer = anna.post(check(case_id), sign(anna, case_id))
    assert answer["Location"] == f"/mittkoping/arende/{case_id}/"
    assert "Du får 500 kr för november 2025." in words(anna.get(answer["Location"]))


def test_pressing_twice_makes_one_case(anna: Client) -> None:
    case_id = draft(facts=POOR)
    form = sign(anna, case_id)
    first, second = anna.post(check(case_id), form), anna.post(check(case_id), form)
    assert first["Location"] == second["Location"]
    assert len(queries.case_page(ANNA, case_id).decisions) == 1


def test_two_tabs_make_one_case(anna: Client) -> None:
    case_id = draft(facts=POOR)
    one, other = sign(anna, case_id), sign(anna, case_id)
    assert one["key"] != other["key"]
    assert anna.post(check(case_id), one)["Location"] == anna.post(check(case_id), other)["Location"]
    assert len(queries.case_page(ANNA, case_id).decisions) == 1


def test_what_another_tab_has_changed_is_shown_and_nothing_is_sent(anna: Client) -> None:
    case_id = draft(facts=POOR)
    form = sign(anna, case_id)
    actions.save_facts(ANNA, case_id, {"resor": 10_000})
    answer = anna.post(check(case_id), form)
    assert answer.status_code == 409
    assert (
        "Inget är skickat. Läs igenom en gång till, så att du skriver under det som gäller nu. resor"
        in words(answer)
    )
    assert queries.case_status(ANNA, case_id) == Case.Status.DRAFT
    assert (
        anna.post(
            check(case_id), {**form, "key": hidden(answer, "key"), "version": hidden(answer, "version")}
        ).status_code
        == 302
    )


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_was_never_shown_is_never_signed(anna: Client, version: str) -> None:
    case_id = draft(facts=POOR)
    assert anna.post(check(case_id), sign(anna, case_id, version=version)).status_code == 409


def test_a_used_key_with_another_page_is_no_signature(anna: Client) -> None:
    first, second = (
        draft(facts=POOR),
        draft(facts=POOR, month=date(2025, 12, 1)),
    )
    form = sign(anna, first)
    anna.post(check(first), form)
    assert anna.post(check(second), form).status_code == 422
    assert queries.case_status(ANNA, second) == Case.Status.DRAFT


def test_an_unanswered_question_is_led_to(anna: Client) -> None:
    case_id = draft(facts={"inkomst": 500_000, "barn": []})
    assert "Det fattas ett svar Svara på nästa fråga" in words(anna.get(check(case_id)))
    answer = anna.post(check(case_id), {"sign": "1", "key": str(uuid4()), "version": "1"})
    assert answer["Location"] == f"/mittkoping/arende/{case_id}/fraga/resor/"


def test_a_withdrawn_application_cannot_be_signed_from_an_old_tab(anna: Client) -> None:
    case_id = draft(facts=POOR)
    form = sign(anna, case_id)
    actions.withdraw(ANNA, case_id)
    answer = anna.post(check(case_id), form, follow=True)
    assert "Ansökan är återkallad och går inte att skicka." in words(answer)


def test_what_is_sent_is_followed_and_not_checked(anna: Client) -> None:
    case_id = sent()
    assert anna.get(check(case_id))["Location"] == f"/mittkoping/arende/{case_id}/"


def test_dan_cannot_sign_for_anna(anna: Client) -> None:
    case_id = draft(facts=POOR)
    assert browser(DAN).get(check(case_id)).status_code == 404
    assert browser(DAN).post(check(case_id), sign(anna, case_id)).status_code == 404


def test_a_signature_from_another_site_is_refused() -> None:
    case_id = draft(facts=POOR)
    strict = browser(ANNA)
    strict.handler.enforce_csrf_checks = True
    assert strict.post(check(case_id), {"sign": "1", "version": "1"}).status_code == 403


def test_the_page_to_sign_takes_as_many_statements_as_a_question(
    anna: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = draft(facts=POOR)
    anna.get(check(case_id))
    with django_assert_num_queries(18):
        anna.get(check(case_id))
