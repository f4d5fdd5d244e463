"""The journal of a case: written with each act in its own transaction, chained so that an edit or a gap shows."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allmanning.accounts.actors import Actor
from allmanning.cases.canonical import canonical, digest
from allmanning.cases.models import Case, Erasure, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be written: who did what on what ground, and what belongs to it."""

    actor: Actor
    action: str
    ground: str
    payload: Mapping[str, Any]
    agreement: int | None = None
    """Under which the actor did it for another organisation."""
    representation: int | None = None
    """By which the actor did it for the applicant."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and how that shows."""

    sequence: int
    what: str


def write(case: Case, now: datetime, entries: Iterable[Entry], using: str = "default") -> None:
    """Append entries; the caller holds the case locked and saves `journal_length` and `journal_head` with the rest."""
    events = []
    for entry in entries:
        event = _event(case, now, entry)
        case.journal_length, case.journal_head = event.sequence, event.hash
        events.append(event)
    Event.objects.using(using).bulk_create(events)


def verify(case: Case, events: Iterable[Event] | None = None) -> Break | None:
    """The first place where the chain is broken, or None. Run it inside `acting`, unless it is given the events in order."""
    previous, expected = "", 1
    for event in Event.objects.filter(case=case).order_by("sequence") if events is None else events:
        if event.sequence != expected:
            return Break(expected, "the event is missing")
        if event.previous_hash != previous or event.hash != _hash(event):
            return Break(event.sequence, "the event was changed")
        if event.payload is not None and event.payload_digest != _payload_digest(event):
            return Break(event.sequence, "the payload was changed")
        if not _names_who_did_it(event):
            return Break(event.sequence, "the event was changed")
        previous, expected = event.hash, expected + 1
    if (case.journal_length, case.journal_head) != (expected - 1, previous):
        return Break(expected, "the last events are missing")
    return None


def verify_erased(erasure: Erasure) -> Break | None:
    """The same for a case that has been removed, by the bare journal that stays of it.

    Of an event from before names had a digest of their own only its place in the chain can be proved.
    """
    previous, expected = "", 1
    for row in erasure.journal:
        if row["sequence"] != expected:
            return Break(expected, "the event is missing")
        bare = Event(**row | {"happened_at": datetime.fromisoformat(row["happened_at"])})
        bare.case_id = erasure.case_id
        whole = bare.hash == _hash(bare) if bare.actor_digest else True
        if bare.previous_hash != previous or not whole:
            return Break(expected, "the event was changed")
        previous, expected = bare.hash, expected + 1
    if (erasure.journal_length, erasure.journal_head) != (expected - 1, previous):
        return Break(expected, "the last events are missing")
    return None


def _event(case: Case, now: datetime, entry: Entry) -> Event:
    event = Event(
        case=case,
        sequence=case.journal_length + 1,
        happened_at=now,
        action=entry.action,
        actor_kind=entry.actor.kind,
        actor_id=entry.actor.person_id,
        actor_name=entry.actor.name,
        ground=entry.ground,
        agreement_id=entry.agreement,
        representation_id=entry.representation,
        payload=dict(entry.payload),
        salt=secrets.token_hex(16),
        previous_hash=case.journal_head,
    )
    event.payload_digest = _payload_digest(event)
    event.actor_digest = _actor_digest(event)
    event.hash = _hash(event)
    return event


def _payload_digest(event: Event) -> str:
    return hashlib.sha256(f"{event.salt}{canonical(event.payload)}".encode()).hexdigest()


def _names_who_did_it(event: Event) -> bool:
    """Where the name has a digest of its own: whether it is that name, or was erased together with its salt."""
    if not event.actor_digest:
        return True
    is_erased = (event.salt, event.actor_id, event.actor_name) == ("", None, "")
    return is_erased or event.actor_digest == _actor_digest(event)


def _actor_digest(event: Event) -> str:
    return hashlib.sha256(
        f"{event.salt}{canonical([str(event.actor_id or ''), event.actor_name])}".encode()
    ).hexdigest()


def _hash(event: Event) -> str:
    who = [event.actor_digest, ""] if event.actor_digest else [str(event.actor_id or ""), event.actor_name]
    return digest(
        [
            event.previous_hash,
            str(event.case_id),
            event.sequence,
            event.happened_at.astimezone(UTC).isoformat(),
            event.action,
            event.actor_kind,
            *who,
            event.ground,
            event.payload_digest,
            *([event.agreement_id] if event.agreement_id else []),
        ]
    )
