"""What is due is looked at, confirmed and removed by who leads or operates; nobody else finds the page."""

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from allmanning.accounts.actors import Actor
from allmanning.cases import queries
from tests.cases.conftest import as_superuser
from tests.cases.retention.test_removing import done_with_letters, remove
from tests.cases.retention.years import closed, planned, years_pass
from tests.people import BO, EVA, HEDDA, JOEL, person

__all__ = ["as_superuser"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PAGE, CONFIRM = "/handlaggning/gallring/", "/handlaggning/gallring/bekrafta/"


def at_work(client: Client, actor: Actor = EVA) -> Client:
    client.force_login(person(actor))
    return client


@pytest.fixture
def due(as_superuser: psycopg.Connection) -> None:
    planned()
    closed()
    done_with_letters()
    years_pass(as_superuser)


def test_the_page_tells_what_is_due_and_by_which_decision(due: None, client: Client) -> None:
    page = at_work(client, JOEL).get(PAGE).content.decode()
    assert "MK-" in page
    assert "SN 2025-06-18 § 45" in page
    assert "Anna" not in page


def test_eva_looks_once_more_and_removes(due: None, client: Client) -> None:
    assert "Gallra 1 ärende för alltid?" in at_work(client).get(CONFIRM).content.decode()
    page = client.post(CONFIRM, {"count": "1"}, follow=True).content.decode()
    assert "1 ärende är gallrat." in page
    assert "Eva Öst" in page
    assert client.post(CONFIRM, {"count": "1"}).status_code == 422


def test_what_was_looked_at_is_what_is_removed(due: None, client: Client) -> None:
    answer = at_work(client).post(CONFIRM, {"count": "2"})
    assert (answer.status_code, "Antalet har ändrats" in answer.content.decode(), remove()) == (422, True, 1)


@pytest.mark.parametrize("actor", [BO, HEDDA])
def test_nobody_else_finds_the_page(client: Client, actor: Actor) -> None:
    assert at_work(client, actor).get(PAGE).status_code == 403
    assert at_work(client, actor).post(CONFIRM, {"count": "0"}).status_code == 403
    assert PAGE not in client.get("/handlaggning/oversikt/").content.decode()


def test_without_a_decision_the_page_says_so(client: Client) -> None:
    closed()
    assert "Inget gallras av: Resebidrag" in at_work(client).get(PAGE).content.decode()


def test_bo_holds_a_case_under_appeal_with_a_reason(due: None, client: Client) -> None:
    case_id = queries.worklist(BO, queries.Filters(show="closed")).rows[0].id
    keep = reverse("caseworker:keep", args=[case_id])
    assert at_work(client, BO).post(keep, {"reason": " "}).status_code == 422
    page = client.post(keep, {"reason": "Överklagat."}, follow=True).content.decode()
    assert "Höll kvar ärendet från gallring" in page
    assert remove() == 0
    assert "Släpp till gallring" in client.get(keep).content.decode()
