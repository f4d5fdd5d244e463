"""Operators manage their own municipality's subscriptions; nobody else sees them, and Cilla none of Bo's events."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Membership
from allmanning.accounts.roles import Role
from allmanning.connectors.webhooks import sealing, subscriptions
from allmanning.connectors.webhooks.models import Message, Subscription
from allmanning.connectors.webhooks.subscriptions import SubscriptionNotFoundError, Wish
from tests.cases.applications import sent
from tests.connectors.webhooks.conftest import ORIGIN
from tests.connectors.webhooks.receiver import Receiver
from tests.connectors.webhooks.rounds import commit, messages, subscription, work
from tests.people import ANNA, BO, CILLA, EVA, HEDDA, IDA, JOEL, MACHINE, MITTKOPING, NORRHAMN, posts

NORRHAMNS_MACHINE = replace(MACHINE, serves=frozenset({NORRHAMN}))
NORRHAMNS_OPERATOR = replace(CILLA, posts=CILLA.posts | posts(NORRHAMN, Role.OPERATOR))


def rows() -> tuple[int, int]:
    return Subscription.objects.count(), Message.objects.count()


@pytest.fixture
def with_a_message(subscribed: int) -> int:
    sent()
    commit()
    return subscribed


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [JOEL, MACHINE])
def test_the_operator_and_the_machine_see_them(actor: Actor, with_a_message: int) -> None:
    with acting(actor):
        assert rows() == (1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [ANNA, BO, CILLA, EVA, HEDDA, IDA, NORRHAMNS_MACHINE])
def test_nobody_else_sees_any(actor: Actor, with_a_message: int) -> None:
    with acting(actor):
        assert rows() == (0, 0)
    assert rows() == (0, 0)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_operator_elsewhere_sees_none_of_ours(with_a_message: int) -> None:
    Membership.objects.using("owner").create(
        person_id=CILLA.person, organisation_id=NORRHAMN, role=Role.OPERATOR
    )
    with acting(NORRHAMNS_OPERATOR):
        assert rows() == (0, 0)
    assert subscriptions.standings(NORRHAMNS_OPERATOR) == []
    with pytest.raises(SubscriptionNotFoundError):
        subscriptions.remove(NORRHAMNS_OPERATOR, with_a_message)
    assert subscriptions.latest(NORRHAMNS_OPERATOR, with_a_message) == []


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [ANNA, BO, CILLA, EVA, HEDDA, IDA, MACHINE])
def test_only_operators_get_in(actor: Actor, subscribed: int) -> None:
    for act in (subscriptions.pause, subscriptions.remove, subscriptions.ping, subscriptions.secret):
        with pytest.raises(PermissionDenied):
            act(actor, subscribed)
    with pytest.raises(PermissionDenied):
        subscriptions.standings(actor)


@pytest.mark.django_db
def test_nobody_subscribes_for_another_municipality(receiver: Receiver) -> None:
    wish = Wish(name="Annans", address=receiver.url, actions=["decided"])
    with pytest.raises(PermissionDenied):
        subscriptions.subscribe(JOEL, NORRHAMN, wish, origin=ORIGIN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO webhooks_subscription (organisation_id, name, address, actions, origin, sealed_secret, sealed_previous,"
        " created_at, created_by, paused_because, removed_by, failures)"
        " VALUES (2, '', '', '{}', '', '', '', now(), '', '', '', 0)",
        "UPDATE webhooks_subscription SET organisation_id = 2",
        "INSERT INTO webhooks_message (organisation_id, subscription_id, case_id, sequence, action, happened_at, number,"
        " package_id, case_status, state, attempts, due_at, error, handled_by)"
        " SELECT 1, subscription_id, case_id, 99, 'decided', now(), '', '', '', 'waiting', 0, now(), '', '' FROM webhooks_message",
        "DELETE FROM webhooks_message",
        "DELETE FROM webhooks_subscription",
    ],
)
def test_the_database_refuses_even_the_operator(statement: str, with_a_message: int) -> None:
    with acting(JOEL), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_secret_is_not_in_the_database(subscribed: int) -> None:
    secret = subscriptions.secret(JOEL, subscribed)
    assert secret.startswith("whsec_")
    assert secret.removeprefix("whsec_") not in str(vars(subscription(subscribed)))


def test_a_sealed_secret_opens_for_its_own_municipality_alone() -> None:
    sealed = sealing.seal("whsec_hemligt", MITTKOPING)
    assert sealing.unseal(sealed, MITTKOPING) == "whsec_hemligt"
    with pytest.raises(sealing.SealedSecretError):
        sealing.unseal(sealed, NORRHAMN)


def test_an_older_key_still_opens_what_it_sealed(settings: Settings) -> None:
    settings.WEBHOOK_KEYS = ["den gamla"]
    sealed = sealing.seal("whsec_hemligt", MITTKOPING)
    settings.WEBHOOK_KEYS = ["den nya", "den gamla"]
    assert sealing.unseal(sealed, MITTKOPING) == "whsec_hemligt"
    settings.WEBHOOK_KEYS = ["den nya"]
    with pytest.raises(sealing.SealedSecretError):
        sealing.unseal(sealed, MITTKOPING)


@pytest.mark.django_db
def test_what_no_key_opens_is_told_and_kept(with_a_message: int, settings: Settings) -> None:
    settings.WEBHOOK_KEYS = ["en annan"]
    work()
    assert [(one.state, one.error) for one in messages(with_a_message)] == [
        ("waiting", "secret"),
        ("waiting", ""),
    ]
