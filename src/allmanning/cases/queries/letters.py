"""Opening a letter."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Letter, ReadLog


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A letter to send to a browser."""

    title: str
    language: str
    pdf: bytes
    sha256: str


def read_letter(actor: Actor, case_id: UUID, letter_id: int) -> LetterFile:
    """The letter itself; logged as a reading, and the first opening by the applicant is noted on it."""
    with acting(actor):
        letter = Letter.objects.select_related("case").filter(pk=letter_id, case_id=case_id).first()
        if letter is None:
            raise CaseNotFoundError
        permission = require(actor, "read", letter.case)
        now = timezone.now()
        ReadLog.objects.create(
            case=letter.case,
            person_id=actor.person_id,
            actor_kind=actor.kind,
            name=actor.name,
            page="letter",
            ground=permission.ground,
            read_at=now,
        )
        if actor.kind == "resident":
            Letter.objects.filter(pk=letter_id, opened_at=None).update(opened_at=now)
        return LetterFile(
            title=letter.title, language=letter.language, pdf=bytes(letter.pdf), sha256=letter.sha256
        )
