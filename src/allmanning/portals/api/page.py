"""The page about the interface for who is to use it: every call with its example, in the reader's language."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from allmanning.portals.api.contract import CALLS, Call
from allmanning.portals.api.description import SCOPE_WORDS, TAGS
from allmanning.portals.api.gate import PER_MINUTE
from allmanning.portals.api.problems import KINDS
from allmanning.portals.design.access import public_page


@dataclass(frozen=True, slots=True)
class Shown:
    """A call as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    for_people_only: bool
    taken: str
    given: str


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """Every call, every scope, every sort of refusal."""
    language = get_language() or "sv"
    context = {
        "home_url": reverse("open:front"),
        "accessibility_url": reverse("open:accessibility"),
        "privacy_url": reverse("open:privacy"),
        "groups": [(TAGS[tag].in_(language), list(calls)) for tag, calls in _grouped(language)],
        "scopes": [(scope, text.in_(language)) for scope, text in SCOPE_WORDS.items()],
        "kinds": KINDS,
        "limits": PER_MINUTE,
    }
    return render(request, "api/page.html", context)


def _grouped(language: str) -> Iterator[tuple[str, Iterator[Shown]]]:
    order = list(TAGS)
    calls = sorted(CALLS.items(), key=lambda item: order.index(item[1].tag))
    for tag, group in groupby(calls, lambda item: item[1].tag):
        yield tag, (_shown(name, call, language) for name, call in group)


def _shown(name: str, call: Call, language: str) -> Shown:
    return Shown(
        name=name,
        method=call.method,
        path="/api/v1" + call.path.replace("uuid:", ""),
        summary=call.summary.in_(language),
        about=call.about.in_(language),
        scope=call.scope,
        for_people_only=not call.systems,
        taken=_written(call.taken) if call.taken else "",
        given=_written(call.given),
    )


def _written(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)
