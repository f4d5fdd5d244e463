"""Who may act for whom: given by an adult, recorded for a child or a company, ended by either, seen by nobody else."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from allmanning.accounts import representations
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Representation
from allmanning.accounts.representations import (
    NameMissingError,
    NotAChildError,
    NotAdultError,
    NotANumberError,
    NotForYouToGiveError,
    NothingEntrustedError,
    ReferenceMissingError,
    RepresentationEndsBeforeItBeginsError,
    RepresentationNotFoundError,
    Shown,
    YourselfError,
)
from allmanning.accounts.roles import Errand
from tests.accounts.agreed import days
from tests.accounts.represented import GROUND, KIND, consented, extent, guarded, kajsa, represented_company
from tests.people import (
    ANNA,
    BO,
    CILLA,
    DAN,
    DANS_NUMBER,
    EVA,
    HEDDA,
    KAJSA,
    KAJSAS_NUMBER,
    LEO,
    MITTKOPING,
    NORRHAMN,
    OTTO,
    OTTOS_NUMBER,
    person,
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

COUNT = "SELECT count(*) FROM accounts_representation"
NOBODYS_NUMBER = "197809219806"


def counted(actor: Actor, statement: str = COUNT) -> int:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def test_otto_lets_kajsa_act_for_him() -> None:
    actor = kajsa(consented(errands=[Errand.APPLY]))
    assert (actor.kind, actor.name, actor.applicant) == ("ombud", "Kajsa Holm", OTTO.person)
    assert actor.trust is not None
    assert (actor.trust.name, actor.trust.errands) == ("Otto Rask", {Errand.READ, Errand.APPLY})


def test_both_see_it_and_nobody_else() -> None:
    consented()
    seen = {actor.name: counted(actor) for actor in (OTTO, KAJSA, ANNA, LEO, BO, EVA, HEDDA, CILLA)}
    assert seen == dict.fromkeys(seen, 0) | {"Otto Rask": 1, "Kajsa Holm": 1}
    assert [row.ombud_name for row in representations.given(OTTO)] == ["Kajsa"]
    assert [row.represented_name for row in representations.received(KAJSA)] == ["Otto Rask"]


def test_a_number_that_nobody_has_gets_the_same_answer_as_one_that_somebody_has() -> None:
    known, unknown = consented(), consented(ombud_number=NOBODYS_NUMBER, ombud_name="Kajsa")
    rows = [row for row in representations.given(OTTO) if row.pk in (known, unknown)]
    first, second = ({**row.__dict__} for row in rows)
    for told in (first, second):
        for field in ("_state", "id", "ombud_number", "given_at"):
            told.pop(field)
    assert first == second


def test_nobody_acts_by_what_is_anothers() -> None:
    given = consented(ombud_number=DANS_NUMBER)
    with pytest.raises(RepresentationNotFoundError):
        kajsa(given)
    with pytest.raises(RepresentationNotFoundError):  # nor the giver as their own ombud
        representations.ombud(person(OTTO), given)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ombud_number": "198006142388"}, NotANumberError),
        ({"ombud_number": "Kajsa"}, NotANumberError),
        ({"ombud_number": OTTOS_NUMBER}, YourselfError),
        ({"ombud_number": "201504172394"}, NotAdultError),
        ({"ombud_name": " "}, NameMissingError),
        ({"errands": ()}, NothingEntrustedError),
        ({"valid_to": date(2025, 1, 1)}, RepresentationEndsBeforeItBeginsError),
    ],
)
def test_what_cannot_be_given_is_refused(changed: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        consented(**changed)


@pytest.mark.parametrize("giver", [LEO, ANNA])
def test_a_child_gives_no_consent(giver: Actor) -> None:
    with pytest.raises(NotForYouToGiveError):
        consented(giver)


def test_nobody_gives_consent_for_another() -> None:
    with pytest.raises(NotForYouToGiveError):
        representations.give(KAJSA, person(OTTO), extent())
    with pytest.raises(NotForYouToGiveError):  # nor an ombud for the one they act for
        representations.give(kajsa(consented()), person(OTTO), extent())


@pytest.mark.parametrize("ender", [OTTO, KAJSA])
def test_either_ends_it_at_once(ender: Actor) -> None:
    given = consented()
    kajsa(given)
    representations.revoke(ender, given)
    with pytest.raises(RepresentationNotFoundError):
        kajsa(given)
    assert [(row.state(days(0)), row.revoked_by) for row in representations.given(OTTO)] == [
        ("revoked", ender.name)
    ]


@pytest.mark.parametrize("stranger", [ANNA, BO, CILLA])
def test_nobody_else_ends_it(stranger: Actor) -> None:
    given = consented()
    with pytest.raises(RepresentationNotFoundError):
        representations.revoke(stranger, given)
    kajsa(given)


@pytest.mark.parametrize("period", [(1, None), (-9, -1)])
def test_it_holds_on_its_days_only(period: tuple[int, int | None]) -> None:
    first, last = period
    given = consented(valid_from=days(first), valid_to=None if last is None else days(last))
    with pytest.raises(RepresentationNotFoundError):
        kajsa(given)


def test_a_guardian_is_recorded_by_staff_with_what_was_shown() -> None:
    guarded()
    (row,) = representations.recorded(BO, MITTKOPING)
    assert (row.represented_id, row.reference, row.given_by) == (
        LEO.person,
        "Personbevis 2025-11-03",
        "Bo Berg",
    )
    assert row.valid_to == date(2033, 4, 16)  # the day before he is eighteen
    assert kajsa(row.pk).applicant == LEO.person
    assert [counted(actor) for actor in (LEO, KAJSA, EVA, CILLA, OTTO)] == [1, 1, 1, 0, 0]


def test_a_child_that_has_never_been_here_is_entered_once() -> None:
    first, again = (kajsa(guarded("201509032387", "Ny Holm")).applicant for _ in range(2))
    assert first == again != LEO.person


def test_a_child_ends_no_guardianship_but_the_guardian_and_the_staff_do() -> None:
    for ender in (KAJSA, EVA):
        given = guarded()
        with pytest.raises(RepresentationNotFoundError):
            representations.revoke(LEO, given)
        representations.revoke(ender, given)


def test_at_eighteen_the_database_itself_ends_a_guardianship() -> None:
    child, grown = (recorded_in_sql(one, valid_to="2099-01-01") for one in (LEO, OTTO))
    assert represented(kajsa(child)) == LEO.person
    assert represented(kajsa(grown)) is None


def represented(actor: Actor) -> UUID | None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT app_represented()")
        found = cursor.fetchone()[0]
    return UUID(str(found)) if found else None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("201504172394", date(2033, 4, 17)),
        ("201602292383", date(2034, 2, 28)),
        ("201504772394", date(2033, 4, 17)),
    ],
)
def test_the_database_reckons_the_day_as_the_program_does(number: str, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_comes_of_age(%s)", [number])
        assert cursor.fetchone() == (day,)


@pytest.mark.parametrize(
    ("shown", "error"),
    [
        ({"number": OTTOS_NUMBER}, NotAChildError),
        ({"number": "1"}, NotANumberError),
        ({"reference": " "}, ReferenceMissingError),
        ({"name": ""}, NameMissingError),
    ],
)
def test_what_cannot_be_recorded_is_refused(shown: dict[str, str], error: type[Exception]) -> None:
    plain = {"number": "201504172394", "name": "Leo Holm", "reference": "Personbevis"}
    with pytest.raises(error):
        representations.record(
            BO,
            KIND.GUARDIAN,
            Shown(**(plain | shown), ground=GROUND.REGISTER),
            extent(organisation=MITTKOPING),
        )


@pytest.mark.parametrize(
    ("actor", "place"), [(CILLA, MITTKOPING), (BO, NORRHAMN), (HEDDA, MITTKOPING), (KAJSA, MITTKOPING)]
)
def test_only_who_handles_cases_there_records(actor: Actor, place: int) -> None:
    shown = Shown(number="201504172394", name="Leo Holm", reference="Personbevis", ground=GROUND.REGISTER)
    with pytest.raises(NotForYouToGiveError):
        representations.record(actor, KIND.GUARDIAN, shown, extent(organisation=place))


def test_a_company_is_entered_once_by_its_number() -> None:
    first, again = (kajsa(represented_company()) for _ in range(2))
    assert first.applicant == again.applicant
    assert first.trust is not None
    assert (first.trust.kind, first.trust.name) == ("company", "Rask Åkeri AB")


# What the database itself says, whatever the program does.

INSERT = """
INSERT INTO accounts_representation (kind, represented_id, represented_name, ombud_number, ombud_name, organisation_id, packages,
    tasks, valid_from, valid_to, ground, reference, given_at, given_by, revoked_by)
