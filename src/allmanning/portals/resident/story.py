"""Where a case stands, why it waits, what happens next and by when: in plain words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from allmanning.cases.automation import telling
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.portals.design.parts import Step
from allmanning.portals.resident.early import prospect_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`status` is the sentence at the top. `reasons` say why a person decides and not the automatic function."""

    status: str
    more: str
    reasons: tuple[str, ...]
    delay: str
    """When it is late: what the law gives a right to (FL (2017:900) 11–12 §§)."""


def standing(page: CasePage, language: str) -> Standing:
    """Where a case that is not decided stands."""
    case = page.case
    until = _by(case.due_on, language)
    match case.status:
        case Case.Status.COMPLETION:
            status = gettext("Vi behöver ett svar från dig.")
            more = gettext("Ärendet väntar på ditt svar. Sedan fortsätter vi.")
        case Case.Status.WITHDRAWN:
            status = gettext("Du har återkallat ansökan.")
            more = gettext("Den prövas inte. Du kan ansöka igen när du vill.")
        case Case.Status.ASSESSING | Case.Status.CONTROL:
            status = gettext("%(name)s handlägger din ansökan.") % {
                "name": case.assignee_name or gettext("En handläggare")
            }
            more = " ".join(filter(None, (_on_behalf(case), until)))
        case _:
            status = gettext("Vi har fått din ansökan. En handläggare går igenom den.")
            more = until
    return Standing(
        status=status, more=more, reasons=tuple(reasons(page, language)), delay=_delay(page, language)
    )


def reasons(page: CasePage, language: str) -> Iterator[str]:
    """Why the automatic function left it to a person, one sentence for each hindrance."""
    left = [event for event in page.events if event.action == "left_to_a_person"]
    codes = (left[-1].payload or {}).get("hindrances", []) if left and page.case.status in Case.OPEN else []
    for code in telling(codes):
        yield _reason(code, page, language)


def steps(page: CasePage, language: str) -> tuple[Step, ...]:
    """The way of the case, from the application to the last day to appeal."""
    return tuple(_steps(page, language))


def moment(when: datetime, language: str) -> str:
    """3 november 2025 klockan 14.02."""
    local = timezone.localtime(when)
    return gettext("%(day)s klockan %(time)s") % {
        "day": text.day(local.date(), language),
        "time": local.strftime("%H.%M" if language == "sv" else "%H:%M"),
    }


def _steps(page: CasePage, language: str) -> Iterator[Step]:
    case = page.case
    if case.submitted_at:
        yield Step(
            title=gettext("Du skickade din ansökan"), state="done", when=moment(case.submitted_at, language)
        )
    for completion in page.completions:
        yield Step(
            title=gettext("Vi bad dig komplettera"),
            state="done",
            when=moment(completion.asked_at, language),
        )
        if completion.answered_at:
            yield Step(
                title=gettext("Du svarade"), state="done", when=moment(completion.answered_at, language)
            )
        elif case.status == Case.Status.COMPLETION:
            until = gettext("Senast %(day)s") % {"day": text.day(completion.due_on, language)}
            yield Step(title=gettext("Du svarar"), state="now", when=until)
    if case.status in Case.OPEN:
        yield from _ahead(page, language)
    elif case.status == Case.Status.WITHDRAWN and case.closed_at:
        yield Step(
            title=gettext("Du återkallade ansökan"), state="done", when=moment(case.closed_at, language)
        )
    elif page.decision:
        yield from _decided(page, language)


def _on_behalf(case: Case) -> str:
    """Who handles the case for the municipality, by an agreement between the two."""
    if not case.executor_name:
        return ""
    told = {"executor": case.executor_name, "owner": case.organisation.name}
    return gettext("Ärendet handläggs av %(executor)s på uppdrag av %(owner)s.") % told


def _ahead(page: CasePage, language: str) -> Iterator[Step]:
    case = page.case
    if case.status != Case.Status.COMPLETION:
        name = case.assignee_name
        title = (
            gettext("%(name)s läser och bedömer") % {"name": name}
            if name
            else gettext("En handläggare läser och bedömer")
        )
        yield Step(
            title=title,
            state="now",
            text=gettext("Du behöver inte göra något nu. Vi hör av oss om något saknas."),
        )
    yield Step(title=gettext("Du får ett beslut"), when=_when(case, language))


