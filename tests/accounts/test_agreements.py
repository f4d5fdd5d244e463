"""Agreements are drafted, signed by one person of each party, and revoked by either."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from allmanning.accounts import agreements
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import draft, revoke, sign, standing, standings
from allmanning.accounts.models import Agreement, AgreementSignature
from allmanning.accounts.roles import Role, Task
from tests.accounts.agreed import agreed, cilla, days, drafted, terms
from tests.people import ANNA, BO, CILLA, EVA, GUSTAV, HEDDA, IDA, JOEL, MITTKOPING, NORRHAMN, posts

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def state(agreement: int) -> str:
    return standing(EVA, agreement).state


def test_an_agreement_holds_when_both_have_signed() -> None:
    agreement = drafted()
    assert (state(agreement), cilla().mandates) == ("draft", frozenset())
    sign(EVA, agreement)
    assert (state(agreement), cilla().mandates) == ("draft", frozenset())
    sign(GUSTAV, agreement)
    (mandate,) = cilla().mandates
    assert state(agreement) == "in_force"
    assert (mandate.agreement, mandate.owner_name, mandate.role) == (agreement, "Mittköping", Role.CASEWORKER)


def test_the_board_may_sign_too() -> None:
    agreement = drafted()
    sign(HEDDA, agreement)
    signed = standing(HEDDA, agreement).signed_by(MITTKOPING)
    assert signed is not None
    assert (signed.name, signed.role) == ("Hedda Ry", Role.BOARD)
    assert signed.digest == agreements.digest_of(standing(EVA, agreement).agreement)


def test_who_handles_or_decides_also_reads() -> None:
    agreement = drafted(tasks=[Task.DECIDE])
    assert standing(EVA, agreement).agreement.tasks == ["read", "decide"]


@pytest.mark.parametrize("actor", [BO, IDA, JOEL, CILLA, GUSTAV])
def test_only_who_may_sign_for_the_owner_drafts(actor: Actor) -> None:
    with pytest.raises(agreements.NotForYouToSignError):
        draft(actor, MITTKOPING, terms())


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"executor": MITTKOPING}, agreements.OnePartyError),
        ({"executor": 99}, agreements.OnePartyError),
        ({"packages": []}, agreements.NothingAgreedError),
        ({"tasks": []}, agreements.NothingAgreedError),
        ({"roles": [Role.AUDITOR]}, agreements.NothingAgreedError),
        ({"council_decision": " "}, agreements.CouncilDecisionMissingError),
        ({"valid_to": date(2025, 6, 30)}, agreements.EndsBeforeItBeginsError),
    ],
)
def test_an_agreement_that_says_too_little_is_refused(
    changed: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        drafted(**changed)


@pytest.mark.parametrize("actor", [BO, IDA, JOEL, CILLA])
def test_a_caseworker_neither_signs_nor_revokes(actor: Actor) -> None:
    agreement = drafted()
    for act in (sign, revoke):
        with pytest.raises(agreements.NotForYouToSignError):
            act(actor, agreement)


def test_each_party_signs_once() -> None:
    agreement = drafted()
    sign(EVA, agreement)
    for actor in (EVA, HEDDA):
        with pytest.raises(agreements.AlreadySignedError):
            sign(actor, agreement)


def test_outsiders_know_of_no_agreement() -> None:
    agreement = agreed()
    with pytest.raises(agreements.AgreementNotFoundError):
        standing(ANNA, agreement)
    assert standings(ANNA) == ()
    assert [one.agreement.pk for one in standings(JOEL)] == [agreement]


@pytest.mark.parametrize("actor", [EVA, HEDDA, GUSTAV])
def test_either_party_revokes_and_it_bites_at_the_next_request(actor: Actor) -> None:
    agreement = agreed()
    assert cilla().mandates
    revoke(actor, agreement)
    assert cilla().mandates == frozenset()
    assert state(agreement) == "revoked"
    assert actor.name in standing(EVA, agreement).agreement.revoked_by


def test_what_is_revoked_is_neither_signed_nor_revoked_again() -> None:
    agreement = drafted()
    revoke(EVA, agreement)
    for act in (sign, revoke):
        with pytest.raises(agreements.NotInForceError):
            act(EVA, agreement)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(-9, -1, "ended"), (-9, 0, "in_force"), (0, None, "in_force"), (1, None, "coming"), (1, 9, "coming")],
)
def test_an_agreement_holds_from_its_first_day_to_its_last(
    first: int, last: int | None, expected: str
) -> None:
    agreement = agreed(valid_from=days(first), valid_to=None if last is None else days(last))
    assert state(agreement) == expected
    assert bool(cilla().mandates) == (expected == "in_force")


def test_a_role_that_is_not_in_it_has_no_part_in_it() -> None:
    agreed(roles=[Role.TEAM_LEADER])
    assert cilla().mandates == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_agreement SET tasks = '{decide}'",
        "UPDATE accounts_agreement SET valid_to = NULL",
        "DELETE FROM accounts_agreement",
        "UPDATE accounts_agreementsignature SET organisation_id = 1",
        "DELETE FROM accounts_agreementsignature",
    ],
)
def test_the_terms_are_never_changed(statement: str) -> None:
    agreed()
    with acting(EVA), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement)


def test_what_is_revoked_stays_revoked() -> None:
    agreement = agreed()
    revoke(EVA, agreement)
    with acting(GUSTAV):
        assert Agreement.objects.filter(pk=agreement).update(revoked_at=None) == 0


@pytest.mark.parametrize("actor", [CILLA, GUSTAV, JOEL])
def test_nobody_signs_for_a_party_that_is_not_theirs_to_sign_for(actor: Actor) -> None:
    agreement = drafted()
    with acting(actor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        AgreementSignature.objects.create(
            agreement_id=agreement, organisation_id=MITTKOPING, person_id=actor.person, name=actor.name
        )


def test_nobody_signs_in_anothers_name_or_for_both() -> None:
    agreement = drafted()
    with acting(EVA), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        AgreementSignature.objects.create(
            agreement_id=agreement, organisation_id=MITTKOPING, person_id=HEDDA.person, name="Hedda Ry"
        )
    both = replace(EVA, posts=EVA.posts | posts(NORRHAMN, Role.BOARD))
    sign(both, agreement)
    with pytest.raises(agreements.AlreadySignedError):
        sign(both, agreement)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
