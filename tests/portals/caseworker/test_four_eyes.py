"""Bo proposes a refusal on his page, Eva confirms it on hers; each in a session of their own."""

from datetime import date
from uuid import UUID

import pytest

from allmanning.cases import actions
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests.cases.applications import key, sent
from tests.people import ANNA, BO, CILLA, EVA, IDA, organisation
from tests.portals.caseworker.cases import LIST, address
from tests.portals.reading import browser, hidden, words
from tests.travel_package import travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def refusals_take_two() -> None:
    release = publish(travel_package("1.1.0", four_eyes='["avslag"]'))
    adopt(organisation(), release, valid_from=date(2025, 8, 1))


@pytest.fixture
def proposed() -> UUID:
    case_id = sent()
    actions.propose(BO, case_id, key=key(), version=1, outcome="avslag", reason="Inkomsten räcker.")
    return case_id


def test_bo_asks_for_control_and_eva_confirms() -> None:
    case_id, bo, eva = sent(), browser(BO), browser(EVA)
    signing = bo.post(address(case_id, "avsla/"), {"reason": "Inkomsten räcker."})
    assert "Det här beslutet tas av två." in words(signing)
    assert "Skriv under beslutet" not in words(signing)
    typed = {name: hidden(signing, name) for name in ("key", "version", "outcome", "ore", "reason")}
    asked = words(bo.post(address(case_id, "besluta/"), typed | {"control": "1"}, follow=True))
    assert "Läge Väntar på kontroll" in asked
    assert "Bo Berg föreslog avslag" in asked
    assert "Väntar på kontroll" in words(eva.get(LIST))
    page = eva.get(address(case_id, "bekrafta/"))
    assert "Föreslaget av Bo Berg" in words(page)
    assert "Inkomsten räcker." in words(page)
    typed = {name: hidden(page, name) for name in ("key", "version")}
    assert (
        "Beslutet är underskrivet."
        in eva.post(address(case_id, "bekrafta/"), typed, follow=True).content.decode()
    )
    journal = words(eva.get(address(case_id, "journal/")))
    assert "Begärde kontroll av ett beslut: Avslag" in journal
    assert "Bo Berg hade skrivit under förslaget" in journal


def test_bo_may_not_confirm_his_own(proposed: UUID) -> None:
    bo = browser(BO)
    page = words(bo.get(address(proposed, "bekrafta/")))
    assert "Du har själv skrivit förslaget" in page
    assert "Ta tillbaka förslaget" in page
    refused = bo.post(address(proposed, "bekrafta/"), {"key": key(), "version": "1"})
    assert refused.status_code == 409
    assert "Beslutet tas av två" in words(refused)


def test_without_asking_for_control_nothing_is_decided() -> None:
    case_id = sent()
    typed = {"key": key(), "version": "1", "outcome": "avslag", "ore": "0", "reason": "Skäl."}
    assert browser(BO).post(address(case_id, "besluta/"), typed).status_code == 409


def test_eva_sends_it_back_with_her_reason(proposed: UUID) -> None:
    typed = {"reason": "Hör den sökande först."}
    page = words(browser(EVA).post(address(proposed, "skicka-tillbaka/"), typed, follow=True))
    assert "Läge Handläggs" in page
    assert "Hör den sökande först." in words(browser(BO).get(address(proposed, "journal/")))


def test_a_proposal_that_is_gone_is_told(proposed: UUID) -> None:
    actions.send_back(EVA, proposed, "Nej.")
    assert browser(EVA).get(address(proposed, "bekrafta/")).status_code == 409


def test_others_neither_see_nor_confirm(proposed: UUID) -> None:
    assert browser(CILLA).get(address(proposed, "bekrafta/")).status_code == 404
    page = browser(IDA).get(address(proposed, "bekrafta/")).content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Ida Sund" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Bo Berg handlägger din ansökan" in words(browser(ANNA).get(f"/mittkoping/arende/{proposed}/"))
