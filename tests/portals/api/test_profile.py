"""DIGG's profile for REST (REST API-profil 1.2): each rule we keep, on openapi.json itself, by its own name."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from allmanning.accounts.clients import SCOPES
from allmanning.portals.api import urls  # noqa: F401 - puts every call on the list
from allmanning.portals.api.contract import CALLS
from allmanning.portals.api.description import SCOPE_WORDS, description

BOTH = re.compile(r".+ / .+", re.DOTALL)
PERSONAL = re.compile(r"pnr|personnummer|personal.?number|ssn|samordningsnummer", re.IGNORECASE)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The document as it is sent."""
    document: dict[str, Any] = json.loads(json.dumps(description()))
    return document


def operations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(node, dict):
        yield node
        for below in node.values():
            yield from nodes(below)
    elif isinstance(node, list):
        for below in node:
            yield from nodes(below)


def contents(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything sent and answered, refusals too."""
    for name, operation in operations(told):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield f"{name} request", content
        for status, response in operation["responses"].items():
            for content in resolved(told, response)["content"].values():
                yield f"{name} {status}", content


def resolved(told: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for key in node.get("$ref", "#").removeprefix("#").split("/")[1:]:
        told = told[key]
    return told if "$ref" in node else node


def test_the_document_is_valid(told: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(told).validate()


def test_dok_03_contact_and_licence_are_given(told: dict[str, Any]) -> None:
    assert told["info"]["contact"]["name"]
    assert told["info"]["license"]["name"] == "EUPL-1.2"


def test_dok_06_the_description_is_in_swedish_and_english(told: dict[str, Any]) -> None:
    assert "Varje fel är problem+json" in told["info"]["description"]
    assert "Every error is problem+json" in told["info"]["description"]


def test_dok_08_terms_of_service_are_given(told: dict[str, Any]) -> None:
    assert told["info"]["termsOfService"]


def test_dok_09_limits_are_stated(told: dict[str, Any]) -> None:
    for limit in ("600 anrop i minuten", "256 kB", "100 rader"):
        assert limit in told["info"]["description"]


def test_dok_15_everything_sent_and_answered_has_an_example(told: dict[str, Any]) -> None:
    assert [where for where, content in contents(told) if not content.get("examples")] == []
    assert [
        name
        for name, operation in operations(told)
        for each in operation["parameters"]
        if not each["example"]
    ] == []


def test_dok_15_the_examples_have_the_form_that_is_described() -> None:
    for call in CALLS.values():
        call.shape.model_validate_json(json.dumps(call.given))


def test_dok_17_it_is_the_newest_openapi(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1")


def test_dok_19_and_20_everything_has_a_description_in_both_languages(told: dict[str, Any]) -> None:
    described = [operation for _, operation in operations(told)]
    described += [each for _, operation in operations(told) for each in operation["parameters"]]
    described += [
        resolved(told, each) for _, operation in operations(told) for each in operation["responses"].values()
    ]
    assert [each for each in described if not BOTH.fullmatch(each["description"])] == []


def test_dot_01_and_04_moments_and_days_are_rfc_3339_and_moments_utc(told: dict[str, Any]) -> None:
    for where, content in contents(told):
        for node in nodes(content["examples"]):
            for name, value in node.items():
                if name.endswith("_at") and value is not None:
                    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", value), where
    shapes = told["components"]["schemas"]
    moments = [
        field
        for shape in shapes.values()
        for name, field in shape.get("properties", {}).items()
        if name.endswith("_at")
    ]
    assert len(moments) >= 6
    assert all('"format": "date-time"' in json.dumps(moment) for moment in moments)


def test_res_02_nobodys_number_stands_in_an_address(told: dict[str, Any]) -> None:
    names = [each["name"] for _, operation in operations(told) for each in operation["parameters"]]
    assert [name for name in [*names, *told["paths"]] if PERSONAL.search(name)] == []


def test_res_06_resources_are_lower_case_kebab(told: dict[str, Any]) -> None:
    parts = {
        part for path in told["paths"] for part in path.strip("/").split("/") if not part.startswith("{")
    }
    assert [part for part in parts if not re.fullmatch(r"[a-z]+(-[a-z]+)*", part)] == []


@pytest.mark.django_db
def test_ufn_01_the_address_is_protocol_domain_api_version_resource() -> None:
    from django.test import Client

    (server,) = Client().get("/api/v1/openapi.json").json()["servers"]
    assert re.fullmatch(r"https?://[^/]+/api/v\d+", server["url"])


def test_fns_lists_are_paged_by_limit_and_cursor_with_a_bound(told: dict[str, Any]) -> None:
    for path in ("/packages", "/cases"):
        parameters = {each["name"]: each["schema"] for each in told["paths"][path]["get"]["parameters"]}
        assert (parameters["limit"]["default"], parameters["limit"]["maximum"]) == (20, 100)
        assert "cursor" in parameters


def test_fel_every_call_declares_problems_for_what_may_go_wrong(told: dict[str, Any]) -> None:
    for name, operation in operations(told):
        assert {"400", "401", "403", "404", "406", "413", "415", "422", "429", "500", "503"} <= set(
            operation["responses"]
        )
        for status, response in operation["responses"].items():
            if status >= "400":
                assert "application/problem+json" in resolved(told, response)["content"], name


def test_sak_every_call_says_who_may_make_it(told: dict[str, Any]) -> None:
    open_to_all = {name for name, operation in operations(told) if not operation["security"]}
    assert open_to_all == {
        "GET /packages", "GET /packages/{package_id}", "GET /packages/{package_id}/questions",
        "GET /packages/{package_id}/parameters", "GET /packages/{package_id}/examples", "POST /oauth/token",
    }  # fmt: skip


def test_sak_oauth_is_offered_with_every_scope(told: dict[str, Any]) -> None:
    flow = told["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == set(SCOPES) == set(SCOPE_WORDS)
    used = {
        scope
        for _, operation in operations(told)
        for way in operation["security"]
        for scope in way.get("oauth", [])
    }
    assert used == set(SCOPES)


def test_every_creating_call_takes_a_key_of_its_own(told: dict[str, Any]) -> None:
    creating = [operation for _, operation in operations(told) if "201" in operation["responses"]]
    assert len(creating) == 2
    for operation in creating:
        assert ("Idempotency-Key", True) in [
            (each["name"], each["required"]) for each in operation["parameters"]
        ]
