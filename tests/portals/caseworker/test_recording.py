"""Bo records a guardian or a company's representative, with the document he was shown; the case says who applied."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmanning.accounts import representations
from allmanning.cases import actions
from tests.accounts.represented import COMPANYS_NUMBER, consented, guarded, kajsa
from tests.cases.applications import RICH, draft, key
from tests.people import (
    BO,
    CILLA,
    HEDDA,
    KAJSA,
    KAJSAS_NUMBER,
    LEO,
    LEOS_NUMBER,
    MITTKOPING,
    OTTO,
    OTTOS_NUMBER,
    person,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

LIST, NEW = reverse("caseworker:recorded"), reverse("caseworker:record_new")
WRITTEN: dict[str, Any] = {
    "kind": "guardian", "number": LEOS_NUMBER, "name": "Leo Holm", "ombud_number": KAJSAS_NUMBER,
    "ombud_name": "Kajsa Holm", "reference": "Personbevis 2026-11-03",
}  # fmt: skip


@pytest.fixture
def bos(client: Client) -> Client:
    client.force_login(person(BO))
    return client


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_bo_records_a_guardian_once_and_sees_it(bos: Client) -> None:
    assert "Inget ombud är inskrivet" in body(bos, LIST)
    form = WRITTEN | {"key": key()}
    assert [bos.post(NEW, form).headers.get("Location") for _ in range(2)] == [LIST, LIST]
    (row,) = representations.recorded(BO, MITTKOPING)
    assert kajsa(row.pk).applicant == LEO.person
    told = body(bos, LIST)
    assert "Leo Holm (vårdnadshavare eller förmyndare)" in told
    assert KAJSAS_NUMBER not in told + LIST


def test_bo_records_a_companys_representative(bos: Client) -> None:
    company = {"kind": "company", "number": COMPANYS_NUMBER, "name": "Rask Åkeri AB"}
    assert bos.post(NEW, WRITTEN | company | {"key": key()}).status_code == 302
    assert [row.represented_name for row in representations.received(KAJSA)] == ["Rask Åkeri AB"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "consent"}, "Välj ett av alternativen"),
        ({"number": OTTOS_NUMBER}, "har fyllt 18 år och ger själv sitt samtycke"),
        ({"number": "1"}, "Skriv personnumret med tolv siffror"),
        ({"kind": "company", "number": LEOS_NUMBER}, "Skriv organisationsnumret med tio siffror"),
        ({"ombud_number": LEOS_NUMBER, "number": "201509032387"}, "måste ha fyllt 18 år"),
        ({"ombud_number": ""}, "Skriv personnumret"),
        ({"name": ""}, "Skriv namnet"),
        ({"reference": ""}, "Skriv vilken handling"),
    ],
)
def test_what_is_wrong_is_said(changed: dict[str, str], said: str, bos: Client) -> None:
    answer = bos.post(NEW, WRITTEN | {"key": key()} | changed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert representations.recorded(BO, MITTKOPING) == ()


def test_bo_removes_it(bos: Client) -> None:
    given = guarded()
    assert bos.post(reverse("caseworker:record_revoke", args=[given])).status_code == 302
    assert "Återkallat" in body(bos, LIST)
    assert representations.received(KAJSA)[0].revoked_by == "Bo Berg"


def test_cilla_sees_and_removes_nothing_of_it(client: Client) -> None:
    given = guarded()
    client.force_login(person(CILLA))
    assert "Leo Holm" not in body(client, LIST)
    assert client.post(reverse("caseworker:record_revoke", args=[given])).status_code == 404


def test_who_handles_no_cases_records_nothing(client: Client) -> None:
    client.force_login(person(HEDDA))
    assert client.get(NEW).status_code == 403


def test_list_case_and_journal_say_who_applied(bos: Client) -> None:
    actor = kajsa(consented())
    case_id = draft(actor, RICH)
    actions.submit(actor, case_id, version=1, key=key())
    assert '>Rask, Otto<span class="cell-detail">Ombud: Kajsa Holm</span>' in body(
        bos, reverse("caseworker:worklist")
    )
    told = body(bos, reverse("caseworker:case", args=[case_id]))
    assert "Kajsa Holm" in told
    assert "Ett ombud har skickat ansökan" in told
    assert "samtycke" in body(bos, reverse("caseworker:journal", args=[case_id]))
    assert OTTO.name in told
