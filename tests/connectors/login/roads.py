"""A whole login, as a browser goes it."""

from typing import Any

from django.test import Client

from tests.connectors.login.openid import OpenIDProvider


def sent_off(client: Client, key: str, wanted: str = "") -> str:
    """The provider's address that the browser is sent to."""
    answer = client.get(f"/logga-in/med/{key}/", {"next": wanted} if wanted else {})
    assert answer.status_code == 302
    return str(answer["Location"])


def logged_in(client: Client, openid: OpenIDProvider, key: str, subject: str, wanted: str = "") -> Any:
    """What we answer when the browser is back."""
    return client.get(openid.identify(sent_off(client, key, wanted), subject))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def turn_back(client: Client, seconds: int, *what: str) -> None:
    """As if that much time had passed since somebody used the page ("seen") or identified themselves ("at")."""
    session = client.session
    if "seen" in what:
        session["seen"] -= seconds
    if "at" in what:
        session["authentication"] |= {"at": session["authentication"]["at"] - seconds}
    session.save()
