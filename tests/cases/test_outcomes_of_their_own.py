"""A refusal that the law sends another way to appeal than the rest, and what a package's own words say."""

import json
from datetime import date
from uuid import UUID

import pytest

from allmanning.accounts.access import acting
from allmanning.cases import actions
from allmanning.cases.models import Decision
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from allmanning.connectors.letters.filling import letter_data
from allmanning.connectors.letters.write import decision_letter
from tests.cases.applications import POOR, draft, key, sent
from tests.people import ANNA, BO, organisation
from tests.travel_package import travel_package

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ELSEWHERE = """
[[appeal.instead]]
outcomes = ["avslag"]
route = "laglighetsprövning"
weeks = 3
law = "KL (2017:725) 13 kap. 1 §"
"""
CONTENTS = 'contents = ["godtagbara_resor"]\n'
LETTER = """# Beslut

Resorna godtas med {godtagbara_resor} av {resor}.

{provisions}

{circumstances}

{appeal}

{signature}
"""


@pytest.fixture(autouse=True)
def refusals_go_another_way() -> None:
    package = travel_package("1.2.0", more=ELSEWHERE, letter=LETTER, decision=CONTENTS)
    adopt(
        organisation(), publish(package), valid_from=date(2025, 8, 1),
        automation_delegated_on=date(2025, 7, 1), delegation_reference="SN § 41",
    )  # fmt: skip


def decision(case_id: UUID) -> Decision:
    with acting(BO):
        return Decision.objects.select_related("case__adoption__release", "case__applicant").get(case=case_id)


def test_annas_grant_is_appealed_as_the_package_usually_is_and_the_machine_may_take_it() -> None:
    case_id = draft(facts=POOR)
    actions.submit(ANNA, case_id, version=1, key=key())
    taken = decision(case_id)
    assert (taken.is_automatic, taken.appeal_route) == (True, "förvaltningsrätten")


def test_annas_refusal_is_appealed_another_way() -> None:
    case_id = sent()
    actions.decide(BO, case_id, key=key(), version=1, outcome="avslag", reason="Inkomsten räcker.")
    taken = decision(case_id)
    assert (taken.appeal_route, taken.appeal_law) == ("laglighetsprövning", "KL (2017:725) 13 kap. 1 §")


def test_the_letter_says_what_the_packages_own_values_are() -> None:
    case_id = draft(facts={**POOR, "resor": 90_000})
    actions.submit(ANNA, case_id, version=1, key=key())
    with acting(BO):
        taken = decision(case_id)
        body = json.dumps(letter_data(decision_letter(taken.case, taken))["body"], ensure_ascii=False)
    assert all(amount in body.replace("\xa0", " ") for amount in ("500 kr", "900 kr"))


def test_where_bo_overrules_the_rules_the_letter_leaves_out_what_they_said() -> None:
    case_id = sent()
    actions.state_facts(BO, case_id, {"särskilda_skäl": False})
    actions.decide(BO, case_id, key=key(), version=2, outcome="bifall", amount=40_000, reason="Det ska gå.")
    with acting(BO):
        taken = decision(case_id)
        body = json.dumps(letter_data(decision_letter(taken.case, taken))["body"], ensure_ascii=False)
    assert "Det ska gå." in body
    assert "Resorna godtas" not in body
