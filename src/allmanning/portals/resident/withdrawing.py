"""Taking an application back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.cases import actions
from allmanning.cases.errors import WrongStateError
from allmanning.cases.models import Case
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.resident.frame import case_of, frame


@resident_page
def withdraw(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """Asks first; a POST takes it back."""
    actor = acts_as(request)
    page = case_of(actor, municipality, case_id, page="case")
    is_draft = page.case.status == Case.Status.DRAFT
    if page.case.status not in (Case.Status.DRAFT, *Case.OPEN):
        return _too_late(request, municipality, case_id)
    if request.method == "POST":
        try:
            actions.withdraw(actor, case_id)
        except WrongStateError:
            return _too_late(request, municipality, case_id)
        done = gettext("Utkastet är borttaget.") if is_draft else gettext("Din ansökan är återkallad.")
        messages.success(request, done)
        return redirect("resident:cases", municipality)
    back = reverse("resident:go_on" if is_draft else "resident:case", args=[municipality, case_id])
    context = frame(
        request,
        page.case.organisation,
        heading=gettext("Vill du ta bort utkastet?")
        if is_draft
        else gettext("Vill du återkalla din ansökan?"),
        text=(
            gettext("Alla svar raderas. Du kan börja på nytt när du vill.")
            if is_draft
            else gettext(
                "Då slutar vi handlägga den och du får inget beslut. Du kan ansöka igen när du vill."
            )
        ),
        confirm=gettext("Ta bort utkastet") if is_draft else gettext("Återkalla ansökan"),
        cancel_url=back,
        back_url=back,
        danger=True,
        fields=(),
    )
    return render(request, "resident/withdraw.html", context)


def _too_late(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    messages.info(request, gettext("Ärendet är avslutat och går inte att återkalla."))
    return redirect("resident:case", municipality, case_id)
