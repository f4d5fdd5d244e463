"""Operators say which systems are told what, see what did not arrive, and send it again. Others find no way in."""

import socket
from typing import Any

import pytest
from pytest_django import Settings

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.connectors.webhooks import subscriptions
from allmanning.connectors.webhooks.models import Message, Subscription
from allmanning.connectors.webhooks.subscriptions import Wish
from tests.cases.applications import sent
from tests.connectors.webhooks.rounds import commit
from tests.people import ANNA, BO, CILLA, EVA, HEDDA, IDA, JOEL, MITTKOPING
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db

PLACE = "/handlaggning/andra-system/"
NEW = {"name": "E-arkivet", "address": "http://127.0.0.1:9/in", "actions": ["submitted", "decided"]}


@pytest.fixture(autouse=True)
def loopback_allowed(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]


@pytest.fixture
def page() -> str:
    """The address of a system's page."""
    wish = Wish(name="E-arkivet", address="http://127.0.0.1:9/in", actions=("submitted", "left_to_a_person"))
    return f"{PLACE}{subscriptions.subscribe(JOEL, MITTKOPING, wish, origin='https://tjanst.example/')}/"


def with_dead(page: str) -> Message:
    sent()
    commit()
    with acting(JOEL):
        Message.objects.filter(action="submitted").update(
            state="dead", attempts=24, answer=500, error="answer", attempted_at="2026-11-20T10:00Z"
        )
        return Message.objects.get(action="submitted")


def state(message: Message) -> str:
    with acting(JOEL):
        return Message.objects.get(pk=message.pk).state


def test_joel_adds_a_system_and_is_shown_its_secret() -> None:
    joel = browser(JOEL)
    assert "Inget system får veta något" in words(joel.get(PLACE))
    made = joel.post(f"{PLACE}nytt/", NEW | {"key": "1"}, follow=True)
    assert "Systemet får veta vad som händer från och med nu." in words(made)
    assert "whsec_" not in words(made)
    told = words(joel.post(made.redirect_chain[0][0], {"do": "show"}))
    assert "Hemligheten whsec_" in told
    assert "E-arkivet" in words(joel.get(PLACE))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "Skriv vad systemet heter."),
        ({"name": "x" * 101}, "Skriv namnet med högst hundra tecken."),
        ({"address": ""}, "Skriv adressen som händelserna ska skickas till."),
        ({"address": "ftp://a.example/"}, "Adressen ska börja med https://."),
        ({"address": "https://169.254.169.254/"}, "Adressen leder in i ett internt nät."),
        ({"address": "https://finns-inte.invalid/"}, "Det finns ingen dator med det namnet."),
        ({"address": "https://a:b@c.example/"}, "Adressen går inte att läsa."),
        ({"actions": []}, "Välj minst en händelse."),
        ({"actions": ["nonsens"]}, "Välj minst en händelse."),
    ],
)
def test_what_is_wrong_is_told_beside_it(
    changed: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "invalid" in str(changed):
        monkeypatch.setattr(socket, "getaddrinfo", _nowhere)
    page = browser(JOEL).post(f"{PLACE}nytt/", NEW | changed)
    assert page.status_code == 422
    assert told in words(page)


def test_a_system_can_be_changed(page: str) -> None:
    joel = browser(JOEL)
    assert 'value="decided"' in joel.get(f"{page}andra/").content.decode()
    changed = joel.post(f"{page}andra/", NEW | {"name": "Diariet"}, follow=True)
    assert "Diariet" in words(changed)
    assert "Får veta när ansökan har kommit in och beslut har fattats" in words(changed)


def test_pause_start_and_test(page: str) -> None:
    joel = browser(JOEL)
    assert "Pausat" in words(joel.post(f"{page}gor/", {"do": "pause"}, follow=True))
    assert "Starta igen" in words(joel.get(page))
    assert "Skickas" in words(joel.post(f"{page}gor/", {"do": "resume"}, follow=True))
    assert "Ett prov skickas" in words(joel.post(f"{page}gor/", {"do": "ping"}, follow=True))


def test_what_did_not_arrive_is_seen_and_sent_again(page: str) -> None:
    joel = browser(JOEL)
    assert "Inget har gått förlorat" in words(joel.get(page))
    dead = with_dead(page)
    shown = words(joel.get(page))
    assert f"Ansökan har kommit in {dead.number}" in shown
    assert "Mottagaren svarade 500." in shown
    joel.post(f"{page}gor/", {"do": "again", "message": dead.pk})
    assert state(dead) == "waiting"


def test_giving_up_is_asked_about_first(page: str) -> None:
    joel, dead = browser(JOEL), with_dead(page)
    asked = joel.get(f"{page}ge-upp/", {"message": dead.pk})
    assert "Ge upp händelsen?" in words(asked)
    assert state(dead) == "dead"
    told = joel.post(f"{page}ge-upp/", {"message": hidden(asked, "message")}, follow=True)
    assert "1 händelse skickas aldrig." in words(told)
    assert state(dead) == "dropped"


def test_removal_is_asked_about_first(page: str) -> None:
    joel = browser(JOEL)
    assert "Ta bort E-arkivet?" in words(joel.get(f"{page}ta-bort/"))
    assert "Systemet är borttaget" in words(joel.post(f"{page}ta-bort/", follow=True))
    assert joel.get(page).status_code == 404


def test_a_new_secret_is_made_once_for_each_page(page: str) -> None:
    joel = browser(JOEL)
    edition = hidden(joel.get(f"{page}hemlighet/"), "edition")
    first, second = (
        words(joel.post(f"{page}hemlighet/", {"do": "renew", "edition": edition})) for _ in range(2)
    )
    assert first == second
    assert "Den förra hemligheten gäller också" in first


def test_a_secret_that_no_key_opens_is_told(page: str, settings: Settings) -> None:
    settings.WEBHOOK_KEYS = ["en annan"]
    assert "Hemligheten kan inte läsas" in words(browser(JOEL).post(f"{page}hemlighet/", {"do": "show"}))


@pytest.mark.parametrize("actor", [BO, CILLA, EVA, HEDDA, IDA])
@pytest.mark.parametrize("tail", ["", "nytt/", "1/", "1/andra/", "1/hemlighet/", "1/ge-upp/", "1/ta-bort/"])
def test_nobody_else_finds_a_way_in(actor: Actor, tail: str) -> None:
    assert browser(actor).get(f"{PLACE}{tail}").status_code == 403
    assert PLACE not in browser(actor).get("/handlaggning/oversikt/").content.decode()


@pytest.mark.parametrize("actor", [BO, ANNA])
def test_nobody_else_does_anything(actor: Actor, page: str) -> None:
    for tail in ("gor/", "hemlighet/", "ta-bort/", "ge-upp/", "andra/"):
        assert browser(actor).post(f"{page}{tail}", {"do": "pause", **NEW}).status_code == 403
    with acting(JOEL):
        assert Subscription.objects.filter(paused_at=None, removed_at=None, name="E-arkivet").count() == 1


def test_the_menu_leads_joel_there() -> None:
    assert PLACE in browser(JOEL).get("/handlaggning/oversikt/").content.decode()


def test_everybody_may_read_the_schema() -> None:
    answer = browser().get("/webhooks/case-event-1.json")
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert "case" in answer.json()["required"]


def _nowhere(*args: object, **kwargs: object) -> object:
    raise socket.gaierror("no such name")
