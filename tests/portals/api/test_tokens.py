"""OAuth 2.0 client credentials, as RFC 6749 writes it."""

import base64
from typing import Any

import pytest
from django.test import Client as Browser

from allmanning.accounts import clients
from tests.portals.api.calling import Caller
from tests.systems import ALL, ALL_KEY, SECRET

pytestmark = pytest.mark.django_db

GRANT = {"grant_type": "client_credentials"}
WHO = {"client_id": ALL, "client_secret": SECRET}


def ask(body: dict[str, str], **headers: str) -> Any:
    return Browser().post("/api/v1/oauth/token", body_of(body), FORM, headers=headers)


FORM = "application/x-www-form-urlencoded"


def body_of(fields: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(fields)


def test_a_token_lets_in_with_the_scope_that_was_asked_for() -> None:
    told = ask({**GRANT, **WHO, "scope": "effects:read"}).json()
    assert (told["token_type"], told["scope"], told["expires_in"]) == ("Bearer", "effects:read", 600)
    assert Caller(told["access_token"]).get("/effects").status_code == 200
    assert Caller(told["access_token"]).get("/cases").status_code == 403


def test_the_secret_may_come_by_http_basic() -> None:
    basic = base64.b64encode(f"{ALL}:{SECRET}".encode()).decode()
    assert ask(GRANT, Authorization=f"Basic {basic}").status_code == 200


def test_a_token_ends_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    token = ask({**GRANT, **WHO}).json()["access_token"]
    monkeypatch.setattr(clients, "TOKEN_SECONDS", -1)
    assert Caller(token).get("/cases").status_code == 401


def test_a_token_with_a_letter_changed_is_refused() -> None:
    token = ask({**GRANT, **WHO}).json()["access_token"]
    spoilt = token[:8] + ("A" if token[8] != "A" else "B") + token[9:]
    assert Caller(spoilt).get("/cases").status_code == 401


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({**GRANT, "client_id": ALL, "client_secret": "wrong"}, 401, "invalid_client"),
        (GRANT, 401, "invalid_client"),
        ({**WHO, "grant_type": "password"}, 400, "unsupported_grant_type"),
        ({**GRANT, **WHO, "scope": "cases:write"}, 400, "invalid_scope"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_standard(
    body: dict[str, str], status: int, error: str
) -> None:
    refused = ask(body)
    assert (refused.status_code, refused.json()["error"]) == (status, error)


def test_a_token_is_not_asked_for_in_json() -> None:
    assert Caller().post("/oauth/token", {**GRANT, **WHO}).status_code == 415


def test_a_token_is_never_kept_by_whoever_carries_it() -> None:
    assert "no-store" in ask({**GRANT, **WHO})["Cache-Control"]


def test_the_key_itself_and_a_token_see_the_same() -> None:
    token = ask({**GRANT, **WHO}).json()["access_token"]
    assert Caller(token).get("/cases").json() == Caller(ALL_KEY).get("/cases").json()
