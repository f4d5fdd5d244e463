"""The letters of a case: streamed to the browser, and waited for while they are written."""

import re
import unicodedata
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.roles import Errand
from allmanning.cases.models import Case, Letter
from allmanning.cases.queries import case_status, read_letter
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as

# A letter takes a second or two; a minute's asking is patience enough for a page that nobody looks at.
TRIES = 20


@resident_page
@require_safe
def letter(request: HttpRequest, municipality: str, case_id: UUID, letter_id: int) -> HttpResponse:
    """The PDF itself."""
    file = read_letter(acts_as(request), case_id, letter_id)
    answer = HttpResponse(file.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{file_name(file.title)}.pdf"'
    answer["Content-Language"] = file.language
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@resident_page
@require_safe
def waiting(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """The list of letters alone, asked for again and again while one is being written. Titles only; no reading is logged."""
    actor = acts_as(request)
    status = case_status(actor, case_id)
    letters = titles(actor, case_id)
    tried = request.GET.get("tried", "")
    context = {
        "letters": letters,
        "is_writing": is_writing(status, letters) and receives(actor),
        "municipality": municipality,
        "case_id": case_id,
        "again_url": again(municipality, case_id, int(tried) + 1 if tried.isdecimal() else 1),
    }
    return render(request, "resident/letters.html", context)


def titles(actor: Actor, case_id: UUID) -> tuple[Letter, ...]:
    """The letters without their content."""
    with acting(actor):
        return tuple(Letter.objects.filter(case_id=case_id).defer("pdf"))


def receives(actor: Actor) -> bool:
    """Whether letters come to the actor at all: to who acts for themselves, and to an ombud who is entrusted with it."""
    return actor.trust is None or Errand.LETTERS in actor.trust.errands


def is_writing(status: str, letters: tuple[Letter, ...]) -> bool:
    """Whether a decision has been taken whose letter is not there yet."""
    return status == Case.Status.DECIDED and all(letter.kind != "decision" for letter in letters)


def again(municipality: str, case_id: UUID, tried: int) -> str:
    """Where to ask next; empty when one has asked enough."""
    address = reverse("resident:letters", args=[municipality, case_id])
    return f"{address}?tried={tried}" if tried <= TRIES else ""


def file_name(title: str) -> str:
    """A title as a file name that every system can keep: letters without marks, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "brev"
