"""Nobody gets a foreign row, whatever they try; and if a protection is taken away, these very tries find it.

ISOLATION_TRIES and ISOLATION_SEED make it longer and other; `benchmarks/isolation.py` runs 100 000.
"""

import os

import pytest
from django.db import connections

from allmanning.accounts.permissions import Permission
from allmanning.cases import desk
from tests.isolation.fuzz import Fuzz, unjudged_tables
from tests.isolation.world import World, make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TRIES = int(os.environ.get("ISOLATION_TRIES", "2500"))
SEED = int(os.environ.get("ISOLATION_SEED", "4"))

TAKE = "/handlaggning/arende/<uuid:case_id>/ta/"
TAKEN_AWAY = {
    "the policy of cases": "DROP POLICY may_select ON cases_case; CREATE POLICY may_select ON cases_case FOR SELECT USING (true)",
    "the agreement in it": """
        CREATE OR REPLACE FUNCTION app_agreed(wanted text[]) RETURNS text[] LANGUAGE sql STABLE
        RETURN (SELECT array_agg(o.id || ':resebidrag') FROM accounts_organisation o)""",
    "the policy of facts": "ALTER TABLE cases_fact DISABLE ROW LEVEL SECURITY",
    "the policy of the read log": "CREATE POLICY wide ON cases_readlog FOR SELECT USING (true)",
    "the policy of people": "CREATE POLICY wide ON accounts_person FOR SELECT USING (true)",
    "the policy of writing": """
        DROP POLICY may_update ON cases_decision;
        CREATE POLICY may_update ON cases_decision FOR UPDATE USING (true) WITH CHECK (true);
        DROP POLICY may_select ON cases_decision; CREATE POLICY may_select ON cases_decision FOR SELECT USING (true)""",
    "the policy of files": "CREATE POLICY wide ON cases_attachment FOR SELECT USING (true)",
    "the policy of new rows": "CREATE POLICY wide ON cases_event FOR INSERT WITH CHECK (true)",
    "the policy of deleting": """
        CREATE POLICY wide ON cases_attachment FOR SELECT USING (true); CREATE POLICY gone ON cases_attachment FOR DELETE USING (true)""",
    "the policy of agreements": "CREATE POLICY wide ON accounts_agreement FOR SELECT USING (true)",
    "the policy of roles": "CREATE POLICY wide ON accounts_membership FOR SELECT USING (true)",
    "the policy of subscriptions": "CREATE POLICY wide ON webhooks_subscription FOR SELECT USING (true)",
    "the policy of keys": "ALTER TABLE cases_idempotencykey DISABLE ROW LEVEL SECURITY",
}


@pytest.fixture
def world() -> World:
    return make(SEED)


def test_every_protected_table_is_tried() -> None:
    assert unjudged_tables() == set()


def test_nobody_gets_a_foreign_row(world: World) -> None:
    tally = Fuzz(world, SEED).run(TRIES)
    assert tally.faults == []
    assert tally.tries == TRIES
    assert tally.seen > TRIES  # it is not that nobody sees anything


def test_the_world_has_something_to_hide_and_something_to_see(world: World) -> None:
    seen = [len(world.sees(person)) for person in world.people]
    assert min(seen) == 0
    assert 0 < max(seen) <= len(world.cases)
    assert any(paper.holds for paper in world.papers)
    assert not all(paper.holds for paper in world.papers)


@pytest.mark.parametrize("protection", TAKEN_AWAY)
def test_a_protection_that_is_taken_away_is_missed(world: World, protection: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(TAKEN_AWAY[protection])
    assert Fuzz(world, SEED, pages=0).run(400).faults


def test_a_form_does_something_to_a_case_of_one_s_own_and_to_no_other(world: World) -> None:
    tally = Fuzz(world, SEED).post_only(60, TAKE)
    assert tally.faults == []
    assert tally.written


def test_a_form_that_reaches_another_s_case_is_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = (
        "cases_case",
        "cases_fact",
        "cases_event",
        "cases_readlog",
        "cases_decision",
        "cases_assessment",
    )
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    anything = Permission(True, "nobody asked")
    monkeypatch.setattr(desk, "require", lambda *_: anything)
    assert any("foreign cases" in fault for fault in Fuzz(world, SEED).post_only(60, TAKE).faults)
