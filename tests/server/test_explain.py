"""`allmanning may` says what the pages would say, and on what it stands."""

import json

import pytest
from click.testing import CliRunner

from allmanning.accounts.delegation import delegate
from allmanning.accounts.representations import revoke
from allmanning.accounts.roles import Errand, Role, Task
from allmanning.cases.models import Case
from allmanning.server.command_line import cases
from allmanning.server.explain import QuestionError, explain
from tests.accounts.agreed import agreed, days
from tests.accounts.represented import consented
from tests.cases.applications import sent
from tests.people import ANNAS_NUMBER, NORRHAMN, OTTO, organisation
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def number() -> str:
    case_id = sent()
    return Case.objects.using("owner").get(pk=case_id).number


def test_an_answer_names_its_ground() -> None:
    answer = explain("Bo Berg", "take", number())
    assert (answer.allowed, answer.ground, answer.agreement) == (True, "caseworker of the organisation", None)


def test_an_answer_by_agreement_names_agreement_clause_and_line() -> None:
    case, agreement = number(), agreed()
    delegate(
        organisation(), PACKAGE_ID, to=Role.CASEWORKER, employer=organisation(NORRHAMN),
        valid_from=days(-1), reference="SN § 43", highest_amount=10_000,
    )  # fmt: skip
    answer = explain("Cilla Ek", "decide", case, outcome="bifall", amount=10_000)
    assert (answer.allowed, answer.agreement, answer.clause) == (True, agreement, "decide resebidrag")
    assert answer.delegation == "caseworker of Norrhamn: granted, partly, refused, at most 100 kr (SN § 43)"
    above = explain("Cilla Ek", "decide", case, outcome="bifall", amount=10_001)
    assert (above.allowed, above.delegation) == (False, "no line of the delegation order")


def test_a_refusal_says_why() -> None:
    agreed(tasks=[Task.READ])
    assert "has no clause to decide" in explain("Cilla Ek", "decide", number()).ground
    assert explain("Anna Andersson", "take", number()).ground == "the applicant"
    assert explain("Dan Åberg", "read", number()).ground == "not the applicant"


def test_a_question_that_cannot_be_answered_says_what_to_write() -> None:
    case = number()
    for who, what, hint in (
        ("Nils Nilsson", case, "Nobody is called"),
        (ANNAS_NUMBER, case, "Nobody is called"),
        ("Bo Berg", "MK-1999-000001", "There is no case"),
    ):
        with pytest.raises(QuestionError, match=hint):
            explain(who, "read", what)
    with pytest.raises(QuestionError, match="Say which one with --outcome"):
        explain("Bo Berg", "decide", case)
    with pytest.raises(QuestionError, match="Its outcomes: bifall, avslag"):
        explain("Bo Berg", "decide", case, outcome="kanske")


@pytest.mark.parametrize(
    ("who", "code", "said"), [("Bo Berg", 0, "Bo Berg may take MK-"), ("Ida Sund", 3, "may not")]
)
def test_the_command_answers_by_words_and_exit_code(
    who: str, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    answered = CliRunner().invoke(cases.may, [who, "take", number()])
    assert (answered.exit_code, said in answered.output) == (code, True), answered.output
    as_json = CliRunner().invoke(cases.may, [who, "take", number(), "--json"])
    assert json.loads(as_json.stdout)["allowed"] == (code == 0)


def test_an_answer_by_representation_names_it_and_its_clause() -> None:
    case_id = sent(OTTO)
    case = Case.objects.using("owner").get(pk=case_id).number
    assert explain("Kajsa Holm", "complete", case).ground == "not the applicant"
    reader = consented(errands=[Errand.READ])
    refused = explain("Kajsa Holm", "complete", case)
    assert (refused.allowed, refused.ground) == (False, f"representation {reader} gives no right to complete")
    given = consented()
    answer = explain("Kajsa Holm", "complete", case)
    assert (answer.allowed, answer.representation, answer.clause) == (True, given, "complete resebidrag")
    for one in (reader, given):
        revoke(OTTO, one)
    assert not explain("Kajsa Holm", "complete", case).allowed
