"""Who acts: a resident, an ombud for another, a member of staff, the machine of one organisation, or a neighbouring system."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied

from allmanning.accounts.models import Organisation, Person, Representation
from allmanning.accounts.roles import HANDLE, SIGN, Errand, Role, Task

type Kind = Literal["resident", "ombud", "staff", "machine", "system"]


class NobodyError(PermissionDenied):
    """A machine cannot do what a person must stand for."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Post(NamedTuple):
    """A role in an organisation."""

    organisation: int
    role: Role
    packages: frozenset[str] = frozenset()
    """Only these services; none is all."""

    def covers(self, package: str) -> bool:
        """Whether the role holds for a service."""
        return not self.packages or package in self.packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What an agreement in force lets the actor do with the owner's cases of some packages."""

    agreement: int
    council_decision: str
    owner: int
    owner_name: str
    executor: int
    executor_name: str
    role: Role
    """The actor's own, in the executing organisation."""
    packages: frozenset[str]
    tasks: frozenset[Task]
    executing: frozenset[Role]
    """Every role that may do the tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """For whom an ombud acts, by which representation, and how far."""

    representation: int
    kind: Representation.Kind
    represented: UUID
    name: str
    """Of the represented; empty for a protected identity."""
    errands: frozenset[Errand]
    packages: frozenset[str] = frozenset()
    """Only these; none is all."""
    organisation: int | None = None
    """Only its cases; None is everywhere."""
    is_protected: bool = False
    """The ombud's own identity, which no list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Everything the database and `may` need to know about who acts; holds no personal number."""

    kind: Kind
    person_id: UUID | None
    name: str
    posts: frozenset[Post] = frozenset()
    """The actor's roles, by organisation."""
    mandates: frozenset[Mandate] = frozenset()
    """What agreements in force add to them."""
    serves: frozenset[int] = frozenset()
    """A machine's organisation."""
    reads: frozenset[int] = frozenset()
    """The organisation whose cases a neighbouring system may read."""
    trust: Trust | None = None
    """For whom an ombud acts. One at a time: while it lasts nothing of their own is theirs."""

    @property
    def person(self) -> UUID:
        """The person's id, where only a person can act."""
        if self.person_id is None:
            raise NobodyError
        return self.person_id

    @property
    def applicant(self) -> UUID:
        """In whose cases the actor acts: their own, or those of the one they act for."""
        return self.trust.represented if self.trust else self.person

    @property
    def organisations(self) -> frozenset[int]:
        """The organisations whose cases the actor handles as their own."""
        return self.serves | self.where(HANDLE)

    @property
    def limited(self) -> frozenset[int]:
        """Of these organisations, those where the actor handles the cases of some services only."""
        return self.where(HANDLE) - self.where(HANDLE, wholly=True)

    @property
    def audits(self) -> frozenset[int]:
        """The organisations whose cases the actor may read, and not touch, or only those of some services."""
        return (self.reads | self.where({Role.AUDITOR})) - (self.organisations - self.limited)

    @property
    def reads_some(self) -> frozenset[int]:
        """The organisations of whose services the actor reads only the cases of `services_in`."""
        return self.limited - self.audits

    @property
    def signs(self) -> frozenset[int]:
        """The organisations whose agreements the actor signs and revokes."""
        return self.where(SIGN, wholly=True)

    @property
    def places(self) -> frozenset[int]:
        """Every organisation in which the actor has a role."""
        return self.serves | self.reads | {post.organisation for post in self.posts}

    @property
    def reads_cases(self) -> bool:
        """Whether there can be any case for the actor at work to see."""
        return bool(self.organisations or self.audits or self.mandates)

    def where(self, roles: Iterable[Role], *, wholly: bool = False) -> frozenset[int]:
        """The organisations in which the actor has one of the roles; `wholly`: for every service."""
        wanted = frozenset(roles)
        return frozenset(
            post.organisation for post in self.posts if post.role in wanted and not (wholly and post.packages)
        )

    def roles_in(self, organisation: int, package: str | None = None) -> frozenset[Role]:
        """The actor's roles in one organisation; for one service where that is said."""
        return frozenset(
            post.role
            for post in self.posts
            if post.organisation == organisation and (package is None or post.covers(package))
        )

    def services_in(self, organisation: int) -> frozenset[str]:
        """The services whose cases the actor handles in an organisation where they are limited to some."""
        held = (post.packages for post in self.posts if post.organisation == organisation)
        return frozenset().union(*held) if organisation in self.limited else frozenset()


def resident(person: Person) -> Actor:
    """A person in their own cases."""
    return Actor(kind="resident", person_id=person.pk, name=person.name)


def ombud(person: Person, trust: Trust) -> Actor:
    """A person in the cases of another, by a representation in force; see `representations.ombud`."""
    return Actor(kind="ombud", person_id=person.pk, name=person.name, trust=trust)


def machine(organisation: Organisation, name: str = "Allmänning") -> Actor:
    """A background job, or the automatic decision function, of one organisation."""
    return Actor(kind="machine", person_id=None, name=name, serves=frozenset([organisation.pk]))


def system(organisation: int, name: str, *, reads: bool) -> Actor:
    """A neighbouring system of one organisation, known by its key. It acts for no person, so it reads and nothing else."""
    return Actor(kind="system", person_id=None, name=name, reads=frozenset([organisation] if reads else ()))
