"""Who works where: from a logged-in person to an actor."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.actors import resident as as_resident
from allmanning.accounts.models import Membership, Organisation, Person
from allmanning.lib.sorting import swedish_sort_key


class NotStaffError(PermissionDenied):
    """This person works in no organisation. A team leader adds people to an organisation."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def staff(person: Person) -> Actor:
    """The person at work, in all organisations where they are employed; read anew so that a removal bites at once."""
    with acting(as_resident(person)):
        roles = dict(Membership.objects.filter(person=person).values_list("organisation_id", "role"))
    if not roles:
        raise NotStaffError
    leads = frozenset(pk for pk, role in roles.items() if role == Membership.Role.TEAM_LEADER)
    return Actor(
        kind="staff", person_id=person.pk, name=person.name, organisations=frozenset(roles), leads=leads
    )


def colleagues(actor: Actor, organisation: Organisation) -> list[tuple[UUID, str]]:
    """Id and name of everybody who works in one of the actor's own organisations, in Swedish order."""
    with acting(actor):
        people = Person.objects.filter(memberships__organisation=organisation)
        return sorted(
            ((person.pk, person.name) for person in people), key=lambda row: swedish_sort_key(row[1])
        )
