"""How many SQL statements an act may cost. Counted, not timed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from allmanning.accounts.access import told
from allmanning.cases import actions, queries
from tests.accounts.represented import consented, kajsa
from tests.cases.applications import POOR, draft, key, sent
from tests.people import ANNA, BO, DAN, FIA

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

TESTS_OWN = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK TO SAVEPOINT",
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything sent to the database, but for what only the test's own transaction makes necessary."""
    sent_sql: list[str] = []

    def note(
        execute: Callable[..., object], sql: str, params: object, many: object, context: object
    ) -> object:
        if not sql.startswith(TESTS_OWN) and params != told(None):
            sent_sql.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent_sql


def test_an_application_that_is_decided_at_once_takes_at_most_fifteen_statements() -> None:
    sent(FIA, POOR)  # the rules are read once in each process
    case_id = draft(facts=POOR)
    with statements() as used:
        assert actions.submit(ANNA, case_id, version=1, key=key()).decision_id
    assert len(used) <= 15, "\n".join(used)


def test_an_application_by_an_ombud_takes_no_more() -> None:
    sent(FIA, POOR)
    actor = kajsa(consented())
    case_id = draft(actor, facts=POOR)
    with statements() as used:
        actions.submit(actor, case_id, version=1, key=key())
    assert len(used) <= 15, "\n".join(used)


def test_an_answer_is_saved_in_at_most_seven_statements() -> None:
    case_id = draft(facts=POOR)
    with statements() as used:
        actions.save_facts(ANNA, case_id, {"resor": 1})
    assert len(used) <= 7, "\n".join(used)


def test_the_worklist_costs_the_same_for_one_case_as_for_many() -> None:
    sent()
    with statements() as for_one:
        assert queries.worklist(BO).total == 1
    sent(DAN)
    sent(FIA)
    with statements() as for_three:
        assert queries.worklist(BO).total == 3
    assert len(for_one) == len(for_three) <= 3


def test_a_case_page_costs_the_same_whatever_has_happened() -> None:
    case_id = sent()
    with statements() as before:
        queries.case_page(BO, case_id)
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    with statements() as after:
        queries.case_page(BO, case_id)
    assert len(before) == len(after) <= 10
