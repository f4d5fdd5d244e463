"""A caseworker hands out a whole case, and the journal says to whom."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allmanning.cases.bundles.packing import unpack
from tests.cases.applications import sent
from tests.people import BO, FIA, IDA, person

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def address(case_id: Any) -> str:
    return reverse("caseworker:hand_out", args=[case_id])


def test_bo_gets_the_whole_case_as_a_file(client: Client) -> None:
    case_id = sent()
    client.force_login(person(BO))
    assert client.get(address(case_id)).status_code == 200
    answer = client.post(address(case_id), {"to": "Den sökande, som bad om det."})
    content = b"".join(answer)
    values, archive = unpack(io.BytesIO(content))
    assert answer["Content-Disposition"] == f'attachment; filename="{values["case"]["number"]}.zip"'
    assert archive.read("report.pdf").startswith(b"%PDF")
    page = client.get(reverse("caseworker:journal", args=[case_id])).content.decode()
    assert "Lämnade ut hela ärendet som fil" in page
    assert "Den sökande, som bad om det." in page


def test_to_nobody_nothing_is_given(client: Client) -> None:
    client.force_login(person(BO))
    assert client.post(address(sent()), {"to": " "}).status_code == 422


def test_an_auditor_reads_and_hands_nothing_out(client: Client) -> None:
    client.force_login(person(IDA))
    case_id = sent()
    assert client.post(address(case_id), {"to": "Mig själv."}).status_code == 403
    assert address(case_id) not in client.get(reverse("caseworker:journal", args=[case_id])).content.decode()


def test_the_page_warns_for_a_protected_identity(client: Client) -> None:
    client.force_login(person(BO))
    page = client.get(address(sent(FIA))).content.decode()
    assert "Filen innehåller namn och personnummer" in page
    assert "Hemlig" not in page
