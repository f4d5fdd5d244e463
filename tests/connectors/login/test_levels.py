"""A service may ask for a surer identification than the one somebody came in by."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from allmanning.cases.models import Case, Signature
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from allmanning.connectors.login.models import LoginProvider
from tests.cases.applications import POOR, draft
from tests.connectors.login.openid import OpenIDProvider
from tests.connectors.login.roads import logged_in
from tests.people import ANNA, MITTKOPING, organisation
from tests.portals.reading import words
from tests.travel_package import PACKAGE_ID, travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

APPLY = f"/mittkoping/{PACKAGE_ID}/ansok/"
MONTH = {"month": "2025-11-01"}


@pytest.fixture
def anna(client: Client, openid: OpenIDProvider, freja: LoginProvider) -> Client:
    """Logged in at level 2."""
    LoginProvider.objects.using("owner").update(level=2)
    logged_in(client, openid, "mittkoping-freja", "anna")
    return client


@pytest.fixture
def surer(openid: OpenIDProvider) -> LoginProvider:
    return LoginProvider.objects.using("owner").create(
        key="mittkoping-kort", organisation_id=MITTKOPING, name="Kort", protocol="oidc", address=openid.discovery,
        client_id="allmanning", level=4, serves="residents", claim="personnummer", identifies="personnummer",
    )  # fmt: skip


def started() -> int:
    return Case.objects.using("owner").filter(applicant=ANNA.person).count()


def test_anna_steps_up_before_she_applies(anna: Client, openid: OpenIDProvider, surer: LoginProvider) -> None:
    answer = anna.post(APPLY, MONTH)
    assert answer["Location"] == f"/logga-in/?niva=3&next={APPLY}"
    assert started() == 0
    page: Any = anna.get(answer["Location"])
    assert "kräver en säkrare inloggning" in words(page)
    assert "Kort" in words(page)
    assert "Freja eID" not in words(page)
    assert logged_in(anna, openid, "mittkoping-kort", "anna", APPLY)["Location"] == APPLY
    assert anna.post(APPLY, MONTH).status_code == 302
    assert started() == 1


def test_a_draft_is_not_sent_by_somebody_less_sure(anna: Client) -> None:
    case_id = draft(facts=POOR)
    check = f"/mittkoping/arende/{case_id}/kontrollera/"
    assert anna.post(check, {"sign": "1", "version": "1"})["Location"].startswith("/logga-in/?niva=3")
    assert not Signature.objects.using("owner").filter(case=case_id).exists()


def test_a_municipality_without_such_a_login_says_so(anna: Client) -> None:
    page = words(anna.get(anna.post(APPLY, MONTH)["Location"]))
    assert "kräver en säkrare inloggning" in page
    assert "Freja eID" not in page


@pytest.mark.parametrize(("level", "begun"), [(2, 1), (4, 0)])
def test_the_package_says_which_level_it_needs(anna: Client, level: int, begun: int) -> None:
    adopt(organisation(), publish(travel_package("1.1.0", login_level=level)), valid_from=date(2025, 8, 1))
    anna.post(APPLY, MONTH)
    assert started() == begun


def test_how_anna_was_identified_stands_on_what_she_sent(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    logged_in(client, openid, "mittkoping-freja", "anna")
    case_id = draft(facts=POOR)
    version = Case.objects.using("owner").get(pk=case_id).version
    client.post(f"/mittkoping/arende/{case_id}/kontrollera/", {"sign": "1", "version": str(version)})
    signature = Signature.objects.using("owner").get(case=case_id)
    assert signature.method.startswith("mittkoping-freja, level 3, 20")
