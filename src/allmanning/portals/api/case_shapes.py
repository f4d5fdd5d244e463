"""The forms of cases, figures and tokens."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from allmanning.portals.api.shapes import Appeal, Day, Given, Moment, Money, Name, Taken, ToldDay


class CaseLine(Given):
    """A case in the list. Nobody's name stands in it."""

    id: UUID
    number: str
    organisation: str
    package: str
    as_of: ToldDay
    status: str
    created_at: Moment
    submitted_at: Moment | None
    due_on: ToldDay | None
    closed_at: Moment | None
    proposed_outcome: str | None
    proposed_amount: Money | None


class Cases(Given):
    """A page of cases, latest first. `next` is the address of the next page, null after the last."""

    items: list[CaseLine]
    next: str | None


class Stated(Given):
    """A fact as it was stated."""

    name: str
    value: Any
    source: str
    stated_at: Moment


class CaseTold(CaseLine):
    """A case with its facts. `applicant` is null for a protected identity; a personal number is never told."""

    version: int
    applicant: str | None
    facts: list[Stated]
    next_question: str | None
    open: list[str]


class Start(Taken):
    """Begin an application."""

    organisation: Name = Field(description="Kommunens slug / The municipality")
    package: Name = Field(description="Paketets id / The package")
    as_of: Day = Field(description="Månaden eller dagen som ansökan gäller / The month or day applied for")


class SaveFacts(Taken):
    """Answers by path; null takes one back. `version` is the case's when it was last read."""

    version: int = Field(ge=0, le=2**31 - 1)
    facts: dict[str, Any] = Field(description='Svar efter plats: "hyra", "barn[0].ålder" / Answers by path')


class Saved(Given):
    """What the case knows now. Send `version` with the next answers."""

    version: int
    outcome: str | None
    amount: Money | None
    next_question: str | None
    open: list[str]


class Submit(Taken):
    """Sign and send what was read at `version`."""

    version: int = Field(ge=0, le=2**31 - 1)


class Receipt(Given):
    """The case's number, and whether the automatic function has decided it already."""

    case: UUID
    number: str
    decided: bool


class Decision(Given):
    """A decision. The reckoning and the letter belong to its applicant and its caseworker, and stay in their pages."""

    id: int
    outcome: str
    amount: Money | None
    is_automatic: bool
    taken_by: str
    ground: str
    reason: str
    provisions: list[str]
    appeal: Appeal
    appeal_until: ToldDay | None
    decided_at: Moment
    served_on: ToldDay | None


class Decisions(Given):
    """The decisions of a case, oldest first."""

    items: list[Decision]


class Event(Given):
    """Something that happened to a case. The contents stay in Allmänning; `payload_digest` and `hash` chain them."""

    sequence: int
    happened_at: Moment
    action: str
    actor_kind: str
    actor: str
    ground: str
    payload_digest: str
    hash: str


class Journal(Given):
    """The journal of a case, oldest first."""

    items: list[Event]


class ByOutcome(Given):
    """How many decisions had an outcome."""

    outcome: str
    decisions: int
    automatic: int


class Effect(Given):
    """The figures of one release in one organisation. Days are null for fewer than five decisions."""

    package: str
    version: str
    decisions: int
    automatic: int
    in_time: int
    median_days: float | None
    slow_days: float | None
    outcomes: list[ByOutcome]


class Effects(Given):
    """The figures of a year."""

    organisation: str
    year: int
    items: list[Effect]


class Token(Given):
    """An access token (RFC 6749 5.1)."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str
