"""Writing a text that is to be published, and what is published already and is alike."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allmanning.accounts.actors import Actor
from allmanning.cases import clock
from allmanning.cases.models import Case, Publication
from allmanning.cases.public import reading, writing
from allmanning.cases.public.writing import Written
from allmanning.cases.queries import CasePage
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.fields import Field, Option
from allmanning.portals.design.published import Shown, shown
from allmanning.portals.resident.frame import case_of, frame, language

LONGEST_TITLE = Publication._meta.get_field("title").max_length or 120
LONGEST_TEXT = 5_000


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """Title and text of a draft; then on to what is alike, or to the questions."""
    actor = acts_as(request)
    page = _draft(actor, municipality, case_id)
    if page.case.status != Case.Status.DRAFT:
        return redirect("resident:case", municipality, case_id)
    found = reading.of_case(actor, case_id)
    fields: tuple[Field, ...] = _fields(found)
    if request.method == "POST":
        fields = tuple(_read(field, request) for field in fields)
        if not any(field.error for field in fields):
            title, text, name = (field.value for field in fields)
            writing.write(actor, case_id, Written(title=title, text=text, shows_name=name == "true"))
            return redirect("resident:alike", municipality, case_id)
    context = frame(
        request,
        page.case.organisation,
        service=page.package.manifest.name.in_(language()),
        fields=fields,
        back_url=reverse("open:service", args=[municipality, page.case.package_id]),
    )
    status = 422 if any(field.error for field in fields) else 200
    return render(request, "resident/write.html", context, status=status)


@resident_page
@require_safe
def alike(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """What others have published that shares its words; to the questions at once when there is none."""
    actor = acts_as(request)
    page = _draft(actor, municipality, case_id)
    found = reading.of_case(actor, case_id)
    if found is None:
        return redirect("resident:write", municipality, case_id)
    others = reading.alike(page.case.organisation, page.case.package_id, found.title, found.text)
    if not others:
        return redirect("resident:go_on", municipality, case_id)
    context = frame(
        request,
        page.case.organisation,
        service=page.package.manifest.name.in_(language()),
        rows=[shown(other, clock.today(), language()) for other in others],
        case_id=case_id,
        back_url=reverse("resident:write", args=[municipality, case_id]),
    )
    return render(request, "resident/alike.html", context)


def lacks_text(actor: Actor, page: CasePage) -> bool:
    """Whether the case is to have a text and has none yet."""
    return page.package.manifest.public is not None and reading.of_case(actor, page.case.pk) is None


def of_page(actor: Actor, page: CasePage) -> Shown | None:
    """The public side of a case, for its own page; None where it has none."""
    if page.package.manifest.public is None:
        return None
    found = reading.of_case(actor, page.case.pk)
    if found is None:
        return None
    told = page.package.manifest.decision.told(found.outcome)
    return shown(found, clock.today(), language(), told)


def _draft(actor: Actor, municipality: str, case_id: UUID) -> CasePage:
    page = case_of(actor, municipality, case_id, page="questions")
    if page.package.manifest.public is None:
        raise Http404
    return page


def _fields(found: Publication | None) -> tuple[Field, Field, Field]:
    named = (
        Option("false", gettext("Nej, bara texten")),
        Option("true", gettext("Ja, mitt namn står vid texten")),
    )
    return (
        Field(
            name="title",
            label=gettext("Rubrik"),
            help=gettext("Säg i en mening vad du vill."),
            value=found.title if found else "",
            rows=2,
        ),
        Field(
            name="text",
            label=gettext("Text"),
            help=gettext("Vad ska hända, var och varför? Skriv inget om enskilda personer."),
            value=found.text if found else "",
            rows=10,
        ),
        Field(
            name="shows_name",
            label=gettext("Ska ditt namn visas?"),
            kind="choice",
            options=named,
            value="true" if found and found.shows_name else "false",
            help=gettext("Den som har skyddade personuppgifter visas aldrig med namn."),
        ),
    )


def _read(field: Field, request: HttpRequest) -> Field:
    typed = request.POST.get(field.name, "").replace("\x00", "").strip()
    field = replace(field, value=typed)
    if field.kind == "choice":
        return replace(field, value="true" if typed == "true" else "false")
    most = LONGEST_TITLE if field.name == "title" else LONGEST_TEXT
    if not typed:
        lacking = {"title": gettext("Skriv en rubrik."), "text": gettext("Skriv vad du vill.")}
        return replace(field, error=lacking[field.name])
    if len(typed) > most:
        return replace(field, error=gettext("Skriv högst %(n)s tecken.") % {"n": most})
    return field
