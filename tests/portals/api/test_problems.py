"""Every refusal is a problem document, in the reader's language, whatever went wrong."""

from typing import Any

import pytest
from django.db import OperationalError

from allmanning.portals.api import rules
from tests.people import ANNA
from tests.portals.api.calling import API, Caller, creating
from tests.systems import ALL_KEY

pytestmark = pytest.mark.django_db

DECIDE = "/packages/resebidrag/decide"
GOOD = {"on": "2025-11-01", "facts": {}}


def raw(content: str, content_type: str = "application/json", **headers: str) -> Any:
    return Caller(ALL_KEY).browser.generic(
        "POST", API + DECIDE, content, content_type=content_type, headers=headers
    )


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    """The problem, held to its form."""
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert (response.status_code, told["status"], told["type"]) == (status, status, f"/api/#{kind}")
    assert told["title"]
    assert told["detail"]
    assert told["instance"] == response.request["PATH_INFO"]
    return told


def fields(response: Any) -> list[tuple[str, str, str]]:
    return [(error["in"], error["path"], error["code"]) for error in response.json()["errors"]]


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/v1", "/api/v1/", "/api/v1/cases/1", "/api/v2/packages"]
)
def test_an_address_that_is_no_resource(path: str) -> None:
    problem(Caller().browser.get(path), 404, "not-found")


def test_an_address_that_is_no_resource_also_for_what_is_sent_there() -> None:
    caller = Caller()
    caller.browser.handler.enforce_csrf_checks = True
    assert caller.post("/nothing", {}).status_code == 404


def test_a_package_that_is_not_there() -> None:
    problem(Caller().get("/packages/finns-inte"), 404, "not-found")


def test_a_method_that_is_not_answered_tells_those_that_are() -> None:
    refused = Caller(ALL_KEY).send("DELETE", "/packages", {})
    problem(refused, 405, "method-not-allowed")
    assert refused["Allow"] == "GET"


def test_only_json_is_answered() -> None:
    problem(Caller().get("/packages", Accept="text/html"), 406, "not-acceptable")


def test_only_json_is_read() -> None:
    problem(raw("on=2025-11-01", "application/x-www-form-urlencoded"), 415, "unsupported-media-type")


def test_too_much_is_refused_by_its_length() -> None:
    problem(raw('{"on": "' + "x" * 300_000 + '"}'), 413, "too-large")


@pytest.mark.parametrize("content", ["{", "nonsense", '{"on": ' + "9" * 5000 + "}", "\xff"])
def test_what_is_no_json_is_malformed(content: str) -> None:
    problem(raw(content), 400, "malformed")


def test_each_wrong_field_is_told_with_its_place() -> None:
    refused = Caller(ALL_KEY).post(DECIDE, {"on": 7, "extra": 1})
    problem(refused, 422, "invalid")
    assert fields(refused) == [
        ("body", "on", "value_error"), ("body", "facts", "missing"), ("body", "extra", "extra_forbidden"),
    ]  # fmt: skip


def test_a_wrong_fact_is_told_with_its_path() -> None:
    refused = Caller(ALL_KEY).post(DECIDE, GOOD | {"facts": {"barn": [{"ålder": 99}]}})
    problem(refused, 422, "invalid")
    assert fields(refused) == [("body", "facts.barn[0].ålder", "range")]


def test_a_day_without_amounts_is_told_as_the_day() -> None:
    refused = Caller(ALL_KEY).post(DECIDE, GOOD | {"on": "2031-01-01"})
    problem(refused, 422, "invalid")
    assert fields(refused) == [("body", "on", "range")]


def test_a_misspelt_filter_is_refused_and_does_not_show_everything() -> None:
    refused = Caller(ALL_KEY).get("/cases?statsu=decided")
    problem(refused, 422, "invalid")
    assert fields(refused) == [("query", "statsu", "extra_forbidden")]


def test_a_request_that_creates_needs_a_key_of_its_own() -> None:
    body = {"organisation": "mittkoping", "package": "resebidrag", "as_of": "2025-11-01"}
    problem(Caller(who=ANNA).post("/cases", body), 400, "idempotency-key-missing")


def test_the_same_key_for_another_request_is_refused() -> None:
    body = {"organisation": "mittkoping", "package": "resebidrag", "as_of": "2025-11-01"}
    anna = Caller(who=ANNA)
    assert anna.post("/cases", body, **creating()).status_code == 201
    problem(anna.post("/cases", body | {"as_of": "2025-12-01"}, **creating()), 422, "idempotency-mismatch")


def test_the_words_follow_the_language_asked_for() -> None:
    swedish = problem(Caller().get("/cases", **{"Accept-Language": "sv"}), 401, "unknown-caller")
    english = problem(Caller().get("/cases", **{"Accept-Language": "en"}), 401, "unknown-caller")
    assert swedish["title"] == "Vi vet inte vem som frågar"
    assert english["title"] == "We do not know who is asking"


def test_what_nobody_foresaw_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_args: object) -> None:
        raise ZeroDivisionError("secret of the database")

    monkeypatch.setattr(rules, "_ruled", fails)
    refused = Caller(ALL_KEY).post(DECIDE, GOOD)
    problem(refused, 500, "internal")
    assert b"secret" not in refused.content
    assert "ZeroDivisionError" in caplog.text


def test_a_database_that_does_not_answer_is_a_matter_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(rules, "_ruled", away)
    refused = Caller(ALL_KEY).post(DECIDE, GOOD)
    problem(refused, 503, "unavailable")
    assert refused["Retry-After"]
