"""A question on a page, and the reading of what was answered.

`Field` is everything the templates need; `question_field` makes one from a package's question; `read` turns what was
typed into a value (öre, int, bool, date, str) or into a sentence that says what to do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext, gettext_noop, override

from allmanning.lib import text
from allmanning.packages.questions import Question

Kind = Literal["money", "int", "bool", "date", "choice", "list", "text"]

# The words are looked up in the reader's language when the page is drawn.
YES_NO = (("true", gettext_noop("Ja")), ("false", gettext_noop("Nej")))


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One element of a list that has been given: a child, a vehicle. Without an address it can only be read."""

    title: str
    detail: str = ""
    change_url: str = ""
    remove_value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `value` is what stands in the box, as text; `error` is a whole sentence in the reader's language.

    `page_heading` makes the question the page's h1, for one question on a page.
    """

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    why: str = ""
    value: str = ""
    error: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    entries: tuple[Entry, ...] = ()
    item_name: str = ""
    add_value: str = "add"
    required: bool = True
    evidence: str = ""
    autocomplete: str = ""
    page_heading: bool = False
    rows: int = 5

    @property
    def id(self) -> str:
        return f"field-{re.sub(r'\W+', '-', self.name).strip('-')}"

    @property
    def target(self) -> str:
        """The id that an error's link leads to: the box, or the first of several choices."""
        return f"{self.id}-1" if self.kind in {"bool", "choice"} else self.id

    @property
    def described_by(self) -> str:
        told = (
            ("error", self.error),
            ("help", self.help),
            ("form", self.kind == "date"),
            ("evidence", self.evidence),
            ("unit", self.kind == "money" or (self.kind == "int" and self.unit)),
        )
        return " ".join(f"{self.id}-{part}" for part, there in told if there)

    @property
    def choices(self) -> tuple[Option, ...]:
        if self.kind == "bool" and not self.options:
            return tuple(Option(value, gettext(words)) for value, words in YES_NO)
        return self.options

    @property
    def template(self) -> str:
        kind = "choice" if self.kind == "bool" else self.kind
        return f"design/fields/{kind}.html"


def question_field(
    question: Question,
    language: str,
    *,
    path: str = "",
    value: object = None,
    error: str = "",
    page_heading: bool = False,
    entries: tuple[Entry, ...] = (),
) -> Field:
    """A package's question as a field. `path` is the fact's path with its index ("barn[0].ålder"); `value` is the
    fact as it is kept (öre, int, bool, date or str), or the very text that could not be read.
    """
    return Field(
        name=path or question.fact,
        label=question.text.in_(language),
        kind=question.kind,
        help=question.help.in_(language),
        why=question.why.in_(language),
        value=written(question.kind, value),
        error=error,
        unit="kr" if question.kind == "money" else question.unit.in_(language),
        options=tuple(Option(choice, words.in_(language)) for choice, words in question.options),
        entries=entries,
        item_name=question.item.in_(language),
        evidence=question.evidence.in_(language),
        page_heading=page_heading,
    )


def written(kind: Kind, value: object) -> str:
    """A kept value as it stands in its box: 650000 -> "6 500"; True -> "true"; a text is left as it was typed.

    Figures are set the Swedish way in every language, since that is how they are read back.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() if kind == "money":
            return text.amount(value)
        case int():
            return text.number(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Reading:
    """Either a value or an error, never both; nothing typed is neither."""

    value: int | bool | date | str | None = None
    error: str = ""


UNREADABLE = {
    "money": gettext_noop("Skriv beloppet med siffror, till exempel 6 500 eller 249,50."),
    "int": gettext_noop("Skriv ett helt tal med siffror, till exempel 2."),
    "date": gettext_noop("Skriv datumet med år, månad och dag, till exempel 2025-11-01."),
    "bool": gettext_noop("Välj ja eller nej."),
    "choice": gettext_noop("Välj ett av alternativen."),
    "list": gettext_noop("Skriv ett helt tal med siffror, till exempel 2."),
}


def read(kind: Kind, typed: str, *, options: Sequence[str] = (), language: str = "sv") -> Reading:
    """What a person typed, as a value: öre for money, ints, bools, dates, the choice's own word."""
    typed = typed.strip()
    if not typed:
        return Reading()
    try:
        return Reading(value=_read(kind, typed, options, language))
    except text.UnreadableTextError:
        with override(language):
            return Reading(error=gettext(UNREADABLE[kind]))


def _read(kind: Kind, typed: str, options: Sequence[str], language: str) -> int | bool | date | str:
    match kind:
        case "money":
            return text.read_money(typed, language)
        case "int" | "list":
            return text.read_number(typed, language)
        case "date":
            return text.read_day(typed)
        case "bool" if typed in {"true", "false"}:
            return typed == "true"
        case "choice" if typed in options:
            return typed
        case "text":
            return typed
        case _:
            raise text.UnreadableTextError(typed)
