"""From an error of the house to a page that says what happened and what to do."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from allmanning.cases.errors import CaseError, IdempotencyMismatchError

CONFLICT, UNPROCESSABLE, FAILED, UNAVAILABLE = 409, 422, 500, 503
RETRY_SECONDS = 30


class CaseErrorMiddleware:
    """Pages answer the errors they expect themselves; this is for the rest, such as a page sent from an old tab."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case IdempotencyMismatchError():
                return error_page(request, UNPROCESSABLE, error)
            case CaseError():
                return error_page(request, CONFLICT, error)
        return None


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a database that does not answer is a matter of waiting, and says so."""
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        response = error_page(request, UNAVAILABLE, error)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return error_page(request, FAILED, error)


def error_page(request: HttpRequest, status: int, error: BaseException | None) -> HttpResponse:
    """The page of a status, without the database; plain words if even the template fails."""
    try:
        html = render_to_string(f"{status}.html", {"error": error})
    except TemplateDoesNotExist:
        return HttpResponse(f"{status}", status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(html, status=status)
