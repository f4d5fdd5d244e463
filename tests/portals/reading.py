"""How tests read a page, and who is logged in."""

import html
import re
from typing import Any

from django.test import Client

from allmanning.accounts.actors import Actor
from allmanning.accounts.login import PersonBackend


def browser(actor: Actor | None = None) -> Client:
    """A browser, logged in as somebody."""
    client = Client()
    if actor is not None:
        person = PersonBackend().get_user(actor.person)
        assert person is not None
        client.force_login(person)
    return client


def words(response: Any) -> str:
    """The words of a page as somebody reads them, in one line."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", found[0] if found else response.content.decode())
    return " ".join(html.unescape(text).replace("\xa0", " ").split())


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None
    return html.unescape(found[1])
