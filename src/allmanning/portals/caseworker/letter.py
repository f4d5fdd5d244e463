"""The decision as it would be kept if it were signed now, and its letter: on the page before signing and as PDF."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import may
from allmanning.cases import assessing, reasons
from allmanning.cases.models import Assessment, Completion, Decision
from allmanning.cases.queries import CasePage
from allmanning.connectors.letters.filling import letter_data
from allmanning.connectors.letters.letter import LetterContent, LetterContentError
from allmanning.connectors.letters.render import render_letter
from allmanning.connectors.letters.write import completion_letter, decision_letter
from allmanning.portals.caseworker.decision_forms import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Title and body of a letter as plain values: each block has a kind and what that kind holds."""

    title: str
    blocks: Sequence[Mapping[str, Any]]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style: "", "strong" or "emphasis"; a "break" has no words."""

    text: str
    style: str


def as_text(actor: Actor, page: CasePage, wanted: Wanted) -> Letter:
    """The letter in words. A package whose letter cannot be filled in says why, since that must be known before signing."""
    try:
        data = letter_data(_content(actor, page, wanted))
    except LetterContentError as error:
        return Letter(title="", blocks=(), problem=str(error))
    return Letter(title=data["title"], blocks=_blocks(data["body"]))


def question_as_text(actor: Actor, page: CasePage, kind: str, written: str, due_on: date) -> Letter:
    """The letter around a question that is not asked yet."""
    asked = Completion(
        case=page.case,
        kind=kind,
        text=written,
        asked_by=actor.name,
        executor_name=_executor(actor, page),
        asked_at=timezone.now(),
        due_on=due_on,
    )
    try:
        data = letter_data(completion_letter(page.case, asked))
    except LetterContentError as error:
        return Letter(title="", blocks=(), problem=str(error))
    return Letter(title=data["title"], blocks=_blocks(data["body"]))


def as_pdf(actor: Actor, page: CasePage, wanted: Wanted) -> bytes:
    """The same as it would be sent, headed as a draft."""
    return render_letter(_content(actor, page, wanted))


def _blocks(blocks: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The letter's blocks with running text as runs, so that a template can set them without a stray space."""
    return tuple(
        {
            **block,
            "runs": tuple(_runs(block.get("children", ()))),
            "items": tuple(_blocks(item) for item in block.get("items", ())),
        }
        for block in blocks
    )


def _runs(children: Iterable[Mapping[str, Any]], style: str = "") -> Iterator[Run]:
    for child in children:
        match child["kind"]:
            case "words":
                yield Run(child["text"], style)
            case "break":
                yield Run("", "break")
            case kind:
                yield from _runs(child["children"], kind)


def _content(actor: Actor, page: CasePage, wanted: Wanted) -> LetterContent:
    return replace(decision_letter(page.case, unsigned(actor, page, wanted)), draft=True)


def unsigned(actor: Actor, page: CasePage, wanted: Wanted) -> Decision:
    """A decision that nobody has taken, in the very shape it would have; it is never saved."""
    run = assessing.Run(
        ruleset=page.ruleset, rows=page.fact_rows, facts=dict(page.facts), assessment=page.assessment
    )
    rules = page.assessment
    outcome, amount = decided(page, wanted)
    appeal = page.package.manifest.appeal_of(outcome)
    departs = (("outcome", rules.outcome, outcome), ("amount", rules.amount, amount))
    return Decision(
        case=page.case,
        assessment=Assessment(
            case=page.case,
            release=page.case.adoption.release,
            local=page.case.adoption.local,
            as_of=page.case.as_of,
            facts={row.name: row.value for row in page.fact_rows},
        ),
        outcome=outcome,
        amount=amount,
        is_automatic=False,
        taken_by_name=actor.name,
        executor_name=_executor(actor, page),
        changes=[{"what": what, "from": old, "to": new} for what, old, new in departs if old != new],
        reason=wanted.reason,
        **reasons.told(run),
        appeal_route=appeal.route,
        appeal_weeks=appeal.weeks,
        appeal_law=appeal.law,
        decided_at=timezone.now(),
    )


def _executor(actor: Actor, page: CasePage) -> str:
    """The organisation the reader acts from, where the case is another's."""
    mandate = may(actor, "read", page.case).mandate
    return mandate.executor_name if mandate else ""


def decided(page: CasePage, wanted: Wanted) -> tuple[str, int | None]:
    """The outcome and amount (öre) that are wanted, or that the rules propose where nothing is."""
    if wanted.outcome is None:
        return page.assessment.outcome or "", page.assessment.amount
    return wanted.outcome, wanted.amount
