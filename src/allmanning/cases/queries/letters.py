"""Opening a letter."""

from dataclasses import dataclass
from uuid import UUID

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases import clock
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Letter
from allmanning.cases.reading import note_reading


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
        note_reading(actor, letter.case, "letter")
        if actor.kind == "ombud":
            require(actor, "serve", letter.case)
        if actor.kind in ("resident", "ombud"):
            Letter.objects.filter(pk=letter_id, opened_at=None).update(opened_at=clock.now())
        return LetterFile(
            title=letter.title, language=letter.language, pdf=bytes(letter.pdf), sha256=letter.sha256
        )
