"""Every address of the interface; each passes the gate."""

from django.urls import URLPattern, path, re_path

from allmanning.portals.api import cases, effects, releases, rules, tokens
from allmanning.portals.api.contract import api
from allmanning.portals.api.description import FORM, openapi
from allmanning.portals.api.gate import gate
from allmanning.portals.api.page import page
from allmanning.portals.api.problems import not_found

app_name = "api"
RESOURCES = (releases, rules, cases, effects, tokens)
"""Imported so that their calls are on the list before it is read."""


def _calls() -> list[URLPattern]:
    """Django-ninja's own patterns, without its front page and each once, under /api/v1/."""
    patterns = {
        str(each.pattern): each
        for each in api.urls[0]
        if isinstance(each, URLPattern) and each.name != "api-root"
    }
    return [
        path(f"api/v1/{route}", gate(each.callback, _takes(each)), name=each.name)
        for route, each in patterns.items()
    ]


def _takes(pattern: URLPattern) -> str:
    return FORM if pattern.name == "oauth-token" else "application/json"


urlpatterns = [
    path("api/", page, name="page"),
    path("api/v1/openapi.json", gate(openapi), name="openapi"),
    *_calls(),
    re_path(r"^api/.*$", gate(not_found), name="nothing"),
]
