"""All that a decision letter says, as one value; whoever holds it can set the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from allmanning.packages import Line
from allmanning.packages.letters import LetterTemplate

type Language = Literal["sv", "en"]
type Kind = Literal["decision", "completion", "communication", "receipt"]
type AppealRoute = Literal["förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class LetterContentError(ValueError):
    """A letter lacks something it cannot be set without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The organisation whose decision it is. `mark` is the text of an SVG picture, `accent` is “#rrggbb”."""

    organisation: str
    board: str
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    mark: str = ""
    accent: str = "#1f5c46"

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.accent):
            raise LetterContentError(
                f"The accent of {self.organisation} is {self.accent!r}; write it as “#1f5c46”."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets the letter. A protected identity has no address in the letter, whatever is given here."""

    name: str
    address: tuple[str, ...] = ()
    protected: bool = False
    through: str = ""
    """Who applied for them, in a line of its own: Ombud: Kajsa Holm."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands in the window of the envelope."""
        if self.protected:
            return (self.name,)
        return (self.name, *([self.through] if self.through else []), *self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItem:
    """One thing applied for and what was decided on it; amounts in öre."""

    name: str
    requested: int | None
    granted: int | None
    status: str
    reason: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """A fact that the decision rests on (32 § förvaltningslagen), and where it comes from."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A paragraph applied, with what it was applied to in plain words."""

    law: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Where and how long the decision can be appealed. `instance` is the court or county board by its full name."""

    route: AppealRoute
    weeks: int = 3
    law: str = ""
    instance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who decided (31 § förvaltningslagen), or wrote a letter of another kind.

    `name` empty and not automatic: the name is left out because of a threat (33 § förvaltningslagen).
    `delegation` names the board's delegation, `presented_by` an officer who presented the case without deciding.
    """

    name: str = ""
    role: str = ""
    automatic: bool = False
    law: str = ""
    delegation: str = ""
    presented_by: str = ""
    executor: str = ""
    """The organisation that acts on behalf of the sender (KL (2017:725) 9 kap. 37–38 §§)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """One letter.

    `reckoning` explains the amount, `outcome_line` the outcome.  `amount` is öre; `period` is written out, as “november 2025”; `values` fills the other placeholders ({due_date},
    {message}). Only a letter of kind “decision” has an outcome, a summary and what the law asks of a decision.
    `assessment_reason` is the caseworker's own words; `departures` says where the decision leaves the calculation.
    """

    kind: Kind = "decision"
    language: Language
    sender: Sender
    recipient: Recipient
    case_number: str
    dated: date
    service: str
    template: LetterTemplate
    outcome: str = ""
    outcome_label: str = ""
    period: str = ""
    amount: int | None = None
    items: tuple[DecidedItem, ...] = ()
    reckoning: Line | None = None
    outcome_line: Line | None = None
    departures: tuple[str, ...] = ()
    assessment_reason: str = ""
    unsaid: frozenset[str] = frozenset()
    """Names of the package's own values that do not hold for this decision; what would say them is left out."""
    circumstances: tuple[Circumstance, ...] = ()
    provisions: tuple[Provision, ...] = ()
    appeal: Appeal | None = None
    signature: Signature
    values: Mapping[str, str] = field(default_factory=dict)
    draft: bool = False
