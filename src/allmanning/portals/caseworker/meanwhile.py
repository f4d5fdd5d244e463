"""When a case has changed under somebody's hands: what happened, what to do, and what they had written."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from allmanning.accounts.actors import Actor
from allmanning.cases.errors import (
    CaseError,
    FourEyesError,
    IdempotencyMismatchError,
    NotDelegatedError,
    OpenFactsError,
    SamePersonError,
    StaleCaseError,
    TakenError,
    WrongStateError,
)
from allmanning.cases.queries import CasePage, case_page
from allmanning.portals.caseworker import delegated, facts, frame, history, words

CONFLICT, WRONG = 409, 422


@dataclass(frozen=True, slots=True)
class Told:
    """A heading, what happened, and what the reader can do."""

    heading: str
    what: str
    what_to_do: str


def changed_meanwhile(
    request: HttpRequest, actor: Actor, case_id: UUID, error: CaseError, *, kept: str = ""
) -> HttpResponse:
    """The page that says so; what was written is there to be copied."""
    page = case_page(actor, case_id, page="form")
    context = frame.of_case(request, actor, page) | {
        "told": told(page, error),
        "kept": kept,
        "latest": history.happenings(page)[:3],
    }
    status = WRONG if isinstance(error, IdempotencyMismatchError) else CONFLICT
    return render(request, "caseworker/meanwhile.html", context, status=status)


def told(page: CasePage, error: CaseError) -> Told:
    """The error in the reader's words."""
    match error:
        case TakenError():
            return Told(
                gettext("Någon annan har ärendet"),
                gettext("%(name)s handlägger ärendet nu.") % {"name": error.assignee_name},
                gettext("Prata med %(name)s. En gruppledare kan lämna över ärendet till dig.")
                % {"name": error.assignee_name},
            )
        case WrongStateError():
            return Told(
                gettext("Det går inte längre"),
                gettext("Ärendets läge är nu: %(status)s.")
                % {"status": words.status(page.case.status).lower()},
                gettext("Läs vad som har hänt. Inget av det du gjorde har sparats."),
            )
        case StaleCaseError():
            names = ", ".join(facts.label(page.package, name) for name in error.names)
            what = gettext("En uppgift har ändrats sedan du öppnade sidan.")
            if names:
                what = gettext("De här uppgifterna har ändrats sedan du öppnade sidan: %(names)s.") % {
                    "names": names
                }
            return Told(
                gettext("Uppgifterna har ändrats"),
                what,
                gettext(
                    "Läs ärendet igen, så att du beslutar om det som gäller nu. Inget har skrivits över."
                ),
            )
        case OpenFactsError():
            names = ", ".join(facts.label(page.package, path) for path in error.paths)
            return Told(
                gettext("Det finns inget förslag att godta"),
                gettext("Det här är inte klart: %(names)s.") % {"names": names},
                gettext("Gör bedömningen, begär komplettering eller bestäm själv utfall och belopp."),
            )
        case SamePersonError() | FourEyesError() | NotDelegatedError():
            return _for_another(error)
        case _:
            return Told(
                gettext("Det gick inte"),
                str(error.__doc__),
                gettext("Läs ärendet igen och försök på nytt. Inget har sparats."),
            )


def _for_another(error: SamePersonError | FourEyesError | NotDelegatedError) -> Told:
    """The decision is not this reader's to take, or not theirs alone."""
    if isinstance(error, NotDelegatedError):
        who = "; ".join(delegated.others(error.right)) or gettext("nämnden")
        return Told(
            gettext("Du får inte fatta det här beslutet"),
            gettext("Enligt delegationsordningen får de här: %(who)s.") % {"who": who},
            gettext("Lämna över ärendet till någon av dem. Inget har sparats."),
        )
    return Told(
        gettext("Beslutet tas av två"),
        gettext("En person skriver under förslaget, och en annan bekräftar det."),
        gettext("Be någon annan med rätt att besluta. Inget har sparats."),
    )
