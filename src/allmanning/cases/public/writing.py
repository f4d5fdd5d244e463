"""The applicant writes; until it is published nobody reads it but they and who handles the case."""

from dataclasses import dataclass
from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases import stating
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import WrongStateError
from allmanning.cases.models import Case, Fact, Publication
from allmanning.cases.public.errors import TextMissingError
from allmanning.cases.public.people import known_of
from allmanning.cases.public.tokens import new_salt

PLATFORM = "Allmänning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wants to publish. `shows_name`: with their name, which a protected identity never gets."""

    title: str
    text: str
    shows_name: bool = False


def begin(desk: Desk) -> None:
    """State what the platform knows of a public case that was begun or is sent: when the person was born, and no support yet."""
    spec = desk.case.adoption.release.package.manifest.public
    if spec is not None:
        known = known_of(spec, desk.case.applicant) | {spec.count: 0}
        stating.state(desk, known, Fact.Source.PLATFORM, stated_by=PLATFORM)


def write(actor: Actor, case_id: UUID, written: Written) -> None:
    """Keep title and text of a draft. Raises TextMissingError, and WrongStateError once it is sent."""
    title, text = " ".join(written.title.split()), written.text.strip()
    if not (title and text):
        raise TextMissingError
    with at_desk(actor, case_id, "answer", Case.Status.DRAFT) as desk:
        case = desk.case
        made = {"title": title, "text": text, "shows_name": written.shows_name}
        fixed = {
            "organisation_id": case.organisation_id,
            "package_id": case.package_id,
            "support_salt": new_salt(),
        }
        Publication.objects.update_or_create(case=case, defaults=made, create_defaults=made | fixed)


def send(desk: Desk) -> None:
    """What is sent has a text, and stands as it was read. Raises TextMissingError."""
    if desk.case.adoption.release.package.manifest.public is None:
        return
    found = Publication.objects.filter(case=desk.case).first()
    if found is None:
        raise TextMissingError
    desk.note("published_text", title=found.title, text=found.text, shows_name=found.shows_name)


def withdraw(desk: Desk) -> None:
    """An unpublished text goes with its case; what others have supported nobody takes back (WrongStateError)."""
    if desk.case.adoption.release.package.manifest.public is None:
        return
    found = Publication.objects.filter(case=desk.case).first()
    if found is not None and found.published_on is not None:
        raise WrongStateError("withdraw", found.state)
    Publication.objects.filter(case=desk.case).update(state=Publication.State.WITHDRAWN)
