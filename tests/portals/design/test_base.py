"""The sheet itself, and the pages of what went wrong."""

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from allmanning.portals.design import views

pytestmark = pytest.mark.urls("tests.portals.design.urls")
PROBLEMS = (400, 403, 404, 409, 413, 422, 500, 503)


@pytest.fixture
def request_for_page(rf: RequestFactory) -> HttpRequest:
    return rf.get("/sida?a=1")


@pytest.mark.parametrize("status", [*map(str, PROBLEMS), "403_csrf"])
def test_what_went_wrong_can_be_told_without_request_context_or_database(status: str) -> None:
    html = render_to_string(f"{status}.html")
    assert re.search(r"<h1>\w", html)
    assert '<html lang="sv"' in html


@pytest.mark.parametrize("status", PROBLEMS)
def test_a_problem_has_its_status_and_its_own_words(request_for_page: HttpRequest, status: int) -> None:
    answer = views.problem(request_for_page, status, what="Filen är 12 MB.", what_to_do="Högst 10 MB går.")
    assert answer.status_code == status
    assert "Filen är 12 MB." in answer.text
    assert "Högst 10 MB går." in answer.text


def test_a_page_is_in_the_chosen_appearance_before_any_script_runs(request_for_page: HttpRequest) -> None:
    request_for_page.COOKIES["color_scheme"] = "dark"
    assert 'data-color-scheme="dark"' in render_to_string("design/base.html", request=request_for_page)
    request_for_page.COOKIES["color_scheme"] = '"><script>'
    assert 'data-color-scheme="auto"' in render_to_string("design/base.html", request=request_for_page)


def test_the_skip_link_is_the_first_thing_to_reach(request_for_page: HttpRequest) -> None:
    html = render_to_string("design/base.html", request=request_for_page)
    assert re.search(r'<body>\s*<a class="skip" href="#main">', html)
    assert '<main id="main"' in html


def test_choosing_an_appearance_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.post("/utseende", {"color_scheme": "dark", "next": "/sida?a=1"}, secure=True)
    assert (answer.status_code, answer["Location"]) == (302, "/sida?a=1")
    assert answer.cookies["color_scheme"].value == "dark"


def test_an_appearance_never_leads_to_somebody_elses_site(client: Client) -> None:
    answer = client.post(
        "/utseende", {"color_scheme": "neon", "next": "https://elsewhere.example/"}, secure=True
    )
    assert answer["Location"] == "/"
    assert answer.cookies["color_scheme"].value == "auto"


def test_choosing_a_language_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.post("/sprak", {"language": "en", "next": "/sida"}, secure=True)
    assert answer["Location"] == "/sida"
    assert answer.cookies["django_language"].value == "en"


def test_language_and_appearance_are_changed_by_post_alone(client: Client) -> None:
    assert client.get("/sprak", secure=True).status_code == 405
    assert client.get("/utseende", secure=True).status_code == 405
