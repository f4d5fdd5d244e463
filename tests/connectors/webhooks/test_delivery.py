"""Sent until it arrives: in order for each case, to a receiver that fails in every way receivers do."""

import json
from datetime import timedelta

import pytest

from allmanning.accounts.access import acting
from allmanning.cases import actions, clock
from allmanning.connectors.webhooks import post as posting
from allmanning.connectors.webhooks import subscriptions, waiting
from allmanning.connectors.webhooks.models import Subscription
from allmanning.connectors.webhooks.post import Answer
from tests.cases.applications import POOR, sent
from tests.connectors.webhooks.conftest import ORIGIN, subscribe_to
from tests.connectors.webhooks.receiver import LOST, SLOW, Received, Receiver, is_genuine, receiving
from tests.connectors.webhooks.rounds import commit, messages, states, subscription, work, work_when_due
from tests.people import ANNA, DAN, JOEL, MACHINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off after a moment instead of ten seconds."""
    monkeypatch.setattr(posting.post, "__defaults__", (0.4,))


def test_what_arrives_is_a_signed_cloud_event_without_personal_data(
    subscribed: int, receiver: Receiver
) -> None:
    case_id = sent()
    assert work() == 2
    first = receiver.received[0]
    assert is_genuine(first, subscriptions.secret(JOEL, subscribed))
    assert first.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert first.headers["webhook-id"] == first.id == f"{case_id}-2"
    event = first.event
    assert (event["specversion"], event["type"]) == ("1.0", "se.allmanning.case.submitted")
    assert (event["source"], event["subject"]) == (f"{ORIGIN}mittkoping/", str(case_id))
    assert event["data"]["number"].startswith("MK-")
    assert "Anna" not in json.dumps(event)


def test_a_forged_message_is_not_genuine(subscribed: int, receiver: Receiver) -> None:
    sent()
    work()
    forged = Received(receiver.received[0].headers, receiver.received[0].body.replace(b"MK-", b"NH-"))
    assert not is_genuine(forged, subscriptions.secret(JOEL, subscribed))


def test_down_then_up_everything_comes_in_order(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [503, 503, 503]
    sent()
    assert work() == 1  # and the rest waits, since nobody is there
    for _ in range(3):
        work_when_due(subscribed)
    assert receiver.kinds == ["submitted"] * 4 + ["left_to_a_person"]
    assert len({one.id for one in receiver.received}) == 2
    assert states(subscribed) == ["delivered", "delivered"]


def test_a_receiver_that_is_not_there_at_all(subscribed: int) -> None:
    with receiving() as other:
        nobody = subscribe_to(other)
    sent()
    work()
    assert [(one.state, one.error) for one in messages(nobody)] == [
        ("waiting", "unreachable"),
        ("waiting", ""),
    ]
    assert states(subscribed) == ["delivered", "delivered"]  # others' go on


def test_once_back_what_waited_for_it_waits_no_longer(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [503] * 6
    sent()
    sent(DAN)
    for _ in range(7):
        work_when_due(subscribed)
    assert states(subscribed) == ["delivered"] * 4


def test_a_slow_receiver_is_cut_off_and_stops_nobody_else(
    subscribed: int, receiver: Receiver, quick: None
) -> None:
    receiver.answers = [SLOW]
    with receiving() as other:
        swift = subscribe_to(other)
        sent()
        assert work() == 3
    assert [(one.state, one.error) for one in messages(subscribed)] == [
        ("waiting", "timeout"),
        ("waiting", ""),
    ]
    assert states(swift) == ["delivered", "delivered"]


def test_the_same_again_after_a_lost_answer(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [LOST]
    sent(facts=POOR)
    work()
    work_when_due(subscribed)
    first, second = receiver.received[:2]
    assert (first.id, first.body) == (second.id, second.body)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_behind_a_failed_one_its_own_case_waits_and_no_other(subscribed: int, receiver: Receiver) -> None:
    annas, dans = str(sent()), str(sent(DAN))
    receiver.judge = lambda one: 500 if one.event["subject"] == annas else 204
    work()
    assert [(one.event["subject"], one.kind) for one in receiver.received if one.event["subject"] == dans] == [
        (dans, "submitted"), (dans, "left_to_a_person")
    ]  # fmt: skip
    assert [one.kind for one in receiver.received if one.event["subject"] == annas] == ["submitted"]
    receiver.judge = lambda _: 204
    work_when_due(subscribed)
    assert [one.kind for one in receiver.received if one.event["subject"] == annas][1:] == [
        "submitted",
        "left_to_a_person",
    ]


def test_after_the_last_try_it_is_dead_and_its_case_waits_for_a_person(
    subscribed: int, receiver: Receiver
) -> None:
    receiver.judge = lambda _: 500
    sent()
    tries = work() + sum(work_when_due(subscribed) for _ in range(waiting.TRIES - 1))
    assert tries == waiting.TRIES == len(receiver.received)
    assert states(subscribed) == ["dead", "waiting"]
    with clock.at(clock.now() + timedelta(days=90)):
        assert work() == 0
    receiver.judge = lambda _: 204
    assert subscriptions.send_again(JOEL, subscribed) == 1
    assert work() == 2
    assert receiver.kinds[-2:] == ["submitted", "left_to_a_person"]


def test_what_a_person_gives_up_lets_the_rest_go_on(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [410]
    sent()
    work()
    (dead,) = subscriptions.dead(JOEL, subscribed)
    assert subscriptions.give_up(JOEL, subscribed, [dead.pk]) == 1
    subscriptions.resume(JOEL, subscribed)
    work()
    assert states(subscribed) == ["dropped", "delivered"]
    assert messages(subscribed)[0].handled_by == "Joel Ask"


def test_gone_is_dead_at_once_and_pauses_the_rest(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [410]
    sent()
    assert work() == 1
    assert (states(subscribed), subscription(subscribed).paused_because) == (["dead", "waiting"], "gone")
    assert work() == 0


def test_a_redirect_is_not_followed(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [307]
    sent()
    work()
    assert len(receiver.received) == 1
    assert next((one.answer, one.error) for one in messages(subscribed)) == (307, "redirect")


def test_nothing_of_what_the_receiver_says_is_kept(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [500]
    sent()
    work()
    kept = {name: value for name, value in vars(messages(subscribed)[0]).items() if "Annas" in str(value)}
    assert kept == {}


def test_a_removed_subscription_gets_nothing_more_and_keeps_no_secret(
    subscribed: int, receiver: Receiver
) -> None:
    sent()
    commit()
    underway = waiting.begin(MACHINE, subscribed)
    assert underway is not None
    subscriptions.remove(JOEL, subscribed)
    waiting.conclude(MACHINE, underway, Answer(500, "answer"))
    sent(DAN)
    assert (work(), states(subscribed)) == (0, ["dropped", "dropped"])
    assert subscription(subscribed).sealed_secret == ""


def test_a_pause_keeps_what_happens_for_later(subscribed: int, receiver: Receiver) -> None:
    subscriptions.pause(JOEL, subscribed)
    sent()
    assert work() == 0
    subscriptions.resume(JOEL, subscribed)
    assert work() == 2


def test_a_worker_that_died_is_followed_by_another(subscribed: int, receiver: Receiver) -> None:
    sent()
    commit()
    assert waiting.claim(MACHINE, subscribed)
    assert not waiting.claim(MACHINE, subscribed)
    assert waiting.begin(MACHINE, subscribed)  # and then it is killed
    assert work() == 0
    with clock.at(clock.now() + waiting.LEASE):
        assert work() == 2
    assert messages(subscribed)[0].attempts == 2


def test_the_waits_grow_to_hours_and_never_come_in_step() -> None:
    waits = [waiting.wait(attempt) for attempt in range(1, waiting.TRIES)]
    assert timedelta(seconds=8) <= waits[0] <= timedelta(seconds=12)
    assert max(waits) <= timedelta(hours=9, minutes=36)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=6)
    assert len({waiting.wait(9) for _ in range(9)}) > 1


def test_with_two_secrets_both_are_good_for_a_day(subscribed: int, receiver: Receiver) -> None:
    old = subscriptions.secret(JOEL, subscribed)
    seen = subscriptions.edition(subscription(subscribed))
    for _ in range(2):  # a double click is one
        subscriptions.renew_secret(JOEL, subscribed, seen)
    new = subscriptions.secret(JOEL, subscribed)
    sent()
    work()
    assert new != old
    assert all(is_genuine(receiver.received[0], secret) for secret in (old, new))
    with acting(MACHINE):
        Subscription.objects.update(previous_until=clock.now())
    sent(DAN)
    work()
    assert [is_genuine(receiver.received[-1], secret) for secret in (old, new)] == [False, True]


def test_a_test_is_tried_once_and_told_of(subscribed: int, receiver: Receiver) -> None:
    receiver.answers = [500]
    subscriptions.ping(JOEL, subscribed)
    assert (work(), states(subscribed)) == (1, ["dropped"])
    subscriptions.ping(JOEL, subscribed)
    work()
    assert receiver.received[-1].event["type"] == "se.allmanning.ping"
    assert [(one.state, one.answer) for one in subscriptions.latest(JOEL, subscribed)] == [
        ("delivered", 204),
        ("dropped", 500),
    ]


def test_a_test_goes_before_what_waits(subscribed: int, receiver: Receiver) -> None:
    sent()
    subscriptions.ping(JOEL, subscribed)
    work()
    assert receiver.kinds == ["ping", "submitted", "left_to_a_person"]


def test_what_happened_before_anybody_subscribed_is_not_told(receiver: Receiver) -> None:
    case_id = sent()
    late = subscribe_to(receiver)
    actions.withdraw(ANNA, case_id)
    assert [one.action for one in messages(late)] == ["withdrawn"]
