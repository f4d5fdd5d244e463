from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from allmanning.accounts.access import AnotherActorError, acting, on_behalf_of
from allmanning.accounts.actors import NobodyError, machine, resident
from allmanning.accounts.login import PersonBackend, demo_person
from allmanning.accounts.models import DemoLogin, Membership, Person, check_personnummer
from allmanning.accounts.staff import NotStaffError, colleagues, staff
from tests.people import (
    ANNA,
    ANNAS_NUMBER,
    BO,
    CILLA,
    DAN,
    EVA,
    MACHINE,
    MITTKOPING,
    NORRHAMN,
    organisation,
    person,
)
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def told() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('app.person', true), current_setting('app.organisations', true)"
        )
        who, where = cursor.fetchone()
        return str(who or ""), str(where or "")


def test_the_database_is_told_who_acts_and_forgets_it() -> None:
    with acting(BO):
        assert told() == (str(BO.person_id), "{1}")
    assert told() in {("", ""), ("", "{}")}


def test_the_same_actor_may_act_within_their_own_act() -> None:
    with acting(BO), acting(BO):
        assert told()[1] == "{1}"


def test_two_actors_never_share_a_transaction() -> None:
    with acting(ANNA), pytest.raises(AnotherActorError), acting(BO):
        pass


def test_the_organisation_answers_only_within_its_block() -> None:
    with acting(ANNA):
        with on_behalf_of(MITTKOPING):
            assert told() == (str(ANNA.person_id), "{1}")
        assert told() == (str(ANNA.person_id), "{}")


def test_nobody_speaks_for_an_organisation_outside_an_act() -> None:
    with pytest.raises(AnotherActorError), on_behalf_of(MITTKOPING):
        pass


def test_an_act_that_fails_is_undone_and_forgotten() -> None:
    with pytest.raises(ZeroDivisionError), acting(BO):
        1 / 0  # noqa: B018
    assert told() in {("", ""), ("", "{}")}
    with acting(ANNA):
        assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_is_not_begun_inside_another_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), acting(BO):
        pass


def test_the_session_gives_the_person_and_nobody_else() -> None:
    found = PersonBackend().get_user(ANNA.person)
    assert found is not None
    assert found.name == "Anna Andersson"
    assert Person.objects.count() == 0


def test_a_test_person_logs_in_by_choice() -> None:
    login = DemoLogin(person_id=DAN.person, organisation_id=MITTKOPING, is_staff=False, name="Dan", story={})
    assert demo_person(login).pk == DAN.person_id


def test_a_person_at_work_is_an_actor_of_their_organisations() -> None:
    assert staff(person(BO)) == BO
    assert staff(person(EVA)).signs == {MITTKOPING}


def test_a_resident_is_not_staff() -> None:
    with pytest.raises(NotStaffError):
        staff(person(ANNA))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_removed_membership_bites_at_once() -> None:
    Membership.objects.using("owner").filter(person_id=BO.person).delete()
    with pytest.raises(NotStaffError):
        staff(person(BO))


def test_colleagues_are_listed_in_swedish_order() -> None:
    assert [name for _, name in colleagues(BO, organisation(), PACKAGE_ID)] == ["Bo Berg", "Eva Öst"]
    assert colleagues(CILLA, organisation(), PACKAGE_ID) == []


def test_a_machine_stands_for_nothing_a_person_must() -> None:
    assert machine(organisation(NORRHAMN)).organisations == {NORRHAMN}
    with pytest.raises(NobodyError):
        _ = MACHINE.person


def test_a_resident_actor_holds_no_personnummer() -> None:
    assert resident(person(ANNA)) == ANNA
    assert ANNAS_NUMBER not in repr(replace(ANNA))


@pytest.mark.parametrize("number", ["201701012394", "hej", "2017", "19850312" + "2312"])
def test_a_demonstration_takes_only_right_test_numbers(number: str) -> None:
    with pytest.raises(ValidationError):
        check_personnummer(number)
    check_personnummer(ANNAS_NUMBER)
