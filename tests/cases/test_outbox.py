from dataclasses import replace
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from allmanning.accounts.access import acting
from allmanning.cases import actions, outbox, queries
from allmanning.cases.errors import DeliveryNotFoundError
from allmanning.cases.models import Delivery
from tests.cases.applications import POOR, draft, sent, sent_but_undone
from tests.people import ANNA, BO, MACHINE, MITTKOPING, NORRHAMN

pytestmark = pytest.mark.django_db

NORRHAMNS_MACHINE = replace(MACHINE, serves=frozenset({NORRHAMN}))


def deliveries(case_id: UUID) -> list[Delivery]:
    with acting(MACHINE):
        return list(Delivery.objects.filter(case_id=case_id).order_by("pk"))


def jobs() -> list[tuple[str, dict[str, int], str | None]]:
    return [(job.task_name, job.args, job.lock) for job in ProcrastinateJob.objects.order_by("pk")]


def test_a_decision_puts_its_letter_in_the_outbox_and_its_job_in_the_queue() -> None:
    case_id = sent(facts=POOR)
    (delivery,) = deliveries(case_id)
    args = {"delivery_id": delivery.pk, "organisation_id": MITTKOPING}
    assert jobs() == [("letters.write_decision", args, f"case {case_id}")]
    assert delivery.decision_id is not None


def test_an_application_that_waits_for_a_person_is_acknowledged() -> None:
    assert [delivery.task for delivery in deliveries(sent())] == ["letters.send_receipt"]


def test_what_is_undone_sends_nothing() -> None:
    case_id = draft(facts=POOR)
    with pytest.raises(ZeroDivisionError):
        sent_but_undone(case_id)
    assert jobs() == []


def test_an_attempt_is_noted_before_it_is_made() -> None:
    (delivery,) = deliveries(sent())
    outbox.attempt(MACHINE, delivery.pk)
    outbox.failed(MACHINE, delivery.pk, "no answer")
    again = outbox.attempt(MACHINE, delivery.pk)
    assert again is not None
    assert (again.attempts, again.status, again.error) == (2, "waiting", "no answer")


def test_what_is_done_is_not_done_again() -> None:
    (delivery,) = deliveries(sent())
    outbox.done(MACHINE, delivery.pk)
    assert outbox.attempt(MACHINE, delivery.pk) is None


def test_the_machine_of_another_municipality_does_not_find_the_delivery() -> None:
    with pytest.raises(DeliveryNotFoundError):
        outbox.attempt(NORRHAMNS_MACHINE, deliveries(sent())[0].pk)


def test_a_letter_is_kept_once_and_opened_by_anna_and_bo() -> None:
    case_id = sent(facts=POOR)
    kept = [
        actions.keep_letter(MACHINE, case_id, kind="decision", title="Beslut", pdf=b"%PDF-1")
        for _ in range(2)
    ]
    assert kept[0] == kept[1]
    assert queries.read_letter(ANNA, case_id, kept[0]).pdf == b"%PDF-1"
    page = queries.case_page(BO, case_id)
    assert page.letters[0].opened_at is not None
    assert [event.action for event in page.events][-1] == "letter_written"
