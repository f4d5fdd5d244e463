"""The worklist, its search, and the way to the next case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases import queries
from allmanning.cases.models import Case
from allmanning.cases.queries import Filters
from allmanning.cases.queries.worklist import Show
from allmanning.catalogue.adoptions import services
from allmanning.portals.caseworker import frame, keys, searches, words
from allmanning.portals.caseworker import worklist as lists
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.design.parts import Filter


@for_staff
@require_safe
def worklist(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose turn it is, soonest due first."""
    search_word = request.GET.get("search", "")
    searched = searches.kept(request.session, search_word)
    filters = lists.read_filters(request.GET.dict(), searched)
    with acting(actor):
        found = queries.worklist(actor, filters)
        counts = lists.tallies(actor)
        more = lists.extras(filters.show, found.rows)
        organisation = Organisation.objects.filter(pk__in=actor.organisations | actor.audits).order_by("pk")[
            0
        ]
        offered = services(organisation, timezone.localdate())
    kept_word = search_word if searched else ""
    context = frame.of_staff(request, actor, organisation) | {
        "filters": filters,
        "search_word": kept_word,
        "tabs": lists.tab_links(filters, counts, kept_word),
        "table": lists.listing(filters, found, more, kept_word),
        "pages": lists.pages_of(filters, found, kept_word),
        "total": lists.told_total(found),
        "services": _service_filter(filters, [(row.release.package_id, row.release.name) for row in offered]),
        "empty": lists.empty(filters),
        "keys": keys.of_list(),
        "clear_url": reverse("caseworker:worklist"),
    }
    answer = render(request, "caseworker/worklist.html", context)
    frame.remember_view(request, answer, filters)
    return answer


@for_staff
@require_POST
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep what is searched for out of the address, and show the list."""
    word = searches.keep(request.session, request.POST.get("q", ""))
    filters = lists.read_filters(request.POST.dict())
    return redirect(reverse("caseworker:worklist") + lists.query(lists.as_parameters(filters, word)))


@for_staff
@require_safe
def following(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """From one case to the next that is due: first one's own, then those that nobody has. After the last, the list."""
    ways: tuple[Show, ...] = ("mine", "unassigned")
    rows = [row for show in ways for row in queries.worklist(actor, Filters(show=show)).rows]
    waiting = [row.id for row in rows if row.id == case_id or row.status != Case.Status.COMPLETION]
    after = waiting.index(case_id) + 1 if case_id in waiting else 0
    if after < len(waiting):
        return redirect("caseworker:case", waiting[after])
    return redirect("caseworker:worklist")


def _service_filter(filters: Filters, offered: list[tuple[str, dict[str, str]]]) -> Filter | None:
    """Which service; there is nothing to choose while there is one."""
    if len(offered) < 2:
        return None
    options = (("", gettext("Alla")), *((package_id, words.said(name)) for package_id, name in offered))
    return Filter(name="service", label=gettext("Tjänst"), options=options, value=filters.package_id)
