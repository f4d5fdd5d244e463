"""Why the case is with a person: what stood in the automatic function's way, in words, with the paragraph, and what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

from allmanning.cases.automation import telling
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.packages import ParameterUse
from allmanning.portals.caseworker import facts, words

type State = Literal["left", "check", "done", "told"]

LOCAL_GOVERNMENT_ACT = "KL (2017:725) 6 kap."


@dataclass(frozen=True, slots=True)
class Detail:
    """A line under a hindrance; an amount that belongs to it stands at the end of the line."""

    text: str
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """`state`: something is left to do, to check, is done, or it is only told. `url` leads to where it is done."""

    code: str
    title: str
    details: tuple[Detail, ...] = ()
    law: str = ""
    state: State = "told"
    url: str = ""
    link: str = ""

    @property
    def state_words(self) -> str:
        """The state, since a sign alone says it to nobody who cannot see it."""
        match self.state:
            case "left":
                return gettext("återstår")
            case "check":
                return gettext("kontrollera")
            case "done":
                return gettext("klart")
            case "told":
                return ""


def hindrances(page: CasePage, judge_url: str, complete_url: str, others_url: str) -> tuple[Hindrance, ...]:
    """Those that were found when the application came, and those that hold now; what is left to do comes first."""
    then = _codes_when_sent(page)
    codes = telling(dict.fromkeys([*then, *page.assessment.hindrances]))
    urls = {"judgement": judge_url, "open": complete_url, "earlier_application": others_url}
    found = [_hindrance(page, code, urls.get(code, "")) for code in codes]
    order = {"left": 0, "check": 1, "told": 2, "done": 3}
    return tuple(sorted((one for one in found if one.title), key=lambda one: order[one.state]))


def _codes_when_sent(page: CasePage) -> tuple[str, ...]:
    for event in page.events:
        if event.action == "left_to_a_person":
            return tuple((event.payload or {}).get("hindrances", ()))
    return ()


def _hindrance(page: CasePage, code: str, url: str) -> Hindrance:
    match code:
        case "judgement" | "open" | "derived":
            return _of_the_facts(page, code, url)
        case "appeal_route" | "automation" | "outcome":
            return _of_the_package(page, code)
        case _:
            return _of_the_organisation(code, url)


def _of_the_facts(page: CasePage, code: str, url: str) -> Hindrance:
    assessment = page.assessment
    match code:
        case "judgement":
            open_ = assessment.judgements
            return Hindrance(
                code=code,
                title=gettext("Lagen kräver en bedömning i det enskilda fallet"),
                details=tuple(Detail(_asked(page, path)) for path in open_),
                state="left" if open_ else "done",
                url=url if open_ else "",
                link=gettext("Gör bedömningen"),
            )
        case "open":
            missing = tuple(path for path in assessment.open if path not in assessment.judgements)
            return Hindrance(
                code=code,
                title=gettext("Uppgifter saknas som kan ändra beslutet"),
                details=tuple(Detail(facts.label(page.package, path)) for path in missing),
                law=text.citation("FL (2017:900) 23 §"),
                state="left" if missing else "done",
                url=url if missing else "",
                link=gettext("Begär komplettering"),
            )
        case _:
            return Hindrance(
                code=code,
                title=gettext("Räkningen använder belopp som inte är fastställda"),
                details=tuple(_cells(assessment.derived)),
                state="check" if assessment.derived else "done",
            )


def _of_the_package(page: CasePage, code: str) -> Hindrance:
    manifest = page.package.manifest
    match code:
        case "appeal_route":
            return Hindrance(
                code=code,
                title=gettext(
                    "Beslut som inte kan överklagas som förvaltningsbesvär får aldrig fattas automatiskt"
                ),
                law=text.citation(f"{LOCAL_GOVERNMENT_ACT} 38 §"),
            )
        case "automation":
            return Hindrance(code=code, title=gettext("Beslut i den här tjänsten fattas alltid av en person"))
        case _:
            allowed = text.joined(
                [
                    words.short_outcome(word, manifest.decision).lower()
                    for word in manifest.automation.outcomes
                ],
                words.language(),
            )
            return Hindrance(
                code=code,
                title=gettext("Den automatiska funktionen får bara besluta %(outcomes)s")
                % {"outcomes": allowed},
                law=text.citation(manifest.automation.law),
            )


def _of_the_organisation(code: str, url: str) -> Hindrance:
    match code:
        case "not_delegated":
            return Hindrance(
                code=code,
                title=gettext("Nämnden har inte delegerat beslut till den automatiska funktionen"),
                law=text.citation(f"{LOCAL_GOVERNMENT_ACT} 37 §"),
            )
        case "earlier_application":
            return Hindrance(
                code=code,
                title=gettext("Den sökande har redan en ansökan för samma tid"),
                url=url,
                state="check",
                link=gettext("Jämför ansökningarna"),
            )
        case "representation":
            return Hindrance(
                code=code,
                title=gettext("Ett ombud har skickat ansökan. Kontrollera att rätten att göra det räcker"),
                law=text.citation("FL (2017:900) 14 och 15 §§"),
                state="check",
            )
        case "protected_identity":
            return Hindrance(
                code=code,
                title=gettext("Den sökande har skyddade personuppgifter. Ärendet lämnas till en person"),
            )
        case _:
            return Hindrance(code=code, title=code)


def _asked(page: CasePage, path: str) -> str:
    return page.package.question(path).text.in_(words.language())


def _cells(derived: Sequence[ParameterUse]) -> Iterator[Detail]:
    """By paragraph, what is to be compared with it: SoF (2025:468) 12 kap. 2 §: barn 4–6 år 3 050 kr, …"""
    by_law: dict[str, list[Detail]] = {}
    for use in derived:
        name = use.label.in_(words.language()) + (f", {use.key}" if use.key else "")
        by_law.setdefault(text.citation(use.law), []).append(Detail(name, use.value))
    for law, cells in by_law.items():
        yield Detail(gettext("Jämför med %(law)s innan du beslutar:") % {"law": law})
        yield from cells
