"""Each request is counted, timed, logged and traced by the name of its route: never its address, query or contents."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from allmanning.server.telemetry import context, metrics, traces

log = logging.getLogger("allmanning.request")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
HEADER = "X-Request-ID"


class ObservedMiddleware:
    """Outermost, so that what the others refuse is seen too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named: Any = request
        named.request_id = context.request_id(request.headers.get(HEADER))
        started = time.perf_counter()
        with context.doing(named.request_id), traces.span("request", request.headers) as span:
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            method, route = method_of(request), route_of(request)
            span.tell(
                f"{method} {route}",
                {
                    "http.request.method": method,
                    "http.route": route,
                    "http.response.status_code": response.status_code,
                },
                failed=response.status_code >= 500,
            )
            metrics.request_done(method, route, response.status_code, seconds)
            fields = {
                "method": method,
                "route": route,
                "status": response.status_code,
                "ms": round(seconds * 1000),
            }
            log.info("%s %s %s %s ms", *fields.values(), extra={"fields": fields})
        response[HEADER] = named.request_id
        return response


def method_of(request: HttpRequest) -> str:
    """One of a few, since anybody may invent one."""
    return request.method if request.method in METHODS else "OTHER"


def route_of(request: HttpRequest) -> str:
    """The name of the route in urls.py; `none` for an address that leads nowhere."""
    match = request.resolver_match
    return match.view_name if match else "none"
