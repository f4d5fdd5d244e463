"""What neighbouring systems see: their own municipality's cases, by their scopes, until their key is revoked."""

import logging

import pytest

from allmanning.accounts import clients
from allmanning.cases.models import ReadLog
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, FIA, NORRHAMN, organisation
from tests.portals.api.calling import Caller, creating
from tests.systems import ALL_KEY, ELSEWHERE_KEY, NONE_KEY, SECRET

pytestmark = pytest.mark.django_db


def test_a_system_lists_its_own_municipalitys_cases_and_no_drafts() -> None:
    case_id = sent()
    sent(where=NORRHAMN)
    draft()
    listed = Caller(ALL_KEY).get("/cases").json()
    assert [case["id"] for case in listed["items"]] == [str(case_id)]


def test_a_system_of_another_municipality_sees_nothing_of_the_case() -> None:
    case_id = sent()
    stranger = Caller(ELSEWHERE_KEY)
    assert stranger.get("/cases").json()["items"] == []
    for path in ("", "/decisions", "/journal"):
        assert stranger.get(f"/cases/{case_id}{path}").status_code == 404


def test_a_system_cannot_ask_for_another_municipalitys_cases_or_figures() -> None:
    sent()
    stranger = Caller(ELSEWHERE_KEY)
    assert stranger.get("/cases?organisation=mittkoping").json()["items"] == []
    assert stranger.get("/effects?organisation=mittkoping").status_code == 403


def test_a_reading_by_a_system_is_logged_with_its_name() -> None:
    case_id = sent()
    assert Caller(ALL_KEY).get(f"/cases/{case_id}").status_code == 200
    from allmanning.accounts.access import acting

    with acting(ANNA):
        read = ReadLog.objects.get(case_id=case_id)
    assert (read.actor_kind, read.name, read.page, read.ground) == (
        "system", "Mittköpings ekonomisystem", "api", "system of the organisation",
    )  # fmt: skip


def test_a_case_with_a_protected_identity_is_not_handed_to_a_system() -> None:
    case_id = sent(FIA)
    system = Caller(ALL_KEY)
    assert system.get("/cases").json()["items"] == []
    assert system.get(f"/cases/{case_id}").status_code == 404


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/cases", "cases:read"),
        ("/cases/8f14e45f-ceea-467f-a8c2-1d1d0f3b6a55", "cases:read"),
        ("/cases/8f14e45f-ceea-467f-a8c2-1d1d0f3b6a55/journal", "journal:read"),
        ("/effects", "effects:read"),
    ],
)
def test_a_missing_scope_is_named(path: str, scope: str) -> None:
    refused = Caller(NONE_KEY).get(path)
    assert (refused.status_code, refused.json()["scope"]) == (403, scope)
    assert scope in refused["WWW-Authenticate"]


def test_running_rules_takes_its_scope_too() -> None:
    refused = Caller(NONE_KEY).post("/packages/resebidrag/decide", {"on": "2025-11-01", "facts": {}})
    assert (refused.status_code, refused.json()["scope"]) == (403, "rules:run")


def test_a_system_can_begin_no_application_and_answer_nothing() -> None:
    case_id = draft()
    system = Caller(ALL_KEY)
    body = {"organisation": "mittkoping", "package": "resebidrag", "as_of": "2025-11-01"}
    assert system.post("/cases", body, **creating()).status_code == 403
    assert system.send("PATCH", f"/cases/{case_id}/facts", {"version": 0, "facts": {}}).status_code == 403
    assert system.post(f"/cases/{case_id}/submission", {"version": 0}, **creating()).status_code == 403


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_revoked_key_bites_on_the_next_request() -> None:
    issued = clients.add(organisation(), "Ekonomisystemet", ["cases:read"])
    system = Caller(issued.key)
    assert system.get("/cases").status_code == 200
    clients.revoke(issued.identity)
    refused = system.get("/cases")
    assert refused.status_code == 401
    assert "invalid_token" in refused["WWW-Authenticate"]


@pytest.mark.parametrize("key", ["allm_000000000001.x", "token.x.y.z", "åäö"])
def test_a_key_that_is_nobodys_is_refused_even_where_anybody_may_read(key: str) -> None:
    assert Caller(key).get("/packages").status_code == 401


def test_the_key_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for path in ("/cases", "/nothing", "/cases?cursor=x", "/packages"):
        Caller(ALL_KEY).get(path)
        Caller(f"{ALL_KEY}x").get(path)
    assert SECRET not in caplog.text


def test_nobody_is_told_how_to_be_let_in() -> None:
    refused = Caller().get("/cases")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")


def test_an_automatic_decision_is_read_with_its_ground() -> None:
    case_id = sent(facts=POOR)
    (decision,) = Caller(ALL_KEY).get(f"/cases/{case_id}/decisions").json()["items"]
    assert (decision["outcome"], decision["amount"], decision["is_automatic"]) == ("bifall", 50_000, True)
