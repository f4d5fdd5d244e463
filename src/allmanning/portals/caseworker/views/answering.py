"""What everybody reads of a case: the answer, once it is decided, and the text that must not stand there."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allmanning.accounts.actors import Actor
from allmanning.cases.errors import CaseError
from allmanning.cases.public import publishing
from allmanning.cases.queries import CasePage, case_page
from allmanning.portals.caseworker import frame, published
from allmanning.portals.caseworker.forms import read_text
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile
from allmanning.portals.design.fields import Field

WRONG = 422
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A text to write beside what is published, and what is done with it."""

    title: str
    """The heading, and the button."""
    field: Field
    missing: str
    """Said of an empty field."""
    done: str
    """Said when it is done."""
    act: Callable[..., None]


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def publish_answer(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Write the answer that everybody reads; a POST publishes it."""
    page = case_page(actor, case_id, page="form")
    field = Field(
        name="answer",
        label=gettext("Svaret som publiceras"),
        help=gettext("Alla kan läsa det. Skriv vad som är beslutat, varför, och vad som händer nu."),
        value=page.decision.reason if page.decision else "",
        rows=10,
    )
    form = _Form(
        title=gettext("Publicera svaret"),
        field=field,
        missing=gettext("Skriv svaret."),
        done=gettext("Svaret är publicerat, och de som följer får veta det."),
        act=publishing.answer,
    )
    return _answered(request, actor, page, form)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Say why the text may not stand there; a POST takes it away."""
    field = Field(
        name="reason",
        label=gettext("Varför tas texten bort?"),
        help=gettext(
            "Den som har skrivit texten läser det. Stödet räknas inte längre, och går inte att få tillbaka."
        ),
        rows=6,
    )
    form = _Form(
        title=gettext("Ta bort texten från sidan"),
        field=field,
        missing=gettext("Skriv varför texten tas bort."),
        done=gettext("Texten är borttagen. Bara den som skrev den och ni kan läsa den."),
        act=publishing.take_down,
    )
    return _answered(request, actor, case_page(actor, case_id, page="form"), form)


def _answered(request: HttpRequest, actor: Actor, page: CasePage, form: _Form) -> HttpResponse:
    """Show the form, or do what it is for."""
    beside = published.beside(actor, page)
    if beside is None:
        raise Http404
    case_id, field = page.case.pk, form.field
    if request.method == "POST":
        field, written = read_text(field, request.POST.dict(), form.missing)
        if not field.error:
            try:
                form.act(actor, case_id, written, key=request.POST.get("key", "")[:LONGEST_KEY])
            except CaseError as error:
                return changed_meanwhile(request, actor, case_id, error, kept=written)
            messages.success(request, form.done)
            return redirect("caseworker:case", case_id)
    context = frame.of_case(request, actor, page) | {
        "title": form.title,
        "fields": (field,),
        "publication": beside,
        "key": request.POST.get("key") or uuid4(),
    }
    return render(request, "caseworker/publication_form.html", context, status=WRONG if field.error else 200)
