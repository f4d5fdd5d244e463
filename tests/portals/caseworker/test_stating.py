import pytest
from django.test import Client

from allmanning.cases import actions, queries
from tests.cases.applications import POOR, sent
from tests.people import BO, EVA
from tests.portals.caseworker.cases import address, decided, judged
from tests.portals.reading import browser, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def facts(case_id: object) -> dict[str, object]:
    return dict(queries.case_page(BO, case_id).facts)  # type: ignore[arg-type]


def judgement(case_id: object, **typed: str) -> dict[str, str]:
    version = queries.case_page(BO, case_id).case.version  # type: ignore[arg-type]
    return {"path": "särskilda_skäl", "särskilda_skäl": "true", "version": str(version), **typed}


def test_only_what_is_open_for_judgement_is_asked(bo: Client) -> None:
    page = words(bo.get(address(sent(), "bedom/")))
    assert "särskilda_skäl Behövs. Ja Nej Skäl" in page
    assert "Nu Inget förslag än Med det du skrivit Fyll i och räkna" in page


def test_a_judgement_changes_the_proposal_at_once(bo: Client) -> None:
    case_id = sent()
    page = bo.post(address(case_id, "bedom/"), judgement(case_id, reason="Intyg."), follow=True)
    assert "Sparat. Förslaget är nu bifall 400 kr." in words(page)
    assert facts(case_id)["särskilda_skäl"] is True


def test_a_sign_that_no_database_takes_is_told_and_saves_nothing(bo: Client) -> None:
    case_id = sent()
    answer = bo.post(address(case_id, "bedom/"), judgement(case_id, reason="Intyg\0."))
    assert answer.status_code == 422
    assert "Intyg" not in bo.get(address(case_id, "journal/")).content.decode()


def test_a_judgement_that_refuses_says_so_without_an_amount(bo: Client) -> None:
    case_id = sent()
    form = judgement(case_id, särskilda_skäl="false", reason="Inget intyg.")
    assert "Sparat. Förslaget är nu avslag." in words(bo.post(address(case_id, "bedom/"), form, follow=True))


def test_a_judgement_can_be_tried_without_being_saved(bo: Client) -> None:
    case_id = sent()
    page = words(bo.post(address(case_id, "bedom/"), judgement(case_id, **{"try": "1"})))
    assert "Med det du skrivit Bifall, 400 kr" in page
    assert "särskilda_skäl" not in facts(case_id)


def test_a_judgement_needs_a_reason_and_an_answer(bo: Client) -> None:
    case_id = sent()
    page = bo.post(address(case_id, "bedom/"), judgement(case_id, särskilda_skäl=""))
    assert page.status_code == 422
    assert "Det är 2 saker att rätta till Frågan måste ha ett svar. Skriv varför." in words(page)


def test_what_was_written_is_kept_when_something_is_wrong(bo: Client) -> None:
    case_id = sent()
    page = bo.post(address(case_id, "bedom/"), judgement(case_id, särskilda_skäl="", reason="Läkarintyg."))
    assert "Läkarintyg." in words(page)


def test_nothing_is_asked_when_nothing_is_left_to_judge(bo: Client) -> None:
    assert "Inget återstår att bedöma." in words(bo.get(address(judged(), "bedom/")))


def test_a_residents_fact_is_not_stated_by_way_of_the_judgements(bo: Client) -> None:
    case_id = sent()
    bo.post(address(case_id, "bedom/"), judgement(case_id, path="inkomst", inkomst="1", reason="x"))
    assert facts(case_id)["inkomst"] == 2_000_000


