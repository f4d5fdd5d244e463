"""Answering what the caseworker asked for, in the same place."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.cases import actions
from allmanning.cases.errors import EmptyTextError, WrongStateError
from allmanning.cases.queries import CasePage
from allmanning.packages import FactError
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.fields import Field, question_field
from allmanning.portals.resident import attaching, places
from allmanning.portals.resident.answers import in_words, read_answer
from allmanning.portals.resident.frame import case_of, frame, language

LONGEST = 5000


@resident_page
def complete(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """The question that was put, the answer in words, and the facts that may be changed with it."""
    actor = acts_as(request)
    refused = attaching.handle(request, actor, case_id, "complete")
    page = case_of(actor, municipality, case_id, page="case")
    if request.method != "POST":
        if page.open_completion is None:
            return _nothing_asked(request, municipality, case_id)
        return _show(request, page, answer_field(), open_fields(page))
    stated, fields = read_fields(request, page)
    answer = request.POST.get("answer", "").strip()
    is_changed = any(places.value_at(page.facts, path) != value for path, value in stated.items())
    if page.open_completion is not None and (refused or attaching.is_all(request)):
        status = 422 if refused else 200
        return _show(request, page, answer_field(answer), fields, files=refused, status=status)
    trouble = _trouble(answer, is_changed or _has_files(page))
    # What was answered already may be this very answer, sent again; its key knows.
    if page.open_completion is not None and (trouble or any(field.error for field in fields)):
        return _show(request, page, answer_field(answer, trouble), fields, status=422)
    try:
        actions.answer_completion(actor, case_id, answer, stated, key=request.POST.get("key", ""))
    except FactError as error:
        asked = page.package.question(error.path)
        words = in_words(error, asked, language())
        return _show(request, page, answer_field(answer, words), fields, status=422)
    except (EmptyTextError, WrongStateError):
        return _nothing_asked(request, municipality, case_id)
    messages.success(request, gettext("Tack, vi har fått ditt svar."))
    return redirect("resident:case", municipality, case_id)


def answer_field(value: str = "", error: str = "") -> Field:
    """The box for an answer in words."""
    return Field(name="answer", label=gettext("Ditt svar"), kind="text", value=value, error=error, rows=6)


def open_fields(page: CasePage) -> tuple[Field, ...]:
    """The facts one may correct in the same answer: those given as plain values, as they stand."""
    return tuple(
        question_field(one, language(), value=places.value_at(page.facts, one.fact))
        for one in page.package.questions
        if one.who == "resident" and one.fact in page.facts and one.kind != "list"
    )


def read_fields(request: HttpRequest, page: CasePage) -> tuple[dict[str, Any], tuple[Field, ...]]:
    """The value of every field that could be read, and every field as it was written."""
    stated: dict[str, Any] = {}
    fields: list[Field] = []
    for field in open_fields(page):
        asked = page.package.question(field.name)
        typed = request.POST.get(field.name, field.value)
        reading = read_answer(asked, typed, language())
        if not reading.error:
            stated[field.name] = reading.value
        fields.append(question_field(asked, language(), value=typed, error=reading.error))
    return stated, tuple(fields)


def _trouble(answer: str, has_changes: bool) -> str:
    if len(answer) > LONGEST:
        return gettext("Svaret är för långt. Korta det till högst 5 000 tecken.")
    return (
        ""
        if answer or has_changes
        else gettext("Skriv ett svar, bifoga en fil eller ändra en uppgift här under.")
    )


def _has_files(page: CasePage) -> bool:
    """Whether something is attached that is not sent yet."""
    return any(row.sent_at is None for row in page.attachments)


def _show(
    request: HttpRequest,
    page: CasePage,
    answer: Field,
    fields: tuple[Field, ...],
    *,
    files: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = frame(
        request,
        page.case.organisation,
        completion=page.open_completion,
        case=page.case,
        answer=answer,
        fields=fields,
        fields_wrong=any(field.error for field in fields),
        everything=(answer, *fields),
        files=attaching.files(
            page.attachments, (page.case.organisation.slug, page.case.pk), form="answering", errors=files
        ),
        key=uuid4(),
        back_url=reverse("resident:case", args=[page.case.organisation.slug, page.case.pk]),
    )
    return render(request, "resident/complete.html", context, status=status)


def _nothing_asked(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    messages.info(request, gettext("Vi väntar inte på något svar från dig just nu."))
    return redirect("resident:case", municipality, case_id)
