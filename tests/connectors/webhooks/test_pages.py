"""The pages about webhooks show what works."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from allmanning.accounts.models import Organisation
from allmanning.cases import clock
from allmanning.connectors.webhooks import events, sealing, signing
from allmanning.connectors.webhooks.models import Message, Subscription
from tests.house.repository import LOOK_UP, ROOT

DO = ROOT / "docs" / "do" / "receive-webhooks.md"


def block(page: Path, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_receiver_on_the_page_knows_what_is_genuine(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = sealing.new_secret(), sealing.new_secret()
    stamp, written = int(clock.now().timestamp()), b'{"id":"1"}'
    headers = signing.headers("1", stamp, written, [new, old])
    for secret in (old, new):
        monkeypatch.setenv("SECRET", secret)
        page: dict[str, Any] = {"__name__": "receiver"}
        exec(block(DO, "python"), page)  # noqa: S102 - our own page
        assert page["is_genuine"](headers, written)
        assert not page["is_genuine"](headers, written + b" ")
        assert not page["is_genuine"](signing.headers("1", stamp - 600, written, [secret]), written)


def test_the_example_on_the_page_is_what_is_sent() -> None:
    example = json.loads(block(LOOK_UP / "events.md", "json"))
    subscription = Subscription(
        organisation=Organisation(slug="mittkoping"), origin="https://tjanst.example/"
    )
    message = Message(
        case_id=example["subject"],
        sequence=4,
        action="decided",
        happened_at=clock.now(),
        number="MK-2026-000005",
        package_id="ekonomiskt-bistand",
        case_status="decided",
    )
    made = events.cloud_event(message, subscription)
    assert made | {"time": ""} == example | {"time": ""}
    assert list(made["data"]) == events.schema()["required"]


def test_every_type_stands_on_the_page_and_none_other() -> None:
    told = re.findall(r"^\| `(se\.allmanning\.[\w.]+)` \|", (LOOK_UP / "events.md").read_text(), re.MULTILINE)
    assert told == [events.event_type(action) for action in (*events.ACTIONS, events.PING)]
