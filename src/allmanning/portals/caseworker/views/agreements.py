"""Agreements: all of them, a new one, signing, revoking; who has been where under them; figures for board and council."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmanning.accounts import agreements
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import Terms
from allmanning.accounts.models import Organisation
from allmanning.cases.idempotency import once
from allmanning.cases.queries import figures
from allmanning.catalogue.adoptions import services
from allmanning.catalogue.models import Release
from allmanning.portals.caseworker import agreed, frame, words
from allmanning.portals.caseworker.agreement_forms import agreement_form
from allmanning.portals.caseworker.guard import at_work, for_staff
from allmanning.portals.design.signing import identify_first, method_of

WRONG = 422
LONGEST_KEY = 100


@at_work
@require_safe
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The year's decisions by service and outcome, and nothing of any case."""
    organisation, year = _home(actor), _year(request)
    rows = figures.decided_in(actor, organisation.pk, year)
    context = frame.of_place(request, actor, organisation, "overview") | {
        "year": year,
        "years": _years(year),
        "rows": agreed.decided_rows(rows, _names()),
        "fewest": figures.FEWEST,
    }
    return render(request, "caseworker/overview.html", context)


@at_work
@require_safe
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All agreements that the actor's organisations are parties to."""
    found = agreements.standings(actor)
    context = frame.of_place(request, actor, _home(actor), "agreements") | {
        "table": agreed.table(found, _names()) if found else None,
        "may_draft": bool(actor.signs),
        "may_see_accesses": bool(actor.organisations or actor.audits),
    }
    return render(request, "caseworker/agreements.html", context)


@at_work
@require_safe
def agreement(request: HttpRequest, actor: Actor, agreement_id: int) -> HttpResponse:
    """One agreement, and what the reader may do with it."""
    standing = agreements.standing(actor, agreement_id)
    context = frame.of_place(request, actor, _home(actor), "agreements") | {
        "agreement": agreed.shown(actor, standing, _names())
    }
    return render(request, "caseworker/agreement.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write an agreement down for both parties to sign."""
    if not actor.signs:
        raise agreements.NotForYouToSignError
    owners = tuple(Organisation.objects.filter(pk__in=actor.signs).order_by("name"))
    owner = _chosen(request, owners)
    others = tuple(Organisation.objects.exclude(pk=owner.pk).order_by("name").values_list("pk", "name"))
    today = timezone.localdate()
    offered = [(row.release.package_id, words.said(row.release.name)) for row in services(owner, today)]
    typed = request.POST.dict() if request.method == "POST" else None
    form = agreement_form(others, offered, today, typed, request.POST.getlist("services"))
    if form.terms is not None:
        made = _draft(request, actor, owner.pk, form.terms)
        messages.success(request, gettext("Avtalet är skrivet. Nu ska båda skriva under."))
        return redirect("caseworker:agreement", made)
    key = (typed or {}).get("key") or uuid4()
    context = frame.of_place(request, actor, owner, "agreements") | {
        "form": form,
        "key": key,
        "owners": owners if len(owners) > 1 else (),
    }
    return render(
        request, "caseworker/agreement_new.html", context, status=WRONG if typed is not None else 200
    )


@at_work
@require_POST
def sign(request: HttpRequest, actor: Actor, agreement_id: int) -> HttpResponse:
    """Sign for one's own organisation."""
    page = reverse("caseworker:agreement", args=[agreement_id])
    return identify_first(request, page=page) or _act(request, actor, agreement_id, "sign")


@at_work
@require_POST
def revoke(request: HttpRequest, actor: Actor, agreement_id: int) -> HttpResponse:
    """End the agreement now."""
    return _act(request, actor, agreement_id, "revoke")


@for_staff
@require_safe
def accesses(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody of another organisation who has opened or acted on our cases."""
    found = figures.accesses(actor)
    context = frame.of_place(request, actor, _home(actor), "agreements") | {
        "table": agreed.access_table(found) if found else None,
        "shown": figures.SHOWN,
    }
    return render(request, "caseworker/accesses.html", context)


@at_work
@require_safe
def report(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The year's report to the council (KL (2017:725) 9 kap. 37–38 §§), on one page to print."""
    organisation, year, names = _home(actor), _year(request), _names()
    mine = [one for one in agreements.standings(actor) if one.agreement.owner_id == organisation.pk]
    held = [one for one in mine if len(one.signatures) == 2 and one.agreement.valid_from.year <= year]
    context = frame.of_place(request, actor, organisation, "agreements") | {
        "year": year,
        "years": _years(year),
        "agreements": [agreed.shown(actor, one, names) for one in held],
        "rows": agreed.report(figures.by_agreement(actor, organisation.pk, year), held, names),
    }
    return render(request, "caseworker/report.html", context)


def _chosen(request: HttpRequest, owners: Sequence[Organisation]) -> Organisation:
    """Whose cases the agreement is about, among those for which the reader signs; the first until they choose."""
    wanted = request.POST.get("owner") or request.GET.get("owner", "")
    return next((one for one in owners if str(one.pk) == wanted), owners[0])


def _draft(request: HttpRequest, actor: Actor, owner: int, terms: Terms) -> int:
    """The agreement's number; sent again under the same key it is the same agreement."""
    asked = {"action": "draft_agreement", "owner": owner} | asdict(terms)
    key = request.POST.get("key", "")[:LONGEST_KEY]
    made = once(actor, key, asked, lambda: {"agreement": agreements.draft(actor, owner, terms)})
    return int(made["agreement"])


def _act(request: HttpRequest, actor: Actor, agreement_id: int, what: str) -> HttpResponse:
    told = {
        "sign": gettext("Du har skrivit under."),
        "revoke": gettext("Avtalet är återkallat och gäller inte längre."),
    }
    try:
        if what == "sign":
            agreements.sign(actor, agreement_id, method=method_of(request))
        else:
            agreements.revoke(actor, agreement_id)
    except agreements.AlreadySignedError:
        messages.warning(
            request, gettext("Avtalet är redan underskrivet. En annan person ska skriva under för den andra.")
        )
    except agreements.NotInForceError:
        messages.warning(request, gettext("Avtalet är återkallat eller har upphört. Skriv ett nytt."))
    else:
        messages.success(request, told[what])
    return redirect("caseworker:agreement", agreement_id)


def _home(actor: Actor) -> Organisation:
    """The organisation that the page is about: the first where the actor has a role."""
    with acting(actor):
        return Organisation.objects.get(pk=min(actor.places))


def _names() -> dict[str, str]:
    """The services' names in the reader's language."""
    rows: Any = Release.objects.order_by("pk").values_list("package_id", "name")
    return {package_id: words.said(name) for package_id, name in rows}


def _year(request: HttpRequest) -> int:
    written = request.GET.get("year", "")
    year = (
        int(written)
        if written.isascii() and written.isdecimal() and len(written) == 4
        else agreed.this_year()
    )
    return year if 2000 <= year <= agreed.this_year() else agreed.this_year()


def _years(chosen: int) -> tuple[tuple[int, bool], ...]:
    return tuple((year, year == chosen) for year in range(agreed.this_year(), agreed.this_year() - 4, -1))
