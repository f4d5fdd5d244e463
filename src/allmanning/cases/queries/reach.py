"""Which cases are an actor's to work with: those of their organisations, and those that agreements let them see."""

from django.db.models import Q

from allmanning.accounts.actors import Actor


def within_reach(actor: Actor, owner: int | None = None) -> Q:
    """What a list of cases asks for; of one owner where that is said. Row-level security says the same once more."""
    found = Q(organisation__in=(actor.organisations - actor.limited) | actor.audits)
    for place in actor.reads_some:
        found |= Q(organisation=place, package_id__in=sorted(actor.services_in(place)))
    for mandate in actor.mandates:
        found |= Q(organisation=mandate.owner, package_id__in=sorted(mandate.packages))
    return found if owner is None else found & Q(organisation=owner)


def owners(actor: Actor) -> dict[int, str]:
    """The organisations for which the actor acts by agreement, by id."""
    return {mandate.owner: mandate.owner_name for mandate in actor.mandates}
