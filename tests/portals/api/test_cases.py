"""People call for their own cases, and page through them without missing or repeating any."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cases.applications import draft, sent
from tests.people import ANNA, BO, CILLA, DAN, HEDDA, NORRHAMN
from tests.portals.api.calling import API, Caller, creating
from tests.systems import ALL_KEY

pytestmark = pytest.mark.django_db

START = {"organisation": "mittkoping", "package": "resebidrag", "as_of": "2025-11-01"}


def ids(listed: dict[str, Any]) -> list[str]:
    return [case["id"] for case in listed["items"]]


def paged(caller: Caller, address: str) -> list[str]:
    """Every id, page after page."""
    found: list[str] = []
    following: str | None = API + address
    while following:
        listed = caller.browser.get(following).json()
        found += ids(listed)
        following = listed["next"]
    return found


def test_a_resident_begins_answers_sends_and_is_decided() -> None:
    anna = Caller(who=ANNA)
    begun = anna.post("/cases", START, **creating())
    assert begun.status_code == 201
    case = begun["Location"].removeprefix(API)
    assert anna.get(case).json()["next_question"] == "inkomst"
    facts = {"inkomst": 500_000, "resor": 40_000, "barn": []}
    saved = anna.send("PATCH", f"{case}/facts", {"version": 0, "facts": facts}).json()
    assert (saved["outcome"], saved["amount"], saved["open"]) == ("bifall", 40_000, [])
    receipt = anna.post(f"{case}/submission", {"version": saved["version"]}, **creating("k-2")).json()
    assert receipt["decided"]
    assert receipt["number"].startswith("MK-")


def test_the_same_request_again_gives_the_same_case() -> None:
    anna = Caller(who=ANNA)
    first, second = (anna.post("/cases", START, **creating()) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert len(anna.get("/cases").json()["items"]) == 1


def test_what_was_changed_elsewhere_is_not_overwritten() -> None:
    anna, case_id = Caller(who=ANNA), draft(ANNA, {"resor": 1000})
    refused = anna.send("PATCH", f"/cases/{case_id}/facts", {"version": 0, "facts": {"resor": 2000}})
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["path"] == "facts.resor"


def test_a_judgement_is_not_the_applicants_to_state() -> None:
    case_id = draft()
    body = {"version": 0, "facts": {"särskilda_skäl": True}}
    assert Caller(who=ANNA).send("PATCH", f"/cases/{case_id}/facts", body).status_code == 403


def test_another_resident_finds_nothing() -> None:
    case_id = sent()
    dan = Caller(who=DAN)
    assert dan.get(f"/cases/{case_id}").status_code == 404
    assert ids(dan.get("/cases").json()) == []


def test_a_caseworker_sees_the_cases_of_her_own_municipality_and_another_none() -> None:
    case_id = sent()
    assert ids(Caller(who=BO).get("/cases").json()) == [str(case_id)]
    assert ids(Caller(who=CILLA).get("/cases").json()) == []
    assert Caller(who=CILLA).get(f"/cases/{case_id}").status_code == 404


def test_a_caseworker_comes_in_her_own_case_when_she_says_so() -> None:
    own = draft(replace(BO, kind="resident", posts=frozenset()))
    bo = Caller(who=BO)
    assert ids(bo.get("/cases").json()) == []
    assert ids(bo.get("/cases", **{"Acting-As": "resident"}).json()) == [str(own)]


def test_a_resident_cannot_come_as_staff() -> None:
    assert Caller(who=ANNA).get("/cases", **{"Acting-As": "staff"}).status_code == 403


def test_the_board_sees_figures_and_no_cases() -> None:
    case_id = sent()
    hedda = Caller(who=HEDDA)
    assert hedda.get("/effects").status_code == 200
    assert hedda.get(f"/cases/{case_id}").status_code == 404


def test_a_change_by_session_needs_the_token_of_our_own_pages() -> None:
    anna = Caller(who=ANNA)
    anna.browser.handler.enforce_csrf_checks = True
    assert anna.post("/cases", START, **creating()).status_code == 403
    anna.browser.cookies["csrf"] = "a" * 32
    assert anna.post("/cases", START, **creating(), **{"X-CSRFToken": "a" * 32}).status_code == 201


def test_pages_hold_every_case_once_while_new_ones_come() -> None:
    cases = [str(sent()) for _ in range(5)]
    system = Caller(ALL_KEY)
    first = system.get("/cases?limit=2").json()
    sent()
    rest = paged(system, first["next"].removeprefix(API))
    assert [*ids(first), *rest] == cases[::-1]


def test_filters_hold_through_the_pages() -> None:
    wanted = [str(sent()) for _ in range(3)]
    sent(where=NORRHAMN)
    draft()
    assert paged(Caller(ALL_KEY), "/cases?limit=1&status=submitted&package=resebidrag") == wanted[::-1]
    assert ids(Caller(ALL_KEY).get("/cases?status=decided").json()) == []


@pytest.mark.parametrize("cursor", ["x", "W10.x", "..", "%00", "å"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    assert Caller(ALL_KEY).get(f"/cases?cursor={cursor}").status_code == 422


def test_a_cursor_is_for_its_own_list_alone() -> None:
    for _ in range(2):
        sent()
    cursor = Caller(ALL_KEY).get("/cases?limit=1").json()["next"].partition("cursor=")[2]
    assert Caller(ALL_KEY).get(f"/cases?limit=1&status=submitted&cursor={cursor}").status_code == 422
    assert Caller(who=ANNA).get(f"/cases?limit=1&cursor={cursor}").status_code == 422


def test_the_journal_tells_who_and_when_and_keeps_its_contents() -> None:
    case_id = sent()
    events = Caller(ALL_KEY).get(f"/cases/{case_id}/journal").json()["items"]
    assert [event["action"] for event in events] == ["started", "submitted", "assessed", "left_to_a_person"]
    assert "payload" not in events[0]


def test_nobodys_personal_number_is_anywhere() -> None:
    case_id = sent()
    for path in (f"/cases/{case_id}", f"/cases/{case_id}/journal", "/cases"):
        assert b"20170101" not in Caller(who=BO).get(path).content
