"""A message is written by the act itself: with it or not at all, and for nobody who did not ask."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from allmanning.accounts.access import acting
from allmanning.cases import actions, clock, queries
from allmanning.cases.models import Event
from allmanning.connectors.webhooks import subscriptions, waiting
from allmanning.connectors.webhooks.events import ACTIONS
from tests.cases.applications import POOR, RICH, draft, key, sent, sent_but_undone
from tests.cases.test_concurrency import at_once
from tests.cases.test_statements import statements
from tests.connectors.webhooks.conftest import subscribe_to
from tests.connectors.webhooks.receiver import Receiver
from tests.connectors.webhooks.rounds import messages, states, work
from tests.people import ANNA, BO, DAN, FIA, JOEL, MACHINE, NORRHAMN

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_noted_act_is_told_in_order(subscribed: int) -> None:
    case_id = sent(facts=RICH)
    actions.ask_for_completion(BO, case_id, "Vad kostar resan?", clock.now().date())
    actions.answer_completion(ANNA, case_id, "400 kr")
    actions.keep_letter(MACHINE, case_id, kind="receipt", title="Brev", pdf=b"%PDF")
    actions.withdraw(ANNA, case_id)
    told = [(one.action, one.case_status) for one in messages(subscribed)]
    assert told == [
        ("submitted", "submitted"), ("left_to_a_person", "submitted"), ("completion_asked", "completion"),
        ("completion_answered", "assessing"), ("letter_written", "assessing"), ("withdrawn", "withdrawn"),
    ]  # fmt: skip


def test_what_is_undone_is_not_told(subscribed: int) -> None:
    case_id = draft(facts=POOR)
    with pytest.raises(ZeroDivisionError):
        sent_but_undone(case_id)
    assert messages(subscribed) == []


def test_a_draft_is_nobody_elses_business(subscribed: int) -> None:
    actions.withdraw(ANNA, draft(facts=POOR))
    assert messages(subscribed) == []


def test_only_what_was_asked_for_is_told(receiver: Receiver) -> None:
    decisions = subscribe_to(receiver, "decided")
    sent(facts=POOR)
    assert [one.action for one in messages(decisions)] == ["decided"]


def test_the_act_costs_no_statement_more_for_being_told(subscribed: int) -> None:
    sent(FIA, POOR)
    case_id = draft(facts=POOR)
    with statements() as used:
        actions.submit(ANNA, case_id, version=1, key=key())
    assert len(used) <= 15, "\n".join(used)
    assert len(messages(subscribed)) == 4


def test_another_municipality_is_told_nothing(subscribed: int) -> None:
    sent(where=NORRHAMN)
    assert messages(subscribed) == []


def test_nothing_is_missed_when_acts_end_in_any_order(subscribed: int, receiver: Receiver) -> None:
    """Three act at once while two workers already send: what is told is the journal, no more and no less, and in its order."""
    people = (ANNA, DAN, FIA)
    drafts = [draft(person, POOR) for person in people]

    def submit(person: object, case_id: object) -> Callable[[], object]:
        return lambda: actions.submit(person, case_id, version=1, key=key())  # type: ignore[arg-type]

    at_once(*[submit(person, case_id) for person, case_id in zip(people, drafts, strict=True)], work, work)
    work()
    for person, case_id in zip(people, drafts, strict=True):
        journal = [
            event.sequence for event in queries.case_page(person, case_id).events if event.action in ACTIONS
        ]
        told = [
            one.event["data"]["sequence"] for one in receiver.received if one.event["subject"] == str(case_id)
        ]
        assert told == sorted(set(told))
        assert told == journal
    assert set(states(subscribed)) == {"delivered"}


def test_an_act_that_ends_late_is_told_when_it_ends(subscribed: int, receiver: Receiver) -> None:
    """Whoever read the journal from where it last stopped would go past the row that was written first and seen last."""
    annas, dans = draft(facts=POOR), sent(DAN)
    begun, end = threading.Event(), threading.Event()

    def act_slowly() -> None:
        with acting(ANNA):
            actions.submit(ANNA, annas, version=1, key=key())
            begun.set()
            end.wait(30)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(act_slowly)
        assert begun.wait(30)
        actions.withdraw(DAN, dans)
        work()
        end.set()
        slow.result()
    assert receiver.kinds[-1] == "withdrawn"
    work()
    assert receiver.kinds[-2:] == ["submitted", "decided"]
    with acting(MACHINE):
        written = Event.objects.filter(action__in=["submitted", "withdrawn"]).order_by("pk")
        assert [event.case_id for event in written] == [dans, annas, dans]


def test_what_was_delivered_is_forgotten_in_time(subscribed: int) -> None:
    sent()
    work()
    assert waiting.forget(clock.now()) == 2
    assert messages(subscribed) == []


def test_what_was_not_delivered_is_never_forgotten(subscribed: int) -> None:
    subscriptions.pause(JOEL, subscribed)
    sent()
    assert waiting.forget(clock.now()) == 0
    assert len(messages(subscribed)) == 2
