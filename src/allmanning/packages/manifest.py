"""package.toml: what the package is, how its decisions are made and how they are appealed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from allmanning.packages.document import Document
from allmanning.packages.statutes import Statute
from allmanning.packages.wording import Text
from allmanning.rules.errors import did_you_mean

type Route = Literal["förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none"]

ROUTES = ("förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none")
# KL (2017:725) 6 kap. 38 § second paragraph.
NEVER_AUTOMATIC = ("laglighetsprövning", "none")
PERIODS = ("month", "once")
# Tillitsnivåer of Swedish e-identification; 3 is what an ordinary e-legitimation gives.
LOGIN_LEVELS = (2, 3, 4)
USUAL_LOGIN_LEVEL = 3
# Who may apply for another, if the package says nothing: those that act for people.
KINDS = ("guardian", "consent", "company")
FOR_PEOPLE = ("guardian", "consent")


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One thing that can be asked for: the fact that asks (öre) and the rule that grants (öre)."""

    id: str
    name: Text
    requested: str
    granted: str


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    """The rules that decide: outcome, amount (None where there is none) and what each outcome means."""

    outcome: str
    amount: str | None
    granted: tuple[str, ...]
    partly: tuple[str, ...]
    refused: tuple[str, ...]
    items: tuple[ItemSpec, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    """Where a decision is appealed, within how many weeks from service, by which provision."""

    route: Route
    weeks: int
    law: str


@dataclass(frozen=True, slots=True)
class Automation:
    """Whether the automatic function may decide, and which outcomes."""

    allowed: bool
    outcomes: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Handling:
    """Target for a decision in days, and how many years the case is kept after the last note in it.

    None years: no law says it, and each organisation's own plan does. `per_person`: the years are counted from the last note
    in any of the applicant's cases under the same law. What the law keeps for research is never removed.
    """

    target_days: int
    retention_years: int | None
    law: str
    per_person: bool = False
    kept: "Kept | None" = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that the law keeps for research: of those born on some days of a month, and of everybody in some places."""

    born_on: tuple[int, ...]
    everybody_in: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """The lowest level that may decide when the organisation's delegation order says nothing else.

    Outcomes in `four_eyes` are signed by one person and confirmed by another.
    """

    level: str
    four_eyes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Representation:
    """Which kinds of ombud may apply for another, and whether the automatic function may decide what they sent."""

    kinds: tuple[str, ...] = FOR_PEOPLE
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, on which a rule or a parameter is meant to be missing, and why."""

    of: str
    valid_from: date
    valid_to: date
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What package.toml says."""

    id: str
    version: str
    name: Text
    summary: Text
    owner: str
    contact: str
    licence: str
    reviewed_on: date
    period: Literal["month", "once"]
    decision: DecisionSpec
    appeal: Appeal
    automation: Automation
    handling: Handling
    delegation: Delegation
    statutes: tuple[Statute, ...]
    gaps: tuple[Gap, ...]
    login_level: int = USUAL_LOGIN_LEVEL
    representation: Representation = Representation()


def read_manifest(document: Document) -> Manifest:
    """The manifest; what is wrong becomes findings of the document."""
    document.known(
        ("id", "version", "name", "name_en", "summary", "summary_en", "owner", "contact", "licence", "reviewed_on",
         "period", "login_level", "statute", "decision", "appeal", "automation", "handling", "delegation", "representation", "gap"),
    )  # fmt: skip
    identity = document.string("id")
    if identity and not all(part.isalnum() and part.isascii() for part in identity.split("-")):
        document.refuse("P020", f"id {identity!r} is not a plain name", "Use a-z, 0-9 and -", "id")
    period = document.string("period", required=False) or "once"
    if period not in PERIODS:
        document.refuse("P021", f"period {period!r} is not known", did_you_mean(period, PERIODS), "period")
    return Manifest(
        id=identity,
        version=document.string("version"),
        name=document.words("name"),
        summary=document.words("summary"),
        owner=document.string("owner"),
        contact=document.string("contact"),
        licence=document.string("licence"),
        reviewed_on=document.day("reviewed_on") or date.min,
        period="month" if period == "month" else "once",
        login_level=_login_level(document),
        decision=_decision(document),
        appeal=_appeal(document),
        automation=_automation(document),
        handling=_handling(document),
        delegation=_delegation(document),
        statutes=tuple(_statute(document, index) for index in document.tables("statute")),
        gaps=tuple(_gap(document, index) for index in document.tables("gap")),
        representation=_representation(document),
    )


def _login_level(document: Document) -> int:
    level = document.optional(("login_level",), int, str(USUAL_LOGIN_LEVEL), USUAL_LOGIN_LEVEL)
    if level not in LOGIN_LEVELS:
        message = f"login_level {level} is no level of identification"
        document.refuse("P048", message, "Write 2, 3 or 4, or leave it out for 3", "login_level")
        return USUAL_LOGIN_LEVEL
    return int(level)


def _gap(document: Document, index: int) -> Gap:
    where = ("gap", index)
    document.known(("of", "from", "to", "reason"), *where)
    first, last = document.day(*where, "from"), document.day(*where, "to")
    return Gap(
        document.name(*where, "of"), first or date.min, last or date.min, document.string(*where, "reason")
    )


def _statute(document: Document, index: int) -> Statute:
    where = ("statute", index)
    document.known(("short", "number", "name", "in_force", "repealed", "replaced_by", "chapters"), *where)
    return Statute(
        document.string(*where, "short"),
        document.string(*where, "number"),
        document.string(*where, "name"),
        document.day(*where, "in_force", required=False),
        document.day(*where, "repealed", required=False),
        document.string(*where, "replaced_by", required=False),
        document.optional((*where, "chapters"), bool, "false"),
    )


def _decision(document: Document) -> DecisionSpec:
    document.known(("outcome", "amount", "granted", "partly", "refused", "item"), "decision")
    return DecisionSpec(
        outcome=document.name("decision", "outcome"),
        amount=document.name("decision", "amount", required=False) or None,
        granted=document.strings("decision", "granted"),
        partly=document.strings("decision", "partly"),
        refused=document.strings("decision", "refused"),
        items=tuple(_item(document, index) for index in document.tables("decision", "item")),
    )


def _item(document: Document, index: int) -> ItemSpec:
    where = ("decision", "item", index)
    document.known(("id", "name", "name_en", "requested", "granted"), *where)
    return ItemSpec(
        document.string(*where, "id"),
        document.words(*where, "name"),
        document.name(*where, "requested"),
        document.name(*where, "granted"),
    )


def _appeal(document: Document) -> Appeal:
    document.known(("route", "weeks", "law"), "appeal")
    route = document.string("appeal", "route")
    if route and route not in ROUTES:
        document.refuse(
            "P022", f"The appeal route {route!r} is not known", did_you_mean(route, ROUTES), "appeal", "route"
        )
    weeks = document.number("appeal", "weeks", least=0 if route == "none" else 1, example=3)
    return Appeal(cast(Route, route), weeks, document.string("appeal", "law"))


def _automation(document: Document) -> Automation:
    document.known(("allowed", "outcomes", "law"), "automation")
    allowed = bool(document.required(("automation", "allowed"), bool, "false"))
    route = document.table("appeal").get("route")
    if allowed and route in NEVER_AUTOMATIC:
        hint = "Write allowed = false; KL (2017:725) 6 kap. 38 § forbids it for this appeal route"
        message = f"What is appealed by {route!r} may never be decided automatically"
        document.refuse("P023", message, hint, "automation", "allowed")
    outcomes = document.strings("automation", "outcomes")
    return Automation(allowed, outcomes, document.string("automation", "law", required=allowed))


def _delegation(document: Document) -> Delegation:
    document.known(("level", "four_eyes"), "delegation")
    four_eyes = document.strings("delegation", "four_eyes")
    for outcome in four_eyes:
        if outcome in document.strings("automation", "outcomes"):
            message = f"{outcome!r} takes two people and may not be decided automatically too"
            document.refuse("P049", message, "Take it out of one of the lists", "delegation", "four_eyes")
    return Delegation(document.string("delegation", "level"), four_eyes)


def _representation(document: Document) -> Representation:
    if "representation" not in document.data:
        return Representation()
    if document.data["representation"] is False:
        return Representation(kinds=())
    document.known(("kinds", "automatic"), "representation")
    kinds = document.strings("representation", "kinds")
    for kind in kinds:
        if kind not in KINDS:
            message = f"{kind!r} is no kind of ombud"
            document.refuse("P047", message, did_you_mean(kind, KINDS), "representation", "kinds")
    automatic = bool(document.optional(("representation", "automatic"), bool, "false", False))
    is_said = "kinds" in document.table("representation")
    return Representation(
        tuple(kind for kind in KINDS if kind in kinds) if is_said else FOR_PEOPLE, automatic
    )


def _handling(document: Document) -> Handling:
    document.known(("target_days", "retention_years", "law", "per_person", "kept"), "handling")
    days = document.number("handling", "target_days", least=1, example=10)
    by_law = "retention_years" in document.table("handling")
    years = document.number("handling", "retention_years", least=0, example=5) if by_law else None
    law = document.string("handling", "law", required=by_law)
    per_person = bool(document.optional(("handling", "per_person"), bool, "false", False))
    return Handling(days, years, law, per_person, _kept(document))


def _kept(document: Document) -> Kept | None:
    where = ("handling", "kept")
    if not document.table(*where):
        return None
    document.known(("born_on", "everybody_in", "law"), *where)
    days = document.optional((*where, "born_on"), list, "[5, 15, 25]", [])
    if not all(isinstance(day, int) and 1 <= day <= 31 for day in days):
        message = "handling.kept.born_on is not a list of days of a month"
        document.refuse("P012", message, "Write born_on = [5, 15, 25]", *where, "born_on")
        days = []
    return Kept(tuple(days), document.strings(*where, "everybody_in"), document.string(*where, "law"))
