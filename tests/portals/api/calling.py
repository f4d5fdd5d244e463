"""Calling the interface, as a neighbouring system, as a person, or as nobody."""

import json
from typing import Any

from django.test import Client as Browser

from allmanning.accounts.actors import Actor
from allmanning.accounts.login import PersonBackend

API = "/api/v1"


class Caller:
    """One who calls; answers are what Django's test client gives."""

    def __init__(self, key: str = "", who: Actor | None = None) -> None:
        self.browser = Browser(headers={"Authorization": f"Bearer {key}"} if key else {})
        if who:
            person = PersonBackend().get_user(who.person)
            assert person is not None
            self.browser.force_login(person)

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(API + path, headers=headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        return self.browser.generic(
            method, API + path, json.dumps(body), content_type="application/json", headers=headers
        )

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)


def creating(key: str = "k-1") -> dict[str, str]:
    """The header of a request that creates."""
    return {"Idempotency-Key": key}
