"""A provider that runs while the login is tested, and the rows that lead to it."""

from collections.abc import Iterator

import pytest
from django.test import Client

from allmanning.connectors.login.models import LoginProvider, StaffIdentity
from tests.connectors.login.openid import OpenIDProvider, running
from tests.people import ANNAS_NUMBER, BO, EVA, HEDDA, MITTKOPING


@pytest.fixture(scope="session")
def provider_process() -> Iterator[OpenIDProvider]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with running() as provider:
            provider.knows("anna", personnummer=ANNAS_NUMBER, given_name="Anna", family_name="Andersson")
            provider.knows("bo", employee="bobe01")
            provider.knows("eva", employee="evos01")
            provider.knows("hedda", employee="hery01")
            yield provider


@pytest.fixture
def openid(provider_process: OpenIDProvider) -> OpenIDProvider:
    provider_process.twisted.clear()
    provider_process.forged = None
    provider_process.userinfo.clear()
    provider_process.asked.clear()
    return provider_process


@pytest.fixture
def freja(openid: OpenIDProvider) -> LoginProvider:
    """Mittköping's residents log in here."""
    return LoginProvider.objects.using("owner").create(
        key="mittkoping-freja", organisation_id=MITTKOPING, name="Freja eID", protocol="oidc", address=openid.discovery,
        client_id="allmanning", level=3, serves="residents", claim="personnummer", identifies="personnummer",
    )  # fmt: skip


@pytest.fixture
def work(openid: OpenIDProvider) -> LoginProvider:
    """And its staff here."""
    for actor, staff_id in ((BO, "bobe01"), (EVA, "evos01"), (HEDDA, "hery01")):
        StaffIdentity.objects.using("owner").create(
            organisation_id=MITTKOPING, identifier=staff_id, person_id=actor.person
        )
    return LoginProvider.objects.using("owner").create(
        key="mittkoping-jobb", organisation_id=MITTKOPING, name="Jobbkonto", protocol="oidc", address=openid.discovery,
        client_id="allmanning-work", level=3, serves="staff", claim="employee", identifies="staff_id",
    )  # fmt: skip


@pytest.fixture
def client() -> Client:
    return Client()
