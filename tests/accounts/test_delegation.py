"""The delegation order is asked when a decision is signed: who, which outcomes, how much, from when to when."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from allmanning.accounts import delegation_order
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import NotADelegationError, delegate
from allmanning.accounts.models import Delegation
from allmanning.accounts.roles import Role
from allmanning.cases import actions
from allmanning.cases.errors import NotDelegatedError
from allmanning.cases.models import Decision, Signature
from tests.accounts.agreed import agreed, cilla, days
from tests.cases.applications import key, sent
from tests.people import ANNA, BO, CILLA, EVA, GUSTAV, HEDDA, IDA, MITTKOPING, NORRHAMN, organisation, person
from tests.travel_package import PACKAGE_ID

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REFERENCE = "SN 2025-06-18 § 42"


def line(to: Any = Role.CASEWORKER, **changed: Any) -> Delegation:
    plain: dict[str, Any] = {"valid_from": days(-100), "reference": REFERENCE}
    return delegate(organisation(), PACKAGE_ID, to=to, **(plain | changed))


def decided(actor: Actor, case_id: UUID, outcome: str = "bifall", amount: int = 40_000) -> str:
    """The ground of the decision that the actor takes."""
    made = actions.decide(
        actor, case_id, version=1, key=key(), outcome=outcome, amount=amount, reason="Skäl."
    )
    with acting(ANNA):
        return Decision.objects.get(pk=made.decision_id).ground


def test_without_a_line_the_packages_own_level_holds() -> None:
    assert decided(BO, sent()) == "caseworker of the organisation; delegation: handläggare"


def test_the_decision_names_the_boards_decision_to_delegate() -> None:
    line()
    assert decided(BO, sent()) == f"caseworker of the organisation; delegation order: {REFERENCE}"


def test_above_the_amount_another_decides() -> None:
    line(highest_amount=40_000)
    line(Role.TEAM_LEADER)
    assert decided(BO, sent(), amount=40_000)
    case_id = sent()
    with pytest.raises(NotDelegatedError, match=r"These may: team leader: granted, partly, refused \(SN"):
        decided(BO, case_id, amount=40_001)
    actions.assign(EVA, case_id, EVA.person)
    assert decided(EVA, case_id, amount=40_001)


def test_a_decision_that_is_refused_leaves_nothing_behind() -> None:
    line(Role.TEAM_LEADER)
    case_id = sent()
    with pytest.raises(NotDelegatedError):
        decided(BO, case_id)
    with acting(BO):
        assert not Decision.objects.exists()
        assert not Signature.objects.filter(person_id=BO.person).exists()


def test_an_outcome_that_is_not_delegated_is_not_decided() -> None:
    line(outcomes=["granted"])
    with pytest.raises(NotDelegatedError, match="nobody but the board"):
        decided(BO, sent(), "avslag", 0)


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, None)])
def test_a_line_holds_from_its_first_day_to_its_last(first: int, last: int | None) -> None:
    line(valid_from=days(first), valid_to=None if last is None else days(last))
    with pytest.raises(NotDelegatedError):
        decided(BO, sent())


def test_a_line_may_name_a_person() -> None:
    line(person(BO))
    assert decided(BO, sent())
    with pytest.raises(NotDelegatedError, match="Bo Berg"):
        decided(EVA, sent())


def test_another_packages_line_says_nothing_here() -> None:
    delegate(organisation(), "annat", to=Role.TEAM_LEADER, valid_from=days(-1), reference=REFERENCE)
    assert "delegation: handläggare" in decided(BO, sent())


def test_the_owners_order_says_how_far_the_other_municipality_decides() -> None:
    agreed()
    line()
    case_id = sent()
    with pytest.raises(NotDelegatedError, match="caseworker: granted"):
        decided(cilla(), case_id)
    line(employer=organisation(NORRHAMN), highest_amount=10_000, reference="SN § 43")
    with pytest.raises(NotDelegatedError):
        decided(cilla(), case_id)
    assert decided(cilla(), case_id, amount=10_000).endswith("; delegation order: SN § 43")


def test_the_automatic_function_has_its_own_delegation() -> None:
    line(Role.TEAM_LEADER)
    sent(facts={"inkomst": 500_000, "resor": 40_000, "barn": []})
    with acting(ANNA):
        assert "KL (2017:725) 6 kap. 37 §" in Decision.objects.get(is_automatic=True).ground


@pytest.mark.parametrize(
    "changed", [{"to": Role.AUDITOR}, {"outcomes": []}, {"outcomes": ["maybe"]}, {"reference": " "}]
)
def test_a_line_that_says_too_little_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotADelegationError):
        line(**changed)


@pytest.mark.parametrize(("actor", "lines"), [(BO, 1), (IDA, 1), (CILLA, 0), (GUSTAV, 0), (ANNA, 0)])
def test_the_order_is_shown_to_those_who_work_by_it(actor: Actor, lines: int) -> None:
    line()
    with acting(actor):
        assert Delegation.objects.count() == lines


def test_what_a_line_says_is_never_changed() -> None:
    line(Role.TEAM_LEADER)
    for statement in (
        "UPDATE accounts_delegation SET role = 'caseworker'",
        "DELETE FROM accounts_delegation",
    ):
        with acting(HEDDA), pytest.raises(ProgrammingError, match="permission"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Delegation.objects.using("owner").get().organisation_id == MITTKOPING


INSERT = (
    "INSERT INTO accounts_delegation (organisation_id, package_id, role, person_id, person_name, outcomes, valid_from,"
    " reference, recorded_at) VALUES (%s, 'resebidrag', %s, %s, '', '{granted}', '2026-01-01', 'SN', now())"
)
END = "UPDATE accounts_delegation SET valid_to = %s, ended_at = now(), ended_reference = 'SN § 80'"


@pytest.mark.parametrize("actor", [BO, EVA, IDA, GUSTAV, CILLA, ANNA])
def test_the_database_itself_lets_nobody_but_the_board_write(actor: Actor) -> None:
    line()
    with acting(actor), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(INSERT, [MITTKOPING, "caseworker", None])
        cursor.execute(END, [days(0)])
        assert cursor.rowcount == 0


def test_a_board_writes_in_no_other_boards_order_and_names_nobody_elsewhere() -> None:
    for values in ([NORRHAMN, "caseworker", None], [MITTKOPING, "", CILLA.person]):
        with acting(HEDDA), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            connection.cursor().execute(INSERT, values)
    with acting(HEDDA):
        connection.cursor().execute(INSERT, [MITTKOPING, "", BO.person])
    assert delegation_order.people(HEDDA, NORRHAMN) == ()
    assert delegation_order.people(BO, MITTKOPING) == ()


def test_the_database_ends_a_line_once_and_never_prolongs_it() -> None:
    line(valid_to=days(5))
    with acting(HEDDA), connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="never prolonged"), transaction.atomic():
            cursor.execute(END, [days(6)])
        cursor.execute(END, [days(4)])
        assert cursor.rowcount == 1
        cursor.execute(END, [days(3)])
        assert cursor.rowcount == 0


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reference": " "}, delegation_order.ReferenceMissingError),
        ({"outcomes": ()}, delegation_order.NoOutcomeError),
        ({"highest_amount": -1}, delegation_order.AmountBelowZeroError),
        ({"valid_to": days(-1)}, delegation_order.LastBeforeFirstError),
        ({"role": Role.AUDITOR}, delegation_order.NoDelegateError),
        ({"role": None, "person": CILLA.person}, delegation_order.NoDelegateError),
        ({"employer": NORRHAMN}, delegation_order.NoDelegateError),
    ],
)
def test_a_line_that_cannot_be_is_not_recorded(changed: dict[str, Any], error: type[Exception]) -> None:
    plain: dict[str, Any] = {
        "package_id": PACKAGE_ID, "role": Role.CASEWORKER, "outcomes": ("granted",), "valid_from": days(0),
        "reference": REFERENCE,
    }  # fmt: skip
    with pytest.raises(error):
        delegation_order.record(HEDDA, MITTKOPING, delegation_order.Line(**(plain | changed)), method="demo")
