"""How long a session lasts, whom it is of, and that nobody inherits one."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from allmanning.accounts.models import Membership
from allmanning.connectors.login.models import LoginProvider, StaffIdentity
from allmanning.portals.caseworker.guard import at_desk
from tests.connectors.login.openid import OpenIDProvider
from tests.connectors.login.roads import is_in, logged_in, sent_off, turn_back
from tests.people import ANNA, CILLA, EVA, MITTKOPING, NORRHAMN, person
from tests.portals.reading import words

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

FREJA, WORK, DESK = "mittkoping-freja", "mittkoping-jobb", "/handlaggning/"


@pytest.fixture
def bo(client: Client, openid: OpenIDProvider, work: LoginProvider) -> Client:
    logged_in(client, openid, WORK, "bo")
    return client


def test_bo_is_logged_out_after_fifteen_minutes_and_told_so(bo: Client) -> None:
    turn_back(bo, 14 * 60, "seen")
    assert bo.get(DESK).status_code == 200
    turn_back(bo, 15 * 60 + 1, "seen")
    answer = bo.get(DESK)
    assert answer["Location"] == "/logga-in/?next=/handlaggning/"
    assert not is_in(bo)
    assert "Du har loggats ut, eftersom sidan inte har använts" in words(bo.get(answer["Location"]))


def test_every_page_that_bo_opens_begins_the_fifteen_minutes_anew(bo: Client) -> None:
    for _ in range(3):
        turn_back(bo, 10 * 60, "seen")
        assert bo.get(DESK).status_code == 200


def test_bo_is_warned_and_may_stay(bo: Client) -> None:
    page = bo.get(DESK).content.decode()
    assert 'data-idle="900"' in page
    assert 'data-stay="/logga-in/kvar/"' in page
    turn_back(bo, 14 * 60, "seen")
    assert bo.get("/logga-in/kvar/").status_code == 204
    turn_back(bo, 14 * 60, "seen")
    assert bo.get(DESK).status_code == 200


def test_a_piece_of_a_page_sends_the_whole_page_to_the_login(bo: Client) -> None:
    turn_back(bo, 16 * 60, "seen")
    answer = bo.get(DESK, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/logga-in/?next=/handlaggning/"


def test_nobody_stays_in_longer_than_a_working_day_however_busy(bo: Client) -> None:
    turn_back(bo, 8 * 60 * 60 + 1, "at")
    assert bo.get(DESK).status_code == 302
    assert not is_in(bo)


def test_anna_may_leave_her_application_alone_for_longer(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    logged_in(client, openid, FREJA, "anna")
    turn_back(client, 60 * 60, "seen", "at")
    assert client.get("/mittkoping/mina-arenden/").status_code == 200


def test_the_session_is_a_new_one_at_login(
    client: Client, openid: OpenIDProvider, freja: LoginProvider
) -> None:
    address = sent_off(client, FREJA)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = client.session.session_key
    client.get(openid.identify(address, "anna"))
    assert is_in(client)
    assert client.session.session_key != before
    assert "planted" not in client.session


def test_eva_does_not_inherit_bos_session(bo: Client, openid: OpenIDProvider) -> None:
    session = bo.session
    session["of_bo"], before = "what he did", bo.session.session_key
    session.save()
    logged_in(bo, openid, WORK, "eva")
    assert bo.session["_auth_user_id"] == str(EVA.person)
    assert "of_bo" not in bo.session
    assert not Session.objects.filter(pk=before).exists()


def test_bo_is_out_as_soon_as_somebody_begins_to_log_in(bo: Client) -> None:
    bo.get(f"/logga-in/med/{WORK}/")
    assert not is_in(bo)


def test_a_login_for_residents_opens_no_desk(
    client: Client, openid: OpenIDProvider, freja: LoginProvider, work: LoginProvider
) -> None:
    logged_in(client, openid, FREJA, "anna")
    assert client.get(DESK)["Location"] == "/logga-in/?next=/handlaggning/"
    page = words(client.get(client.get(DESK)["Location"]))
    assert "Jobbkonto" in page
    assert "Freja eID" not in page


def test_a_login_at_work_opens_no_cases_of_ones_own(bo: Client) -> None:
    assert bo.get("/mittkoping/mina-arenden/")["Location"].startswith("/logga-in/")


def test_the_login_of_one_municipality_gives_no_role_in_another(
    client: Client, openid: OpenIDProvider, work: LoginProvider
) -> None:
    openid.knows("cilla", employee="ciek01")
    StaffIdentity.objects.using("owner").create(
        organisation_id=MITTKOPING, identifier="ciek01", person_id=CILLA.person
    )
    assert logged_in(client, openid, WORK, "cilla").status_code == 403
    LoginProvider.objects.using("owner").update(organisation_id=NORRHAMN)
    assert logged_in(client, openid, WORK, "cilla").status_code == 403


def test_who_works_in_two_places_works_in_the_one_that_let_them_in(
    client: Client, openid: OpenIDProvider, work: LoginProvider
) -> None:
    Membership.objects.using("owner").create(
        person_id=EVA.person, organisation_id=NORRHAMN, role="caseworker"
    )
    logged_in(client, openid, WORK, "eva")
    request: Any = client.get(DESK).wsgi_request
    assert at_desk(request).places == {MITTKOPING}


def test_a_session_that_nobody_let_in_counts_for_nothing_outside_a_demonstration(
    client: Client, settings: Any
) -> None:
    client.force_login(person(ANNA))
    assert client.get("/mittkoping/mina-arenden/").status_code == 200
    settings.DEMO = False
    assert client.get("/mittkoping/mina-arenden/").status_code == 302
    assert not is_in(client)
