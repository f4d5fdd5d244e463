"""What the machine does for the organisation: keeps the letters it has written."""

import hashlib
from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases.desk import at_desk
from allmanning.cases.models import Case, Letter


def keep_letter(
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    title: str,
    pdf: bytes,
    decision_id: int | None = None,
    language: str = "sv",
) -> int:
    """Keep a letter on the case, the same letter only once; gives its id."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    states = [status for status in Case.Status if status != Case.Status.DRAFT]
    with at_desk(actor, case_id, "deliver", *states) as desk:
        same = Letter.objects.filter(case=desk.case, kind=kind, language=language, sha256=sha256)
        if (earlier := same.values_list("pk", flat=True).first()) is not None:
            return earlier
        letter = Letter.objects.create(
            case=desk.case,
            decision_id=decision_id,
            kind=kind,
            title=title,
            language=language,
            pdf=pdf,
            sha256=sha256,
            written_at=desk.now,
        )
        desk.note("letter_written", letter=letter.pk, kind=kind, sha256=letter.sha256)
        return letter.pk
