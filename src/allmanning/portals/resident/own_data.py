"""Everything that is held about oneself, as a file to keep (the General Data Protection Regulation, article 15)."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from allmanning.accounts import actors
from allmanning.accounts.models import Organisation
from allmanning.cases.bundles.extract import TooManyExtractsError, extract, held
from allmanning.connectors.letters.report import case_report
from allmanning.portals.design.access import person_of, resident_page
from allmanning.portals.resident.frame import frame

TOO_MANY = 429


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """What there is, and the file with all of it; one's own, also for who is acting for another."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    person = person_of(request)
    actor, is_too_many = actors.resident(person), False
    if request.method == "POST":
        try:
            content = extract(actor, person, case_report)
        except TooManyExtractsError:
            is_too_many = True
        else:
            return FileResponse(
                content, as_attachment=True, filename="mina-uppgifter.zip", content_type="application/zip"
            )
    context = frame(
        request,
        organisation,
        held=held(actor, person),
        is_too_many=is_too_many,
        back_url=reverse("resident:cases", args=[municipality]),
    )
    answer = render(request, "resident/own_data.html", context, status=TOO_MANY if is_too_many else 200)
    if is_too_many:
        answer["Retry-After"] = "3600"
    return answer
