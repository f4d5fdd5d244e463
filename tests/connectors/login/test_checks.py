"""What a demonstration leaves, and what a provider lacks, is found by the system checks."""

from typing import Any

import pytest
from django.apps import apps

from allmanning.accounts.models import DemoLogin
from allmanning.connectors.login import checks
from allmanning.connectors.login.models import LoginProvider
from tests.people import ANNA, MITTKOPING

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def ids(check: Any) -> list[str]:
    return [each.id for each in check(None, databases=["default"])]


def test_a_real_installation_with_test_persons_is_refused(settings: Any) -> None:
    DemoLogin.objects.using("owner").create(
        person_id=ANNA.person, organisation_id=MITTKOPING, is_staff=False, name=ANNA.name, story={}
    )
    assert ids(checks.nobody_is_from_a_demonstration) == []
    settings.DEMO = False
    assert ids(checks.nobody_is_from_a_demonstration) == ["login.E001"]
    DemoLogin.objects.using("owner").all().delete()
    assert ids(checks.nobody_is_from_a_demonstration) == []


def test_a_provider_without_its_secret_is_found(freja: LoginProvider, settings: Any) -> None:
    assert ids(checks.providers_can_work) == []
    LoginProvider.objects.using("owner").update(secret="env:NOT_THERE_AT_ALL")
    assert ids(checks.providers_can_work) == ["login.E002"]
    settings.DEMO = False
    assert ids(checks.providers_can_work) == ["login.E002", "login.E002"], "and plain http"
    LoginProvider.objects.using("owner").update(is_active=False)
    assert ids(checks.providers_can_work) == ["login.W001"]


def test_long_idle_sessions_are_warned_of(settings: Any) -> None:
    assert ids(checks.sessions_at_work_end) == []
    settings.IDLE_SECONDS = 16 * 60
    assert ids(checks.sessions_at_work_end) == ["login.W002"]


@pytest.mark.parametrize("table", ["account_emailaddress", "socialaccount_socialaccount"])
def test_allauth_has_no_table_to_keep_people_in(table: str) -> None:
    from django.db import connections

    assert table in {model._meta.db_table for model in apps.get_models()}
    for alias in ("default", "owner"):
        assert table not in connections[alias].introspection.table_names()
