"""Packages are read, and their rules run, without a case."""

from typing import Any

import pytest

from tests.people import ANNA
from tests.portals.api.calling import API, Caller
from tests.systems import ALL_KEY

pytestmark = pytest.mark.django_db

POOR: dict[str, Any] = {"inkomst": 500_000, "resor": 90_000, "barn": [{"ålder": 5}]}


def run(what: str, facts: dict[str, Any], **more: str) -> dict[str, Any]:
    body = {"on": "2025-11-01", "facts": facts} | more
    answer = Caller(ALL_KEY).post(f"/packages/resebidrag/{what}", body)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_anybody_may_read_the_packages() -> None:
    listed = Caller().get("/packages").json()
    assert [(item["id"], item["name"]["en"]) for item in listed["items"]] == [("resebidrag", "Travel grant")]
    assert listed["next"] is None
    told = Caller().get("/packages/resebidrag").json()
    assert told["outcomes"] == {"granted": ["bifall"], "partly": [], "refused": ["avslag"]}
    assert told["organisations"] == ["mittkoping", "norrhamn"]


def test_pages_of_packages_end() -> None:
    listed = Caller().get("/packages?limit=1").json()
    assert len(listed["items"]) == 1
    assert listed["next"] is None


def test_the_questions_come_in_their_authors_order_with_their_bounds() -> None:
    (first, *_rest) = Caller().get("/packages/resebidrag/questions").json()["items"]
    assert (first["fact"], first["kind"], first["maximum"]) == ("inkomst", "money", 100_000_000)


def test_the_local_value_is_that_of_the_municipality_asked_about() -> None:
    def highest(query: str) -> Any:
        return Caller().get(f"/packages/resebidrag/parameters{query}").json()["local"][0]["value"]

    assert [highest(query) for query in ("", "?organisation=mittkoping", "?organisation=norrhamn")] == [
        50_000, 60_000, 50_000,
    ]  # fmt: skip


def test_a_derived_amount_says_so() -> None:
    national = Caller().get("/packages/resebidrag/parameters").json()["national"]
    (child,) = [each for each in national if each["name"] == "tillägg_barn"]
    assert [cell["status"] for period in child["periods"] for cell in period["cells"]] == [
        "confirmed",
        "derived",
    ]


def test_the_examples_are_told_in_ore_and_can_be_run() -> None:
    for example in Caller().get("/packages/resebidrag/examples").json()["items"]:
        body = {"on": example["on"], "facts": example["facts"]}
        assert Caller(ALL_KEY).post("/packages/resebidrag/decide", body).status_code == 200


def test_asking_gives_the_next_question_and_no_other_than_matter() -> None:
    told = run("ask", {"inkomst": 500_000, "barn": []})
    assert (told["next"], told["outcome"]) == ("resor", "bifall")
    assert told["open"] == ["resor"]
    assert [question["fact"] for question in told["questions"]] == ["resor"]


def test_deciding_gives_outcome_amount_and_the_reckoning_with_its_law() -> None:
    told = run("decide", POOR, organisation="mittkoping")
    assert (told["outcome"], told["amount"], told["automatic"]) == ("bifall", 70_000, True)
    assert told["explanation"]["name"] == "bidrag"
    assert told["explanation"]["law"] == "SoL (2025:400) 12 kap. 1 §"
    assert told["explanation"]["parts"]


def test_the_municipalitys_own_amount_holds_where_it_is_named() -> None:
    assert run("decide", POOR)["amount"] == 60_000
    assert run("decide", POOR, organisation="norrhamn")["amount"] == 60_000
    assert run("decide", POOR, organisation="mittkoping")["amount"] == 70_000


def test_an_open_judgement_is_left_to_a_person() -> None:
    told = run("decide", {"inkomst": 2_000_000, "resor": 40_000, "barn": []})
    assert (told["outcome"], told["judgements"], told["automatic"]) == (None, ["särskilda_skäl"], False)


def test_somebody_who_is_logged_in_may_run_rules_too_and_nobody_else() -> None:
    body = {"on": "2025-11-01", "facts": {}}
    assert Caller(who=ANNA).post("/packages/resebidrag/ask", body).status_code == 200
    assert Caller().post("/packages/resebidrag/ask", body).status_code == 401


def test_nothing_is_kept_of_the_facts() -> None:
    run("decide", POOR)
    assert Caller(ALL_KEY).get("/cases").json()["items"] == []


def test_a_head_request_is_answered_like_a_get() -> None:
    assert Caller().browser.head(f"{API}/packages").status_code == 200
