"""An outbox row becomes a letter on the case: once, in one transaction, and by the machine of its own municipality."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import pypdf
import pytest
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from allmanning.accounts.access import acting
from allmanning.cases import actions, outbox, queries
from allmanning.cases.errors import DeliveryNotFoundError
from allmanning.cases.models import Delivery
from allmanning.connectors.letters import tasks
from allmanning.connectors.letters.letter import LetterContent, LetterContentError
from tests.cases.applications import POOR, RICH, key, sent
from tests.people import ANNA, BO, FIA, MACHINE, MITTKOPING, NORRHAMN

pytestmark = pytest.mark.django_db


def delivery(case_id: UUID, task: str) -> Delivery:
    with acting(MACHINE):
        return Delivery.objects.get(case_id=case_id, task=task)


def write(case_id: UUID, task: str = outbox.WRITE_DECISION) -> str:
    """Deliver what waits, and read the newest letter as its applicant would."""
    writer = {
        outbox.WRITE_DECISION: tasks._decision,
        outbox.SEND_RECEIPT: tasks._receipt,
        outbox.ASK_FOR_COMPLETION: tasks._completion,
    }
    tasks.deliver(writer[task], delivery(case_id, task).pk, MITTKOPING)
    page = queries.case_page(BO, case_id)
    pdf = queries.read_letter(BO, case_id, page.letters[-1].pk).pdf
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def decided(changes: dict[str, Any] | None = None, **verdict: Any) -> UUID:
    case_id = sent(ANNA, RICH)
    actions.decide(BO, case_id, key=key(), version=1, changes=changes, **verdict)
    return case_id


def test_what_the_machine_decided_is_written_with_amount_ground_and_appeal() -> None:
    text = write(sent(ANNA, POOR))
    for said in (
        "Mittköping Socialnämnden",
        "Anna Andersson",
        "500 kr",
        "automatiserad beslutsfunktion",
        "KL (2017:725) 6 kap. 37 §",
        "SN 2025-06-18 § 41",
        "Så överklagar du",
        "SoL (2025:400) 12 kap. 7 §",
        "Godtagbara resor",
    ):
        assert said in text


def test_what_bo_decided_bears_his_name_his_reason_and_what_he_changed() -> None:
    text = write(decided({"särskilda_skäl": True}, reason="Barnet är sjukt."))
    assert "Beslutet är fattat av Bo Berg Handläggare" in text
    assert "Barnet är sjukt." in text
    assert "Särskilda skäl: ja i stället för inget svar" in text


def test_an_amount_that_departs_from_the_reckoning_says_from_what() -> None:
    text = write(decided({"särskilda_skäl": True}, amount=12300, reason="Billigare resa fanns."))
    assert "Belopp: 123 kr i stället för 400 kr" in text


def test_a_refusal_against_the_rules_does_not_say_that_items_are_granted() -> None:
    text = write(decided({"särskilda_skäl": True}, outcome="avslag", reason="Resan blev inte av."))
    assert "Beslut: avslag i stället för bifall" in text
    assert "beviljas" not in text


def test_a_letter_is_written_once_however_often_the_job_runs() -> None:
    case_id = sent(ANNA, POOR)
    write(case_id)
    write(case_id)
    page = queries.case_page(BO, case_id)
    assert len(page.letters) == 1
    assert [event.action for event in page.events].count("letter_written") == 1


def test_a_letter_that_was_kept_but_not_marked_is_not_kept_twice() -> None:
    case_id = sent(ANNA, POOR)
    write(case_id)
    with acting(MACHINE):
        Delivery.objects.filter(case_id=case_id).update(status=Delivery.Status.WAITING)
    write(case_id)
    assert len(queries.case_page(BO, case_id).letters) == 1


def test_a_failure_is_seen_on_the_delivery_and_raised_so_that_it_is_tried_again() -> None:
    def fails(actor: object, waiting: object) -> LetterContent:
        raise LetterContentError("The court is missing.")

    waiting = delivery(sent(ANNA, POOR), outbox.WRITE_DECISION)
    with pytest.raises(LetterContentError):
        tasks.deliver(fails, waiting.pk, MITTKOPING)
    with acting(MACHINE):
        waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == ("waiting", 1)
    assert waiting.error == "LetterContentError: The court is missing."


def test_the_last_failure_waits_for_a_person_and_quotes_nobody() -> None:
    def fails(actor: object, waiting: object) -> LetterContent:
        raise RuntimeError("Anna Andersson")

    waiting = delivery(sent(ANNA, POOR), outbox.WRITE_DECISION)
    with pytest.raises(RuntimeError):
        tasks.deliver(fails, waiting.pk, MITTKOPING, retries=tasks.RETRIES)
    with acting(MACHINE):
        waiting.refresh_from_db()
    assert (waiting.status, waiting.error) == ("failed", "RuntimeError")


def test_the_machine_of_norrhamn_cannot_write_a_letter_of_mittkoping() -> None:
    waiting = delivery(sent(ANNA, POOR), outbox.WRITE_DECISION)
    with pytest.raises(DeliveryNotFoundError):
        tasks.deliver(tasks._decision, waiting.pk, NORRHAMN)


def test_the_receipt_says_the_number_and_by_when() -> None:
    case_id = sent(ANNA, RICH)
    text = write(case_id, outbox.SEND_RECEIPT)
    assert queries.case_page(BO, case_id).case.number in text
    assert "besluta senast den" in text


def test_a_receipt_written_after_the_decision_promises_no_day() -> None:
    text = write(decided({"särskilda_skäl": True}, reason="Barnet är sjukt."), outbox.SEND_RECEIPT)
    assert "Ansökan är avgjord." in text
    assert "senast" not in text


def test_a_completion_is_asked_for_in_bos_words_and_with_its_day() -> None:
    case_id = sent(ANNA, RICH)
    actions.ask_for_completion(BO, case_id, "Skicka kvittot.\n\nOch #intyget.", date(2026, 12, 1))
    text = write(case_id, outbox.ASK_FOR_COMPLETION)
    assert "Skicka kvittot." in text
    assert "Och #intyget." in text
    assert "1 december 2026" in text
    assert "Brevet är skrivet av Bo Berg" in text


def test_a_protected_identity_gets_a_letter_with_her_name_only() -> None:
    case_id = sent(FIA, POOR)
    assert "Fia Hemlig" in write(case_id, outbox.SEND_RECEIPT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "facts", "kind"),
    [("letters.write_decision", POOR, "decision"), ("letters.send_receipt", RICH, "receipt")],
)
def test_the_job_that_a_case_left_in_the_queue_is_one_the_worker_can_do(
    name: str, facts: dict[str, Any], kind: str
) -> None:
    case_id = sent(ANNA, facts)
    row = ProcrastinateJob.objects.get(task_name=name)
    job = Job(queue=row.queue_name, lock=row.lock, task_name=name, task_kwargs=row.args, queueing_lock=None)
    app.tasks[name](JobContext(app=app, job=job, start_timestamp=0, abort_reason=lambda: None), **row.args)
    assert [letter.kind for letter in queries.case_page(BO, case_id).letters] == [kind]


def test_every_task_the_outbox_names_has_a_worker() -> None:
    assert {outbox.WRITE_DECISION, outbox.SEND_RECEIPT, outbox.ASK_FOR_COMPLETION} <= set(app.tasks)
