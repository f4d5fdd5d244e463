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
from allmanning.catalogue.models import Adoption
from allmanning.portals.caseworker import frame, keys, many, searches, words
from allmanning.portals.caseworker import worklist as lists
from allmanning.portals.caseworker.guard import at_work, for_staff
from allmanning.portals.design.parts import Filter


@at_work
@require_safe
def worklist(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose turn it is, soonest due first; who sees no cases is led to what they see."""
    if not actor.reads_cases:
        return redirect("caseworker:overview")
    search_word = request.GET.get("search", "")
    searched = searches.kept(request.session, search_word)
    filters = lists.read_filters(request.GET.dict(), searched)
    with acting(actor):
        counts = lists.tallies(actor, filters.owner)
        found = queries.worklist(actor, filters, total=lists.tallied(filters, counts))
        more = lists.extras(filters.show, found.rows)
        organisation = Organisation.objects.filter(pk__in=actor.organisations | actor.audits).order_by("pk")[
            0
        ]
        others = queries.owners(actor)
        own = _own_services(actor, organisation)
        offered = [*own, *_services_of(others)]
    kept_word = search_word if searched else ""
    context = frame.of_place(request, actor, organisation, "worklist") | {
        "filters": filters,
        "search_word": kept_word,
        "tabs": lists.tab_links(filters, counts, kept_word),
        "table": lists.listing(filters, found, more, kept_word, owners=bool(others)),
        "pages": lists.pages_of(filters, found, kept_word),
        "total": lists.told_total(found),
        "services": _service_filter(filters, {row.release.package_id: row.release.name for row in offered}),
        "only": ", ".join(words.said(each.release.name) for each in own)
        if organisation.pk in actor.reads_some
        else "",
        "owners": _owner_filter(filters, {organisation.pk: organisation.name} | others),
        "offers": many.offers(found.rows),
        "choosing": bool(many.choices(found.rows)),
        "many": many.FORM,
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


def _own_services(actor: Actor, organisation: Organisation) -> list[Adoption]:
    """The services whose cases the actor reads there."""
    adopted = services(organisation, timezone.localdate())
    if organisation.pk not in actor.reads_some:
        return adopted
    held = actor.services_in(organisation.pk)
    return [each for each in adopted if each.release.package_id in held]


def _services_of(others: dict[int, str]) -> list[Adoption]:
    """The services of those the actor works for by agreement."""
    today = timezone.localdate()
    organisations = Organisation.objects.filter(pk__in=others) if others else ()
    return [adoption for each in organisations for adoption in services(each, today)]


def _owner_filter(filters: Filters, owners: dict[int, str]) -> Filter | None:
    """Whose cases; there is nothing to choose without an agreement."""
    if len(owners) < 2:
        return None
    options = (("", gettext("Alla")), *((str(pk), name) for pk, name in owners.items()))
    return Filter(name="owner", label=gettext("Kommun"), options=options, value=str(filters.owner or ""))


def _service_filter(filters: Filters, offered: dict[str, dict[str, str]]) -> Filter | None:
    """Which service; there is nothing to choose while there is one."""
    if len(offered) < 2:
        return None
    options = (
        ("", gettext("Alla")),
        *((package_id, words.said(name)) for package_id, name in offered.items()),
    )
    return Filter(name="service", label=gettext("Tjänst"), options=options, value=filters.package_id)
