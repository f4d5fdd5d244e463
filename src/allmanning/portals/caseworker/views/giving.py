"""Handing out a whole case as a file."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases.bundles import handing_out
from allmanning.cases.errors import EmptyTextError
from allmanning.cases.queries import case_page
from allmanning.connectors.letters.report import case_report
from allmanning.portals.caseworker import frame
from allmanning.portals.caseworker.guard import for_staff

WRONG = 422


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponseBase:
    """Say to whom and why, and get the file; the journal says so too."""
    if request.method == "POST":
        try:
            bundle = handing_out.hand_out(actor, case_id, to=request.POST.get("to", ""), report=case_report)
        except EmptyTextError:
            return _asked(request, actor, case_id, is_empty=True)
        return FileResponse(
            bundle.content, as_attachment=True, filename=bundle.name, content_type="application/zip"
        )
    return _asked(request, actor, case_id)


def _asked(request: HttpRequest, actor: Actor, case_id: UUID, *, is_empty: bool = False) -> HttpResponse:
    page = case_page(actor, case_id, page="form")
    require(actor, "hand_out", page.case)
    context = frame.of_case(request, actor, page) | {"is_empty": is_empty}
    return render(request, "caseworker/hand_out.html", context, status=WRONG if is_empty else 200)
