"""What the rules propose, and how something else differs from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, pgettext

from allmanning import packages
from allmanning.cases.queries import CasePage
from allmanning.packages.manifest import DecisionSpec
from allmanning.portals.caseworker import facts, words

# Above this the highest possible amount says nothing but that nobody has said.
HIGHEST_TOLD = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An outcome and an amount in words. `is_open`: the rules cannot say the outcome yet."""

    outcome: str
    amount: str
    kind: words.Kind
    is_open: bool = False
    between: str = ""
    """While the amount is open: the lowest and the highest it can become."""
    contents: tuple[tuple[str, str], ...] = ()
    """What else is decided: label and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """What becomes of one thing that was applied for. `mark` is a tick or a cross beside the words."""

    name: str
    requested: str
    granted: str
    status: str
    code: str
    mark: str
    reason: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition of the outcome that holds or does not; `mark` is the sign beside the words."""

    label: str
    value: str
    mark: str
    because: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a decision leaves the proposal: what, from what, to what, and by how much."""

    what: str
    before: str
    after: str
    by: str = ""


def proposed(spec: DecisionSpec, outcome: str | None, amount: int | None) -> Proposal:
    """An outcome (a package's own word) and an amount in öre, in words."""
    if not outcome:
        return Proposal(
            outcome=gettext("Inget förslag än"),
            amount=words.money(amount),
            kind="partly",
            is_open=True,
        )
    return Proposal(
        outcome=words.outcome(outcome, spec),
        # A refusal of 0 kr says the same thing twice.
        amount=words.money(amount) if spec.amount and (amount or outcome not in spec.refused) else "",
        kind=words.kind_of(spec, outcome),
    )


def of_page(page: CasePage) -> Proposal:
    """What the rules propose over the facts as they stand."""
    found = of_assessment(page.package, page.assessment)
    return replace(found, contents=page.ruleset.contents(dict(page.facts), words.language()))


def of_assessment(package: packages.Package, assessment: packages.Assessment) -> Proposal:
    """The same of any run."""
    spec = package.manifest.decision
    found = proposed(spec, assessment.outcome, assessment.amount)
    if assessment.amount is not None or spec.amount is None:
        return found
    return replace(found, between=_between(assessment.bounds.get(spec.amount)))


def _between(bounds: object) -> str:
    match bounds:
        case (int(low), int(high)) if low < high <= HIGHEST_TOLD:
            return gettext("mellan %(low)s och %(high)s") % {
                "low": words.money(low),
                "high": words.money(high),
            }
        case _:
            return ""


def conditions(page: CasePage) -> tuple[Condition, ...]:
    """What the outcome hangs on besides the amount, each with yes or no; nothing while it is open."""
    spec = page.package.manifest.decision
    line = page.ruleset.reckoning(dict(page.facts), spec.outcome, words.language())
    return tuple(
        Condition(
            label=part.label.in_(words.language()),
            value=part.value or "",
            mark="tick" if part.mark == "yes" else "cross",
            because=part.because or "" if part.mark == "no" else "",
            law=words.short_law(part.law or ""),
        )
        for part in line.parts
        if part.mark
    )


def items(page: CasePage) -> tuple[ItemLine, ...]:
    """What was applied for, one by one, as the rules propose it now."""
    language = words.language()
    return tuple(
        _item(
            name=item.name.in_(language),
            requested=item.requested,
            granted=item.granted,
            code=item.status,
            reason=item.reason.in_(language),
            law=item.law,
        )
        for item in page.assessment.items
        if item.status != "not_requested" and item.requested is not None
    )


def decided_items(rows: Sequence[Mapping[str, Any]]) -> tuple[ItemLine, ...]:
    """The same as a decision has kept it."""
    return tuple(
        _item(
            name=words.said(row["name"]),
            requested=row["requested"],
            granted=row["granted"],
            code=row["status"],
            reason=words.said(row["reason"]),
            law=row["law"],
        )
        for row in rows
        if row["requested"] is not None
    )


def _item(
    *, name: str, requested: int | None, granted: int | None, code: str, reason: str, law: str
) -> ItemLine:
    tells = code in {"partly", "refused", "open"}
    return ItemLine(
        name=name,
        requested=words.money(requested),
        granted=words.money(granted),
        status=words.item_status(code),
        code=code,
        mark={"granted": "tick", "refused": "cross"}.get(code, ""),
        reason=_without_name(reason) if tells else "",
        law=words.short_law(law),
    )


def _without_name(rule: str) -> str:
    """A rule's words without its own name, which stands in the first column already."""
    return words.capital(rule.partition(": ")[2] or rule)


def departures(page: CasePage, outcome: str | None, amount: int | None) -> tuple[Departure, ...]:
    """How an outcome and an amount differ from the proposal; nothing when they do not."""
    spec, rules = page.package.manifest.decision, page.assessment
    found: list[Departure] = []
    if outcome != rules.outcome:
        before = words.outcome(rules.outcome, spec) if rules.outcome else gettext("inget förslag")
        found.append(
            Departure(what=gettext("Utfall"), before=before, after=words.outcome(outcome or "", spec))
        )
    if amount != rules.amount:
        found.append(
            Departure(
                what=gettext("Belopp"),
                before=words.money(rules.amount) or gettext("inte klart"),
                after=words.money(amount) or pgettext("amount", "inget"),
                by=difference(rules.amount, amount),
            )
        )
    return tuple(found)


def difference(before: int | None, after: int | None) -> str:
    """+500 kr, −1 200 kr; empty when either is unknown or they are the same."""
    if before is None or after is None or before == after:
        return ""
    sign = "+" if after > before else ""
    return f"{sign}{words.money(after - before)}"


def kept_departures(page: CasePage, changes: Sequence[Mapping[str, Any]]) -> Iterator[Departure]:
    """The departures that a decision has kept."""
    spec = page.package.manifest.decision
    for change in changes:
        before, after = change["from"], change["to"]
        match change["what"]:
            case "outcome":
                old = words.outcome(before, spec) if before else gettext("inget förslag")
                yield Departure(what=gettext("Utfall"), before=old, after=words.outcome(after or "", spec))
            case "amount":
                old = words.money(before) or gettext("inte klart")
                yield Departure(
                    what=gettext("Belopp"), before=old, after=words.money(after), by=difference(before, after)
                )
            case str(name):
                for told in facts.differences(page.package, change):
                    what, _, values = told.partition(": ")
                    old, _, new = values.partition(" → ")
                    yield Departure(what=what or name, before=old, after=new)
