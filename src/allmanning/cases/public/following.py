"""Following: to be told what becomes of a publication. Anybody may, whether they support it or not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.cases import clock, outbox
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Follow, Notice, Publication

SHOWN = 20


@dataclass(frozen=True, slots=True)
class News:
    """A step that a follower is told of."""

    publication: UUID
    package_id: str
    title: str
    step: str
    told_at: datetime


def follow(actor: Actor, publication_id: UUID) -> None:
    """From now on; a second time changes nothing."""
    with acting(actor):
        if not Publication.objects.filter(pk=publication_id, published_on__isnull=False).exists():
            raise CaseNotFoundError
        Follow.objects.get_or_create(publication_id=publication_id, person_id=actor.person)


def unfollow(actor: Actor, publication_id: UUID) -> None:
    """No longer."""
    with acting(actor):
        Follow.objects.filter(publication_id=publication_id, person_id=actor.person).delete()


def follows(actor: Actor, publication_id: UUID) -> bool:
    """Whether this person does; only they see it."""
    with acting(actor):
        return Follow.objects.filter(publication_id=publication_id, person_id=actor.person).exists()


def news(actor: Actor, organisation: int) -> tuple[News, ...]:
    """What the person has been told in one municipality, latest first."""
    with acting(actor):
        rows = Notice.objects.filter(person_id=actor.person, publication__organisation=organisation)
        found = rows.select_related("publication")[:SHOWN]
        return tuple(
            News(
                row.publication_id,
                row.publication.package_id,
                row.publication.title,
                row.step,
                row.told_at,
            )
            for row in found
        )


def tell(delivery_id: int, organisation_id: int) -> None:
    """Tell the applicant and every follower of where it stands now. Run twice it tells once."""
    actor = machine(Organisation.objects.get(pk=organisation_id))
    delivery = outbox.attempt(actor, delivery_id)
    if delivery is None:
        return
    with acting(actor):
        found = Publication.objects.select_related("case").get(case=delivery.case_id)
        people = {found.case.applicant_id, *found.follows.values_list("person_id", flat=True)}
        now = clock.now()
        rows = [
            Notice(publication=found, person_id=person, step=found.state, told_at=now)
            for person in sorted(people)
        ]
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        outbox.done(actor, delivery_id)
