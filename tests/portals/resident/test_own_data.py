"""Anna fetches everything that is held about her, from every municipality, and nothing of anybody else."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.test import Client

from allmanning.cases import queries
from tests.cases.applications import POOR, draft, sent
from tests.people import ANNA, ANNAS_NUMBER, BO, DAN, NORRHAMN, person

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

PAGE = "/mittkoping/mina-uppgifter/"


def fetched(client: Client) -> zipfile.ZipFile:
    client.force_login(person(ANNA))
    return zipfile.ZipFile(io.BytesIO(b"".join(client.post(PAGE))))


def test_anna_gets_all_her_cases_and_drafts(client: Client) -> None:
    sent()
    sent(where=NORRHAMN)
    draft(facts=POOR, month=date(2025, 12, 1))
    names = fetched(client).namelist()
    assert {name.partition("/")[0] for name in names} == {"person.json", "mittkoping", "norrhamn"}
    assert sum(name.endswith("case.json") for name in names) == 3
    assert sum(name.endswith("report.pdf") for name in names) == 2


def test_it_says_who_has_read(client: Client) -> None:
    queries.case_page(BO, sent())
    file = fetched(client)
    case = json.loads(file.read(next(name for name in file.namelist() if name.endswith("case.json"))))
    assert [read["name"] for read in case["reads"]] == ["Bo Berg", "Anna Andersson"]
    assert json.loads(file.read("person.json"))["personnummer"] == ANNAS_NUMBER


def test_nothing_of_dan_is_in_annas_file(client: Client) -> None:
    sent(DAN)
    sent()
    file = fetched(client)
    assert not any("Dan" in file.read(name).decode() for name in file.namelist() if name.endswith(".json"))


def test_somebody_with_no_case_gets_a_page_and_a_file(client: Client) -> None:
    client.force_login(person(ANNA))
    assert "Du har inga ärenden" in client.get(PAGE).content.decode()
    assert fetched(client).namelist() == ["person.json"]


def test_the_file_is_not_made_again_and_again(client: Client) -> None:
    sent()
    for _ in range(5):
        fetched(client)
    answer = client.post(PAGE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_nobody_gets_it_without_logging_in(client: Client) -> None:
    assert client.post(PAGE).status_code == 302
