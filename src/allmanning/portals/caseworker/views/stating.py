"""The caseworker's own word: judgements that the law leaves to a person, and corrections of facts. With a reason, always."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allmanning import packages
from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import CaseError
from allmanning.cases.facts import with_stated
from allmanning.cases.queries import CasePage, case_page
from allmanning.portals.caseworker import evidence, facts, frame, proposal
from allmanning.portals.caseworker.forms import Form, facts_form, read_text, reason_field
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile
from allmanning.portals.design.fields import Entry, Field

WRONG = 422


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """All judgements that are open, on one page."""
    page = case_page(actor, case_id, page="form")
    known = [question.fact for question in page.package.questions if question.who == "caseworker"]
    asked = [
        path for path in request.POST.getlist("path") if facts.question_name(page.package, path) in known
    ]
    beside = {
        "evidence": evidence.evidence(page, {}, may_change=False),
        "answer": evidence.answer(page),
    }
    return _state(request, actor, page, asked or page.assessment.judgements, "caseworker/judge.html", beside)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, actor: Actor, case_id: UUID, path: str) -> HttpResponse:
    """One fact, one element of a list with all its fields, or a list with its elements."""
    page = case_page(actor, case_id, page="form")
    paths = _fields_of(page, path)
    if not paths:
        return _list(request, actor, page, path)
    context = {"path": path, "label": facts.label(page.package, path), "removable": _is_element(page, path)}
    if request.method == "POST" and "remove" in request.POST and context["removable"]:
        return _remove(request, actor, page, path, context)
    return _state(request, actor, page, paths, "caseworker/fact.html", context)


def _fields_of(page: CasePage, path: str) -> tuple[str, ...]:
    """The paths that a page for this path asks about; none for a list itself. Http404 for what is no fact."""
    place = facts.place(page.package, path)
    if place is None:
        raise Http404
    if place.index is None:
        return () if page.package.question(place.name).kind == "list" else (path,)
    if place.index > len(page.facts.get(place.name) or ()):
        raise Http404
    if place.field:
        return (path,)
    fields = [inner.fact for inner in page.package.questions if inner.fact.startswith(f"{place.name}.")]
    return tuple(f"{path}.{name.rpartition('.')[2]}" for name in fields)


def _is_element(page: CasePage, path: str) -> bool:
    place = facts.place(page.package, path)
    if place is None or place.index is None or place.field:
        return False
    return place.index < len(page.facts.get(place.name) or ())


def _state(
    request: HttpRequest,
    actor: Actor,
    page: CasePage,
    paths: Sequence[str],
    template: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the questions; try what is typed without saving; or save it and go back to the case."""
    typed = request.POST.dict() if request.method == "POST" else None
    form, reason, written = facts_form(page, paths, typed), _reason(), ""
    trying = typed is not None and "try" in typed
    if typed is not None and not trying:
        reason, written = read_text(reason, typed, gettext("Skriv varför. Skälet står kvar i journalen."))
    elif typed is not None:
        reason = _reason(typed.get("reason", ""))
    if typed is not None and not trying and form.is_right and not reason.error:
        return _save(request, actor, page, form.values, written)
    context = frame.of_case(request, actor, page) | {
        "fields": (*form.fields, reason),
        "questions": form.fields,
        "reason": reason,
        "paths": paths,
        "version": page.case.version,
        "proposal": proposal.of_page(page),
        "tried": _tried(page, form),
    }
    status = WRONG if typed is not None and not trying else 200
    return render(request, template, context | dict(more or {}), status=status)


def _reason(value: str = "") -> Field:
    return reason_field(
        value,
        label=gettext("Skäl"),
        help_text=gettext("Vad visar att det är så? Skälet står i journalen, och den sökande kan läsa det."),
        rows=4,
    )


def _tried(page: CasePage, form: Form) -> proposal.Proposal | None:
    """What the rules would propose with what is typed; None while something cannot be read."""
    if not form.values or not form.is_right:
        return None
    values = {row.name: row.value for row in page.fact_rows}
    try:
        checked = page.ruleset.check_facts(with_stated(values, form.values))
    except (packages.FactError, CaseError):
        return None
    return proposal.of_assessment(page.package, page.ruleset.assess(checked))


def _save(
    request: HttpRequest, actor: Actor, page: CasePage, stated: Mapping[str, Any], reason: str
) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        saved = actions.state_facts(
            actor,
            page.case.pk,
            stated,
            reason=reason,
            version=int(version) if version.isdecimal() else None,
        )
    except CaseError as error:
        return changed_meanwhile(request, actor, page.case.pk, error, kept=reason)
    now = proposal.of_assessment(page.package, saved.assessment)
    if saved.assessment.outcome is None:
        messages.info(request, gettext("Sparat. Det finns fortfarande något att bedöma."))
    else:
        verdict = " ".join(part for part in (now.outcome.lower(), now.amount) if part)
        messages.success(request, gettext("Sparat. Förslaget är nu %(verdict)s.") % {"verdict": verdict})
    return redirect("caseworker:case", page.case.pk)


def _remove(
    request: HttpRequest, actor: Actor, page: CasePage, path: str, more: Mapping[str, Any]
) -> HttpResponse:
    """Take an element out of its list."""
    reason, written = read_text(_reason(), request.POST.dict(), gettext("Skriv varför uppgiften tas bort."))
    if not reason.error:
        return _save(request, actor, page, {path: None}, written)
    form = facts_form(page, _fields_of(page, path))
    context = frame.of_case(request, actor, page) | {
        "fields": (*form.fields, reason),
        "questions": form.fields,
        "reason": reason,
        "version": page.case.version,
        "proposal": proposal.of_page(page),
    }
    return render(request, "caseworker/fact.html", context | dict(more), status=WRONG)


def _list(request: HttpRequest, actor: Actor, page: CasePage, path: str) -> HttpResponse:
    """The elements of a list, each to be corrected, and the way to one more."""
    question = page.package.question(path)
    elements: Sequence[Mapping[str, Any]] = page.facts.get(path) or ()
    entries = tuple(
        Entry(
            title=facts.element_title(question, index),
            detail=facts.told_element(page.package, path, element),
            change_url=facts.url(page.case.pk, f"{path}[{index}]"),
        )
        for index, element in enumerate(elements)
    )
    context = frame.of_case(request, actor, page) | {
        "label": facts.label(page.package, path),
        "entries": entries,
        "item": facts.element_title(question, len(elements)),
        "add_url": facts.url(page.case.pk, f"{path}[{len(elements)}]"),
    }
    return render(request, "caseworker/fact_list.html", context)
