"""`allmanning login`: a provider is connected, tried, listed and switched off; somebody is let in at work."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from allmanning.accounts.models import Membership
from allmanning.connectors.login.models import LoginProvider
from allmanning.server.command_line import login
from tests.connectors.login.openid import running

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ADD = (
    *("add", "mittkoping-freja", "--organisation", "mittkoping", "--name", "Freja", "--client-id", "us"),
    *("--level", "3", "--serves", "residents", "--claim", "personnummer"),
)
ADDRESS = ("--address", "https://provider.example/.well-known/openid-configuration")


@pytest.fixture(autouse=True)
def in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here(_data: Path) -> Generator[None]:
        yield

    monkeypatch.setattr(login, "database", here)


def run(*words: str) -> Any:
    return CliRunner().invoke(login.login, list(words))


def test_a_provider_is_added_listed_and_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_SECRET", "hush")
    assert "added" in run(*ADD, *ADDRESS, "--secret", "env:THE_SECRET").output
    assert "written anew" in run(*ADD, *ADDRESS, "--secret", "env:THE_SECRET").output
    listed = run("list", "--json").output
    assert json.loads(listed)[0]["key"] == "mittkoping-freja"
    assert "hush" not in listed + str(LoginProvider.objects.values_list())
    assert run("switch", "mittkoping-freja").exit_code == 0
    assert "switched off" in run("list").output


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("--address", "http://provider.example/x"), "not https"),
        ((*ADDRESS, "--secret", "hush"), "write where the secret is"),
        ((*ADDRESS, "--secret", "env:NOT_THERE"), "env:NOT_THERE is empty"),
        ((*ADDRESS, "--secret", "file:/no/such/file"), "No such file"),
        ((*ADDRESS, "--identifies", "staff_id"), "lets in only staff"),
        ((*ADDRESS, "--client-id", ""), "needs the client id"),
        ((*ADDRESS, "--organisation", "sodertalje"), "There is no organisation sodertalje"),
        ((*ADDRESS, "--name", "x" * 61), "at most 60"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(changed: tuple[str, ...], told: str) -> None:
    refused = run(*ADD, *changed)
    assert (refused.exit_code, told in refused.output) == (2, True), refused.output
    assert not LoginProvider.objects.exists()


def test_a_provider_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as openid:
        run(*ADD, "--address", openid.discovery)
        tried = run("test", "mittkoping-freja")
        assert f"{openid.url} answers" in tried.output
        assert "/logga-in/tillbaka/mittkoping-freja/" in tried.output
        run(*ADD, "--address", f"{openid.url}/jwks")
        wrong = run("test", "mittkoping-freja")
        assert (wrong.exit_code, "no OpenID discovery document" in wrong.output) == (3, True)
    gone = run("test", "mittkoping-freja")
    assert (gone.exit_code, "does not answer" in gone.output) == (3, True)
    assert run("test", "another").exit_code == 2


def employed(staff_id: str, *more: str) -> Any:
    """Bodil is let in to work in Mittköping."""
    place = ("--organisation", "mittkoping", "--given-name", "Bodil", "--family-name", "By")
    return run("employ", staff_id, *place, *more)


def test_somebody_is_let_in_at_work_and_given_one_more_role() -> None:
    assert "new, caseworker" in employed("bobe02").output
    assert "Bodil By: auditor" in employed("bobe02", "--role", "auditor").output
    roles = (
        Membership.objects.using("owner").filter(person__given_name="Bodil").values_list("role", flat=True)
    )
    assert sorted(roles) == ["auditor", "caseworker"]


def test_somebody_handles_only_the_services_that_were_said_last() -> None:
    assert "only for resebidrag" in employed("bobe03", "--service", "resebidrag").output
    held = (
        Membership.objects.using("owner")
        .filter(person__given_name="Bodil")
        .values_list("packages", flat=True)
    )
    assert list(held) == [["resebidrag"]]
    employed("bobe03")
    assert list(held.all()) == [[]]


def test_a_service_that_is_not_there_and_a_role_without_services_are_refused() -> None:
    unknown = employed("bobe04", "--service", "skolskjutsar")
    assert (
        unknown.exit_code,
        "Mittköping has not adopted skolskjutsar. It has: resebidrag." in unknown.output,
    ) == (2, True)
    whole = employed("bobe04", "--role", "auditor", "--service", "resebidrag")
    assert (whole.exit_code, "Auditor is for the whole organisation" in whole.output) == (2, True)
    assert not Membership.objects.using("owner").filter(person__given_name="Bodil").exists()