def _decided(page: CasePage, language: str) -> Iterator[Step]:
    decision = page.decision
    if decision is None:
        return
    who = gettext("Beslutet fattades automatiskt") if decision.is_automatic else gettext("%(name)s beslutade")
    yield Step(
        title=who % {"name": decision.taken_by_name}, state="done", when=moment(decision.decided_at, language)
    )
    if decision.served_on:
        yield Step(
            title=gettext("Du fick del av beslutet"),
            state="done",
            when=text.day(decision.served_on, language),
        )
    last = decision.appeal_until
    if last:
        passed = last < page.today
        title = gettext("Tiden att överklaga har gått ut") if passed else gettext("Sista dagen att överklaga")
        yield Step(title=title, state="done" if passed else "next", when=text.day(last, language))


def _when(case: Case, language: str) -> str:
    if case.status == Case.Status.COMPLETION:
        return gettext("När vi har fått ditt svar")
    return gettext("Senast %(day)s") % {"day": text.day(case.due_on, language)} if case.due_on else ""


def _by(due: date | None, language: str) -> str:
    return gettext("Du får ett beslut senast %(day)s.") % {"day": text.day(due, language)} if due else ""


def _delay(page: CasePage, language: str) -> str:
    if not page.is_overdue:
        return ""
    words = gettext(
        "Vi är försenade, och det beror inte på dig. Du kan ringa oss och fråga när det blir klart."
    )
    claim = page.delay_claim_from
    if claim is None:
        return words
    right = gettext("Från %(day)s kan du skriftligt begära att vi avgör ärendet (12 § förvaltningslagen).")
    return f"{words} {right % {'day': text.day(claim, language)}}"


def _reason(code: str, page: CasePage, language: str) -> str:
    match code:
        case "judgement":
            return gettext(
                "Något av det du har svarat kräver en bedömning i just ditt fall. Den gör en människa."
            )
        case "derived":
            return _derived(page, language)
        case "outcome" | "appeal_route":
            return _outcome(code, page)
        case "not_delegated":
            return gettext("%(board)s har inte låtit någon automatisk funktion fatta beslut.") % {
                "board": page.case.board
            }
        case "earlier_application":
            return gettext(
                "Du har redan ansökt för samma tid. En handläggare läser ansökningarna tillsammans."
            )
        case "protected_identity" | "representation":
            return _of_the_people(code)
        case "open":
            return gettext("En uppgift behöver redas ut.")
        case _:
            return gettext("I den här tjänsten fattas beslut alltid av en människa.")


def _of_the_people(code: str) -> str:
    if code == "representation":
        return gettext("Ett ombud har skickat ansökan. Då läses den alltid av en människa.")
    return gettext("Du har skyddade personuppgifter. Då hanteras ärendet alltid av en människa.")


def _derived(page: CasePage, language: str) -> str:
    """Which amounts are not settled, by name."""
    labels = [
        f"{use.label.in_(language)}, {use.key}" if use.key else use.label.in_(language)
        for use in page.assessment.derived
    ]
    month = text.month(page.case.as_of, language)
    if not labels:
        return gettext(
            "Ett värde i reglerna är inte bekräftat för %(month)s. Då beslutar alltid en människa."
        ) % {"month": month}
    words = gettext(
        "Det här är inte bekräftat för %(month)s än, och då beslutar alltid en människa: %(what)s."
    )
    return words % {
        "month": month,
        "what": text.joined([label[:1].lower() + label[1:] for label in labels], language),
    }


def _outcome(code: str, page: CasePage) -> str:
    match code, prospect_of(page.package, page.assessment.outcome):
        case "outcome", "refused":
            return gettext(
                "Räkningen pekar på avslag. Ett avslag fattas aldrig automatiskt här; en människa prövar det."
            )
        case "outcome", "partly":
            return gettext("Räkningen ger dig inte allt du söker. Då är det en människa som beslutar.")
        case _:
            return gettext("Ett sådant här beslut fattas alltid av en människa.")
