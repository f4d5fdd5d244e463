"""Who works where: from a logged-in person to an actor."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, Mandate, Post
from allmanning.accounts.actors import resident as as_resident
from allmanning.accounts.models import Agreement, Membership, Organisation, Person
from allmanning.accounts.roles import HANDLE, Role, Task
from allmanning.lib.sorting import swedish_sort_key


class NotStaffError(PermissionDenied):
    """This person works in no organisation. A team leader adds people to an organisation."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def staff(person: Person, within: int | None = None) -> Actor:
    """The person at work, in all their roles and under the agreements in force; `within` one organisation, only there.

    Read anew for each request, so that a removal or a revocation bites at the next.
    """
    with acting(as_resident(person)):
        rows = Membership.objects.filter(person=person).values_list("organisation_id", "role", "packages")
        if within is not None:
            rows = rows.filter(organisation=within)
        posts = frozenset(Post(pk, Role(role), frozenset(packages)) for pk, role, packages in rows)
        actor = Actor(kind="staff", person_id=person.pk, name=person.name, posts=posts)
        mandates = _mandates(actor)
    if not posts:
        raise NotStaffError
    return replace(actor, mandates=mandates)


def colleagues(
    actor: Actor, organisation: Organisation | int, package: str, roles: frozenset[Role] = HANDLE
) -> list[tuple[UUID, str]]:
    """Id and name of everybody with one of the roles for a service in one of the actor's own organisations, in Swedish order."""
    with acting(actor):
        posts = Membership.objects.filter(covering(package), organisation=organisation, role__in=roles)
        people = Person.objects.filter(pk__in=posts.values("person"))
        return sorted(
            ((person.pk, person.name) for person in people), key=lambda row: swedish_sort_key(row[1])
        )


def covering(package: str) -> Q:
    """Memberships that hold for a service: those for every service, and those that name it."""
    return Q(packages=[]) | Q(packages__contains=[package])


def _mandates(actor: Actor) -> frozenset[Mandate]:
    """What the agreements of the organisations where the actor handles cases let them do elsewhere."""
    if not actor.organisations:
        return frozenset()
    found = Agreement.objects.in_force(timezone.localdate()).select_related("owner", "executor")
    agreements = found.filter(executor__in=actor.organisations)
    return frozenset(mandate for agreement in agreements for mandate in _of(agreement, actor))


def _of(agreement: Agreement, actor: Actor) -> Iterator[Mandate]:
    """What the actor may do under it: as team leader, and as caseworker with the services that they do not lead."""
    left = frozenset(agreement.packages)
    for role in sorted(map(Role, agreement.roles), reverse=True):
        packages = frozenset(each for each in left if role in actor.roles_in(agreement.executor_id, each))
        left -= packages
        if packages:
            yield _mandate(agreement, role, packages)


def _mandate(agreement: Agreement, role: Role, packages: frozenset[str]) -> Mandate:
    return Mandate(
        agreement=agreement.pk,
        council_decision=agreement.council_decision,
        owner=agreement.owner_id,
        owner_name=agreement.owner.name,
        executor=agreement.executor_id,
        executor_name=agreement.executor.name,
        role=role,
        packages=packages,
        tasks=frozenset(map(Task, agreement.tasks)),
        executing=frozenset(map(Role, agreement.roles)),
    )
