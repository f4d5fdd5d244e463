"""The public side of a case, for who handles it."""

from dataclasses import dataclass

from django.urls import reverse

from allmanning.accounts.actors import Actor
from allmanning.cases import clock
from allmanning.cases.models import Case, Publication
from allmanning.cases.public import reading
from allmanning.cases.queries import CasePage
from allmanning.portals.caseworker import words
from allmanning.portals.design.published import Shown, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The text with what is published and is alike.

    `answer_url`: it is decided, and the answer is not published yet. `take_down_url`: everybody reads it, and it can be taken away.
    """

    text: Shown
    alike: tuple[Shown, ...]
    answer_url: str
    take_down_url: str


def beside(actor: Actor, page: CasePage) -> Beside | None:
    """None for a case that has no public side."""
    if page.package.manifest.public is None:
        return None
    found = reading.of_case(actor, page.case.pk)
    if found is None:
        return None
    today, says = clock.today(), words.language()
    others: tuple[Publication, ...] = ()
    if found.state == Publication.State.WRITTEN:
        others = reading.alike(page.case.organisation, page.case.package_id, found.title, found.text)
    is_decided = page.case.status == Case.Status.DECIDED and found.state == Publication.State.REACHED
    return Beside(
        text=shown(found, today, says, page.package.manifest.decision.told(found.outcome)),
        alike=tuple(shown(other, today, says) for other in others),
        answer_url=reverse("caseworker:publish_answer", args=[page.case.pk]) if is_decided else "",
        take_down_url=reverse("caseworker:take_down", args=[page.case.pk]) if found.published_on else "",
    )
