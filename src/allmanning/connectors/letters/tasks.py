"""The worker's side: an outbox row becomes a letter that is kept on the case.

Each task may run any number of times: a delivery that is made is left alone, and the letter, its journal event and the
mark that it is made are one transaction.  A failure is written on the delivery, and tried again later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import close_old_connections
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.cases import outbox
from allmanning.cases.actions import keep_letter
from allmanning.cases.models import Completion, Decision, Delivery
from allmanning.cases.queries import case_page

from .filling import letter_title
from .letter import LetterContent, LetterContentError
from .render import render_letter
from .write import completion_letter, decision_letter, receipt_letter

# After 12 s, 14 s, 18 s, 26 s … in all a day and a half; then a person must look.
RETRIES = 16
RETRY = RetryStrategy(max_attempts=RETRIES, wait=10, exponential_wait=2)

log = logging.getLogger(__name__)


@app.task(name=outbox.WRITE_DECISION, queue="deliveries", retry=RETRY, pass_context=True)
def write_decision(context: JobContext, delivery_id: int, organisation_id: int) -> None:
    """The letter of a decision."""
    _work(_decision, context, delivery_id, organisation_id)


@app.task(name=outbox.SEND_RECEIPT, queue="deliveries", retry=RETRY, pass_context=True)
def send_receipt(context: JobContext, delivery_id: int, organisation_id: int) -> None:
    """The receipt of an application."""
    _work(_receipt, context, delivery_id, organisation_id)


@app.task(name=outbox.ASK_FOR_COMPLETION, queue="deliveries", retry=RETRY, pass_context=True)
def ask_for_completion(context: JobContext, delivery_id: int, organisation_id: int) -> None:
    """The letter that asks for what is missing."""
    _work(_completion, context, delivery_id, organisation_id)


type Writer = Callable[[Actor, Delivery], LetterContent]


def deliver(write: Writer, delivery_id: int, organisation_id: int, *, retries: int = 0) -> None:
    """Write, keep and mark as made. The attempt is noted first, so that a crash leaves a trace."""
    actor = machine(Organisation.objects.get(pk=organisation_id), name="letters")
    delivery = outbox.attempt(actor, delivery_id)
    if delivery is None:
        return
    try:
        with acting(actor):
            content = write(actor, delivery)
        pdf = render_letter(content)
        with acting(actor):
            keep_letter(
                actor,
                delivery.case_id,
                kind=content.kind,
                title=letter_title(content),
                pdf=pdf,
                decision_id=delivery.decision_id,
                language=content.language,
            )
            outbox.done(actor, delivery_id)
    except Exception as error:
        outbox.failed(actor, delivery_id, _told(error), final=retries >= RETRIES)
        log.exception("Delivery %s could not be made; retry %s of %s.", delivery_id, retries, RETRIES)
        raise


def _work(write: Writer, context: JobContext, delivery_id: int, organisation_id: int) -> None:
    """A worker's thread serves no requests, so nothing else asks whether its connection still lives."""
    close_old_connections()
    deliver(write, delivery_id, organisation_id, retries=context.job.attempts)


def _told(error: Exception) -> str:
    """What the operator reads on the delivery: only our own words, since others may quote somebody's data."""
    return (
        f"{type(error).__name__}: {error}" if isinstance(error, LetterContentError) else type(error).__name__
    )


def _decision(actor: Actor, delivery: Delivery) -> LetterContent:
    page = case_page(actor, delivery.case_id, page="letter")
    decision = Decision.objects.select_related("assessment__release").get(pk=delivery.decision_id or 0)
    return decision_letter(page.case, decision)


def _receipt(actor: Actor, delivery: Delivery) -> LetterContent:
    return receipt_letter(case_page(actor, delivery.case_id, page="letter").case)


def _completion(actor: Actor, delivery: Delivery) -> LetterContent:
    page = case_page(actor, delivery.case_id, page="letter")
    asked = Completion.objects.filter(case=page.case, asked_at__lte=delivery.created_at).last()
    if asked is None:
        raise LetterContentError("The case was asked for nothing.")
    return completion_letter(page.case, asked)
