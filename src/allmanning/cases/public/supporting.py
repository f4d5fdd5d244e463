"""Supporting: once for each person, with no list of who supports what.

Nothing else is written in these transactions: no journal, no idempotency key, no time. A second support is the first one.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from allmanning import packages
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Person
from allmanning.cases import clock
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Publication
from allmanning.cases.public import settling
from allmanning.cases.public.errors import ClosedError, NotEligibleError, UnansweredError
from allmanning.cases.public.people import known_of
from allmanning.cases.public.tokens import tokens
from allmanning.catalogue.adoptions import adopted
from allmanning.packages.public import PublicSpec, open_for, value_of

SUPPORT = "SELECT cases_support(%s, %s, %s)"
TAKE_BACK = "SELECT cases_take_back_support(%s, %s, %s)"
IS_SUPPORTED = "SELECT cases_is_supported(%s, %s)"


def support(actor: Actor, publication_id: UUID, stated: Mapping[str, Any]) -> int:
    """Support as oneself; gives how many do now. `stated` are the facts the rules ask of a supporter; they are not kept.

    Raises UnansweredError, NotEligibleError, and ClosedError when the time is over.
    """
    found = _read(publication_id)
    _require_eligible(actor, found, stated)
    counted = _told(actor, SUPPORT, found)
    if found.state == Publication.State.COLLECTING and counted >= (found.threshold or 0):
        settling.settle(found.case_id, found.organisation_id)
    return counted


def take_back(actor: Actor, publication_id: UUID) -> int:
    """Support no longer; gives how many do now. Raises ClosedError when the time is over."""
    return _told(actor, TAKE_BACK, _read(publication_id))


def supports(actor: Actor, publication: Publication) -> bool:
    """Whether this very person does; nobody can ask for another. Never when the time is over."""
    if not publication.support_salt:
        return False
    made = tokens(publication.support_salt, publication.pk, actor.person)
    return bool(_asked(actor, IS_SUPPORTED, [publication.pk, made]))


def asked_of(actor: Actor, publication: Publication) -> tuple[str, ...]:
    """The facts that decide whether the person may support, in the author's order."""
    ruleset, spec, known = _rules(actor, publication)
    return open_for(ruleset, ruleset.check_facts(known), spec.supporter)


def _require_eligible(actor: Actor, found: Publication, stated: Mapping[str, Any]) -> None:
    ruleset, spec, known = _rules(actor, found)
    asked = set(open_for(ruleset, ruleset.check_facts(known), spec.supporter))
    facts = ruleset.check_facts({**known, **{name: value for name, value in stated.items() if name in asked}})
    may = value_of(ruleset, facts, spec.supporter)
    if may is None:
        raise UnansweredError(open_for(ruleset, facts, spec.supporter))
    if not may:
        raise NotEligibleError(ruleset.package.rule_text(ruleset.engine.graph, spec.supporter).sv)


def _rules(actor: Actor, found: Publication) -> tuple[packages.Ruleset, PublicSpec, dict[str, Any]]:
    """The municipality's rules as they stand today, and what is known of the person."""
    today = clock.today()
    adoption = adopted(found.organisation, found.package_id, today)
    spec = adoption.release.package.manifest.public
    if spec is None:
        raise CaseNotFoundError
    with acting(actor):
        person = Person.objects.get(pk=actor.person)
    return adoption.ruleset(today), spec, known_of(spec, person)


def _read(publication_id: UUID) -> Publication:
    found = (
        Publication.objects.select_related("organisation")
        .filter(pk=publication_id, published_on__isnull=False)
        .first()
    )
    if found is None:
        raise CaseNotFoundError
    return found


def _told(actor: Actor, statement: str, found: Publication) -> int:
    if not found.support_salt:
        raise ClosedError
    made = tokens(found.support_salt, found.pk, actor.person)
    counted = _asked(actor, statement, [found.pk, made, clock.today()])
    if counted is None:
        raise ClosedError
    return int(counted)


def _asked(actor: Actor, statement: str, told: list[Any]) -> Any:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(statement, told)
        return cursor.fetchone()[0]
