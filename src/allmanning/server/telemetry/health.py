"""Two addresses for whoever decides where requests are sent: is the process alive, and can it serve?"""

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from allmanning.accounts.phases import known
from allmanning.portals.design.access import public_page

APPLIED = "SELECT app, name FROM django_migrations"


@public_page
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; looks at nothing else, so that a slow database restarts nobody."""
    return _said("alive", 200)


@public_page
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served: the database answers, and has the tables that this release needs."""
    why = hindrance()
    return _said(why or "ready", 503 if why else 200)


def hindrance() -> str:
    """Why no page can be served, in a word that tells strangers nothing; empty when they can."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(APPLIED)
            applied = set(cursor.fetchall())
    except DatabaseError:
        return "no database"
    waits = any(phase == "pre" and name not in applied for name, phase in known().items())
    return "migrations" if waits else ""


def _said(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain; charset=utf-8")
