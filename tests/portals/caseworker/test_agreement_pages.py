"""Agreements are drafted, signed and revoked on pages; owners see every access; boards and councils see figures."""

from datetime import date

import pytest

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Agreement, Membership
from allmanning.accounts.roles import Role, Task
from allmanning.cases import actions
from allmanning.cases.queries import case_page, figures
from tests.accounts.agreed import agreed, cilla, days, drafted
from tests.cases.applications import POOR, key, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, GUSTAV, HEDDA, IDA, JOEL, MITTKOPING, NORRHAMN
from tests.portals.caseworker.cases import LIST
from tests.portals.reading import browser, words
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

AVTAL = "/handlaggning/avtal/"
NEW = {
    "executor": "2", "services": [PACKAGE_ID], "tasks": "decide", "roles": "both",
    "valid_from": str(days(0)), "valid_to": "", "council_decision": "KF 2026-02-16 § 14",
}  # fmt: skip


def test_eva_drafts_both_sign_and_gustav_revokes() -> None:
    eva, gustav = browser(EVA), browser(GUSTAV)
    made = eva.post(f"{AVTAL}nytt/", NEW, follow=True)
    address = made.redirect_chain[0][0]
    assert "Väntar på underskrift" in words(made)
    assert "Underskrivet av Eva Öst, gruppledare" in words(eva.post(f"{address}skriv-under/", follow=True))
    assert "Läge Gäller" not in words(gustav.get(address))
    signed = words(gustav.post(f"{address}skriv-under/", follow=True))
    assert "Gäller Tjänster Resebidrag Uppgifter läsa ärenden, handlägga och besluta" in signed
    assert cilla().mandates
    revoked = words(gustav.post(f"{address}aterkalla/", follow=True))
    assert "Återkallat av Gustav Lo, Norrhamn" in revoked
    assert cilla().mandates == frozenset()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"executor": "1"}, "Välj ett av alternativen."),
        ({"services": []}, "Välj minst en tjänst."),
        ({"tasks": ""}, "Välj ett av alternativen."),
        ({"valid_from": "i morgon"}, "Skriv år, månad och dag"),
        ({"valid_to": "2001-01-01"}, "Sista dagen kommer före den första."),
        ({"council_decision": " "}, "Skriv vilket beslut i fullmäktige avtalet vilar på."),
    ],
)
def test_what_is_wrong_is_told_beside_it(changed: dict[str, object], told: str) -> None:
    page = browser(EVA).post(f"{AVTAL}nytt/", NEW | changed)
    assert page.status_code == 422
    assert told in words(page)


@pytest.mark.parametrize("actor", [BO, IDA, JOEL])
def test_only_who_may_sign_is_offered_to(actor: Actor) -> None:
    agreement = drafted()
    client = browser(actor)
    page = words(client.get(f"{AVTAL}{agreement}/"))
    assert "Skriv under avtalet" not in page
    assert "Återkalla avtalet" not in page
    assert client.get(f"{AVTAL}nytt/").status_code == 403
    assert client.post(f"{AVTAL}{agreement}/skriv-under/").status_code == 403


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_signs_for_two_chooses_whose_cases_it_is_about() -> None:
    Membership.objects.using("owner").create(person_id=EVA.person, organisation_id=NORRHAMN, role=Role.BOARD)
    eva = browser(EVA)
    assert "Vems ärenden gäller avtalet? Mittköping Norrhamn" in words(eva.get(f"{AVTAL}nytt/"))
    assert "Norrhamn äger ärendena." in words(eva.get(f"{AVTAL}nytt/?owner=2"))
    made = eva.post(f"{AVTAL}nytt/", NEW | {"owner": "2", "executor": "3"})
    assert Agreement.objects.using("owner").get(pk=made.url.split("/")[-2]).owner_id == NORRHAMN
    assert "Mittköping äger ärendena." in words(eva.get(f"{AVTAL}nytt/?owner=3"))


def test_signing_twice_is_told_plainly() -> None:
    agreement = drafted()
    for _ in range(2):
        page = browser(EVA).post(f"{AVTAL}{agreement}/skriv-under/", follow=True)
    assert "Avtalet är redan underskrivet." in page.content.decode()


def test_without_agreements_the_page_says_what_to_do() -> None:
    assert "Kommunen har inga avtal Skriv ett nytt." in words(browser(EVA).get(AVTAL))
    assert "En gruppledare eller nämnden skriver avtal." in words(browser(BO).get(AVTAL))


@pytest.mark.parametrize("actor", [ANNA, DAN])
def test_a_resident_opens_none_of_it(actor: Actor) -> None:
    for page in ("", "nytt/", "atkomst/", "rapport/", f"{agreed()}/"):
        assert browser(actor).get(f"{AVTAL}{page}").status_code == 403


def done() -> int:
    """Cilla reads one case and refuses another."""
    agreement = agreed()
    case_page(cilla(), sent())
    actions.decide(cilla(), sent(DAN), version=1, key=key(), outcome="avslag", reason="Skäl.")
    return agreement


def test_the_owner_sees_every_access_and_the_executor_none_of_it() -> None:
    done()
    page = words(browser(BO).get(f"{AVTAL}atkomst/"))
    assert "Cilla Ek, Norrhamn Utredningen" in page
    assert "Cilla Ek, Norrhamn Beslutade" in page
    assert "Ingen annan har öppnat era ärenden" in words(browser(CILLA).get(f"{AVTAL}atkomst/"))
    assert browser(HEDDA).get(f"{AVTAL}atkomst/").status_code == 403


@pytest.mark.parametrize("actor", [EVA, HEDDA, IDA])
def test_the_report_to_the_council_is_one_page(actor: Actor) -> None:
    agreement = done()
    page = words(browser(actor).get(f"{AVTAL}rapport/"))
    assert "Rapport till fullmäktige i Mittköping" in page
    assert f"{agreement}. Norrhamn för Mittköping Resebidrag 1 1 1" in page
    assert "Inget avtal gällde under året" in words(browser(GUSTAV).get(f"{AVTAL}rapport/"))


def test_the_board_sees_decisions_as_figures_and_no_case() -> None:
    for month in range(8, 12):
        sent(facts=POOR, month=date(2025, month, 1))
    client = browser(HEDDA)
    page = words(client.get(LIST, follow=True))
    assert "Resebidrag Bifall 4 4 –" in page
    sent(facts=POOR, month=date(2025, 12, 1))
    assert "Resebidrag Bifall 5 5 2 500 kr" in words(client.get("/handlaggning/oversikt/"))
    assert "Andersson" not in page


def test_nobody_counts_for_another_municipality() -> None:
    sent(facts=POOR)
    year = days(0).year
    assert figures.decided_in(HEDDA, MITTKOPING, year)
    assert figures.decided_in(GUSTAV, MITTKOPING, year) == ()
    assert figures.decided_in(ANNA, MITTKOPING, year) == ()


def test_an_agreement_without_use_is_in_the_report_too() -> None:
    agreed(tasks=[Task.READ], roles=[Role.TEAM_LEADER])
    assert "Norrhamn för Mittköping Resebidrag 0 0 0" in words(browser(HEDDA).get(f"{AVTAL}rapport/"))
