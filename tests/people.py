"""The people of the tests, their municipalities, and what those run. Made once, before the first test.

Anna and Dan are residents. Bo and Eva work in Mittköping, Eva as team leader. Cilla works in Norrhamn and must see nothing of
Mittköping; Gustav leads her team. Fia has a protected identity. Kajsa is the mother of Leo and helps old Otto. Of Mittköping Hedda sits in the board, Ida audits, and Joel
develops services and runs the machines.
"""

from datetime import date
from uuid import UUID

from allmanning.accounts.actors import Actor, Post
from allmanning.accounts.models import Membership, Organisation, Person
from allmanning.accounts.roles import Role
from allmanning.catalogue.adoptions import adopt
from allmanning.catalogue.releases import publish
from tests import systems
from tests.travel_package import travel_package

MITTKOPING, NORRHAMN, SODERSLATT = 1, 2, 3


def posts(organisation: int, *roles: Role) -> frozenset[Post]:
    return frozenset(Post(organisation, role) for role in roles)


ANNA = Actor(kind="resident", person_id=UUID(int=1), name="Anna Andersson")
BO = Actor(kind="staff", person_id=UUID(int=2), name="Bo Berg", posts=posts(MITTKOPING, Role.CASEWORKER))
CILLA = Actor(kind="staff", person_id=UUID(int=3), name="Cilla Ek", posts=posts(NORRHAMN, Role.CASEWORKER))
DAN = Actor(kind="resident", person_id=UUID(int=4), name="Dan Åberg")
EVA = Actor(kind="staff", person_id=UUID(int=5), name="Eva Öst", posts=posts(MITTKOPING, Role.TEAM_LEADER))
FIA = Actor(kind="resident", person_id=UUID(int=6), name="Fia Hemlig")
MACHINE = Actor(kind="machine", person_id=None, name="letters", serves=frozenset({MITTKOPING}))
GUSTAV = Actor(kind="staff", person_id=UUID(int=7), name="Gustav Lo", posts=posts(NORRHAMN, Role.TEAM_LEADER))
HEDDA = Actor(kind="staff", person_id=UUID(int=8), name="Hedda Ry", posts=posts(MITTKOPING, Role.BOARD))
IDA = Actor(kind="staff", person_id=UUID(int=9), name="Ida Sund", posts=posts(MITTKOPING, Role.AUDITOR))
JOEL = Actor(
    kind="staff",
    person_id=UUID(int=10),
    name="Joel Ask",
    posts=posts(MITTKOPING, Role.SERVICE_DEVELOPER, Role.OPERATOR),
)
KAJSA = Actor(kind="resident", person_id=UUID(int=11), name="Kajsa Holm")
LEO = Actor(kind="resident", person_id=UUID(int=12), name="Leo Holm")
OTTO = Actor(kind="resident", person_id=UUID(int=13), name="Otto Rask")
EVERYBODY = (ANNA, BO, CILLA, DAN, EVA, FIA, GUSTAV, HEDDA, IDA, JOEL, KAJSA, LEO, OTTO)

ANNAS_NUMBER, DANS_NUMBER, FIAS_NUMBER = "201701012393", "198503129812", "199007049829"
KAJSAS_NUMBER, LEOS_NUMBER, OTTOS_NUMBER = "198006142387", "201504172394", "194602039804"


def person(actor: Actor) -> Person:
    """The row of somebody, read as the owner reads it."""
    return Person.objects.using("owner").get(pk=actor.person)


def organisation(pk: int = MITTKOPING) -> Organisation:
    return Organisation.objects.get(pk=pk)


def settle() -> None:
    """Everybody moves in, and the municipalities adopt the little package."""
    for pk, slug, name, prefix in [
        (MITTKOPING, "mittkoping", "Mittköping", "MK"),
        (NORRHAMN, "norrhamn", "Norrhamn", "NH"),
        (SODERSLATT, "soderslatt", "Söderslätt", "SS"),
    ]:
        Organisation.objects.using("owner").create(
            pk=pk, slug=slug, name=name, case_prefix=prefix, board="Socialnämnden", theme=slug
        )
    numbers = {ANNA: ANNAS_NUMBER, DAN: DANS_NUMBER, FIA: FIAS_NUMBER}
    numbers |= {KAJSA: KAJSAS_NUMBER, LEO: LEOS_NUMBER, OTTO: OTTOS_NUMBER}
    for actor in EVERYBODY:
        given, family = actor.name.split()
        Person.objects.using("owner").create(
            pk=actor.person,
            personnummer=numbers.get(actor),
            given_name=given,
            family_name=family,
            protected_identity=actor is FIA,
        )
        for post in actor.posts:
            Membership.objects.using("owner").create(
                person_id=actor.person, organisation_id=post.organisation, role=post.role
            )
    release = publish(travel_package())
    adopt(
        organisation(MITTKOPING),
        release,
        valid_from=date(2025, 7, 1),
        local={"högsta_belopp": 600},
        automation_delegated_on=date(2025, 7, 1),
        delegation_reference="SN 2025-06-18 § 41",
    )
    adopt(organisation(NORRHAMN), release, valid_from=date(2025, 7, 1))
    systems.settle()
