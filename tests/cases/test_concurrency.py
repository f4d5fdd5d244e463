"""Two at the same time, in two sessions of the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from allmanning.cases import actions, queries
from allmanning.cases.errors import TakenError
from tests.cases.applications import POOR, draft, key, sent, sent_but_undone
from tests.people import ANNA, BO, DAN, EVA

pytestmark = pytest.mark.django_db(transaction=True)


def at_once[T](*calls: Callable[[], T]) -> list[T | Exception]:
    """What each call gave or raised, all begun at the same moment in threads of their own."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - handed to the test
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_a_double_click_sends_one_case() -> None:
    case_id, same = draft(facts=POOR), key()
    first, second = at_once(*[lambda: actions.submit(ANNA, case_id, version=1, key=same)] * 2)
    assert first == second
    assert len(queries.case_page(ANNA, case_id).decisions) == 1


def test_two_tabs_send_one_case() -> None:
    case_id = draft(facts=POOR)
    first, second = at_once(*[lambda: actions.submit(ANNA, case_id, version=1, key=key())] * 2)
    assert first == second
    assert [event.action for event in queries.case_page(ANNA, case_id).events].count("submitted") == 1


def test_two_tabs_begin_one_draft() -> None:
    first, second = at_once(draft, draft)
    assert first == second


def test_simultaneous_applications_get_numbers_without_a_gap() -> None:
    drafts = [(actor, draft(actor, POOR)) for actor in (ANNA, DAN)]
    at_once(*[partial(actions.submit, actor, case_id, version=1, key=key()) for actor, case_id in drafts])
    numbers = [queries.case_page(actor, case_id).case.number for actor, case_id in drafts]
    assert sorted(number[-6:] for number in numbers) == ["000001", "000002"]


def test_of_two_who_take_a_case_one_gets_it() -> None:
    case_id = sent()
    taken = at_once(lambda: actions.take(BO, case_id), lambda: actions.take(EVA, case_id))
    assert {type(answer) for answer in taken} == {type(None), TakenError}


def test_a_number_that_was_not_used_is_given_again() -> None:
    case_id = draft(facts=POOR)
    with pytest.raises(ZeroDivisionError):
        sent_but_undone(case_id)
    assert actions.submit(ANNA, case_id, version=1, key=key()).number.endswith("-000001")
