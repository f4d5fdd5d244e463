"""A decision as its reader needs it: what it is, why, item by item, by which law, and how to appeal. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from allmanning import packages
from allmanning.cases.models import Decision
from allmanning.cases.queries import CasePage
from allmanning.connectors.letters.appeal import AppealText, appeal_text
from allmanning.connectors.letters.letter import Appeal, Sender
from allmanning.lib import text
from allmanning.packages.manifest import AmountKind
from allmanning.portals.design.parts import Answer
from allmanning.portals.design.reckoning import FactSource
from allmanning.portals.resident.answers import shown
from allmanning.portals.resident.early import Prospect, prospect_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One thing applied for. Amounts as text; `status` is granted, partly, refused or open."""

    name: str
    requested: str
    granted: str
    status: str
    says: str
    reason: str
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Everything a decision must tell (FL (2017:900) 31–33 §§)."""

    prospect: Prospect
    headline: str
    more: str
    contents: tuple[tuple[str, str], ...]
    """What else is decided: label and value."""
    items: tuple[ItemRow, ...]
    reason: str
    """The caseworker's own words."""
    departures: tuple[str, ...]
    """Where the caseworker left what the rules proposed."""
    provisions: tuple[str, ...]
    circumstances: tuple[Answer, ...]
    source: str
    """Who said so, when it is the same for all of them; else it stands beside each."""
    nothing: tuple[str, ...]
    """The circumstances that are nought or no."""
    appeal: AppealText
    appeal_until: date | None
    is_appealable: bool
    is_automatic: bool
    taken_by: str
    executor: str
    """The organisation that decided on behalf of the owner; empty when the owner did."""
    ground: str


def verdict(page: CasePage, decision: Decision, language: str) -> Verdict:
    """The latest decision of a case."""
    prospect = prospect_of(page.package, decision.outcome)
    rows = [_circumstance(row, language) for row in decision.circumstances]
    told = [row for row in rows if not _is_nothing(row)]
    source = told[0].source if len({row.source for row in told}) == 1 else ""
    overruled = any(change["what"] == "outcome" for change in decision.changes)
    return Verdict(
        prospect=prospect,
        headline=headline(page, decision, prospect, language),
        more=_more(prospect, page.package.manifest.decision.amount_is),
        # When a person decided otherwise than the rules, what the rules say beside the outcome does not hold.
        contents=() if overruled else page.ruleset.contents(dict(page.facts), language),
        items=() if overruled else tuple(_items(page, decision, language)),
        reason=decision.reason,
        departures=tuple(_departure(page, change, language) for change in decision.changes),
        provisions=tuple(text.citation(law) for law in decision.provisions),
        circumstances=tuple(replace(row, source="") if source else row for row in told),
        source=source,
        nothing=tuple(row.question for row in rows if _is_nothing(row)),
        appeal=_appeal(page, decision, language),
        appeal_until=decision.appeal_until,
        is_appealable=decision.appeal_route != "none",
        is_automatic=decision.is_automatic,
        taken_by=decision.taken_by_name,
        executor=decision.executor_name,
        ground=decision.ground,
    )


def headline(page: CasePage, decision: Decision, prospect: Prospect, language: str) -> str:
    """The decision in one sentence."""
    fee = page.package.manifest.decision.amount_is == "fee" and decision.amount is not None
    if prospect == "refused" and not fee:
        return gettext("Du får avslag på din ansökan.")
    if decision.amount is None:
        return (
            gettext("Din ansökan är beviljad.")
            if prospect == "granted"
            else gettext("Din ansökan är delvis beviljad.")
        )
    amount = text.money(decision.amount, language)
    if page.package.manifest.period == "month":
        month = text.month(page.case.as_of, language)
        if fee:
            told = {"amount": amount, "month": month}
            return gettext("Avgiften är %(amount)s i månaden från och med %(month)s.") % told
        return gettext("Du får %(amount)s för %(month)s.") % {"amount": amount, "month": month}
    return gettext("Du får %(amount)s.") % {"amount": amount}


def fact_sources(page: CasePage, line: packages.Line, language: str) -> dict[str, FactSource]:
    """For every fact a reckoning stands on: who said so and when."""
    rows = {
        row.name: FactSource(_who(row.source), timezone.localdate(row.stated_at))
        for row in page.fact_rows
        if not row.stands_in
    }
    paths = {fact.path for one in _all_lines(line) for fact in one.facts}
    return {path: rows[name] for path in paths if (name := path.partition("[")[0]) in rows}


def source_words(page: CasePage, language: str) -> dict[str, str]:
    """The same for the list of answers, for what the applicant did not say."""
    return {
        row.name: gettext("Ändrat av %(name)s %(day)s")
        % {"name": row.stated_by, "day": text.day(timezone.localdate(row.stated_at), language)}
        for row in page.fact_rows
        if row.source == "caseworker"
    }


