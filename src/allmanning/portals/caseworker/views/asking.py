"""Asking the applicant: for what is missing, or what they say about what speaks against them."""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import CaseError, WrongStateError
from allmanning.cases.queries import CasePage, case_page
from allmanning.lib import text
from allmanning.portals.caseworker import facts, frame, letter, words
from allmanning.portals.caseworker.decision_forms import ask_form
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile

type Kind = Literal["completion", "communication"]

WRONG = 422
LONGEST_KEY = 100
AT_WORK = ("submitted", "assessing")

# Written to the applicant, and so in the language of the letters whatever the caseworker reads in.
SEND = "Skicka:"
QUESTIONS = "Svara på de här frågorna:"
AGAINST = (
    "Det här kan tala emot din ansökan:\n- \n\n"
    "Stämmer det? Skriv vad som är rätt om något är fel, och berätta det som vi inte känner till."
)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Write what is asked for; a button for each kind of evidence the package knows puts its words in the text."""
    page = case_page(actor, case_id, page="form")
    typed = request.POST.dict() if request.method == "POST" else None
    kind = _kind(typed or request.GET.dict())
    adding = typed is not None and "add" in typed
    if typed is not None and typed.get("add"):
        typed["text"] = with_line(typed.get("text", ""), typed["add"])
    form, written, due_on = ask_form(page.today, suggestion(page, kind), typed)
    if typed is not None and not adding and form.is_right and due_on is not None:
        return _ask(request, actor, page, kind, written, due_on)
    if page.case.status not in AT_WORK:
        stopped = WrongStateError("ask", page.case.status)
        return changed_meanwhile(request, actor, case_id, stopped, kept=written)
    context = frame.of_case(request, actor, page) | {
        "fields": form.fields,
        "evidence": evidence_wanted(page) if kind == "completion" else (),
        "kind": kind,
        "letter": letter.question_as_text(
            actor,
            page,
            kind,
            form.fields[0].value.strip() or gettext("(Din text kommer här.)"),
            due_on or page.today,
        ),
        "key": (typed or {}).get("key") or uuid4(),
    }
    wrong = typed is not None and not adding
    return render(request, "caseworker/complete.html", context, status=WRONG if wrong else 200)


def _kind(params: Mapping[str, str]) -> Kind:
    return "communication" if params.get("kind") == "communication" else "completion"


def _ask(
    request: HttpRequest, actor: Actor, page: CasePage, kind: Kind, written: str, due_on: date
) -> HttpResponse:
    key = request.POST.get("key", "")[:LONGEST_KEY]
    try:
        actions.ask_for_completion(actor, page.case.pk, written, due_on, kind=kind, key=key)
    except CaseError as error:
        return changed_meanwhile(request, actor, page.case.pk, error, kept=written)
    told = gettext("Frågan är skickad. Ärendet väntar på svar till den %(day)s.")
    messages.success(request, told % {"day": text.day(due_on, words.language())})
    return redirect("caseworker:case", page.case.pk)


def suggestion(page: CasePage, kind: Kind) -> str:
    """What the text begins as: what is missing by name, or an opening for what speaks against a grant."""
    if kind == "communication":
        return AGAINST
    missing = [path for path in page.assessment.open if path not in page.assessment.judgements]
    lines = "\n".join(f"- {page.package.question(path).text.sv}" for path in missing)
    return f"{QUESTIONS}\n{lines}" if missing else ""


def evidence_wanted(page: CasePage) -> tuple[str, ...]:
    """The kinds of evidence that the package names for facts which weigh something in this case."""
    wanted: dict[str, None] = {}
    for name, value in page.facts.items():
        for path, leaf in facts.leaves(name, value):
            if not facts.is_nothing(leaf):
                wanted[page.package.question(path).evidence.sv] = None
    return tuple(name for name in wanted if name)


def with_line(written: str, added: str) -> str:
    """The text with one more line in its list."""
    before = written.replace("\r\n", "\n").rstrip()
    line = f"- {added}"
    if not before:
        return f"{SEND}\n{line}"
    return before if line in before.split("\n") else f"{before}\n{line}"
