"""A receiver that may be reached, and a subscription to it."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from allmanning.connectors.webhooks import subscriptions
from allmanning.connectors.webhooks.events import ACTIONS
from allmanning.connectors.webhooks.subscriptions import Wish
from tests.connectors.webhooks.receiver import Receiver, receiving
from tests.people import JOEL, MITTKOPING

ORIGIN = "https://tjanst.example/"


@pytest.fixture(autouse=True)
def loopback_allowed(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def subscribed(receiver: Receiver) -> int:
    return subscribe_to(receiver)


def subscribe_to(receiver: Receiver, *actions: str) -> int:
    wish = Wish(name="Mottagaren", address=receiver.url, actions=actions or ACTIONS)
    return subscriptions.subscribe(JOEL, MITTKOPING, wish, origin=ORIGIN)


type Sender = Callable[[], int]
