"""A signature takes an identification that is minutes old, of the person whose session it is."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from allmanning.accounts.models import AgreementSignature, Delegation
from allmanning.cases import actions
from allmanning.cases.models import Case, Signature
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from allmanning.connectors.login.models import LoginProvider
from tests.accounts.agreed import drafted
from tests.cases.applications import key, sent
from tests.connectors.login.openid import OpenIDProvider
from tests.connectors.login.roads import is_in, logged_in, turn_back
from tests.people import BO, DAN, EVA, FIA, organisation, person
from tests.portals.caseworker.cases import address, judged
from tests.portals.reading import hidden, words
from tests.travel_package import PACKAGE_ID, travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

WORK = "mittkoping-jobb"
REASON = "Inkomsten räcker till resorna."


@pytest.fixture
def bo(client: Client, openid: OpenIDProvider, work: LoginProvider) -> Client:
    logged_in(client, openid, WORK, "bo")
    return client


@pytest.fixture
def eva(openid: OpenIDProvider, work: LoginProvider) -> Client:
    client = Client()
    logged_in(client, openid, WORK, "eva")
    return client


@pytest.fixture
def proposed() -> UUID:
    release = publish(travel_package("1.1.0", four_eyes='["avslag"]'))
    adopt(organisation(), release, valid_from=date(2025, 8, 1))
    case_id = sent()
    actions.propose(BO, case_id, key=key(), version=1, outcome="avslag", reason=REASON)
    return case_id


def about_to_sign(client: Client, case_id: UUID) -> dict[str, str]:
    """A refusal with its reasons, on the page before signing."""
    page = client.post(address(case_id, "avsla/"), {"reason": REASON})
    return {name: hidden(page, name) for name in ("key", "version", "outcome", "ore", "reason", "came_from")}


def identified(client: Client, openid: OpenIDProvider, answer: Any, subject: str) -> Any:
    """The browser goes to the provider as it is told, and comes back."""
    assert answer["Location"].startswith("/logga-in/igen/")
    return client.get(openid.identify(client.get(answer["Location"])["Location"], subject))


def of_case(case_id: UUID) -> Signature:
    return Signature.objects.using("owner").get(case=case_id, purpose="decision")


def test_bo_who_has_just_logged_in_signs_and_it_stands_how(bo: Client) -> None:
    case_id = sent()
    bo.post(address(case_id, "besluta/"), about_to_sign(bo, case_id))
    assert of_case(case_id).method.startswith("mittkoping-jobb, level 3, 20")


def test_bo_identifies_himself_again_and_finds_what_he_wrote(bo: Client, openid: OpenIDProvider) -> None:
    case_id = sent()
    turn_back(bo, 6 * 60, "at")
    page_of_bo, session = about_to_sign(bo, case_id), bo.session.session_key
    back = identified(bo, openid, bo.post(address(case_id, "besluta/"), page_of_bo), "bo")
    assert back["Location"] == address(case_id, "besluta/")
    assert not Signature.objects.using("owner").filter(case=case_id, purpose="decision").exists()
    page = bo.get(back["Location"])
    assert REASON in words(page)
    assert "Du har identifierat dig." in words(page)
    assert bo.session.session_key != session
    kept = {name: hidden(page, name) for name in ("key", "version", "outcome", "ore", "reason")}
    assert "Beslutet är underskrivet." in words(bo.post(back["Location"], kept, follow=True))
    assert REASON not in words(bo.get(address(sent(), "besluta/")))


def test_bo_identifies_himself_once_for_many_and_finds_the_same_boxes_ticked(
    bo: Client, openid: OpenIDProvider
) -> None:
    cases = judged(), judged(applicant=DAN)
    where = reverse("caseworker:sign_many")
    shown = bo.get(where, {"case": [str(case_id) for case_id in (*cases, sent(FIA))]})
    turn_back(bo, 6 * 60, "at")
    written = {"key": hidden(shown, "key")} | {f"case-{case_id}": "2" for case_id in cases}
    back = identified(bo, openid, bo.post(where, written), "bo")
    assert not Signature.objects.using("owner").filter(purpose="decision").exists()
    page = bo.get(back["Location"])
    assert "2 beslut, Resebidrag" in words(page)
    bo.post(where, written | {"key": hidden(page, "key")})
    assert of_case(cases[0]).method == of_case(cases[1]).method != ""


def test_what_bo_wrote_is_not_in_clear_in_the_session(bo: Client) -> None:
    case_id = sent()
    turn_back(bo, 6 * 60, "at")
    bo.post(address(case_id, "besluta/"), about_to_sign(bo, case_id))
    assert REASON.split(maxsplit=1)[0] not in str(dict(bo.session))
    assert "written" in bo.session


def test_if_eva_identifies_herself_bos_session_ends_and_nothing_is_signed(
    bo: Client, openid: OpenIDProvider
) -> None:
    case_id = sent()
    turn_back(bo, 6 * 60, "at")
    answer = bo.post(address(case_id, "besluta/"), about_to_sign(bo, case_id))
    told = identified(bo, openid, answer, "eva")
    assert told.status_code == 403
    assert "Du identifierade dig som någon annan" in words(told)
    assert not is_in(bo)
    assert "written" not in bo.session
    assert Case.objects.using("owner").get(pk=case_id).status == Case.Status.SUBMITTED


def test_an_old_identification_at_the_provider_is_none(bo: Client, openid: OpenIDProvider) -> None:
    case_id = sent()
    turn_back(bo, 6 * 60, "at")
    answer = bo.post(address(case_id, "besluta/"), about_to_sign(bo, case_id))
    for auth_time in (None, 1):
        openid.twisted["auth_time"] = auth_time
        assert "identifiera dig på nytt" in words(identified(bo, openid, answer, "bo"))


def test_eva_confirms_only_by_an_identification_made_for_it(
    eva: Client, openid: OpenIDProvider, proposed: UUID
) -> None:
    place = address(proposed, "bekrafta/")
    typed = {name: hidden(eva.get(place), name) for name in ("key", "version")}
    answer = eva.post(place, typed)
    assert answer["Location"].startswith("/logga-in/igen/"), "although she logged in a moment ago"
    page = eva.get(identified(eva, openid, answer, "eva")["Location"])
    typed = {name: hidden(page, name) for name in ("key", "version")}
    assert "Beslutet är underskrivet." in words(eva.post(place, typed, follow=True))
    assert of_case(proposed).person_id == EVA.person
    assert eva.session["authentication"]["signs"] == ""


def test_bo_cannot_confirm_in_evas_session(eva: Client, openid: OpenIDProvider, proposed: UUID) -> None:
    place = address(proposed, "bekrafta/")
    typed = {name: hidden(eva.get(place), name) for name in ("key", "version")}
    assert identified(eva, openid, eva.post(place, typed), "bo").status_code == 403
    assert not is_in(eva)
    assert Case.objects.using("owner").get(pk=proposed).status == Case.Status.CONTROL


def test_an_identification_for_one_signature_serves_no_other(
    eva: Client, openid: OpenIDProvider, proposed: UUID
) -> None:
    elsewhere = eva.get("/logga-in/igen/", {"next": "/handlaggning/"})["Location"]
    eva.get(openid.identify(elsewhere, "eva"))
    place = address(proposed, "bekrafta/")
    typed = {name: hidden(eva.get(place), name) for name in ("key", "version")}
    assert eva.post(place, typed)["Location"].startswith("/logga-in/igen/")


def test_eva_identifies_herself_to_sign_an_agreement(eva: Client, openid: OpenIDProvider) -> None:
    agreement = f"/handlaggning/avtal/{drafted()}/"
    turn_back(eva, 6 * 60, "at")
    back = identified(eva, openid, eva.post(f"{agreement}skriv-under/"), "eva")
    assert back["Location"] == agreement
    assert not AgreementSignature.objects.using("owner").exists()
    eva.post(f"{agreement}skriv-under/")
    assert AgreementSignature.objects.using("owner").get().method.startswith("mittkoping-jobb, level 3")


def test_hedda_identifies_herself_to_record_a_line_and_finds_what_she_wrote(
    client: Client, openid: OpenIDProvider, work: LoginProvider
) -> None:
    logged_in(client, openid, WORK, "hedda")
    turn_back(client, 6 * 60, "at")
    place, typed = "/handlaggning/delegation/ny/", {
        "service": PACKAGE_ID, "to": "team_leader", "refused": "1", "valid_from": "2026-01-01", "reference": "SN § 7",
    }  # fmt: skip
    page = client.get(identified(client, openid, client.post(place, typed), "hedda")["Location"])
    assert not Delegation.objects.using("owner").exists()
    assert ">SN § 7</textarea>" in page.content.decode()
    assert 'name="refused" value="1" checked' in page.content.decode()
    client.post(place, typed)
    made = Delegation.objects.using("owner").get()
    assert made.recorded_method.startswith("mittkoping-jobb, level 3, 20")
    turn_back(client, 6 * 60, "at")
    ending = {"last_day": "2026-06-30", "reference": "SN § 8"}
    answer = client.post(f"/handlaggning/delegation/{made.pk}/avsluta/", ending)
    assert answer["Location"].startswith("/logga-in/igen/")
    assert Delegation.objects.using("owner").get().ended_at is None


def test_a_demonstration_asks_by_a_press(client: Client) -> None:
    client.force_login(person(BO))
    page = client.get("/logga-in/igen/", {"next": "/handlaggning/"})
    assert "Jag är Bo Berg" in words(page)
    assert client.post("/logga-in/igen/", {"next": "https://example.com"})["Location"] == "/"
    assert client.post("/logga-in/igen/", {"next": "/handlaggning/"})["Location"] == "/handlaggning/"
