"""Figures for Prometheus, if ALLMANNING_METRICS_FOLDER names a folder; without it nothing is counted or loaded."""

from __future__ import annotations

import ipaddress
import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from allmanning.portals.design.access import machine_endpoint

if TYPE_CHECKING:
    from allmanning.server.telemetry.prometheus import Figures

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@cache
def figures() -> Figures | None:
    """Where this process counts; None when nobody asked for figures."""
    if not settings.METRICS_FOLDER:
        return None
    # The library reads it once, at its import, and otherwise each process would tell of itself only.
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(settings.METRICS_FOLDER))
    from allmanning.server.telemetry.prometheus import Figures

    return Figures.in_folder(settings.METRICS_FOLDER)


def request_done(method: str, route: str, status: int, seconds: float) -> None:
    """One request more."""
    if found := figures():
        found.requests.labels(method, route, str(status)).inc()
        found.durations.labels(method, route).observe(seconds)


def job_done(task: str, outcome: str, seconds: float) -> None:
    """One job more, `done` or `failed`."""
    if found := figures():
        found.jobs.labels(task, outcome).inc()
        found.job_durations.labels(task).observe(seconds)


@machine_endpoint
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All processes' figures together. Who may not read them is told that there is nothing here."""
    found = figures()
    if found is None or not may_read(request):
        raise Http404
    text, content_type = found.exposition()
    return HttpResponse(text, content_type=content_type)


def may_read(request: HttpRequest) -> bool:
    """With the token from ALLMANNING_METRICS_TOKEN; without such a token from this machine, and not through a proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    if settings.BEHIND_PROXY or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
