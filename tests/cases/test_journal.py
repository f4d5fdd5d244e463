from uuid import UUID

import psycopg
import pytest
from django.db import connection

from allmanning.accounts.access import acting
from allmanning.cases import actions, queries
from allmanning.cases.journal import Break, verify
from allmanning.cases.models import Case, Event
from tests.cases.applications import POOR, key, sent
from tests.people import ANNA, BO

pytestmark = pytest.mark.django_db


def decided() -> UUID:
    case_id = sent()
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    return case_id


def broken(case_id: UUID) -> Break | None:
    with acting(BO):
        return verify(Case.objects.get(pk=case_id))


def test_the_journal_tells_what_happened_who_did_it_and_on_what_ground() -> None:
    told = [
        (event.action, event.actor_name, event.ground) for event in queries.case_page(BO, decided()).events
    ]
    delegation = "KL (2017:725) 6 kap. 37 §; SN 2025-06-18 § 41"
    assert told == [
        ("started", "Anna Andersson", "the applicant"),
        ("submitted", "Anna Andersson", "the applicant"),
        ("assessed", "the automatic function", delegation),
        ("left_to_a_person", "the automatic function", delegation),
        ("taken", "Bo Berg", "caseworker of the organisation"),
        ("decided", "Bo Berg", "caseworker of the organisation"),
    ]


def test_an_untouched_journal_holds() -> None:
    assert broken(decided()) is None


def test_the_journal_keeps_what_a_fact_was_before() -> None:
    case_id = sent()
    actions.state_facts(BO, case_id, {"resor": 10_000}, reason="Enligt kvittot.")
    payload = queries.case_page(BO, case_id).events[-1].payload or {}
    assert payload["changes"] == [{"what": "resor", "from": 40_000, "to": 10_000}]
    assert payload["reason"] == "Enligt kvittot."


def test_a_draft_on_its_way_leaves_no_answers_in_the_journal() -> None:
    assert all(
        "inkomst" not in str(event.payload) for event in queries.case_page(ANNA, sent(facts=POOR)).events
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE cases_event SET actor_name = 'Eva' WHERE case_id = %s AND sequence = 3",
            Break(3, "the event was changed"),
        ),
        (
            "UPDATE cases_event SET payload = '{}' WHERE case_id = %s AND sequence = 2",
            Break(2, "the payload was changed"),
        ),
        ("DELETE FROM cases_event WHERE case_id = %s AND sequence = 4", Break(4, "the event is missing")),
        (
            "DELETE FROM cases_event WHERE case_id = %s AND sequence >= 6",
            Break(6, "the last events are missing"),
        ),
        ("DELETE FROM cases_event WHERE case_id = %s", Break(1, "the last events are missing")),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_an_edit_past_the_application_is_found(
    change: str, found: Break, as_superuser: psycopg.Connection
) -> None:
    case_id = decided()
    as_superuser.execute(change.encode(), [case_id])
    assert broken(case_id) == found


@pytest.mark.django_db(transaction=True)
def test_payload_and_name_that_were_erased_leave_the_chain_whole(as_superuser: psycopg.Connection) -> None:
    case_id = decided()
    erased = "UPDATE cases_event SET payload = NULL, salt = '', actor_id = NULL, actor_name = {} WHERE case_id = %s"
    as_superuser.execute(erased.format("''"), [case_id])
    assert broken(case_id) is None
    as_superuser.execute(erased.format("'Cilla Ek'"), [case_id])
    assert broken(case_id) == Break(1, "the event was changed")


def test_two_events_never_share_a_place() -> None:
    case_id = sent()
    with acting(BO), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT sequence), max(sequence) FROM cases_event WHERE case_id = %s",
            [case_id],
        )
        assert cursor.fetchone() == (4, 4, 4)
        assert (
            Event.objects.filter(case_id=case_id).latest("sequence").hash
            == Case.objects.get(pk=case_id).journal_head
        )
