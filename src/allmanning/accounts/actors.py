"""Who acts: a resident, a member of staff, or the machine on behalf of one organisation."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied

from allmanning.accounts.models import Organisation, Person

type Kind = Literal["resident", "staff", "machine"]


class NobodyError(PermissionDenied):
    """A machine cannot do what a person must stand for."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Everything the database and `may` need to know about who acts; holds no personal number."""

    kind: Kind
    person_id: UUID | None
    name: str
    organisations: frozenset[int] = frozenset()
    """The organisations in which the actor is staff."""
    leads: frozenset[int] = frozenset()
    """Those of them in which the actor leads a team."""

    @property
    def person(self) -> UUID:
        """The person's id, where only a person can act."""
        if self.person_id is None:
            raise NobodyError
        return self.person_id


def resident(person: Person) -> Actor:
    """A person in their own cases."""
    return Actor(kind="resident", person_id=person.pk, name=person.name)


def machine(organisation: Organisation, name: str = "Allmänning") -> Actor:
    """A background job, or the automatic decision function, of one organisation."""
    return Actor(kind="machine", person_id=None, name=name, organisations=frozenset([organisation.pk]))
