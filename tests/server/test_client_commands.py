"""`allmanning client`: a key is given, seen and taken back."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from allmanning.accounts import clients as accounts
from allmanning.server.command_line import clients
from tests.systems import ALL

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here(_data: Path) -> Generator[None]:
        yield

    monkeypatch.setattr(clients, "database", here)


def run(*words: str) -> Any:
    return CliRunner().invoke(clients.client, list(words))


def test_the_key_that_is_printed_lets_in() -> None:
    printed = json.loads(run("add", "mittkoping", "Ekonomi", "--scope", "cases:read", "--json").output)
    client = accounts.recognised(printed["key"])
    assert client is not None
    assert (client.identity, client.scopes) == (printed["client_id"], {"cases:read"})


def test_the_list_tells_every_client_and_no_secret() -> None:
    printed = json.loads(run("add", "mittkoping", "Ekonomi", "--json").output)
    listed = run("list").output
    assert printed["client_id"] in listed
    assert ALL in listed
    assert printed["client_secret"] not in listed


def test_a_revoked_client_is_shut_out_once() -> None:
    assert run("revoke", ALL).exit_code == 0
    assert run("revoke", ALL).exit_code == 3
    assert f"{ALL}  mittkoping" in run("list").output
    assert json.loads(run("list", "--json").output)[0]["revoked"]


def test_a_strange_organisation_or_scope_is_bad_input() -> None:
    assert run("add", "ingenstans", "Ekonomi").exit_code == 2
    assert run("add", "mittkoping", "Ekonomi", "--scope", "cases:write").exit_code == 2


def test_the_scopes_offered_are_those_there_are() -> None:
    assert set(clients.SCOPES) == set(accounts.SCOPES)