def _who(source: str) -> str:
    match source:
        case "resident":
            return gettext("Du svarade")
        case "caseworker":
            return gettext("Handläggaren skrev")
        case "platform":
            return gettext("Satt av systemet")
        case _:
            return gettext("Hämtat ur dina tidigare beslut")


def _more(prospect: Prospect, amount_is: AmountKind) -> str:
    match prospect:
        case _ if amount_is == "fee":
            return gettext("Här ser du hur avgiften är räknad. Ändras något ska du berätta det för oss.")
        case "refused":
            return gettext("Här ser du vad som avgjorde. Ändras något kan du ansöka igen när du vill.")
        case "partly":
            return gettext(
                "Det är inte allt du sökte. Här ser du vad som har sänkts eller nekats, och varför."
            )
        case _:
            return gettext("Det är allt du sökte. Här ser du hur vi har räknat.")


def _items(page: CasePage, decision: Decision, language: str) -> Iterator[ItemRow]:
    rules = {spec.id: spec.granted for spec in page.package.manifest.decision.items}
    lines = {line.name: line for line in _all_lines(page.ruleset.reckoning(page.facts, None, language))}
    says = _item_words()
    for item in decision.items:
        if item["status"] not in says:
            continue
        rule = _in(item["reason"], language)
        yield ItemRow(
            name=_in(item["name"], language),
            requested=_money(item["requested"], language),
            granted=_money(item["granted"], language),
            status=item["status"],
            says=says[item["status"]],
            reason="" if item["status"] == "granted" else _reason(rule, lines.get(rules.get(item["id"], ""))),
            law=text.citation(item["law"]),
        )


def _item_words() -> Mapping[str, str]:
    """What each status means; what was not asked for is not told of at all."""
    return {
        "granted": gettext("beviljas"),
        "partly": gettext("beviljas delvis"),
        "refused": gettext("avslås"),
    }


def _reason(rule: str, line: packages.Line | None) -> str:
    """The rule without its name, which stands above already, and what settled it here."""
    says = rule.partition(": ")[2] or rule
    settled = f"{line.because}." if line and line.because else ""
    return " ".join(part[:1].upper() + part[1:] for part in (says, settled) if part)


def _circumstance(row: Mapping[str, Any], language: str) -> Answer:
    source = _who(row["source"]) if row["source"] else ""
    if source and row["stated_on"]:
        source = f"{source} {text.day(date.fromisoformat(row['stated_on']), language)}"
    return Answer(question=_in(row["label"], language), answer=_in(row["value"], language), source=source)


def _is_nothing(row: Answer) -> bool:
    """Nought or no, which would drown what did decide."""
    return row.answer.replace(text.NO_BREAK, " ") in {"0", "0 kr", "nej", "no"}


def _departure(page: CasePage, change: Mapping[str, Any], language: str) -> str:
    what, outcomes = str(change["what"]), page.package.manifest.decision
    if what == "outcome":
        label, old, new = (
            gettext("Beslut"),
            outcomes.told(change["from"] or "").in_(language),
            outcomes.told(change["to"] or "").in_(language),
        )
    elif what == "amount":
        label, old, new = gettext("Belopp"), _money(change["from"], language), _money(change["to"], language)
    else:
        asked = page.package.question(what)
        if asked.kind == "list":
            return gettext("%(what)s: uppgifterna är ändrade") % {"what": asked.item.in_(language)}
        label = asked.text.in_(language)
        old, new = (
            "" if change[side] is None else shown(asked, change[side], language) for side in ("from", "to")
        )
    told = {"what": label, "old": old or gettext("inget svar"), "new": new or gettext("inget svar")}
    return gettext("%(what)s: %(new)s i stället för %(old)s") % told


def _money(ore: int | None, language: str) -> str:
    return "" if ore is None else text.money(ore, language)


def _appeal(page: CasePage, decision: Decision, language: str) -> AppealText:
    organisation = page.case.organisation
    route = page.package.manifest.appeal_of(decision.outcome).route
    instance = organisation.county_board if route == "länsstyrelsen" else organisation.court
    town = f"{organisation.postcode} {organisation.town}".strip()
    address = tuple(part for part in (organisation.address, town) if part)
    sender = Sender(organisation=organisation.name, board=page.case.board, address=address)
    appeal = Appeal(route=route, weeks=decision.appeal_weeks, law=decision.appeal_law, instance=instance)
    return appeal_text(appeal, sender, page.case.number, "en" if language == "en" else "sv")


def _all_lines(line: packages.Line) -> Iterator[packages.Line]:
    waiting = [line]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.parts)


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words["sv"]
