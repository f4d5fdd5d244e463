"""The end of a case: what is due and its removal, for who leads or operates; and holding one case back, for who handles it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.accounts.permissions import require
from allmanning.cases import actions
from allmanning.cases.actions.hold import CLOSED, is_held
from allmanning.cases.errors import EmptyTextError, WrongStateError
from allmanning.cases.queries import case_page
from allmanning.cases.retention import due, removing
from allmanning.catalogue.models import Release
from allmanning.portals.caseworker import frame, kept, words
from allmanning.portals.caseworker.guard import at_work, for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile

WRONG = 422


@at_work
@require_safe
def retention(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What would be removed today, what is kept and why, the decisions in force, and the log."""
    organisation, names = _managed(actor), _names()
    context = frame.of_place(request, actor, organisation, "retention") | {
        "found": kept.shown(due.preview(organisation, due.today()), names),
        "runs": kept.logged(removing.runs(organisation), names),
    }
    return render(request, "caseworker/retention.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look once more, then remove for ever; what was looked at must be what is removed."""
    organisation = _managed(actor)
    found = due.preview(organisation, due.today())
    count = min(len(found.due), removing.AT_ONCE)
    if request.method == "POST" and request.POST.get("count") == str(count) and count:
        _told(request, removing.order_removal(actor, organisation, found.on))
        return redirect("caseworker:retention")
    context = frame.of_place(request, actor, organisation, "retention") | {
        "found": kept.shown(found, _names()),
        "count": count,
        "changed": request.method == "POST",
    }
    status = WRONG if request.method == "POST" else 200
    return render(request, "caseworker/retention_remove.html", context, status=status)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Hold a closed case back from removal with a reason, or let it go."""
    page = case_page(actor, case_id, page="form")
    require(actor, "hold", page.case)
    held, reason, is_empty = is_held(page.events), request.POST.get("reason", ""), False
    if request.method == "POST":
        try:
            # What the page offered, and not what would now be the opposite: pressing twice does not undo it.
            (actions.release if request.POST.get("act") == "release" else actions.hold)(
                actor, case_id, reason
            )
        except EmptyTextError:
            is_empty = True
        except WrongStateError as error:
            return changed_meanwhile(request, actor, case_id, error, kept=reason)
        else:
            told = (
                gettext("Ärendet kan gallras igen när tiden har gått ut.")
                if held
                else gettext("Ärendet hålls kvar.")
            )
            messages.success(request, told)
            return redirect("caseworker:journal", case_id)
    context = frame.of_case(request, actor, page) | {
        "is_held": held,
        "is_closed": page.case.status in CLOSED,
        "reason": reason,
        "is_empty": is_empty,
    }
    return render(request, "caseworker/keep.html", context, status=WRONG if is_empty else 200)


def _managed(actor: Actor) -> Organisation:
    """The organisation whose retention the actor manages, or a refusal."""
    places = due.managed(actor)
    due.require_management(actor, min(places, default=0))
    with acting(actor):
        return Organisation.objects.get(pk=min(places))


def _told(request: HttpRequest, run: removing.Run) -> None:
    done = ngettext("%(count)s ärende är gallrat.", "%(count)s ärenden är gallrade.", run.erased)
    messages.success(request, done % {"count": run.erased})
    if run.left:
        left = ngettext(
            "%(count)s ärende är kvar: det ändrades under tiden, eller så håller inte dess journal.",
            "%(count)s ärenden är kvar: de ändrades under tiden, eller så håller inte deras journaler.",
            run.left.total(),
        )
        messages.warning(request, left % {"count": run.left.total()})


def _names() -> dict[str, str]:
    rows = Release.objects.order_by("pk").values_list("package_id", "name")
    return {package_id: words.said(name) for package_id, name in rows}
