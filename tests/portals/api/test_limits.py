"""Nobody calls so often that others must wait: who has used their minute is told how long until the next."""

import pytest
from django.test import override_settings

from allmanning.portals.api import gate
from tests.people import ANNA
from tests.portals.api.calling import Caller
from tests.systems import ALL_KEY, ELSEWHERE_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three calls a minute for everybody. A test's transaction stands in one moment, so the minute does not end."""
    monkeypatch.setattr(gate, "PER_MINUTE", {"client": 3, "person": 3, "address": 3})


def statuses(caller: Caller, times: int) -> list[int]:
    return [caller.get("/packages").status_code for _ in range(times)]


def test_the_call_after_the_last_is_refused_and_told_when_to_come_back() -> None:
    caller = Caller(ALL_KEY)
    assert statuses(caller, 3) == [200, 200, 200]
    refused = caller.get("/packages")
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"minute";r=0;t=')


def test_each_answer_says_how_many_calls_are_left() -> None:
    caller = Caller(ALL_KEY)
    told = [caller.get("/packages")["RateLimit"].split(";")[1] for _ in range(3)]
    assert told == ["r=2", "r=1", "r=0"]
    assert caller.get("/packages")["RateLimit-Policy"] == '"minute";q=3;w=60'


def test_others_are_not_affected() -> None:
    assert statuses(Caller(ALL_KEY), 4)[-1] == 429
    assert statuses(Caller(ELSEWHERE_KEY), 1) == [200]
    assert statuses(Caller(who=ANNA), 1) == [200]
    assert statuses(Caller(), 1) == [200]


def test_a_key_that_is_nobodys_is_counted_by_its_address() -> None:
    assert statuses(Caller("allm_0.x"), 4) == [401, 401, 401, 429]
    assert statuses(Caller(), 1) == [429]
    assert statuses(Caller(ALL_KEY), 1) == [200]


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_each_address_counts_for_itself_and_nobody_chooses_theirs() -> None:
    def call(forwarded: str) -> int:
        return int(Caller().get("/packages", **{"X-Forwarded-For": forwarded}).status_code)

    assert [call(f"{made_up}.1.1.1, 192.0.2.1") for made_up in range(4)] == [200, 200, 200, 429]
    assert call("192.0.2.1, 192.0.2.2") == 200
