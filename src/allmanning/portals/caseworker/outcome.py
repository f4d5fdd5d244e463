"""A decision that is taken: what, by whom, on what ground, whether its letter is written and how long it can be appealed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.models import Decision, Delivery, Letter
from allmanning.cases.outbox import ASK_FOR_COMPLETION, SEND_RECEIPT, WRITE_DECISION
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.portals.caseworker import history, proposal, words
from allmanning.portals.design.parts import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision in words."""

    verdict: proposal.Proposal
    when: str
    by: str
    ground: str
    is_automatic: bool
    departures: tuple[proposal.Departure, ...]
    reason: str
    items: tuple[proposal.ItemLine, ...]
    provisions: tuple[str, ...]
    served: str
    appeal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A letter, written or on its way."""

    title: str
    state: str
    when: str
    tone: Tone | None = None
    url: str = ""


def outcome(page: CasePage) -> Outcome | None:
    """The latest decision, if there is one."""
    decision, spec = page.decision, page.package.manifest.decision
    if decision is None:
        return None
    overruled = any(change["what"] == "outcome" for change in decision.changes)
    return Outcome(
        verdict=replace(
            proposal.proposed(spec, decision.outcome, decision.amount),
            # When a person decided otherwise than the rules, what they say beside the outcome does not hold.
            contents=() if overruled else page.ruleset.contents(dict(page.facts), words.language()),
        ),
        when=words.moment(decision.decided_at),
        by=gettext("den automatiska funktionen") if decision.is_automatic else decision.taken_by_name,
        ground=words.capital(text.citation(words.ground(decision.ground))),
        is_automatic=decision.is_automatic,
        departures=tuple(proposal.kept_departures(page, decision.changes)),
        reason=decision.reason,
        items=proposal.decided_items(decision.items),
        provisions=tuple(text.citation(law) for law in decision.provisions),
        served=_served(decision),
        appeal=_appeal(decision),
    )


def post(actor: Actor, page: CasePage) -> tuple[Post, ...]:
    """Letters that are written, and before them those that wait or could not be written."""
    with acting(actor):
        deliveries = tuple(
            Delivery.objects.filter(case=page.case)
            .exclude(status=Delivery.Status.DONE)
            .order_by("-created_at")
        )
    return (*map(_on_its_way, deliveries), *_written(page, page.letters))


def _written(page: CasePage, letters: Iterable[Letter]) -> Iterable[Post]:
    for letter in reversed(tuple(letters)):
        opened = (
            gettext("Läst av den sökande %(when)s") % {"when": words.moment(letter.opened_at)}
            if letter.opened_at
            else gettext("Inte öppnat av den sökande än")
        )
        yield Post(
            title=letter.title or history.letter_kind(letter.kind),
            state=opened,
            when=words.moment(letter.written_at),
            url=reverse("caseworker:letter", args=[page.case.pk, letter.pk]),
        )


def _on_its_way(delivery: Delivery) -> Post:
    kinds = {WRITE_DECISION: "decision", SEND_RECEIPT: "receipt", ASK_FOR_COMPLETION: "completion"}
    failed = delivery.status == Delivery.Status.FAILED
    state = (
        gettext("Kunde inte skrivas. Säg till den som sköter driften.") if failed else gettext("Skrivs nu")
    )
    if delivery.attempts and not failed:
        state = gettext("Skrivs nu, försök %(n)s") % {"n": delivery.attempts}
    return Post(
        title=history.letter_kind(kinds.get(delivery.task, delivery.task)),
        state=state,
        when=words.moment(delivery.created_at),
        tone="danger" if failed else None,
    )


def _served(decision: Decision) -> str:
    if decision.served_on is None:
        return gettext("Den sökande har inte öppnat beslutet än. Tiden för att överklaga har inte börjat.")
    return gettext("Den sökande tog del av beslutet den %(day)s.") % {
        "day": text.day(decision.served_on, words.language())
    }


def _appeal(decision: Decision) -> str:
    if decision.appeal_route == "none":
        return gettext("Beslutet kan inte överklagas.")
    told = {"law": text.citation(decision.appeal_law)}
    if decision.appeal_until is None:
        told["weeks"] = str(decision.appeal_weeks)
        return (
            gettext("Kan överklagas inom %(weeks)s veckor från den dag den sökande tog del av det (%(law)s).")
            % told
        )
    told["day"] = text.day(decision.appeal_until, words.language())
    if decision.appeal_until < timezone.localdate():
        return gettext("Gick att överklaga till och med den %(day)s (%(law)s).") % told
    return gettext("Kan överklagas till och med den %(day)s (%(law)s).") % told
