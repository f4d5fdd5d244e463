"""Many proposals of one service under one signature: read through, sign, and see what became of each."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases import actions, queries
from allmanning.cases.actions.many import AT_ONCE
from allmanning.cases.errors import IdempotencyMismatchError, TooManyError
from allmanning.portals.caseworker import frame, keys, many
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.design.signing import identify_first, method_of, written_before

WRONG = 422


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the chosen cases as they would be signed. POST: sign those that are ticked, each as it was shown."""
    if request.method == "POST":
        return identify_first(request) or _sign(request, actor)
    chosen = _ids(request.GET.getlist(many.CASE)) or list(_shown(written_before(request)))
    if not chosen:
        return redirect("caseworker:worklist")
    return _page(request, actor, chosen, many.too_many() if len(chosen) > AT_ONCE else "")


@for_staff
@require_safe
def signed(request: HttpRequest, actor: Actor, batch: UUID) -> HttpResponse:
    """What became of each case of a batch of one's own."""
    found = queries.signed(actor, batch)
    if not found:
        raise Http404
    done, left = many.became(found)
    context = _place(request, actor) | {"signed": done, "left": left}
    return render(request, "caseworker/signed_many.html", context)


def _sign(request: HttpRequest, actor: Actor) -> HttpResponse:
    shown = _shown(request.POST.dict())
    if not shown:
        messages.warning(request, gettext("Inget ärende var valt. Inget är underskrivet."))
        return redirect("caseworker:worklist")
    batch = _uuid(request.POST.get("key", "")) or uuid4()
    try:
        actions.sign_many(actor, shown, batch=batch, method=method_of(request))
    except TooManyError:
        return _page(request, actor, list(shown), many.too_many(), status=WRONG)
    except IdempotencyMismatchError:
        told = gettext("Sidan har redan skickats. Läs vad det blev av ärendena och välj i listan på nytt.")
        return _page(request, actor, list(shown), told, status=WRONG)
    return redirect("caseworker:signed_many", batch)


def _page(
    request: HttpRequest, actor: Actor, case_ids: list[UUID], problem: str, *, status: int = 200
) -> HttpResponse:
    found = queries.proposed(actor, case_ids[:AT_ONCE])
    context = _place(request, actor) | {
        "chosen": many.chosen(found),
        "form": many.FORM,
        "keys": keys.of_many(),
        "key": uuid4(),
        "problem": problem,
        "signer": actor.name,
    }
    return render(request, "caseworker/sign_many.html", context, status=status)


def _place(request: HttpRequest, actor: Actor) -> dict[str, object]:
    with acting(actor):
        places = Organisation.objects.filter(pk__in=actor.organisations | actor.audits)
        organisation = places.order_by("pk")[0]
    return frame.of_place(request, actor, organisation, "worklist")


def _shown(written: Mapping[str, str]) -> dict[UUID, int]:
    """The ticked cases with the version that was shown of each; what is no such field is not looked at."""
    prefix = f"{many.CASE}-"
    shown = {}
    for name, value in written.items():
        case_id = _uuid(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if case_id is not None:
            shown[case_id] = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
    return shown


def _ids(written: Iterable[str]) -> list[UUID]:
    return list(dict.fromkeys(case_id for word in written if (case_id := _uuid(word))))


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
