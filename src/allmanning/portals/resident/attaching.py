"""Files with an application or an answer: taken in, taken back, and listed with what becomes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from allmanning.accounts.actors import Actor
from allmanning.cases.files import keeping, reading
from allmanning.cases.files.errors import FileRefusedError
from allmanning.cases.files.inspecting import EXTENSIONS
from allmanning.cases.files.receiving import Received
from allmanning.cases.models import Attachment
from allmanning.cases.queries import case_status
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.downloads import download

# A scan takes seconds; a few minutes' asking is patience enough for a page that nobody looks at.
TRIES = 60
LONGEST_NAME = 80


type Place = Sequence[str | UUID]
"""The municipality's slug and the case's id, as addresses begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file as its sender sees it; `trouble` says what to do when it was not let in."""

    id: UUID
    name: str
    about: str
    state: str
    url: str
    trouble: str
    may_be_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Everything that the part `files.html` shows. `form` is the id of the form that its box and buttons belong to."""

    rows: tuple[FileRow, ...]
    form: str = ""
    errors: tuple[str, ...] = ()
    again_url: str = ""
    accept: str = ",".join(EXTENSIONS)
    largest: str = ""
    most_bytes: int = 0


def files(
    found: Iterable[Attachment], place: Place, *, form: str = "", errors: tuple[str, ...] = (), tried: int = 0
) -> Files:
    """The files of a case: where there is a form those not sent yet, otherwise those that were sent."""
    shown = [row for row in found if (row.sent_at is None) == bool(form)]
    waits = any(row.state == Attachment.State.WAITING for row in shown)
    again = f"{reverse('resident:files', args=place)}?form={form}&tried={tried + 1}"
    return Files(
        rows=tuple(_row(row, place) for row in shown),
        form=form,
        errors=errors,
        again_url=again if waits and tried < TRIES else "",
        largest=filesizeformat(settings.FILE_MAX_BYTES),
        most_bytes=settings.FILE_MAX_BYTES,
    )


def handle(request: HttpRequest, actor: Actor, case_id: UUID, doing: keeping.While) -> tuple[str, ...]:
    """Take in what the form carries and take back what it asks to; gives what went wrong, a sentence for each file."""
    if (
        "upload" in request.POST and "whole" not in request.POST
    ):  # the form's last field, so that it tells of all before it
        return (refusal(FileRefusedError("cut_off", "")),)
    if not request.FILES and "remove" not in request.POST:
        return ()
    if (
        case_status(actor, case_id) != keeping.STATES[doing]
    ):  # sent already, from another tab or by a second press
        return ()
    sent = [file for file in request.FILES.getlist("files") if isinstance(file, Received)]
    errors = tuple(filter(None, (_taken_in(request, actor, case_id, file, doing) for file in sent)))
    if removed := request.POST.get("remove"):
        try:
            keeping.remove(actor, case_id, UUID(removed), doing)
        except ValueError:
            raise BadRequest from None
    return errors


def is_all(request: HttpRequest) -> bool:
    """Whether the form was sent for its files alone, and its page is to be shown again."""
    return "upload" in request.POST or "remove" in request.POST


