"""From an error of the house to a page that says what happened and what to do."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from allmanning.cases.errors import CaseError, IdempotencyMismatchError
from allmanning.portals.design.views import problem

CONFLICT, TOO_LARGE, UNPROCESSABLE, FAILED, UNAVAILABLE = 409, 413, 422, 500, 503
RETRY_SECONDS = 30


class TooLargeMiddleware:
    """A request with more than a whole case may hold is refused before anything of it is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if not sent.isdecimal() or int(sent) <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        answer = problem(request, TOO_LARGE)
        answer["Connection"] = "close"
        return answer


class CaseErrorMiddleware:
    """Pages answer the errors they expect themselves; this is for the rest, such as a page sent from an old tab."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            # Such as a NUL in a text: the database takes none, and nothing was written.
            case IdempotencyMismatchError() | DataError():
                return problem(request, UNPROCESSABLE)
            case CaseError():
                return problem(request, CONFLICT)
        return None


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a database that does not answer is a matter of waiting, and says so."""
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        response = problem(request, UNAVAILABLE)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return problem(request, FAILED)
