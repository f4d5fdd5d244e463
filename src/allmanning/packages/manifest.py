"""package.toml: what the package is, how its decisions are made and how they are appealed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from allmanning.packages.document import Document
from allmanning.packages.public import PublicSpec, read_public
from allmanning.packages.statutes import Statute
from allmanning.packages.wording import Text
from allmanning.rules.errors import did_you_mean

type Route = Literal["förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none"]
type AmountKind = Literal["support", "fee"]

ROUTES = ("förvaltningsrätten", "länsstyrelsen", "laglighetsprövning", "none")
# KL (2017:725) 6 kap. 38 § second paragraph.
NEVER_AUTOMATIC = ("laglighetsprövning", "none")
PERIODS = ("month", "once")
AMOUNT_KINDS = ("support", "fee")
# Tillitsnivåer of Swedish e-identification; 3 is what an ordinary e-legitimation gives.
LOGIN_LEVELS = (2, 3, 4)
USUAL_LOGIN_LEVEL = 3
# Who may apply for another, if the package says nothing: those that act for people.
KINDS = ("guardian", "consent", "company")
FOR_PEOPLE = ("guardian", "consent")


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One thing that can be asked for: the fact that asks (öre) and the rule that grants (öre).

    A fact and a rule of an element ("åtgärder.kostnad") make one thing of each element; `name_from` is the element's fact that
    names it.
    """

    id: str
    name: Text
    requested: str
    granted: str
    name_from: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    """The rules that decide: outcome, amount (None where there is none) and what each outcome means.

    `amount_is`: what the applicant gets, or a fee to pay each month from the month that is applied for. `contents`: the rules that
    say the rest of what is decided, such as how long a permit holds.
    """

    outcome: str
    amount: str | None
    granted: tuple[str, ...]
    partly: tuple[str, ...]
    refused: tuple[str, ...]
    items: tuple[ItemSpec, ...]
    amount_is: AmountKind = "support"
    contents: tuple[str, ...] = ()
    english: tuple[tuple[str, str], ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome that is declared."""
        return (*self.granted, *self.partly, *self.refused)

    def follows(self, outcome: str, proposed: int | None) -> int | None:
        """The amount (öre) of an outcome when nobody gives one: nothing is paid out of a refusal; a fee is as the rules say."""
        if self.amount is None:
            return None
        return 0 if self.amount_is == "support" and outcome in self.refused else proposed

    def told(self, outcome: str) -> Text:
        """An outcome as the law says it, and in English where the package says that."""
        return Text(outcome, dict(self.english).get(outcome, ""))


@dataclass(frozen=True, slots=True)
class Appeal:
    """Where a decision is appealed, within how many weeks from service, by which provision."""

    route: Route
    weeks: int
    law: str


@dataclass(frozen=True, slots=True)
class AppealInstead:
    """How decisions with some outcomes are appealed, where the law sends them another way than the rest."""

    outcomes: tuple[str, ...]
    appeal: Appeal


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
    appeals_instead: tuple[AppealInstead, ...] = ()
    public: PublicSpec | None = None

    @property
    def rules_read(self) -> tuple[str, ...]:
        """The rules that something outside the rules reads: what is decided, and what a public package names."""
        decision = self.decision
        return (
            decision.outcome,
            *((decision.amount,) if decision.amount else ()),
            *decision.contents,
            *(self.public.rules if self.public else ()),
        )

    def appeal_of(self, outcome: str | None) -> Appeal:
        """How a decision with this outcome is appealed."""
        found = (instead.appeal for instead in self.appeals_instead if outcome in instead.outcomes)
        return next(found, self.appeal)


def read_manifest(document: Document) -> Manifest:
    """The manifest; what is wrong becomes findings of the document."""
    document.known(
        ("id", "version", "name", "name_en", "summary", "summary_en", "owner", "contact", "licence", "reviewed_on",
         "period", "login_level", "statute", "decision", "appeal", "automation", "handling", "delegation", "representation", "gap",
         "audience", "public"),
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
        appeals_instead=_appeals_instead(document),
        public=read_public(document),
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
    document.known(
        ("outcome", "amount", "amount_is", "contents", "granted", "partly", "refused", "item"), "decision"
    )
    amount_is = document.string("decision", "amount_is", required=False) or "support"
    if amount_is not in AMOUNT_KINDS:
        message, hint = f"An amount cannot be {amount_is!r}", did_you_mean(amount_is, AMOUNT_KINDS)
        document.refuse("P058", message, hint, "decision", "amount_is")
    return DecisionSpec(
        outcome=document.name("decision", "outcome"),
        amount=document.name("decision", "amount", required=False) or None,
        granted=document.strings("decision", "granted"),
        partly=document.strings("decision", "partly"),
        refused=document.strings("decision", "refused"),
        items=tuple(_item(document, index) for index in document.tables("decision", "item")),
        amount_is="fee" if amount_is == "fee" else "support",
        contents=document.names_in("decision", "contents"),
    )


def _item(document: Document, index: int) -> ItemSpec:
    where = ("decision", "item", index)
    document.known(("id", "name", "name_en", "requested", "granted", "name_from"), *where)
    return ItemSpec(
        document.string(*where, "id"),
        document.words(*where, "name"),
        document.name(*where, "requested"),
        document.name(*where, "granted"),
        document.name(*where, "name_from", required=False),
    )


def _appeal(document: Document) -> Appeal:
    document.known(("route", "weeks", "law", "instead"), "appeal")
    return _one_appeal(document, "appeal")


def _appeals_instead(document: Document) -> tuple[AppealInstead, ...]:
    found: list[AppealInstead] = []
    for index in document.tables("appeal", "instead"):
        where = ("appeal", "instead", index)
        document.known(("outcomes", "route", "weeks", "law"), *where)
        outcomes = document.strings(*where, "outcomes")
        for outcome in outcomes:
            if any(outcome in before.outcomes for before in found):
                message = f"The outcome {outcome!r} is appealed in two ways"
                document.refuse("P051", message, "List it once", *where, "outcomes")
        found.append(AppealInstead(outcomes, _one_appeal(document, *where)))
    return tuple(found)


def _one_appeal(document: Document, *where: str | int) -> Appeal:
    route = document.string(*where, "route")
    if route and route not in ROUTES:
        message = f"The appeal route {route!r} is not known"
        document.refuse("P022", message, did_you_mean(route, ROUTES), *where, "route")
    weeks = document.number(*where, "weeks", least=0 if route == "none" else 1, example=3)
    return Appeal(cast(Route, route), weeks, document.string(*where, "law"))


def _automation(document: Document) -> Automation:
    document.known(("allowed", "outcomes", "law"), "automation")
    allowed = bool(document.required(("automation", "allowed"), bool, "false"))
    outcomes = document.strings("automation", "outcomes")
    usual, routes = str(document.table("appeal").get("route")), _routes_instead(document)
    for route in dict.fromkeys(routes.get(outcome, usual) for outcome in outcomes or ("",)):
        if allowed and route in NEVER_AUTOMATIC:
            hint = "Write allowed = false; KL (2017:725) 6 kap. 38 § forbids it for this appeal route"
            if routes:
                hint = "Take its outcomes out of automation.outcomes; KL (2017:725) 6 kap. 38 § forbids it"
            message = f"What is appealed by {route!r} may never be decided automatically"
            document.refuse("P023", message, hint, "automation", "allowed")
    return Automation(allowed, outcomes, document.string("automation", "law", required=allowed))


def _routes_instead(document: Document) -> dict[str, str]:
    """The route of each outcome that has one of its own."""
    tables = [("appeal", "instead", index) for index in document.tables("appeal", "instead")]
    return {
        outcome: str(document.table(*where).get("route"))
        for where in tables
        for outcome in document.strings(*where, "outcomes")
    }


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