@resident_page
@require_safe
def file(request: HttpRequest, municipality: str, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file itself, to save."""
    return download(reading.open_attachment(acts_as(request), case_id, file_id))


@resident_page
@require_safe
def listing(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """The list alone, asked for again and again while a file is being scanned. Names only; no reading is logged."""
    actor = acts_as(request)
    tried, form = request.GET.get("tried", ""), request.GET.get("form", "")
    count = int(tried) if tried.isdecimal() and len(tried) < 4 else 0
    form = form if form in {"signing", "attaching", "answering"} else ""
    shown = files(reading.attachments(actor, case_id), [municipality, case_id], form=form, tried=count)
    return render(request, "resident/file_list.html", {"files": shown})


def _taken_in(
    request: HttpRequest, actor: Actor, case_id: UUID, received: Received, doing: keeping.While
) -> str:
    """What went wrong with one file; empty when it was taken in."""
    try:
        if "whole" not in request.POST:
            raise FileRefusedError("cut_off", received.name or "")
        keeping.attach(actor, case_id, received, doing)
    except FileRefusedError as error:
        return refusal(error)
    return ""


def refusal(error: FileRefusedError) -> str:
    """What was wrong with a file, and what to do."""
    match error.reason:
        case "pages" | "case_many":
            limit = str(error.limit)
        case "pixels":
            limit = str(error.limit // 1_000_000)
        case _:
            limit = filesizeformat(error.limit)
    name = error.name[:LONGEST_NAME] or gettext("Filen")
    return _says()[error.reason] % {"name": name, "limit": limit}


def _says() -> dict[str, str]:
    return {
        "empty": gettext("%(name)s är tom. Välj filen en gång till."),
        "cut_off": gettext("%(name)s kom inte fram hel. Försök igen."),
        "too_big": gettext(
            "%(name)s är för stor. En fil får vara högst %(limit)s. Ett foto går ofta att spara i lägre upplösning."
        ),
        "unknown": gettext(
            "%(name)s är en sorts fil som vi inte kan ta emot. Spara den som pdf, eller skicka ett foto (jpg, png eller webp)."
        ),
        "damaged": gettext(
            "%(name)s går inte att läsa. Öppna den hos dig, spara den på nytt och försök igen."
        ),
        "locked": gettext("%(name)s är låst med ett lösenord. Spara den utan lösenord och försök igen."),
        "active": gettext(
            "%(name)s innehåller mer än text och bild, till exempel ett program eller en annan fil. "
            "Skriv ut den till en ny pdf och skicka den i stället."
        ),
        "pages": gettext("%(name)s har för många sidor, högst %(limit)s går bra. Dela den i flera filer."),
        "pixels": gettext(
            "%(name)s har för hög upplösning, högst %(limit)s miljoner bildpunkter går bra. Spara den i lägre upplösning."
        ),
        "case_full": gettext(
            "%(name)s får inte plats: alla filer får tillsammans vara högst %(limit)s. Ta bort någon, eller skicka den mindre."
        ),
        "case_many": gettext(
            "%(name)s får inte plats: det får vara högst %(limit)s filer. Samla flera sidor i en pdf."
        ),
    }


def _row(row: Attachment, place: Place) -> FileRow:
    kind = EXTENSIONS.get(row.media_type, ("",))[0]
    return FileRow(
        id=row.pk,
        name=row.name,
        about=f"{kind}, {filesizeformat(row.size)}",
        state=_state(row),
        url=reverse("resident:file", args=[*place, row.pk]) if row.may_be_read else "",
        trouble=_trouble(row),
        may_be_removed=row.sent_at is None,
    )


def _state(row: Attachment) -> str:
    match row.state:
        case Attachment.State.WAITING:
            return gettext("Söks igenom efter skadlig kod")
        case Attachment.State.CLEAN:
            return gettext("Genomsökt") if row.scanner else gettext("Ingen genomsökning i demon")
        case _:
            return gettext("Borttagen")


def _trouble(row: Attachment) -> str:
    """What to do about a file that was deleted by the scanner."""
    if row.state not in (Attachment.State.INFECTED, Attachment.State.REFUSED):
        return ""
    what = (
        gettext("Filen innehöll skadlig kod.")
        if row.state == Attachment.State.INFECTED
        else gettext("Filen gick inte att söka igenom.")
    )
    if row.sent_at is None:
        return f"{what} {gettext('Ta bort raden, skriv ut underlaget till en ny pdf eller ta ett foto, och bifoga det.')}"
    return f"{what} {gettext('Kontakta oss om underlaget behövs, så ber vi dig skicka det på nytt.')}"
