"""One question on a page: shown, answered, saved while typing, taken back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import StaleCaseError
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage
from allmanning.packages import FactError
from allmanning.packages.questions import Question
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.resident import places, writing
from allmanning.portals.resident.answers import in_words, read_answer
from allmanning.portals.resident.frame import case_of, language
from allmanning.portals.resident.interview import WHOLE, Written, question_page

AUTOSAVE = "autosave"


@resident_page
@require_safe
def go_on(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """To the next question, or to the page where one signs."""
    page = case_of(acts_as(request), municipality, case_id, page="questions")
    if page.case.status != Case.Status.DRAFT:
        return redirect("resident:case", municipality, case_id)
    if writing.lacks_text(acts_as(request), page):
        return redirect("resident:write", municipality, case_id)
    return redirect(_address(municipality, case_id, page.assessment.next))


@resident_page
def question(request: HttpRequest, municipality: str, case_id: UUID, place: str) -> HttpResponse:
    """A question, and what is done with its answer."""
    actor = acts_as(request)
    page = case_of(actor, municipality, case_id, page="questions")
    if page.case.status != Case.Status.DRAFT:
        messages.info(request, gettext("Ansökan är skickad. Svaren går inte att ändra här längre."))
        return redirect("resident:case", municipality, case_id)
    path = places.path_of(place)
    asked = places.question_at(page.package, page.facts, path) if path else None
    if path is None or asked is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, actor, page, path, asked)
    if path not in page.assessment.open and places.value_at(page.facts, path) is None:
        return redirect(_address(municipality, case_id, page.assessment.next))
    return _show(request, page, path, asked, Written())


def _answer(request: HttpRequest, actor: Actor, page: CasePage, path: str, asked: Question) -> HttpResponse:
    if asked.kind == "list":
        return _answer_list(request, actor, page, path, asked)
    typed = request.POST.get(path, "")
    is_autosave = request.headers.get("X-Requested-With") == AUTOSAVE
    if not typed.strip() and (is_autosave or "later" in request.POST):
        return HttpResponse(status=204) if is_autosave else _later(request, page)
    reading = read_answer(asked, typed, language())
    if reading.error:
        return _refuse(request, page, path, asked, Written(typed=typed, error=reading.error))
    written = Written(typed=typed)
    saved = _save(request, actor, page, asked, written, {path: reading.value})
    if isinstance(saved, HttpResponse):
        return saved
    if is_autosave:
        return HttpResponse(status=204, headers={"Version": str(saved.version)})
    if "later" in request.POST:
        return _later(request, page)
    return redirect(_following(request, page, saved, path))


def _following(request: HttpRequest, page: CasePage, saved: actions.Saved, path: str) -> str:
    """Where an answer leads: to the next open question, or through the rest of an element that is being gone through."""
    slug, case_id = page.case.organisation.slug, page.case.pk
    if WHOLE in request.GET and (field := places.inside(page.ruleset, saved.facts, saved.assessment, path)):
        return f"{_address(slug, case_id, field)}?{WHOLE}=1"
    return _address(slug, case_id, places.after(saved.assessment, path))


def _answer_list(
    request: HttpRequest, actor: Actor, page: CasePage, name: str, asked: Question
) -> HttpResponse:
    """Another element, one fewer, or no more."""
    elements: list[Any] = page.facts.get(name) or []
    if "add" in request.POST:
        stated: dict[str, Any] = {f"{name}[{len(elements)}]": {}}
    elif "remove" in request.POST:
        stated = {f"{name}[{_index(request, elements)}]": None}
    else:
        stated = {} if name in page.facts or "later" in request.POST else {name: []}
    saved = _save(request, actor, page, asked, Written(), stated) if stated else None
    if isinstance(saved, HttpResponse):
        return saved
    slug, case_id = page.case.organisation.slug, page.case.pk
    if "later" in request.POST:
        return _later(request, page)
    if "remove" in request.POST:
        return redirect(_address(slug, case_id, name))
    assessment = saved.assessment if saved else page.assessment
    if "add" in request.POST:
        begun = places.first_open(page.ruleset, assessment, f"{name}[{len(elements)}]")
        return redirect(_address(slug, case_id, begun or name))
    return redirect(_address(slug, case_id, assessment.next))


def _save(
    request: HttpRequest,
    actor: Actor,
    page: CasePage,
    asked: Question,
    written: Written,
    stated: dict[str, Any],
) -> actions.Saved | HttpResponse:
    """What the case knows afterwards, or the page that says why nothing was saved."""
    path = next(iter(stated))
    place = path if asked.kind != "list" else asked.fact
    try:
        return actions.save_facts(actor, page.case.pk, stated, version=_version(request))
    except FactError as error:
        written = replace(written, error=in_words(error, asked, language()))
    except StaleCaseError:
        written = replace(written, is_stale=True)
    return _refuse(request, page, place, asked, written)


def _refuse(
    request: HttpRequest, page: CasePage, path: str, asked: Question, written: Written
) -> HttpResponse:
    return _show(request, page, path, asked, written, status=409 if written.is_stale else 422)


def _show(
    request: HttpRequest, page: CasePage, path: str, asked: Question, written: Written, *, status: int = 200
) -> HttpResponse:
    context = question_page(request, page, path, asked, written)
    return render(request, "resident/question.html", context, status=status)


def _later(request: HttpRequest, page: CasePage) -> HttpResponse:
    messages.success(
        request,
        gettext("Dina svar är sparade. Fortsätt när du vill, från vilken dator eller telefon som helst."),
    )
    return redirect("resident:cases", page.case.organisation.slug)


def _address(municipality: str, case_id: UUID, path: str | None) -> str:
    """The page of a question; of the summary when there is none left."""
    if path is None:
        return reverse("resident:check", args=[municipality, case_id])
    return reverse("resident:question", args=[municipality, case_id, places.address_of(path)])


def _index(request: HttpRequest, elements: list[Any]) -> int:
    written = request.POST.get("remove", "")
    if not written.isdecimal() or int(written) >= len(elements):
        raise Http404
    return int(written)


def _version(request: HttpRequest) -> int | None:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() else None
