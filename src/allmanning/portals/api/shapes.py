"""The forms of everything that is sent and answered. Amounts are öre, moments UTC, days 2025-11-01."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from ninja import Header, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from allmanning.packages import Text

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST = 100

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written 2025-11-01")
    return date.fromisoformat(value)


def utc(moment: datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC: 2025-11-03T09:15:00Z."""
    return (
        moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
    )


def said(moment: datetime) -> str:
    """The same where there always is a moment."""
    return utc(moment) or ""


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
ToldDay = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Name = Annotated[str, Field(pattern=SLUG, max_length=100)]
Money = Annotated[int, Field(description="öre")]

Limit = Annotated[
    int, Query(20, ge=1, le=MOST, description="Hur många som mest / How many at most", example=20)
]
Cursor = Annotated[
    str | None,
    Query(
        None,
        max_length=500,
        description="Ur next i förra svaret / From next in the answer before",
        example="WyJyZXNlYmlkcmFnIl0.c2lnbmF0dXJl",
    ),
]
Package = Annotated[
    str,
    Path(pattern=SLUG, max_length=100, description="Paketets id / The package", example="ekonomiskt-bistand"),
]
Municipality = Annotated[
    str | None,
    Query(
        None,
        pattern=SLUG,
        max_length=50,
        description="Organisationens slug / The organisation",
        example="mittkoping",
    ),
]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,100}$",
        description="Ny för varje nytt anrop; samma igen ger samma svar / New for each new request; again gives the same answer",
        example="5f0c8a52-2f8e-4b0c-9a44-1f6c9b7a2d10",
    ),
]


class Given(BaseModel):
    """What is answered."""


class Taken(BaseModel):
    """What is sent: nothing else than what stands here, and no number as a text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Words(Given):
    """A text in both languages; English is empty where the package has none."""

    sv: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "Words":
        return cls(sv=text.sv, en=text.en)

    @classmethod
    def told(cls, text: dict[str, str]) -> "Words":
        return cls(sv=text["sv"], en=text.get("en", ""))


class PackageLine(Given):
    """A package in the list."""

    id: str
    version: str
    digest: str
    name: Words
    summary: Words
    published_at: Moment


class Packages(Given):
    """A page of packages. `next` is the address of the next page, null after the last."""

    items: list[PackageLine]
    next: str | None


class Appeal(Given):
    """Where a decision is appealed, within how many weeks from service."""

    route: str
    weeks: int
    law: str


class AppealInstead(Appeal):
    """How decisions with these outcomes are appealed, where the law sends them another way."""

    outcomes: list[str]


class Automation(Given):
    """Whether the automatic function may decide, and which outcomes."""

    allowed: bool
    outcomes: list[str]
    law: str


class Handling(Given):
    """The target for a decision, and how long a case is kept."""

    target_days: int
    retention_years: int | None
    law: str


class Outcomes(Given):
    """The outcomes by what they mean."""

    granted: list[str]
    partly: list[str]
    refused: list[str]


class PackageTold(PackageLine):
    """A release of a package. `organisations` run it today, by slug."""

    owner: str
    contact: str
    licence: str
    reviewed_on: ToldDay
    period: Literal["month", "once"]
    appeal: Appeal
    appeals_instead: list[AppealInstead]
    automation: Automation
    handling: Handling
    outcomes: Outcomes
    organisations: list[str]


class Option(Given):
    """A word that may be chosen, and what it is called."""

    value: str
    text: Words


class Question(Given):
    """The question for one fact. `minimum` and `maximum` bound it: öre, numbers, days, or how many in a list."""

    fact: str
    kind: Literal["money", "int", "bool", "date", "choice", "list"]
    who: Literal["resident", "caseworker", "earlier", "platform"]
    text: Words
    help: Words
    why: Words
    page: str
    minimum: int | str
    maximum: int | str
    options: list[Option]
    unit: Words
    evidence: Words


class Questions(Given):
    """Every question of a package, in its author's order."""

    package: str
    version: str
    items: list[Question]


class Cell(Given):
    """A value: öre for money, "25/100" for a share, null key where there is one value only."""

    key: int | None
    value: int | bool | str
    status: Literal["confirmed", "derived"]


class Period(Given):
    """What a parameter is from a day to another, both included."""

    valid_from: ToldDay
    valid_to: ToldDay | None
    law: str
    source: str
    cells: list[Cell]


class Parameter(Given):
    """A national parameter."""

    name: str
    text: Words
    type: str
    periods: list[Period]


class LocalSetting(Given):
    """What each organisation sets. `value` is that of the organisation asked about; by key in a table."""

    name: str
    text: Words
    type: str
    unit: str
    decided_by: str
    law: str
    minimum: int | bool | str | None
    maximum: int | bool | str | None
    value: int | bool | str | dict[str, int | bool | str]


class Parameters(Given):
    """The national parameters with their dates and sources, and the local settings."""

    package: str
    version: str
    organisation: str | None
    national: list[Parameter]
    local: list[LocalSetting]


class Example(Given):
    """A worked example: facts (öre), and what must come of them (kronor, as its author wrote)."""

    name: str
    on: ToldDay
    source: str
    facts: dict[str, Any]
    expect: dict[str, Any]


class Examples(Given):
    """The worked examples of a package."""

    package: str
    version: str
    items: list[Example]


class Ask(Taken):
    """Facts so far, the day that chooses rules and amounts, and whose local settings hold."""

    on: Day = Field(description="Dag som väljer regler och belopp / The day that chooses rules and amounts")
    facts: dict[str, Any] = Field(
        description="Uppgifter efter namn; belopp i öre / Facts by name; amounts in öre"
    )
    organisation: Name | None = Field(
        None,
        description="Kommunens slug; utan den paketets förval / The municipality; without it the package's defaults",
    )


class Asked(Given):
    """What is still to be asked. `next` is the next question in the author's order; no fact outside `open` changes anything."""

    package: str
    version: str
    on: ToldDay
    organisation: str | None
    outcome: str | None
    amount: Money | None
    next: str | None
    open: list[str]
    judgements: list[str]
    questions: list[Question]


class FactUsed(Given):
    """A fact that a line stands on."""

    path: str
    label: Words
    value: str


class ParameterUsed(Given):
    """A parameter that a line stands on."""

    name: str
    label: Words
    value: str
    law: str
    source: str
    status: Literal["confirmed", "derived"]
    local: bool


class Line(Given):
    """One value of the reckoning with what it is made of. `value` is as a person reads it, null while it is open."""

    name: str
    label: Words
    text: Words
    value: str | None
    because: str | None
    law: str | None
    derived: bool
    facts: list[FactUsed]
    parameters: list[ParameterUsed]
    parts: list["Line"]


class Item(Given):
    """What became of one thing that was asked for; öre."""

    id: str
    name: Words
    requested: Money | None
    granted: Money | None
    status: Literal["granted", "partly", "refused", "open", "not_requested"]
    law: str


class Decided(Given):
    """What the rules say. It is a calculation and no decision: nothing is kept, and nobody is bound by it.

    `automatic`: the rules themselves leave nothing to a person; `hindrances` say why not. `outcome` is null while open.
    """

    package: str
    version: str
    on: ToldDay
    organisation: str | None
    outcome: str | None
    amount: Money | None
    open: list[str]
    judgements: list[str]
    automatic: bool
    hindrances: list[str]
    items: list[Item]
    explanation: Line
