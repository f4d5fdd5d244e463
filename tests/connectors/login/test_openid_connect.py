"""The whole way to a real OpenID provider and back, and every way in which it ends outside."""

import time

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from allmanning.accounts.models import Person
from allmanning.connectors.login.models import LoginProvider
from tests.connectors.login.openid import OpenIDProvider
from tests.connectors.login.roads import is_in, logged_in, sent_off
from tests.people import ANNA, BO
from tests.portals.reading import words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

FREJA, WORK = "mittkoping-freja", "mittkoping-jobb"


def test_anna_logs_in_and_comes_to_where_she_was_heading(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    page = client.get("/mittkoping/mina-arenden/", follow=True)
    assert "Freja eID" in words(page)
    back = logged_in(client, openid, FREJA, "anna", "/mittkoping/mina-arenden/")
    assert (back.status_code, back["Location"]) == (302, "/mittkoping/mina-arenden/")
    assert client.session["_auth_user_id"] == str(ANNA.person)
    assert "Anna Andersson" in client.get("/mittkoping/mina-arenden/").content.decode()


def test_bo_logs_in_with_his_staff_id(client: Client, openid: OpenIDProvider, work: LoginProvider) -> None:
    assert logged_in(client, openid, WORK, "bo")["Location"] == "/handlaggning/"
    assert client.session["_auth_user_id"] == str(BO.person)
    assert client.get("/handlaggning/").status_code == 200


def test_a_resident_who_is_new_becomes_a_person_once(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    openid.knows("ny", personnummer="19900101-2393", given_name="Ny", family_name="Invånare")
    for _ in range(2):
        assert logged_in(Client(), openid, FREJA, "ny")["Location"] == "/mittkoping/"
    person = Person.objects.using("owner").get(personnummer="199001012393")
    assert person.name == "Ny Invånare"


def test_the_provider_is_asked_to_identify_anew_and_given_a_code_challenge(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    openid.identify(sent_off(client, FREJA), "anna")
    asked = openid.asked[0]
    assert (asked["prompt"], asked["max_age"], asked["code_challenge_method"]) == ("login", "0", "S256")
    assert asked["redirect_uri"] == "http://testserver/logga-in/tillbaka/mittkoping-freja/"


def test_nothing_that_the_provider_told_is_kept(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    logged_in(client, openid, FREJA, "anna")
    kept = {name for name in client.session.keys() if not name.startswith("_auth")}  # noqa: SIM118
    assert kept == {"authentication", "seen"}
    assert client.session["authentication"]["method"] == FREJA


TWISTS = {
    "wrong audience": ({"aud": "somebody-else"}, 403, "gick inte att lita på"),
    "wrong issuer": ({"iss": "https://example.com"}, 403, "gick inte att lita på"),
    "expired": ({"exp": int(time.time()) - 60}, 403, "gick inte att lita på"),
    "no claim": ({"personnummer": None}, 502, "Inloggningen sade inte vem du är"),
    "no number": ({"personnummer": "19850312-9813"}, 502, "Inloggningen sade inte vem du är"),
    "somebody who was logged in since before": ({"auth_time": 1}, 403, "identifiera dig på nytt"),
}


@pytest.mark.parametrize("twist", TWISTS)
def test_a_token_that_is_not_right_lets_nobody_in(
    client: Client, openid: OpenIDProvider, freja: LoginProvider, twist: str
) -> None:
    claims, status, told = TWISTS[twist]
    openid.twisted.update(claims)
    openid.userinfo.update({"sub": "anna"})
    answer = logged_in(client, openid, FREJA, "anna")
    assert answer.status_code == status
    assert told in words(answer)
    assert not is_in(client)


def test_a_token_of_another_key_lets_nobody_in(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    openid.forged = RSAKey.generate_key(private=True)
    openid.twisted.update({"personnummer": "198503129812"})
    assert logged_in(client, openid, FREJA, "anna").status_code == 403
    assert not is_in(client)


def test_userinfo_about_somebody_else_lets_nobody_in(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    openid.twisted["personnummer"] = None
    openid.userinfo.update({"sub": "dan", "personnummer": "198503129812"})
    assert logged_in(client, openid, FREJA, "anna").status_code == 403
    assert not is_in(client)


def test_an_answer_to_another_browser_lets_nobody_in(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    mine = openid.identify(sent_off(client, FREJA), "anna")
    answer = Client().get(mine)
    assert answer.status_code == 400
    assert "begärdes den i en annan webbläsare" in words(answer)
    assert client.get(mine).status_code == 302
    again = client.get(mine)
    assert again.status_code == 400


def test_who_cancels_is_told_so(client: Client, openid: OpenIDProvider, freja: LoginProvider) -> None:
    answer = client.get(openid.refuse(sent_off(client, FREJA)))
    assert answer.status_code == 403
    assert "Inloggningen avbröts" in words(answer)
    assert not is_in(client)


def test_a_provider_that_is_down_is_said_to_be(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    came = openid.identify(sent_off(client, FREJA), "anna")
    LoginProvider.objects.using("owner").update(address="http://127.0.0.1:9/.well-known/x")
    for answer in (client.get(came), client.get(f"/logga-in/med/{FREJA}/")):
        assert answer.status_code == 503
        assert "Inloggningen svarar inte" in words(answer)
    assert not is_in(client)


def test_somebody_unknown_at_work_is_refused(
    client: Client, openid: OpenIDProvider, work: LoginProvider
) -> None:
    openid.knows("nisse", employee="nini01")
    answer = logged_in(client, openid, WORK, "nisse")
    assert answer.status_code == 403
    assert "Du har ingen roll här" in words(answer)
    assert not is_in(client)


def test_the_level_that_is_asked_for_must_be_answered(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    LoginProvider.objects.using("owner").update(acr="loa3")
    answer = logged_in(client, openid, FREJA, "anna")
    assert openid.asked[0]["acr_values"] == "loa3"
    assert (answer.status_code, is_in(client)) == (403, False)
    openid.twisted["acr"] = "loa3"
    assert logged_in(client, openid, FREJA, "anna").status_code == 302


@pytest.mark.parametrize(
    "wanted", ["https://example.com/", "//example.com/", r"/\example.com", "/handlaggning/", "javascript:1"]
)
def test_nobody_is_led_elsewhere(
    client: Client, openid: OpenIDProvider, freja: LoginProvider, wanted: str
) -> None:
    assert logged_in(client, openid, FREJA, "anna", wanted)["Location"] == "/mittkoping/"


def test_a_login_that_is_switched_off_leads_nowhere(client: Client, freja: LoginProvider) -> None:
    LoginProvider.objects.using("owner").update(is_active=False)
    assert client.get(f"/logga-in/med/{FREJA}/").status_code == 404
    assert client.get(f"/logga-in/tillbaka/{FREJA}/?code=1").status_code == 404
