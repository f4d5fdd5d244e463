"""When its time has come, a case is gone from everywhere, and one line stays that proves it was there."""

from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from allmanning.accounts.access import acting
from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.cases import actions, journal, queries
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Case, Erasure
from allmanning.cases.retention.due import preview, today
from allmanning.cases.retention.removing import NotYetError, order_removal, remove_due, runs
from allmanning.server.verify import journals
from tests.cases.applications import key, sent
from tests.cases.retention.years import closed, hits, planned, with_file, years_pass
from tests.people import ANNA, ANNAS_NUMBER, BO, CILLA, EVA, FIA, JOEL, MACHINE, organisation

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ANNAS = ("Anna", "Andersson", ANNAS_NUMBER, str(ANNA.person_id), "7654321", "Mormor")


def remove() -> int:
    return remove_due(organisation(), today(), "Eva Öst").erased


def states() -> dict[str, int]:
    return dict(preview(organisation(), today()).kept)


def read_and_lettered() -> UUID:
    """A case of which every kind of row is there."""
    case_id = closed()
    queries.case_page(ANNA, case_id)
    actions.keep_letter(MACHINE, case_id, kind="decision", title="Beslut till Anna", pdf=b"Anna Andersson")
    done_with_letters()
    return case_id


def done_with_letters() -> None:
    with acting(MACHINE), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_delivery SET status = 'done'")


@pytest.fixture
def later(as_superuser: psycopg.Connection) -> psycopg.Connection:
    planned()
    years_pass(as_superuser)
    return as_superuser


def test_nothing_of_anna_is_left_anywhere(later: psycopg.Connection) -> None:
    read_and_lettered()
    assert {"accounts_person", "cases_fact", "cases_event", "cases_readlog", "cases_letter"} <= hits(
        later, ANNAS
    ).keys()
    assert remove() == 1
    assert hits(later, ANNAS) == {}


def test_a_file_leaves_the_storage_with_its_case(later: psycopg.Connection, storage_folder: Path) -> None:
    case_id = read_and_lettered()
    stored_as = with_file(later, case_id, b"Kvitto")
    assert (storage_folder / stored_as).exists()
    assert remove() == 1
    assert not (storage_folder / stored_as).exists()
    assert stored_as not in {file for line in lines() for file in line.files}


def lines() -> list[Erasure]:
    with acting(EVA):
        return list(Erasure.objects.all())


def test_the_search_finds_what_a_removal_forgets(later: psycopg.Connection) -> None:
    read_and_lettered()
    later.execute(
        "CREATE OR REPLACE FUNCTION cases_forget(people uuid[], applicant uuid, before timestamptz) RETURNS void"
        " LANGUAGE sql AS 'SELECT'"
    )
    assert remove() == 1
    assert hits(later, ANNAS).keys() == {"accounts_person", "cases_idempotencykey"}


def test_a_table_that_a_removal_forgets_undoes_it_all(later: psycopg.Connection) -> None:
    case_id = read_and_lettered()
    later.execute(
        "CREATE OR REPLACE FUNCTION cases_remove(one uuid) RETURNS jsonb LANGUAGE sql AS $$"
        " DELETE FROM cases_readlog WHERE case_id = one; DELETE FROM cases_case WHERE id = one; SELECT '{}'::jsonb $$"
    )
    with pytest.raises(Exception, match="foreign key"):
        remove()
    assert queries.case_page(BO, case_id).events


def test_the_line_that_stays_proves_the_journal(later: psycopg.Connection) -> None:
    read_and_lettered()
    remove()
    with acting(EVA):
        line = Erasure.objects.get()
        assert journal.verify_erased(line) is None
        line.journal[2]["action"] = "decided"
        broken = journal.verify_erased(line)
    assert (line.number[:3], line.ordered_by, line.removed["cases_letter"]) == ("MK-", "Eva Öst", 1)
    assert broken is not None
    assert (broken.sequence, broken.what) == (3, "the event was changed")
    assert [(one.number, one.broken, one.is_erased) for one in journals()] == [(line.number, None, True)]


def test_a_removal_is_told_with_the_decision_it_stands_on(later: psycopg.Connection) -> None:
    read_and_lettered()
    order_removal(JOEL, organisation(), today())
    (told,) = runs(organisation())
    assert (told.ordered_by, told.reference, told.law, told.count) == (
        "Joel Ask",
        "SN 2025-06-18 § 45",
        "SoL (2025:400) 16 kap. 1 §",
        1,
    )


@pytest.mark.parametrize("actor", [BO, CILLA, ANNA])
def test_only_who_leads_or_operates_has_cases_removed(later: psycopg.Connection, actor: object) -> None:
    with pytest.raises(PermissionDeniedError):
        order_removal(actor, organisation(), today())  # type: ignore[arg-type]


