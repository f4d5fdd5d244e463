"""What is kept of a case: journal, letters, who has read, and the applicant's other cases."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import journal as journals
from allmanning.cases import queries
from allmanning.cases.actions.hold import is_held
from allmanning.cases.files.reading import open_attachment
from allmanning.cases.models import Case, Decision
from allmanning.cases.queries import CasePage, case_page
from allmanning.lib import text
from allmanning.portals.caseworker import frame, history, outcome, words
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.design.downloads import download
from allmanning.portals.design.parts import Cell, Column, Table, TableRow


@for_staff
@require_safe
def journal(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every event, and whether the chain of them is whole."""
    page = case_page(actor, case_id, page="journal")
    with acting(actor):
        broken = history.broken(journals.verify(page.case))
    context = frame.of_case(request, actor, page, "journal") | {
        "happenings": history.happenings(page),
        "broken": broken,
        "head_hash": page.case.journal_head,
        "checked": words.moment(timezone.now()),
        "is_held": is_held(page.events),
    }
    return render(request, "caseworker/journal.html", context)


@for_staff
@require_safe
def letters(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What has been written to the applicant, and what is on its way."""
    page = case_page(actor, case_id, page="letters")
    context = frame.of_case(request, actor, page, "letters") | {"post": outcome.post(actor, page)}
    return render(request, "caseworker/letters.html", context)


@for_staff
@require_safe
def letter(request: HttpRequest, actor: Actor, case_id: UUID, letter_id: int) -> HttpResponse:
    """A letter as it was sent."""
    file = queries.read_letter(actor, case_id, letter_id)
    answer = HttpResponse(file.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="brev-{letter_id}.pdf"'
    return answer


@for_staff
@require_safe
def file(request: HttpRequest, actor: Actor, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file that was sent in, to save."""
    return download(open_attachment(actor, case_id, file_id))


@for_staff
@require_safe
def reads(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Who has opened the case."""
    page = case_page(actor, case_id, page="reads")
    context = frame.of_case(request, actor, page, "reads") | {
        "readings": history.readings(
            queries.reads_of(actor, case_id), is_protected=page.case.applicant.protected_identity
        )
    }
    return render(request, "caseworker/reads.html", context)


@for_staff
@require_safe
def others(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """All other cases of the same applicant in this organisation."""
    page = case_page(actor, case_id, page="others")
    context = frame.of_case(request, actor, page, "others") | {"table": _table(actor, page)}
    return render(request, "caseworker/others.html", context)


def _table(actor: Actor, page: CasePage) -> Table:
    with acting(actor):
        sent = Case.objects.filter(
            applicant=page.case.applicant,
            organisation=page.case.organisation,
            submitted_at__isnull=False,
        )
        cases = tuple(
            sent.exclude(pk=page.case.pk)
            .select_related("adoption__release")
            .order_by("-as_of", "-submitted_at")
        )
        decisions = {
            row.case_id: row for row in Decision.objects.filter(case__in=cases).order_by("decided_at", "pk")
        }
    return Table(
        caption=gettext("Den sökandes andra ärenden"),
        columns=(
            Column(title=gettext("Nummer")),
            Column(title=gettext("Gäller")),
            Column(title=gettext("Kom in")),
            Column(title=gettext("Läge")),
            Column(title=gettext("Utfall")),
            Column(title=gettext("Belopp"), number=True),
            Column(title=gettext("Handläggare")),
        ),
        rows=tuple(_row(case, decisions.get(case.pk)) for case in cases),
    )


def _row(case: Case, decision: Decision | None) -> TableRow:
    language, spec = words.language(), case.adoption.release.package.manifest.decision
    sent = text.short_day(timezone.localdate(case.submitted_at), language) if case.submitted_at else ""
    word, amount = (
        (decision.outcome, decision.amount) if decision else (case.proposed_outcome, case.proposed_amount)
    )
    proposed = (
        gettext("Förslag: %(outcome)s") % {"outcome": words.short_outcome(word, spec).lower()}
        if word
        else gettext("Att bedöma")
    )
    by = gettext("Automatisk funktion") if decision and decision.is_automatic else case.assignee_name
    closed = case.status in (Case.Status.DECIDED, Case.Status.WITHDRAWN)
    return TableRow(
        url=reverse("caseworker:case", args=[case.pk]),
        cells=(
            Cell(text=case.number),
            Cell(text=words.about(case.adoption.release.name, case.month)),
            Cell(text=sent),
            Cell(text=words.status(case.status)),
            Cell(
                text=words.short_outcome(decision.outcome, spec) if decision else "" if closed else proposed
            ),
            Cell(text=words.money(amount) if decision or not closed else ""),
            Cell(text=by or gettext("Ingen än")),
        ),
    )
