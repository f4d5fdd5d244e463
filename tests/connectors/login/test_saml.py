"""The whole way to a SAML provider and back, and the responses that are refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from allmanning.connectors.login.models import LoginProvider, StaffIdentity
from tests.connectors.login.roads import is_in
from tests.connectors.login.saml_side import Keys, answer, asked, metadata_of, new_keys, written
from tests.people import BO, MITTKOPING
from tests.portals.reading import words

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    # python3-saml reckons with times that know no zone.
    pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning"),
]

KEY = "mittkoping-saml"
SIDE = f"/logga-in/saml/{KEY}"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return new_keys()


@pytest.fixture(scope="module")
def metadata(keys: Keys) -> Iterator[str]:
    with metadata_of(keys) as address:
        yield address


@pytest.fixture
def saml(metadata: str) -> LoginProvider:
    StaffIdentity.objects.using("owner").create(
        organisation_id=MITTKOPING, identifier="SE1-BOBE", person_id=BO.person
    )
    return LoginProvider.objects.using("owner").create(
        key=KEY, organisation_id=MITTKOPING, name="SITHS", protocol="saml", address=metadata, level=3, serves="staff",
        claim="employeeHsaId", identifies="staff_id",
    )  # fmt: skip


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


def sent_off(client: Client) -> Any:
    return asked(client.get(f"/logga-in/med/{KEY}/", {"next": "/handlaggning/"})["Location"])


def came_back(client: Client, posted: dict[str, str]) -> Any:
    put_aside = client.post(f"{SIDE}/svar/", posted)
    assert put_aside["Location"] == f"{SIDE}/klar/"
    return client.get(put_aside["Location"])


def test_bo_logs_in_and_is_asked_anew(client: Client, saml: LoginProvider, keys: Keys) -> None:
    request = sent_off(client)
    assert request.attrib["ForceAuthn"] == "true"
    assert came_back(client, answer(request, keys, "SE1-BOBE"))["Location"] == "/handlaggning/"
    assert client.session["_auth_user_id"] == str(BO.person)
    assert client.session["authentication"]["method"] == KEY


TWISTS: dict[str, dict[str, str]] = {
    "for somebody else": {"audience": "https://another.example/"},
    "of another side": {"issuer": "https://another.example"},
    "too old": {"until": written(datetime.now(UTC) - timedelta(minutes=10))},
    "changed after it was signed": {"after": "SE1-EVOS"},
    "about whom it let in an hour ago": {"at": written(datetime.now(UTC) - timedelta(hours=1))},
    "to a request that nobody made": {"request": "ONELOGIN_0"},
}


@pytest.mark.parametrize("twist", TWISTS)
def test_a_response_that_is_not_right_lets_nobody_in(
    client: Client, saml: LoginProvider, keys: Keys, twist: str
) -> None:
    told = came_back(client, answer(sent_off(client), keys, "SE1-BOBE", **TWISTS[twist]))
    assert told.status_code in {400, 403}
    assert "Försök igen" in words(told)
    assert not is_in(client)


def test_a_response_signed_by_another_key_lets_nobody_in(client: Client, saml: LoginProvider) -> None:
    assert came_back(client, answer(sent_off(client), new_keys(), "SE1-BOBE")).status_code == 403
    assert not is_in(client)


def test_a_response_serves_once_and_in_one_browser(client: Client, saml: LoginProvider, keys: Keys) -> None:
    posted = answer(sent_off(client), keys, "SE1-BOBE")
    thief = Client(headers={"host": "127.0.0.1"})
    assert came_back(thief, posted).status_code == 400
    assert not is_in(thief)
    assert came_back(client, posted).status_code == 302
    client.post("/logga-ut/")
    assert came_back(client, posted).status_code == 400


@pytest.mark.parametrize("nonsense", ["", "nonsense", "PHhtbC8+"])
def test_nonsense_is_told_to_be_so(client: Client, saml: LoginProvider, nonsense: str) -> None:
    assert came_back(client, {"SAMLResponse": nonsense}).status_code == 403


def test_the_level_that_is_asked_for_must_be_answered(
    client: Client, saml: LoginProvider, keys: Keys
) -> None:
    LoginProvider.objects.using("owner").update(acr="http://id.elegnamnden.se/loa/1.0/loa4")
    assert came_back(client, answer(sent_off(client), keys, "SE1-BOBE")).status_code == 403
    assert not is_in(client)


def test_our_side_is_told_in_metadata(client: Client, saml: LoginProvider) -> None:
    told = client.get(f"{SIDE}/metadata/")
    assert told["Content-Type"] == "text/xml"
    assert f"http://127.0.0.1{SIDE}/svar/" in told.content.decode()
    assert client.get("/logga-in/saml/another/metadata/").status_code == 404


def test_with_a_key_our_requests_are_signed(
    client: Client, saml: LoginProvider, keys: Keys, tmp_path: Path
) -> None:
    pem = tmp_path / "us.pem"
    pem.write_text(keys.certificate + keys.private)
    LoginProvider.objects.using("owner").update(secret=f"file:{pem}")
    assert "&Signature=" in client.get(f"/logga-in/med/{KEY}/")["Location"]
    assert "X509Certificate" in client.get(f"{SIDE}/metadata/").content.decode()
    pem.write_text(keys.private)
    assert client.get(f"/logga-in/med/{KEY}/").status_code == 503


def test_a_side_without_metadata_is_down(client: Client, saml: LoginProvider) -> None:
    LoginProvider.objects.using("owner").update(address="http://127.0.0.1:9/metadata")
    assert client.get(f"/logga-in/med/{KEY}/").status_code == 503
