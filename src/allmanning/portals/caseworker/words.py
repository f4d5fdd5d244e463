"""The words of the caseworker's pages for what the rooms below call by codes. All in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

from allmanning.accounts.roles import Role
from allmanning.lib import text
from allmanning.packages.manifest import DecisionSpec

_NUMBER_OF_STATUTE = re.compile(r"\s\(\d{4}:\d+\)")

type Kind = Literal["granted", "partly", "refused"]


def language() -> str:
    return get_language() or "sv"


def said(words: Mapping[str, str]) -> str:
    """A name kept as {"sv": …, "en": …}; the Swedish stands in for an English that is missing."""
    return words.get(language()[:2]) or words.get("sv", "")


def about(service: Mapping[str, str], month: date | None) -> str:
    """A service by its name, and the month applied for where there is one: Ekonomiskt bistånd, november 2026."""
    return ", ".join([said(service), *([text.month(month, language())] if month else [])])


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def short_law(citation: str) -> str:
    """A paragraph without its statute's number, for where it stands again and again: SoL 12 kap. 7 §."""
    return text.citation(_NUMBER_OF_STATUTE.sub("", citation))


def money(ore: int | None) -> str:
    return "" if ore is None else text.money(ore, language())


def moment(when: datetime) -> str:
    """14 nov 2026 kl. 09.12, in Swedish time."""
    local = timezone.localtime(when)
    clock = local.strftime("%H.%M" if language().startswith("sv") else "%H:%M")
    return gettext("%(day)s kl. %(clock)s") % {
        "day": text.short_day(local.date(), language()),
        "clock": clock,
    }


def status(code: str) -> str:
    match code:
        case "submitted":
            return gettext("Ny")
        case "assessing":
            return gettext("Handläggs")
        case "completion":
            return gettext("Väntar på sökande")
        case "control":
            return gettext("Väntar på kontroll")
        case "decided":
            return gettext("Beslutat")
        case "withdrawn":
            return gettext("Återtaget")
        case _:
            return code


def kind_of(spec: DecisionSpec, outcome: str) -> Kind:
    """What an outcome of a package means."""
    if outcome in spec.granted:
        return "granted"
    return "refused" if outcome in spec.refused else "partly"


def outcome(word: str, spec: DecisionSpec | None = None) -> str:
    """The law's own word; in English what it means stands before it, where a package is at hand."""
    if not word:
        return gettext("Inte klart")
    if language().startswith("sv") or spec is None:
        return capital(word)
    meanings = {
        "granted": pgettext("outcome", "Beviljat"),
        "partly": pgettext("outcome", "Delvis beviljat"),
        "refused": pgettext("outcome", "Avslaget"),
    }
    return f"{capital(spec.told(word).en) or meanings[kind_of(spec, word)]} ({word})"


def short_outcome(word: str, spec: DecisionSpec) -> str:
    """For lists: in the reader's language alone."""
    return capital(spec.told(word).in_(language()))


def item_status(code: str) -> str:
    match code:
        case "granted":
            return gettext("Beviljas")
        case "partly":
            return gettext("Beviljas delvis")
        case "refused":
            return gettext("Avslås")
        case "not_requested":
            return gettext("Inte sökt")
        case _:
            return gettext("Inte klart")


def page_read(code: str) -> str:
    """What somebody opened, for the read log."""
    says = {
        "case": gettext("Utredningen"),
        "journal": gettext("Journalen"),
        "letters": gettext("Breven"),
        "letter": gettext("Ett brev"),
        "file": gettext("En bifogad fil"),
        "preview": gettext("Förhandsvisning av brev"),
        "reads": gettext("Läsloggen"),
        "others": gettext("Den sökandes ärenden"),
        "form": gettext("Ett formulär i ärendet"),
        "many": gettext("Förslaget, bland flera att skriva under"),
    }
    return says.get(code) or gettext("Ärendet (%(page)s)") % {"page": code}


def ground(told: str) -> str:
    """The ground of an act as the journal keeps it, in the reader's words; what is not known stays as it was written."""
    known = {
        "the applicant": gettext("den sökande själv"),
        "caseworker of the organisation": gettext("handläggare i kommunen"),
        "team leader of the organisation": gettext("gruppledare i kommunen"),
        "auditor of the organisation": gettext("granskare i kommunen"),
        "machine of the organisation": gettext("kommunens eget program"),
    }
    parts = [part.strip() for part in told.split(";")]
    return "; ".join(known.get(part) or _by_agreement(part) or _delegated(part) for part in parts)


def roles(held: Iterable[Role]) -> str:
    """Roles as a person is called: gruppledare, granskare."""
    known = {
        Role.TEAM_LEADER: gettext("gruppledare"),
        Role.CASEWORKER: gettext("handläggare"),
        Role.AUDITOR: gettext("granskare"),
        Role.BOARD: gettext("nämnden"),
        Role.SERVICE_DEVELOPER: gettext("tjänsteutvecklare"),
        Role.OPERATOR: gettext("drift"),
    }
    return ", ".join(name for role, name in known.items() if role in set(held))


_AGREEMENT = re.compile(r"agreement (\d+): (\w+) ([^,]+), (.*)")
_REPRESENTATION = re.compile(r"representation (\d+): (\w+) ([^,]+), (\w+)")
_ELSEWHERE = re.compile(r"(caseworker|team leader) of (.*)")


def _by_agreement(part: str) -> str:
    """What an agreement gives: avtal 12 (besluta), KF 2026-02-16 § 14; handläggare i Norrhamn. Empty for anything else."""
    if found := _AGREEMENT.fullmatch(part):
        number, what, _, decision = found.groups()
        return gettext("avtal %(number)s (%(task)s), %(decision)s") % {
            "number": number,
            "task": task(what).lower(),
            "decision": decision,
        }
    if found := _REPRESENTATION.fullmatch(part):
        number, _, _, kind = found.groups()
        return gettext("ombud nr %(number)s: %(kind)s") % {"number": number, "kind": ombud(kind)}
    if found := _ELSEWHERE.fullmatch(part):
        who, where = found.groups()
        role = gettext("gruppledare") if who == "team leader" else gettext("handläggare")
        return gettext("%(role)s i %(where)s") % {"role": role, "where": where}
    return ""


def ombud(kind: str) -> str:
    """Why somebody may act for another."""
    says = {
        "guardian": gettext("vårdnadshavare eller förmyndare"),
        "consent": gettext("samtycke"),
        "company": gettext("företrädare för ett företag"),
    }
    return says.get(kind, kind)


def task(code: str) -> str:
    """What an agreement lets the other organisation do."""
    says = {
        "read": gettext("Läsa ärenden"),
        "handle": gettext("Handlägga"),
        "decide": gettext("Besluta"),
    }
    return says.get(code, code)


def on_behalf(executor: str, owner: str) -> str:
    """Who handles a case that is another's; empty when the owner does."""
    if not executor:
        return ""
    return gettext("Handläggs av %(executor)s på uppdrag av %(owner)s") % {
        "executor": executor,
        "owner": owner,
    }


def _delegated(part: str) -> str:
    if part.startswith("delegation order: "):
        return gettext("delegationsordningen, %(reference)s") % {
            "reference": part.removeprefix("delegation order: ")
        }
    kind, _, level = part.partition("delegation: ")
    return f"{gettext('delegation till')} {role(level)}" if level and not kind else part


def role(word: str) -> str:
    """The level a package delegates to, in the reader's language where we know it; else as the package says."""
    return gettext(word) if word else ""
