"""Reading through, signing and sending."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import (
    IncompleteApplicationError,
    StaleCaseError,
    WrongStateError,
)
from allmanning.cases.models import Case
from allmanning.cases.public.errors import TextMissingError
from allmanning.cases.queries import CasePage
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.signing import level_of, method_of
from allmanning.portals.resident import attaching, places, writing
from allmanning.portals.resident.early import early
from allmanning.portals.resident.frame import case_of, frame, language
from allmanning.portals.resident.settled import settled
from allmanning.portals.resident.summary import groups, not_asked, unused


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why it was not sent. `changed`: what another tab has changed since the page was shown; `files`: which did not come along."""

    is_unsigned: bool = False
    is_stale: bool = False
    changed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@resident_page
def check(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """What will be sent; a POST sends it."""
    actor = acts_as(request)
    refused = attaching.handle(request, actor, case_id, "answer")
    only_files = attaching.is_all(request)
    if "sign" in request.POST and not (refused or only_files):
        return _send(request, actor, municipality, case_id)
    page = case_of(actor, municipality, case_id, page="questions")
    if page.case.status != Case.Status.DRAFT:
        return redirect("resident:case", municipality, case_id)
    if writing.lacks_text(actor, page):
        return redirect("resident:write", municipality, case_id)
    if only_files and not refused:
        return redirect(reverse("resident:check", args=[municipality, case_id]) + "#files")
    is_unsigned = request.method == "POST" and not (refused or only_files)
    trouble = Trouble(is_unsigned=is_unsigned, files=refused)
    return _show(request, page, trouble, status=422 if is_unsigned or refused else 200)


def _send(request: HttpRequest, actor: Actor, municipality: str, case_id: UUID) -> HttpResponse:
    shown_version = _version(request)
    try:
        actions.submit(
            actor,
            case_id,
            version=shown_version,
            key=request.POST.get("key") or str(uuid4()),
            method=method_of(request),
            level=level_of(request),
        )
    except IncompleteApplicationError as error:
        messages.warning(request, gettext("En fråga till behöver ett svar innan du kan skicka."))
        return redirect("resident:question", municipality, case_id, places.address_of(error.path))
    except TextMissingError:
        return redirect("resident:write", municipality, case_id)
    except StaleCaseError:
        page = case_of(actor, municipality, case_id, page="questions")
        trouble = Trouble(is_stale=True, changed=_changed_since(page, shown_version))
        return _show(request, page, trouble, status=409)
    except WrongStateError:
        messages.info(request, gettext("Ansökan är återkallad och går inte att skicka. Du kan börja en ny."))
    return redirect("resident:case", municipality, case_id)


def _show(request: HttpRequest, page: CasePage, trouble: Trouble, *, status: int = 200) -> HttpResponse:
    return render(request, "resident/check.html", _context(request, page, trouble), status=status)


def _context(request: HttpRequest, page: CasePage, trouble: Trouble) -> dict[str, Any]:
    organisation, says = page.case.organisation, language()
    manifest = page.package.manifest
    target = manifest.decision.amount or manifest.decision.outcome
    idle = unused(page.ruleset, page.facts)
    return frame(
        request,
        organisation,
        service=manifest.name.in_(says),
        month=page.case.as_of if manifest.period == "month" else None,
        groups=groups(page.ruleset, page.facts, says, linked=_linked(page), unused=idle),
        not_asked=not_asked(page.ruleset, page.facts, page.assessment, says),
        following=places.address_of(page.assessment.next) if page.assessment.next else "",
        case_id=page.case.pk,
        early=early(page.ruleset, page.facts, page.assessment, says),
        line=settled(page.ruleset.reckoning(page.facts, target, says), page.assessment.bounds, says),
        machine_decides=page.assessment.automatic and page.case.adoption.automation_delegated(page.today),
        target_days=manifest.handling.target_days,
        trouble=trouble,
        # Without a box to sign in, files have a form of their own.
        files=attaching.files(
            page.attachments,
            (organisation.slug, page.case.pk),
            form="attaching" if page.assessment.next else "signing",
            errors=trouble.files,
        ),
        back_url=_back(page),
        publication=writing.of_page(acts_as(request), page),
        publication_change=reverse("resident:write", args=[organisation.slug, page.case.pk]),
        version=page.case.version,
        key=uuid4(),
    )


def _linked(page: CasePage) -> Callable[[str], str]:
    address = [page.case.organisation.slug, page.case.pk]
    return lambda path: reverse("resident:question", args=[*address, places.address_of(path)])


def _back(page: CasePage) -> str:
    given = places.answered(page.ruleset, page.facts)
    return (
        _linked(page)(given[-1])
        if given
        else reverse("open:municipality", args=[page.case.organisation.slug])
    )


def _changed_since(page: CasePage, version: int) -> tuple[str, ...]:
    """The questions whose answers are newer than what was shown."""
    changed = [row.name for row in page.fact_rows if row.version > version]
    return tuple(page.package.question(name).text.in_(language()) for name in changed)


def _version(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() else -1