VALUES (%s, %s, '', %s, 'x', %s, '{}', '{read}', current_date - 1, %s, %s, 'x', now(), '', '') RETURNING id
"""


def inserted(actor: Actor, kind: str, one: Actor, ombud: str, place: int | None, valid_to: str | None) -> int:
    ground = "consent" if kind == "consent" else "register"
    with acting(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, one.person, ombud, place, valid_to, ground])
        return int(cursor.fetchone()[0])


def recorded_in_sql(one: Actor, valid_to: str) -> int:
    """A guardianship that the program would not have written, or not so long."""
    return inserted(BO, "guardian", one, KAJSAS_NUMBER, MITTKOPING, valid_to)


@pytest.mark.parametrize(
    ("actor", "kind", "one", "ombud", "place"),
    [
        (KAJSA, "consent", OTTO, KAJSAS_NUMBER, None),  # a consent of somebody else's
        (KAJSA, "guardian", LEO, KAJSAS_NUMBER, MITTKOPING),  # by nobody at work
        (BO, "consent", OTTO, KAJSAS_NUMBER, None),
        (BO, "guardian", LEO, KAJSAS_NUMBER, NORRHAMN),  # for others' cases
        (DAN, "consent", DAN, DANS_NUMBER, None),  # to oneself
    ],
)
def test_the_database_takes_no_representation_from_who_cannot_give_it(
    actor: Actor, kind: str, one: Actor, ombud: str, place: int | None
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        inserted(actor, kind, one, ombud, place, None)


def test_the_database_lets_nobody_widen_or_take_back_a_revocation() -> None:
    given = consented(errands=[Errand.READ])
    with acting(KAJSA), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Representation.objects.filter(pk=given).update(tasks=["apply"])
    representations.revoke(OTTO, given)
    with acting(OTTO):
        assert Representation.objects.filter(pk=given).update(revoked_at=None) == 0


def test_the_database_enters_nobody_for_who_handles_no_cases() -> None:
    for actor in (KAJSA, HEDDA):
        with acting(actor), pytest.raises(ProgrammingError, match="enters people"), transaction.atomic():
            connection.cursor().execute("SELECT accounts_enter('201509032387', NULL, 'x', 'y')")


def test_the_database_believes_no_representation_that_is_only_claimed() -> None:
    before = kajsa(given := consented())
    assert represented(before) == OTTO.person
    representations.revoke(OTTO, given)
    assert represented(before) is None


def test_an_ombud_has_nothing_of_their_own_while_acting_for_another() -> None:
    actor = kajsa(consented())
    assert (
        counted(actor, "SELECT count(*) FROM accounts_representation WHERE represented_id = app_applicant()")
        == 0
    )
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT app_applicant()")
        assert cursor.fetchone() == (None,)
