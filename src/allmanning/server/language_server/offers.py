"""What a completion offers, before any editor is known."""

from dataclasses import dataclass
from typing import Literal

from allmanning.server.language_server.outline import Span

type Look = Literal[
    "rule", "fact", "field", "parameter", "setting", "word", "type", "choice", "law", "key", "local"
]


@dataclass(frozen=True, slots=True)
class Edit:
    """A text to stand instead of what a span holds."""

    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose: its label, the edit it makes, and what it is.

    `also` is a second edit, above the first. Lower `order` stands higher in the list.
    """

    label: str
    edit: Edit
    look: Look
    detail: str = ""
    text: str = ""
    order: int = 1
    also: Edit | None = None
