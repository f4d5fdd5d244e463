"""The files beside the evidence: what came, when, and whether it has been scanned."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.cases.files.inspecting import EXTENSIONS
from allmanning.cases.models import Attachment
from allmanning.cases.queries import CasePage
from allmanning.lib import text
from allmanning.portals.caseworker import words


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file; `url` is empty until it may be opened."""

    name: str
    url: str
    about: str
    """Its type, size, and when it came with what."""
    state: str
    is_trouble: bool


def files(page: CasePage) -> tuple[FileLine, ...]:
    """In the order they came."""
    return tuple(_line(row) for row in page.attachments if row.sent_at is not None)


def _line(row: Attachment) -> FileLine:
    kind = EXTENSIONS.get(row.media_type, ("",))[0]
    day = text.short_day(timezone.localdate(row.sent_at), words.language())
    came = gettext("med ansökan") if row.completion_id is None else gettext("med kompletteringen")
    return FileLine(
        name=row.name,
        url=reverse("caseworker:file", args=[row.case_id, row.pk]) if row.may_be_read else "",
        about=f"{kind}, {filesizeformat(row.size)}, {came} {day}",
        state=_state(row),
        is_trouble=row.state in (Attachment.State.INFECTED, Attachment.State.REFUSED),
    )


def _state(row: Attachment) -> str:
    match row.state:
        case Attachment.State.WAITING:
            return gettext("Väntar på genomsökning. Den går att öppna när genomsökningen är klar.")
        case Attachment.State.CLEAN:
            return "" if row.scanner else gettext("Ingen genomsökning i demon")
        case Attachment.State.INFECTED:
            return gettext("Filen innehöll skadlig kod och är borttagen. Be om den igen om den behövs.")
        case _:
            return gettext("Filen gick inte att söka igenom och är borttagen. Be om den igen om den behövs.")