def test_before_its_time_nothing_is_taken(as_superuser: psycopg.Connection) -> None:
    planned()
    read_and_lettered()
    years_pass(as_superuser, 4)
    assert (remove(), states()) == (0, {"not_yet": 1})


def test_nobody_removes_for_a_day_that_has_not_come() -> None:
    with pytest.raises(NotYetError):
        remove_due(organisation(), today().replace(year=2999), "Eva Öst")


def test_without_a_plan_nothing_is_taken(as_superuser: psycopg.Connection) -> None:
    read_and_lettered()
    years_pass(as_superuser, 50)
    assert (remove(), preview(organisation(), today()).unplanned) == (0, ("resebidrag",))


def test_an_open_case_is_never_taken(later: psycopg.Connection) -> None:
    sent()
    assert (remove(), states()) == (0, {"open": 1})


def test_a_case_under_appeal_is_held_until_it_is_released(later: psycopg.Connection) -> None:
    case_id = read_and_lettered()
    actions.hold(BO, case_id, "Överklagat till förvaltningsrätten.")
    assert (remove(), states()) == (0, {"held": 1})
    actions.release(BO, case_id, "Domen har vunnit laga kraft.")
    assert remove() == 1


def test_a_refusal_that_nobody_has_read_can_still_be_appealed(later: psycopg.Connection) -> None:
    case_id = sent()
    actions.decide(BO, case_id, version=1, key=key(), outcome="avslag", reason="Skäl.")
    done_with_letters()
    assert (remove(), states()) == (0, {"unserved": 1})


def test_a_letter_that_is_not_written_yet_keeps_the_case(later: psycopg.Connection) -> None:
    closed()
    assert (remove(), states()) == (0, {"delivering": 1})


def test_what_the_law_keeps_for_research_is_kept(as_superuser: psycopg.Connection) -> None:
    planned(kept_birth_days=[1], kept_law="SoF (2025:468) 13 kap. 1 §")
    read_and_lettered()
    years_pass(as_superuser)
    assert (remove(), states()) == (0, {"kept": 1})


def test_the_years_are_counted_from_the_last_note_in_all_of_the_persons_cases(
    as_superuser: psycopg.Connection,
) -> None:
    planned(per_person=True)
    read_and_lettered()
    sent()
    done_with_letters()
    years_pass(as_superuser)
    assert (remove(), states()) == (0, {"open": 1, "file": 1})


def test_a_case_whose_journal_is_broken_is_left_for_somebody_to_see(later: psycopg.Connection) -> None:
    read_and_lettered()
    later.execute("UPDATE cases_event SET ground = 'another' WHERE sequence = 2")
    assert dict(remove_due(organisation(), today(), "Eva Öst").left) == {"broken": 1}


def test_a_removal_that_is_cut_short_leaves_whole_cases(later: psycopg.Connection) -> None:
    first, second = closed(), closed(actor=FIA)
    done_with_letters()
    later.execute(
        f"CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.id = '{second}' THEN"
        " PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN OLD; END $$;"
        " ALTER FUNCTION stop() SECURITY DEFINER; CREATE TRIGGER stop BEFORE DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION stop()"
    )
    with pytest.raises(Exception, match=r"terminating|closed|already"):
        remove()
    connection.close()
    assert [row.broken for row in journals()] == [None, None]
    assert {first, second} - {one.pk for one in seen()} == {first}
    assert queries.case_page(BO, second).fact_rows


def seen() -> list[Case]:
    with acting(BO):
        return list(Case.objects.all())


def test_a_removed_case_is_in_no_list_and_on_no_page(later: psycopg.Connection) -> None:
    case_id = read_and_lettered()
    remove()
    assert queries.worklist(BO, queries.Filters(show="closed")).rows == ()
    with pytest.raises(CaseNotFoundError):
        queries.case_page(BO, case_id)


# What the database itself says, whatever the program does.


def test_the_database_removes_nothing_that_is_not_due() -> None:
    planned()
    case_id = read_and_lettered()
    with acting(MACHINE), connection.cursor() as cursor:
        cursor.execute("SELECT cases_erase(%s, 'x', gen_random_uuid(), '2999-01-01')", [case_id])
        assert cursor.fetchone() == ("appealable",)


def test_the_database_removes_nothing_for_a_person(later: psycopg.Connection) -> None:
    case_id = read_and_lettered()
    with acting(EVA), connection.cursor() as cursor:
        cursor.execute("SELECT cases_erase(%s, 'x', gen_random_uuid(), cases_today())", [case_id])
        assert cursor.fetchone() == ("unplanned",)


@pytest.mark.parametrize(
    "statement",
    ["SELECT cases_remove(id) FROM cases_case", "DELETE FROM cases_case", "DELETE FROM cases_event"],
)
def test_there_is_no_other_way(later: psycopg.Connection, statement: str) -> None:
    read_and_lettered()
    with (
        acting(MACHINE),
        pytest.raises(ProgrammingError, match="denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)
