"""What Cilla in Norrhamn sees and signs of Mittköping's cases, and what everybody is told about it."""

import pytest

from allmanning.accounts.access import acting
from allmanning.accounts.actors import machine
from allmanning.accounts.agreements import revoke
from allmanning.accounts.delegation import delegate
from allmanning.accounts.roles import Role, Task
from allmanning.cases import actions
from allmanning.cases.models import Case, Decision
from allmanning.connectors.letters.filling import letter_data
from allmanning.connectors.letters.write import decision_letter
from tests.accounts.agreed import agreed, cilla, days
from tests.cases.applications import key, sent
from tests.people import ANNA, BO, CILLA, DAN, EVA, HEDDA, IDA, JOEL, NORRHAMN, organisation
from tests.portals.caseworker.cases import LIST, address
from tests.portals.reading import browser, words
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

ON_BEHALF = "Handläggs av Norrhamn på uppdrag av Mittköping"


def refuse(case_id: object) -> None:
    actions.decide(cilla(), case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")  # type: ignore[arg-type]


def test_her_list_says_whose_each_case_is_and_can_be_narrowed() -> None:
    sent(), sent(DAN, where=NORRHAMN)
    page = words(browser(CILLA).get(LIST))
    assert "Kommun" not in page
    agreed()
    page = words(browser(CILLA).get(LIST))
    assert "Mittköping Andersson, Anna" in page
    assert "Norrhamn Åberg, Dan" in page
    assert "Åberg" not in words(browser(CILLA).get(f"{LIST}?owner=1"))


def test_the_case_says_on_whose_behalf_she_acts() -> None:
    case_id = sent()
    agreement = agreed()
    client = browser(CILLA)
    assert ON_BEHALF in words(client.get(address(case_id)))
    client.post(address(case_id, "ta/"))
    assert ON_BEHALF in words(browser(BO).get(address(case_id)))
    journal = words(browser(BO).get(address(case_id, "journal/")))
    assert f"Avtal {agreement} (handlägga), KF 2025-06-16 § 88; handläggare i Norrhamn" in journal
    assert f"Avtal {agreement} (läsa ärenden)" in words(browser(BO).get(address(case_id, "laslogg/")))


def test_after_the_revocation_her_next_request_finds_nothing() -> None:
    case_id = sent()
    agreement = agreed()
    client = browser(CILLA)
    assert client.get(address(case_id)).status_code == 200
    revoke(EVA, agreement)
    assert client.get(address(case_id)).status_code == 404
    assert "Andersson" not in words(client.get(LIST))


def test_who_only_reads_is_offered_nothing_else() -> None:
    case_id = sent()
    agreed(tasks=[Task.READ])
    page = words(browser(CILLA).get(address(case_id)))
    assert "Ta ärendet" not in page
    assert "Avslå" not in page


def test_anna_and_her_letter_are_told() -> None:
    case_id = sent()
    agreed()
    actions.take(cilla(), case_id)
    waiting = words(browser(ANNA).get(f"/mittkoping/arende/{case_id}/"))
    assert "Ärendet handläggs av Norrhamn på uppdrag av Mittköping." in waiting
    refuse(case_id)
    with acting(machine(organisation())):
        made = Decision.objects.select_related("assessment__release").get()
        case = Case.objects.select_related("organisation", "applicant", "adoption__release").get()
        told = str(letter_data(decision_letter(case, made)))
    assert "Handläggs av Norrhamn på uppdrag av Mittköping." in told
    decided = words(browser(ANNA).get(f"/mittkoping/arende/{case_id}/"))
    assert "Cilla Ek, handläggare i Norrhamn, på uppdrag av Mittköping" in decided


@pytest.mark.parametrize("actor", [HEDDA, JOEL])
def test_who_sees_no_cases_opens_no_page_of_one(actor: object) -> None:
    case_id = sent()
    client = browser(actor)  # type: ignore[arg-type]
    assert client.get(address(case_id)).status_code == 403


def test_the_auditor_reads_and_is_offered_nothing() -> None:
    case_id = sent()
    client = browser(IDA)
    page = words(client.get(address(case_id)))
    assert "Andersson" in page
    assert "Ta ärendet" not in page
    assert client.post(address(case_id, "ta/")).status_code == 403


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_may_not_sign_is_told_who_may() -> None:
    delegate(
        organisation(),
        PACKAGE_ID,
        to=Role.TEAM_LEADER,
        valid_from=days(-9),
        reference="SN § 7",
        highest_amount=5_000_000,
    )
    case_id = sent()
    client = browser(BO)
    typed = {"outcome": "avslag", "amount": "", "reason": "Skäl."}
    page = words(client.post(address(case_id, "avsla/"), typed))
    assert "Du får inte fatta det här beslutet" in page
    assert "gruppledare, högst 50 000 kr (SN § 7)" in page
    assert "Skriv under beslutet" not in page
    forced = client.post(address(case_id, "besluta/"), typed | {"version": "1", "ore": "0", "key": key()})
    assert forced.status_code == 409
    assert "Lämna över ärendet till någon av dem. Inget har sparats." in words(forced)
