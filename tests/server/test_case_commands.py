"""The commands for the end of a case: a plan, a preview, a removal, and a case as a file."""

import json
import os
import zipfile
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner, Result

from allmanning.server.command_line.bundles import case, person
from allmanning.server.command_line.retention import retention
from tests.cases.applications import sent
from tests.cases.conftest import as_superuser, storage_folder
from tests.cases.retention.test_removing import done_with_letters
from tests.cases.retention.years import closed, years_pass
from tests.people import ANNAS_NUMBER, MITTKOPING, NORRHAMN, organisation

__all__ = ["as_superuser", "storage_folder"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

WHERE = ["--organisation", "mittkoping"]
PLAN = ["plan", *WHERE, "--package", "resebidrag", "--decision", "SN § 45", "--from", "2025-07-01"]


def ran(group: click.Group, *words: object) -> Result:
    assert "DATABASE_URL" in os.environ
    return CliRunner().invoke(group, [str(word) for word in words])


def test_from_the_decision_to_the_removal(as_superuser: psycopg.Connection) -> None:
    closed()
    done_with_letters()
    assert ran(retention, *PLAN).output.startswith("resebidrag: 5 years after the last note")
    assert ran(retention, "preview", *WHERE).exit_code == 3
    years_pass(as_superuser)
    told = json.loads(ran(retention, "preview", *WHERE, "--json").output)
    assert [len(told["due"]), told["kept"], told["unplanned"]] == [1, {}, []]
    assert "1 cases removed" in ran(retention, "run", *WHERE, "--yes").output
    assert ran(retention, "preview", *WHERE).exit_code == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*PLAN, "--years", "3"], "The law says how many years"),
        (["preview", "--organisation", "nowhere"], "Those there are: mittkoping"),
        (["run", *WHERE, "--on", "2999-01-01", "--yes"], "a day that has not come"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], says: str) -> None:
    answer = ran(retention, *words)
    assert (answer.exit_code, says in answer.output) == (2, True)


def test_somebody_who_asks_on_paper_gets_what_this_organisation_holds(tmp_path: Path) -> None:
    sent()
    sent(where=NORRHAMN)
    target = tmp_path / "anna.zip"
    asked = ["export", *WHERE, "--out", str(target)]
    answer = CliRunner().invoke(person, asked, input=f"{ANNAS_NUMBER}\n")
    assert (answer.exit_code, ANNAS_NUMBER in answer.output) == (0, False)
    with zipfile.ZipFile(target) as file:
        assert {name.partition("/")[0] for name in file.namelist()} == {"person.json", "mittkoping"}
    assert "is there already" in CliRunner().invoke(person, asked).output


def test_a_case_goes_out_and_comes_back(as_superuser: psycopg.Connection, tmp_path: Path) -> None:
    closed()
    done_with_letters()
    number = f"{organisation(MITTKOPING).case_prefix}-"
    with as_superuser.cursor() as cursor:
        number = str(cursor.execute("SELECT number FROM cases_case").fetchone()[0])  # type: ignore[index]
    target = tmp_path / "case.zip"
    out = ["export", number, "--out", target, "--to", "Arkivet"]
    assert ran(case, *out).exit_code == 0
    assert ran(case, *out).exit_code == 2
    assert "here already" in ran(case, "import", target, *WHERE).output
    ran(retention, *PLAN)
    years_pass(as_superuser)
    ran(retention, "run", *WHERE, "--yes")
    assert ran(case, "import", target, *WHERE).output.startswith(f"{number} is here")
