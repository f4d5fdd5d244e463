"""Logs: one id through everything that belongs together, and nobody's number anywhere."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from allmanning.portals.design.access import public_page
from allmanning.server.errors import server_error
from allmanning.server.logs import JsonLines, WithoutPersonalData
from tests.people import ANNAS_NUMBER

ID = "0123456789abcdef0123456789abcdef"
WORDS = "nobody is called that"
DASHED = f"{ANNAS_NUMBER[:8]}-{ANNAS_NUMBER[8:]}"


@public_page
def fails(request: HttpRequest, who: str) -> HttpResponse:
    logging.getLogger("allmanning.tests").warning("looked for %s (%s)", who, DASHED)
    raise ValueError(WORDS, request.POST.get("who"), request.GET.get("who"))


handler500 = server_error
urlpatterns = [path("fails/<str:who>/", fails, name="fails")]


@pytest.fixture(params=[WithoutPersonalData, JsonLines])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything the program logs, in each of its two forms."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.urls(__name__)
def test_a_request_with_a_number_everywhere_leaves_none_in_the_log(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post(
        f"/fails/{ANNAS_NUMBER}/?who={ANNAS_NUMBER}", {"who": DASHED}, headers={"X-Request-ID": ANNAS_NUMBER}
    )
    client.get(f"/nowhere/{DASHED}")
    assert answer.status_code == 500
    assert "looked for [number]" in log.getvalue()
    assert "builtins.ValueError" in log.getvalue()
    assert "500 fails" in log.getvalue()
    digits = log.getvalue().replace("-", "")
    assert not [piece for piece in (ANNAS_NUMBER, ANNAS_NUMBER[2:], WORDS) if piece in digits]


@pytest.mark.urls(__name__)
def test_every_line_of_a_request_carries_its_id_and_so_do_the_answer_and_its_page(log: io.StringIO) -> None:
    answer = Client(raise_request_exception=False).get("/fails/x/", headers={"X-Request-ID": ID})
    assert answer.headers["X-Request-ID"] == ID
    assert ID in answer.content.decode()
    lines = [
        line
        for line in log.getvalue().splitlines()
        if "allmanning.tests" in line or "allmanning.request" in line
    ]
    assert len(lines) == 2
    assert all(ID in line for line in lines)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("given", ["", ANNAS_NUMBER, "x" * 32, "a\tb", f"{ID}{ID}"])
def test_an_id_that_no_proxy_makes_is_not_taken_over(given: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/fails/x/", headers={"X-Request-ID": given}).headers["X-Request-ID"] not in ("", given)


def test_a_json_line_holds_the_fields_of_a_request() -> None:
    record = logging.LogRecord("allmanning.request", logging.INFO, __file__, 1, "%s", ("x",), None)
    record.fields = {"route": "open:front", "status": 200, "ms": 3}
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["route"], line["status"], line["id"], line["message"]) == (
        "INFO", "open:front", 200, "-", "x",
    )  # fmt: skip
