from typing import Any

import pytest
from django.test import Client

from allmanning.accounts.models import DemoLogin
from tests.people import ANNA, BO, MITTKOPING
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def demo_logins() -> None:
    for order, (actor, is_staff, story) in enumerate([(ANNA, False, "Söker"), (BO, True, "Beslutar")]):
        DemoLogin.objects.using("owner").create(
            person_id=actor.person,
            organisation_id=MITTKOPING,
            is_staff=is_staff,
            name=actor.name,
            story={"sv": story, "en": story},
            order=order,
        )


@pytest.fixture
def client() -> Client:
    return browser()


def log_in(client: Client, person: object, wanted: str = "") -> str:
    answer = client.post("/logga-in/", {"person": str(person), "next": wanted})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_login_page_says_that_it_is_a_demonstration_and_who_one_can_be(client: Client) -> None:
    page = words(client.get("/logga-in/"))
    assert "Det här är en demonstration" in page
    assert "Som invånare Anna Andersson Söker Som handläggare Bo Berg Beslutar" in page


def test_anna_comes_to_her_municipality(client: Client) -> None:
    assert log_in(client, ANNA.person) == "/mittkoping/"
    assert "Anna Andersson" in client.get("/mittkoping/").content.decode()


def test_bo_comes_to_his_worklist(client: Client) -> None:
    assert log_in(client, BO.person) == "/handlaggning/"


def test_anna_comes_to_where_she_was_heading(client: Client) -> None:
    assert log_in(client, ANNA.person, "/mittkoping/mina-arenden/?a=1") == "/mittkoping/mina-arenden/?a=1"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.com/",
        "//example.com/",
        r"/\example.com",
        "javascript:alert(1)",
        "http:///example.com",
        "/utseende/x/y/z",
        " /",
    ],
)
def test_nobody_is_led_to_another_site(client: Client, wanted: str) -> None:
    assert log_in(client, ANNA.person, wanted) == "/mittkoping/"


def test_bo_is_not_led_to_a_residents_page(client: Client) -> None:
    assert log_in(client, BO.person, "/mittkoping/mina-arenden/") == "/handlaggning/"


@pytest.mark.parametrize("person", ["", "anna", "00000000-0000-4000-8000-000000000000"])
def test_nobody_becomes_somebody_who_is_not_offered(client: Client, person: str) -> None:
    assert client.post("/logga-in/", {"person": person}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_without_a_demonstration_nobody_is_let_in(client: Client, settings: Any) -> None:
    settings.DEMO = False
    page = client.get("/logga-in/")
    assert page.status_code == 503
    assert "Det går inte att logga in än" in words(page)
    assert client.post("/logga-in/", {"person": str(ANNA.person)}).status_code == 404
    assert client.post("/logga-in/igen/", {"next": "/handlaggning/"}).status_code == 302
    assert "_auth_user_id" not in client.session


def test_nobody_stays_in_from_a_demonstration(client: Client, settings: Any) -> None:
    log_in(client, BO.person)
    settings.DEMO = False
    assert client.post("/logga-in/igen/", {"next": "/handlaggning/"})["Location"] == "/logga-in/"
    assert client.get("/handlaggning/")["Location"] == "/logga-in/?next=/handlaggning/"
    assert "_auth_user_id" not in client.session


def test_logging_out_takes_a_press(client: Client) -> None:
    log_in(client, ANNA.person)
    assert "Vill du logga ut?" in words(client.get("/logga-ut/"))
    assert "_auth_user_id" in client.session
    assert client.post("/logga-ut/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_session_is_a_new_one_after_logging_in(client: Client) -> None:
    client.get("/logga-in/")
    log_in(client, ANNA.person)
    first = client.session.session_key
    log_in(client, BO.person)
    assert client.session.session_key != first