def test_a_fact_is_corrected_with_its_reason(bo: Client) -> None:
    case_id = sent()
    form = {"resor": "350,50 kr", "reason": "Kvittot.", "version": "1"}
    page = bo.post(address(case_id, "uppgift/resor/"), form, follow=True)
    assert facts(case_id)["resor"] == 35_050
    assert "Ändrad. Resor: 400 kr → 350,50 kr Kvittot." in words(page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sju tusen", "Skriv beloppet med siffror, till exempel 6 500 eller 249,50."),
        ("", "Frågan måste ha ett svar."),
        ("-5", "Svaret ska vara mellan 0 kr och 100 000 kr."),
        ("999999999999", "Svaret ska vara mellan 0 kr och 100 000 kr."),
    ],
)
def test_an_amount_that_cannot_stand_says_what_to_write(bo: Client, typed: str, told: str) -> None:
    page = bo.post(address(sent(), "uppgift/resor/"), {"resor": typed, "reason": "Kvittot.", "version": "1"})
    assert page.status_code == 422
    assert told in words(page)


def test_a_fact_that_somebody_changed_meanwhile_is_not_overwritten(bo: Client) -> None:
    case_id = sent()
    actions.state_facts(BO, case_id, {"resor": 10_000}, reason="Första kvittot.")
    page = bo.post(
        address(case_id, "uppgift/resor/"), {"resor": "350", "reason": "Andra kvittot.", "version": "1"}
    )
    assert page.status_code == 409
    assert "De här uppgifterna har ändrats sedan du öppnade sidan: Resor." in words(page)
    assert "Andra kvittot." in words(page)
    assert facts(case_id)["resor"] == 10_000


def test_a_child_is_corrected_with_all_its_fields(bo: Client) -> None:
    case_id = judged_with_child()
    page = bo.get(address(case_id, "uppgift/barn[0]/"))
    assert "Rätta: Barn 1" in words(page)
    form = {"barn[0].ålder": "6", "reason": "Fyllde år.", "version": hidden(page, "version")}
    bo.post(address(case_id, "uppgift/barn[0]/"), form)
    assert facts(case_id)["barn"] == [{"ålder": 6}]


def judged_with_child() -> object:
    """Two applications for one month: the second is left to a person."""
    sent(facts=POOR)
    return sent(facts=POOR)


def test_a_child_is_added_and_taken_away(bo: Client) -> None:
    case_id = judged_with_child()
    assert "Barn 1 ålder 5" in words(bo.get(address(case_id, "uppgift/barn/")))
    bo.post(address(case_id, "uppgift/barn[1]/"), {"barn[1].ålder": "2", "reason": "Nyfött.", "version": "1"})
    assert facts(case_id)["barn"] == [{"ålder": 5}, {"ålder": 2}]
    bo.post(address(case_id, "uppgift/barn[0]/"), {"remove": "1", "reason": "Bor hos pappa.", "version": "2"})
    assert facts(case_id)["barn"] == [{"ålder": 2}]


def test_taking_a_child_away_needs_a_reason(bo: Client) -> None:
    case_id = judged_with_child()
    page = bo.post(address(case_id, "uppgift/barn[0]/"), {"remove": "1", "version": "1"})
    assert "Skriv varför uppgiften tas bort." in words(page)
    assert facts(case_id)["barn"] == [{"ålder": 5}]


@pytest.mark.parametrize(
    "path", ["finns_inte", "barn[9]", "barn[x]", "barn[0].finns_inte", "inkomst[0]", "__class__"]
)
def test_a_path_that_leads_nowhere_is_not_found(bo: Client, path: str) -> None:
    assert bo.get(address(judged_with_child(), f"uppgift/{path}/")).status_code == 404


def test_a_decided_cases_facts_are_not_corrected(bo: Client) -> None:
    form = {"resor": "1", "reason": "Sent.", "version": "1"}
    page = bo.post(address(decided(), "uppgift/resor/"), form)
    assert page.status_code == 409
    assert "Ärendets läge är nu: beslutat. Läs vad som har hänt." in words(page)


def test_a_colleagues_case_is_not_changed(bo: Client) -> None:
    case_id = sent()
    actions.take(EVA, case_id)
    page = bo.post(address(case_id, "bedom/"), judgement(case_id, reason="Intyg."))
    assert page.status_code == 409
    assert "Någon annan har ärendet" in words(page)
    assert "Prata med Eva Öst." in words(page)
