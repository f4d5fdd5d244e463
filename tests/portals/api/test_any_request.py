"""Any request that somebody could think of, from everybody who may call: no fault of ours, and only answers that are described."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis import checks as known

from allmanning.accounts.actors import Actor
from allmanning.portals.api import gate
from allmanning.server.wsgi import application
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, BO
from tests.portals.api.calling import Caller
from tests.systems import ALL_KEY, NONE_KEY

pytestmark = pytest.mark.django_db

# benchmarks/any_request.py asks for more, at random; here they are few and always the same.
IN_SHORT = "ANY_REQUEST_EXAMPLES" not in os.environ
EXAMPLES = int(os.environ.get("ANY_REQUEST_EXAMPLES", "2"))

known.load_all_checks()
CHECKS = [
    known.not_a_server_error,
    known.CHECKS.get_one("status_code_conformance"),
    known.CHECKS.get_one("content_type_conformance"),
    known.CHECKS.get_one("response_headers_conformance"),
    known.CHECKS.get_one("response_schema_conformance"),
    known.CHECKS.get_one("negative_data_rejection"),
]


@dataclass(frozen=True, slots=True)
class Role:
    """Who calls: with a key, as a person, or as nobody."""

    key: str = ""
    who: Actor | None = None

    def carries(self) -> dict[str, dict[str, str]]:
        """Headers and cookies."""
        if self.key:
            return {"headers": {"Authorization": f"Bearer {self.key}"}}
        if self.who is None:
            return {}
        session, token = Caller(who=self.who).browser.cookies["session"].value, "a" * 32
        return {"headers": {"X-CSRFToken": token}, "cookies": {"session": session, "csrf": token}}


ROLES = {
    "nobody": Role(),
    "resident": Role(who=ANNA),
    "caseworker": Role(who=BO),
    "system": Role(key=ALL_KEY),
    "system without a scope": Role(key=NONE_KEY),
}


@pytest.fixture(autouse=True)
def as_often_as_one_likes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """And in the test's own connection, which Django would close after a request, and with it the transaction."""
    monkeypatch.setattr(gate, "PER_MINUTE", dict.fromkeys(gate.PER_MINUTE, 10**6))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], None]]:
    """Puts names that exist into some of the requests, else hardly any would come further than 404."""
    cases = [str(sent(facts=POOR)), str(draft())]

    def put(case: Any) -> None:
        path = case.path_parameters or {}
        if "package_id" in path and len(str(path["package_id"])) % 2:
            path["package_id"] = "resebidrag"
        if "case_id" in path:
            path["case_id"] = cases[len(str(case.query)) % 2]
        if isinstance(case.body, dict) and "package" in case.body:
            case.body |= {"package": "resebidrag", "organisation": "mittkoping", "as_of": "2025-12-01"}

    return put


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        (name, mode)
        for mode in GenerationMode
        for name in ROLES
        if not IN_SHORT or mode is GenerationMode.POSITIVE or name in {"resident", "system"}
    ],
)
def test_nobody_finds_a_fault_or_an_answer_that_is_not_described(
    name: str, mode: GenerationMode, places: Callable[[Any], None]
) -> None:
    carries, statuses = ROLES[name].carries(), set()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=IN_SHORT,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def try_it(case: Any) -> None:
            if mode is GenerationMode.POSITIVE:
                places(case)
            response = case.call(**carries)
            statuses.add(response.status_code)
            case.validate_response(response, checks=CHECKS)

        try_it()
    assert statuses
    if mode is GenerationMode.POSITIVE:
        assert ({200, 201} if name == "resident" else {200}) <= statuses
