"""The journal in plain words: what happened, when, by whom and on what ground; and who has read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from allmanning.cases.journal import Break
from allmanning.cases.models import Event, ReadLog
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.portals.caseworker import facts, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event. `quote` is what somebody wrote, in their own words."""

    sequence: int
    when: str
    iso: str
    who: str
    what: str
    details: tuple[str, ...] = ()
    quote: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Somebody opened the case."""

    when: str
    iso: str
    who: str
    page: str
    ground: str


def happenings(page: CasePage) -> tuple[Happening, ...]:
    """Latest first."""
    return tuple(_happening(page, event) for event in reversed(page.events))


def readings(rows: Sequence[ReadLog], *, is_protected: bool) -> tuple[Reading, ...]:
    """As they come: latest first."""
    return tuple(
        Reading(
            when=words.moment(row.read_at),
            iso=row.read_at.isoformat(),
            who=_who(row.actor_kind, row.name, is_protected=is_protected),
            page=words.page_read(row.page),
            ground=words.capital(words.ground(row.ground)),
        )
        for row in rows
    )


def broken(found: Break | None) -> str:
    """Where the chain does not hold, in words; empty when it is whole."""
    if found is None:
        return ""
    says = {
        "the event is missing": gettext("händelsen saknas"),
        "the event was changed": gettext("händelsen har ändrats"),
        "the payload was changed": gettext("händelsens innehåll har ändrats"),
        "the last events are missing": gettext("de sista händelserna saknas"),
    }
    told = {"number": found.sequence, "what": says.get(found.what, found.what)}
    return gettext("Kedjan är bruten vid händelse %(number)s: %(what)s.") % told


def _happening(page: CasePage, event: Event) -> Happening:
    payload: Mapping[str, Any] = event.payload or {}
    what, details, quote = _told(page, event, payload)
    return Happening(
        sequence=event.sequence,
        when=words.moment(event.happened_at),
        iso=event.happened_at.isoformat(),
        who=_who(event.actor_kind, event.actor_name, is_protected=page.case.applicant.protected_identity),
        what=what,
        details=details,
        quote=quote,
        ground=words.capital(text.citation(words.ground(event.ground))),
    )


def _who(kind: str, name: str, *, is_protected: bool) -> str:
    """By name; but who has a protected identity, and whoever acts for them, only as what they are."""
    if is_protected and kind in ("resident", "ombud"):
        return gettext("Den sökande") if kind == "resident" else gettext("Ombudet")
    if kind != "machine":
        return name
    return (
        gettext("Den automatiska funktionen") if name == "the automatic function" else gettext("Allmänning")
    )


PUBLIC = {
    "published_text": gettext_noop("Texten som ska publiceras skickades"),
    "published": gettext_noop("Texten publicerades"),
    "threshold_reached": gettext_noop("Stödet räckte, och ärendet öppnades igen"),
    "closed_without_support": gettext_noop("Tiden gick ut utan tillräckligt stöd"),
    "answer_published": gettext_noop("Svaret publicerades"),
    "taken_down": gettext_noop("Texten togs bort från sidan som alla kan läsa"),
}

type Telling = tuple[str, tuple[str, ...], str]


def _told(page: CasePage, event: Event, payload: Mapping[str, Any]) -> Telling:
    """What happened, details, and what somebody wrote."""
    if event.payload is None:
        return gettext("Händelsen är gallrad"), (), ""
    if event.action in PUBLIC:
        return gettext(PUBLIC[event.action]), (), str(payload.get("text", ""))
    match event.action:
        case "started" | "submitted" | "withdrawn" | "served":
            return _of_the_applicant(event, payload)
        case "completion_asked" | "completion_answered" | "facts_stated":
            return _of_facts(page, event.action, payload)
        case "assessed" | "left_to_a_person" | "decided" | "control_asked" | "control_returned":
            return _of_deciding(page, event.action, payload)
        case _:
            return _of_handing(event.action, payload), (), payload.get("reason", "")


def _of_the_applicant(event: Event, payload: Mapping[str, Any]) -> Telling:
    is_ombud = event.actor_kind == "ombud"
    match event.action:
        case "started":
            return gettext("Ansökan påbörjades"), (), ""
        case "submitted":
            due = text.day(date.fromisoformat(str(payload["due_on"])[:10]), words.language())
            told = (gettext("Ska vara klar senast %(day)s") % {"day": due}, *_files(payload))
            return gettext("Ansökan skrevs under och skickades"), told, ""
        case "served":
            words_ = (
                gettext("Ombudet tog del av beslutet")
                if is_ombud
                else gettext("Den sökande tog del av beslutet")
            )
            return words_, (), ""
        case _:
            words_ = (
                gettext("Ombudet tog tillbaka ansökan")
                if is_ombud
                else gettext("Den sökande tog tillbaka ansökan")
            )
            return words_, (), ""


def _of_facts(page: CasePage, action: str, payload: Mapping[str, Any]) -> Telling:
    changed = tuple(
        told for change in payload.get("changes", ()) for told in facts.differences(page.package, change)
    )
    match action:
        case "completion_asked":
            due = text.day(date.fromisoformat(str(payload["due_on"])[:10]), words.language())
            return (
                gettext("Bad den sökande om komplettering senast %(day)s") % {"day": due},
                (),
                payload["text"],
            )
        case "completion_answered":
            return gettext("Den sökande svarade"), (*changed, *_files(payload)), payload.get("text", "")
        case _:
            return _stated(page, payload), changed, payload.get("reason", "")


def _stated(page: CasePage, payload: Mapping[str, Any]) -> str:
    names = [str(change["what"]) for change in payload.get("changes", ())]
    judged = all(page.package.question(name).who == "caseworker" for name in names)
    return gettext("Gjorde en bedömning") if judged else gettext("Rättade uppgifter")


def _of_deciding(page: CasePage, action: str, payload: Mapping[str, Any]) -> Telling:
    spec = page.package.manifest.decision
    verdict = ", ".join(
        part
        for part in (words.outcome(payload.get("outcome") or "", spec), words.money(payload.get("amount")))
        if part
    )
    match action:
        case "assessed":
            return (
                gettext("Räknade på uppgifterna"),
                (gettext("Förslag: %(verdict)s") % {"verdict": verdict},),
                "",
            )
        case "left_to_a_person":
            codes = ", ".join(_hindrance(code) for code in payload.get("hindrances", ()))
            return (
                gettext("Lämnade ärendet till en handläggare"),
                (gettext("Hinder: %(codes)s") % {"codes": codes},),
                "",
            )
        case "control_asked":
            told = gettext("Begärde kontroll av ett beslut: %(verdict)s") % {"verdict": verdict}
            return told, (), payload.get("reason", "")
        case "control_returned":
            return gettext("Skickade tillbaka förslaget till beslut"), (), payload.get("reason", "")
        case _:
            told = gettext("Beslutade: %(verdict)s") % {"verdict": verdict}
            return told, tuple(_how_signed(payload)), payload.get("reason", "")


def _how_signed(payload: Mapping[str, Any]) -> Iterator[str]:
    if proposer := payload.get("proposed_by"):
        yield gettext("%(name)s hade skrivit under förslaget") % {"name": proposer}
    if (together := payload.get("together", 1)) > 1:
        told = gettext("Ett av %(n)s beslut med samma underskrift")
        yield told % {"n": together}


def _of_handing(action: str, payload: Mapping[str, Any]) -> str:
    match action:
        case "assigned":
            return gettext("Lämnade över ärendet till %(name)s") % {"name": payload["to"]}
        case "letter_written":
            return gettext("Skrev ett brev: %(kind)s") % {"kind": letter_kind(str(payload["kind"])).lower()}
    says = {
        "taken": gettext("Tog ärendet"),
        "put_back": gettext("Lämnade tillbaka ärendet"),
        "held": gettext("Höll kvar ärendet från gallring"),
        "released": gettext("Släppte ärendet till gallring"),
        "handed_out": gettext("Lämnade ut hela ärendet som fil"),
        "taken_in": gettext("Läste in ärendet från en fil"),
        "file_infected": gettext("Tog bort en bifogad fil: den innehöll skadlig kod"),
        "file_refused": gettext("Tog bort en bifogad fil: den gick inte att söka igenom"),
    }
    return says.get(action, action)


def _files(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that came with it, each with the digest by which it can be recognised."""
    return tuple(
        gettext("Fil: %(name)s (sha256 %(digest)s…)") % {"name": file["name"], "digest": file["sha256"][:12]}
        for file in payload.get("files", ())
    )


def letter_kind(code: str) -> str:
    """What a letter is about."""
    match code:
        case "decision":
            return gettext("Beslut")
        case "completion":
            return gettext("Begäran om komplettering")
        case "communication":
            return gettext("Kommunicering")
        case "receipt":
            return gettext("Kvitto på ansökan")
        case _:
            return code


def _hindrance(code: str) -> str:
    says = {
        "open": gettext("uppgifter saknas"),
        "judgement": gettext("en bedömning krävs"),
        "derived": gettext("ett belopp är inte fastställt"),
        "appeal_route": gettext("sättet att överklaga"),
        "automation": gettext("tjänsten tillåter inte automatiska beslut"),
        "outcome": gettext("utfallet beslutas av en person"),
        "not_delegated": gettext("nämnden har inte delegerat"),
        "earlier_application": gettext("det finns en tidigare ansökan"),
        "protected_identity": gettext("skyddade personuppgifter"),
    }
    return says.get(code, code)
