import pytest
from django.test import Client

from allmanning.cases import actions, queries
from tests.cases.applications import sent
from tests.people import BO, CILLA, EVA
from tests.portals.caseworker.cases import address, decided, judged
from tests.portals.reading import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Client:
    return browser(BO)


def assignee(case_id: object) -> str:
    return queries.case_page(BO, case_id).case.assignee_name  # type: ignore[arg-type]


def test_bo_takes_a_case_nobody_has(bo: Client) -> None:
    case_id = sent()
    assert "Bo Berg (du)" in words(bo.post(address(case_id, "ta/"), follow=True))


def test_a_link_takes_nothing(bo: Client) -> None:
    case_id = sent()
    assert bo.get(address(case_id, "ta/")).status_code == 405
    assert assignee(case_id) == ""


def test_who_takes_a_case_second_is_told_who_has_it(bo: Client) -> None:
    case_id = sent()
    actions.take(EVA, case_id)
    page = bo.post(address(case_id, "ta/"))
    assert page.status_code == 409
    assert "Någon annan har ärendet Resebidrag" not in words(page)
    assert "Eva Öst handlägger ärendet nu. Prata med Eva Öst." in words(page)
    assert "Det senaste som hände Tog ärendet Eva Öst" in words(page)


def test_bo_puts_his_case_back(bo: Client) -> None:
    case_id = judged()
    assert "Ärendet ligger nu bland de ofördelade." in words(
        bo.post(address(case_id, "lamna-tillbaka/"), follow=True)
    )
    assert assignee(case_id) == ""


def test_a_decided_case_is_not_put_back(bo: Client) -> None:
    page = bo.post(address(decided(), "lamna-tillbaka/"))
    assert page.status_code == 409
    assert "Ärendets läge är nu: beslutat." in words(page)


def test_bo_hands_over_seeing_how_much_each_has(bo: Client) -> None:
    actions.take(EVA, sent())
    case_id = judged()
    page = words(bo.get(address(case_id, "lamna-over/")))
    assert "Vem ska ha ärendet? Eva Öst 1 öppet ärende" in page
    done = bo.post(address(case_id, "lamna-over/"), {"person": str(EVA.person)}, follow=True)
    assert "Eva Öst har nu ärendet." in words(done)
    assert assignee(case_id) == "Eva Öst"


@pytest.mark.parametrize("person", ["", str(CILLA.person), str(BO.person), "x"])
def test_a_case_is_handed_to_a_colleague_or_to_nobody(bo: Client, person: str) -> None:
    case_id = judged()
    page = bo.post(address(case_id, "lamna-over/"), {"person": person})
    assert page.status_code == 422
    assert "Välj vem som ska ha ärendet." in words(page)
    assert assignee(case_id) == "Bo Berg"
