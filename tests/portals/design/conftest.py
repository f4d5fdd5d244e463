"""The gallery before a real browser. The test itself hands over pages and files: no server, and nothing is fetched."""

import mimetypes
from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils.csp import build_policy
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.portals.design import gallery

TEMPLATES = Path(__file__).parent / "templates"
SITE = "http://galleri.test"
MUNICIPALITIES = {
    "mittkoping": "Mittköpings kommun",
    "norrhamn": "Norrhamns kommun",
    "soderslatt": "Söderslätts kommun",
}

type OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Generator[OpenPage]:
    """open_page("case", "norrhamn", width=320, color_scheme="dark"). What the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(name: str, organisation: str = "mittkoping", *, width: int = 1200, **options: Any) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, locale="sv-SE", **options)  # type: ignore[arg-type]
        contexts.append(context)
        html = html_of(name, organisation)
        context.set_default_timeout(10_000)
        context.route("**/*", lambda route: hand_over(route, html))
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in BAD else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{SITE}/", wait_until="networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


BAD = {"error", "warning"}


def html_of(name: str, organisation: str) -> str:
    configured: Any = settings.TEMPLATES
    options = dict(configured[0]["OPTIONS"])
    engine = DjangoTemplates({"NAME": "gallery", "DIRS": [TEMPLATES], "APP_DIRS": True, "OPTIONS": options})
    named = MUNICIPALITIES.get(organisation)
    owner = SimpleNamespace(slug=organisation, name=named) if named else None
    context = {**gallery.context(), "organisation": owner}
    return engine.get_template(f"gallery/{name}.html").render(context, RequestFactory().get("/"))


def hand_over(route: Route, html: str) -> None:
    path = urlsplit(route.request.url).path
    rules: Any = settings.SECURE_CSP
    if path == "/":
        policy = {"Content-Security-Policy": build_policy(rules)}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
    elif path == "/spara":
        route.fulfill(status=204)
    elif path.startswith(settings.STATIC_URL):
        file = finders.find(path.removeprefix(settings.STATIC_URL))
        route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0] or "font/woff2")
    else:
        route.fulfill(status=404)
