"""Kajsa chooses for whom she acts and sees it on every page; Otto gives consent, and takes it back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmanning.accounts import representations
from allmanning.accounts.roles import Errand
from allmanning.cases import actions
from allmanning.cases.queries import own_cases
from tests.accounts.represented import consented, guarded, kajsa
from tests.cases.applications import RICH, draft, key, sent
from tests.people import ANNA, KAJSA, KAJSAS_NUMBER, LEO, OTTO, OTTOS_NUMBER, person
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

LIST = reverse("resident:representations", args=["mittkoping"])
CHANGE = reverse("resident:act_for", args=["mittkoping"])
GIVE = reverse("resident:consent", args=["mittkoping"])
CASES = reverse("resident:cases", args=["mittkoping"])
START = reverse("resident:start", args=["mittkoping", PACKAGE_ID])
WRITTEN: dict[str, Any] = {
    "ombud_number": KAJSAS_NUMBER, "ombud_name": "Kajsa", "services": [PACKAGE_ID], "errands": ["read", "apply"],
    "valid_to": "", "agrees": "1",
}  # fmt: skip


@pytest.fixture
def kajsas(client: Client) -> Client:
    client.force_login(person(KAJSA))
    return client


@pytest.fixture
def ottos(client: Client) -> Client:
    client.force_login(person(OTTO))
    return client


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_without_any_the_page_says_so_and_how(kajsas: Client) -> None:
    told = body(kajsas, LIST)
    assert "Du är inte ombud för någon" in told
    assert "Ingen annan får göra dina ärenden" in told


def test_otto_gives_consent_for_one_service(ottos: Client) -> None:
    assert ottos.post(GIVE, WRITTEN | {"key": key()}).url == LIST
    (row,) = representations.given(OTTO)
    assert (row.packages, row.tasks, row.organisation_id) == ([PACKAGE_ID], ["read", "apply"], 1)
    assert "Kajsa" in body(ottos, LIST)


def test_the_same_form_sent_twice_is_one_consent(ottos: Client) -> None:
    form = WRITTEN | {"key": key()}
    assert [ottos.post(GIVE, form).status_code for _ in range(2)] == [302, 302]
    assert len(representations.given(OTTO)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ombud_number": "1"}, "Skriv personnumret med tolv siffror"),
        ({"ombud_number": OTTOS_NUMBER}, "Det är ditt eget personnummer"),
        ({"ombud_number": "201504172394"}, "måste ha fyllt 18 år"),
        ({"ombud_name": ""}, "Skriv ett namn"),
        ({"services": []}, "Välj minst en tjänst"),
        ({"errands": []}, "Välj minst en sak"),
        ({"valid_to": "2025-01-01"}, "Skriv en dag som inte har varit"),
        ({"agrees": []}, "Kryssa i att du samtycker"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, Any], said: str, ottos: Client) -> None:
    answer = ottos.post(GIVE, {**WRITTEN, "key": key(), **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert representations.given(OTTO) == ()


def test_an_unknown_number_is_answered_as_a_known_one(ottos: Client) -> None:
    answers = []
    for number in (KAJSAS_NUMBER, "197809219806"):
        answer = ottos.post(GIVE, WRITTEN | {"key": key(), "ombud_number": number}, follow=True)
        answers.append((answer.redirect_chain, answer.content.decode().count("Kajsa")))
        representations.revoke(OTTO, representations.given(OTTO)[0].pk)
    assert answers[0][0] == answers[1][0]
    assert "Holm" not in body(ottos, LIST)


def test_a_child_is_offered_no_consent(client: Client) -> None:
    client.force_login(person(LEO))
    assert GIVE not in body(client, LIST)
    assert client.get(GIVE).status_code == 403


def test_the_number_stands_in_no_address(ottos: Client) -> None:
    answer = ottos.post(GIVE, WRITTEN | {"key": key()}, follow=True)
    assert all(KAJSAS_NUMBER not in url for url, _ in answer.redirect_chain)
    assert KAJSAS_NUMBER not in answer.content.decode()


def test_kajsa_chooses_otto_and_every_page_says_so(kajsas: Client) -> None:
    case_id = sent(OTTO)
    given = consented()
    assert "Du gör det här för" not in body(kajsas, CASES)
    assert kajsas.post(CHANGE, {"acts_for": given}).url == CASES
    case = reverse("resident:case", args=["mittkoping", case_id])
    for address in (CASES, case, LIST, GIVE, START, "/", reverse("open:municipality", args=["mittkoping"])):
        assert "Du gör det här för <strong>Otto Rask</strong>" in body(kajsas, address), address


def test_she_is_herself_again_when_she_says_so(kajsas: Client) -> None:
    mine, ottos_case = sent(KAJSA), sent(OTTO)
    kajsas.post(CHANGE, {"acts_for": consented()})
    addresses = [reverse("resident:case", args=["mittkoping", one]) for one in (mine, ottos_case)]
    assert [kajsas.get(one).status_code for one in addresses] == [404, 200]
    kajsas.post(CHANGE, {"acts_for": "mig"})
    assert [kajsas.get(one).status_code for one in addresses] == [200, 404]


@pytest.mark.parametrize("chosen", ["999", "x", "", "٣", "-1", "9" * 30])
def test_nobody_chooses_what_is_not_theirs(chosen: str, kajsas: Client) -> None:
    assert kajsas.post(CHANGE, {"acts_for": chosen}).status_code == 404


def test_nobody_chooses_anothers_representation(client: Client) -> None:
    given = consented()
    for stranger in (ANNA, OTTO):
        client.force_login(person(stranger))
        assert client.post(CHANGE, {"acts_for": given}).status_code == 404


def test_after_revocation_the_next_request_is_404_and_then_she_is_herself(kajsas: Client) -> None:
    case_id = sent(OTTO)
    kajsas.post(CHANGE, {"acts_for": (given := consented())})
    case = reverse("resident:case", args=["mittkoping", case_id])
    assert kajsas.get(case).status_code == 200
    representations.revoke(OTTO, given)
    assert kajsas.get(case).status_code == 404
    assert kajsas.get(case).status_code == 404
    assert "Du gör det här för" not in body(kajsas, CASES)


def test_who_may_apply_for_others_says_for_whom_at_the_start(kajsas: Client) -> None:
    otto = consented()
    month = {"month": "2025-11-01", "key": key()}
    asked = kajsas.post(START, month)
    assert (asked.status_code, "För vem gör du ansökan?" in asked.content.decode()) == (200, True)
    assert kajsas.post(START, month | {"asked": "1"}).status_code == 422
    assert own_cases(KAJSA) == own_cases(OTTO) == ()
    assert kajsas.post(START, month | {"acts_for": str(otto)}).status_code == 302
    assert (len(own_cases(KAJSA)), len(own_cases(OTTO))) == (0, 1)
    assert kajsas.post(START, month | {"acts_for": "mig", "key": key()}).status_code == 302
    assert (len(own_cases(KAJSA)), len(own_cases(OTTO))) == (1, 1)


def test_only_who_may_apply_for_this_is_offered(kajsas: Client) -> None:
    consented(errands=[Errand.READ])
    consented(packages=["annat"])
    assert "För vem gör du ansökan?" not in body(kajsas, START)
    guarded()
    told = body(kajsas, START)
    assert "Leo Holm" in told
    assert "Otto Rask" not in told


def test_an_ombud_who_only_reads_does_not_start_the_time_to_appeal(kajsas: Client) -> None:
    case_id = draft(OTTO, RICH | {"inkomst": 500_000})
    actions.submit(OTTO, case_id, version=1, key=key())
    kajsas.post(CHANGE, {"acts_for": consented(errands=[Errand.READ])})
    assert kajsas.get(reverse("resident:case", args=["mittkoping", case_id])).status_code == 200
    assert not own_cases(OTTO)[0].is_served
    kajsas.post(CHANGE, {"acts_for": consented(errands=[Errand.LETTERS])})
    kajsas.get(reverse("resident:case", args=["mittkoping", case_id]))
    assert own_cases(OTTO)[0].is_served


def test_otto_takes_it_back_after_being_asked(ottos: Client) -> None:
    given = consented()
    address = reverse("resident:consent_revoke", args=["mittkoping", given])
    assert "Ska Kajsa inte längre vara ditt ombud?" in body(ottos, address)
    assert ottos.post(address).url == LIST
    assert "Återkallat" in body(ottos, LIST)
    assert ottos.get(address).status_code == 404


def test_a_stranger_takes_nothing_back(client: Client) -> None:
    given = consented()
    client.force_login(person(ANNA))
    address = reverse("resident:consent_revoke", args=["mittkoping", given])
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    kajsa(given)
