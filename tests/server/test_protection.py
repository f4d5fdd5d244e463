"""System checks, logs and headers."""

import logging
import sys

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from allmanning.cases.errors import IdempotencyMismatchError, StaleCaseError
from allmanning.server.errors import CaseErrorMiddleware, server_error
from allmanning.server.logs import WithoutPersonalData


def found(*, databases: list[str] | None = None) -> set[str | None]:
    return {message.id for message in run_checks(include_deployment_checks=True, databases=databases)}


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_tests_own_installation_has_nothing_to_mend() -> None:
    assert not {code for code in found(databases=["default"]) if code and code.startswith("allmanning.")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ALLOWED_HOSTS": []}, "allmanning.E002"),
        ({"ALLOWED_HOSTS": ["mittkoping.se"]}, "allmanning.E003"),
        ({"SESSION_COOKIE_AGE": 10**6}, "allmanning.W001"),
    ],
)
def test_a_wrong_installation_is_told_how_to_mend_it(
    change: dict[str, object], code: str, settings: Settings
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert code in found()


@pytest.mark.django_db
def test_a_table_without_forced_policies_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from allmanning.catalogue.models import Release

    monkeypatch.delattr(Release, "is_public")
    assert "allmanning.E006" in found(databases=["default"])


@pytest.mark.django_db
def test_pages_carry_a_strict_content_security_policy(client: Client) -> None:
    policy = client.get("/nowhere/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy


def test_a_log_tells_where_and_what_but_not_whose() -> None:
    words = "Key (personnummer)=(201701012393) already exists"
    try:
        raise ValueError(words)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    written = WithoutPersonalData().format(record)
    assert "builtins.ValueError" in written
    assert "test_protection.py" in written
    assert "201701012393" not in written


def test_a_database_that_does_not_answer_is_a_matter_of_waiting() -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = server_error(RequestFactory().get("/"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(("error", "status"), [(StaleCaseError(), 409), (IdempotencyMismatchError("k"), 422)])
def test_an_error_of_a_case_is_answered_and_not_a_failure(error: Exception, status: int) -> None:
    def respond(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    response = CaseErrorMiddleware(respond).process_exception(RequestFactory().get("/"), error)
    assert response is not None
    assert response.status_code == status


def ask_a_dead_database(_: HttpRequest) -> HttpResponse:
    dead = connection.copy()
    dead.settings_dict["HOST"] = "/nowhere"
    with dead.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse()


handler500 = server_error
urlpatterns = [path("dead/", ask_a_dead_database)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_whose_database_is_down_answers_and_says_when_to_come_again() -> None:
    response = Client(raise_request_exception=False).get("/dead/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "<h1" in response.content.decode()
    assert "/nowhere" not in response.content.decode()
