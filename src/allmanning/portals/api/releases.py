"""Packages for whoever wants to read them: what is asked, with which values, and with which worked examples."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from allmanning import packages
from allmanning.accounts.models import Organisation
from allmanning.catalogue.adoptions import adopted
from allmanning.catalogue.models import Adoption, Release
from allmanning.packages.facts import check_facts, to_json
from allmanning.packages.parameters import LocalValues
from allmanning.portals.api import examples, shapes
from allmanning.portals.api.contract import Call, offer
from allmanning.portals.api.cursors import cursor as cursor_after
from allmanning.portals.api.cursors import next_page, place
from allmanning.rules.values import TableValue

Text = packages.Text


@offer(
    Call(
        method="GET",
        path="/packages",
        summary=Text("Alla tjänstepaket", "All service packages"),
        about=Text(
            "Den senaste utgåvan av varje paket i katalogen, i bokstavsordning efter id.",
            "The latest release of each package in the catalogue, in order of id.",
        ),
        shape=shapes.Packages,
        given=examples.PACKAGES,
        query=("limit", "cursor"),
    )
)
def list_packages(request: HttpRequest, limit: shapes.Limit, cursor: shapes.Cursor) -> shapes.Packages:
    after = str(place("packages", cursor)[0]) if cursor else ""
    releases = Release.objects.filter(package_id__gt=after).order_by("package_id", "-published_at", "-pk")
    found = list(releases.distinct("package_id")[: limit + 1])
    shown = found[:limit]
    following = cursor_after("packages", [shown[-1].package_id]) if len(found) > limit else None
    return shapes.Packages(items=[_line(release) for release in shown], next=next_page(request, following))


@offer(
    Call(
        method="GET",
        path="/packages/{package_id}",
        summary=Text("Ett tjänstepaket", "A service package"),
        about=Text(
            "Vad paketet beslutar, hur det överklagas och vilka som har det i bruk. Med organisation: den utgåva som den har i bruk.",
            "What the package decides, how that is appealed and who runs it. With organisation: the release that it runs.",
        ),
        shape=shapes.PackageTold,
        given=examples.PACKAGE,
        query=("organisation",),
    )
)
def read_package(
    request: HttpRequest, package_id: shapes.Package, organisation: shapes.Municipality
) -> shapes.PackageTold:
    release = _release(package_id, organisation)
    manifest = release.package.manifest
    appeal, automation, decision = manifest.appeal, manifest.automation, manifest.decision
    running = Adoption.objects.filter(release__package_id=package_id, valid_from__lte=timezone.localdate())
    return shapes.PackageTold(
        **_line(release).model_dump(),
        owner=manifest.owner,
        contact=manifest.contact,
        licence=manifest.licence,
        reviewed_on=manifest.reviewed_on,
        period=manifest.period,
        appeal=shapes.Appeal(route=appeal.route, weeks=appeal.weeks, law=appeal.law),
        appeals_instead=[
            shapes.AppealInstead(
                route=each.appeal.route,
                weeks=each.appeal.weeks,
                law=each.appeal.law,
                outcomes=list(each.outcomes),
            )
            for each in manifest.appeals_instead
        ],
        automation=shapes.Automation(
            allowed=automation.allowed, outcomes=list(automation.outcomes), law=automation.law
        ),
        handling=shapes.Handling(
            target_days=manifest.handling.target_days,
            retention_years=manifest.handling.retention_years,
            law=manifest.handling.law,
        ),
        outcomes=shapes.Outcomes(
            granted=list(decision.granted), partly=list(decision.partly), refused=list(decision.refused)
        ),
        organisations=sorted(set(running.values_list("organisation__slug", flat=True))),
    )


@offer(
    Call(
        method="GET",
        path="/packages/{package_id}/questions",
        summary=Text("Paketets frågor", "The questions of a package"),
        about=Text(
            "Varje uppgift som kan behövas, med ord, skäl och gränser.",
            "Every fact that may be needed, with its words, its reason and its bounds.",
        ),
        shape=shapes.Questions,
        given=examples.QUESTIONS,
        query=("organisation",),
    )
)
def list_questions(
    request: HttpRequest, package_id: shapes.Package, organisation: shapes.Municipality
) -> shapes.Questions:
    release = _release(package_id, organisation)
    told = [question(each) for each in release.package.questions]
    return shapes.Questions(package=package_id, version=release.version, items=told)


@offer(
    Call(
        method="GET",
        path="/packages/{package_id}/parameters",
        summary=Text("Paketets belopp och värden", "The values of a package"),
        about=Text(
            "Nationella värden med dag, källa och lagrum, och de som varje organisation sätter.",
            "National values with dates, source and law, and those that each organisation sets.",
        ),
        shape=shapes.Parameters,
        given=examples.PARAMETERS,
        query=("organisation",),
    )
)
def list_parameters(
    request: HttpRequest, package_id: shapes.Package, organisation: shapes.Municipality
) -> shapes.Parameters:
    release, local = running_release(package_id, organisation, timezone.localdate())
    package = release.package
    values = package.local_values(json.loads(json.dumps(local), parse_float=Decimal))
    return shapes.Parameters(
        package=package_id,
        version=release.version,
        organisation=organisation,
        national=[_parameter(each) for each in package.parameters.values()],
        local=[_setting(each, values) for each in package.local],
    )


@offer(
    Call(
        method="GET",
        path="/packages/{package_id}/examples",
        summary=Text("Paketets räknade exempel", "The worked examples of a package"),
        about=Text(
            "Uppgifter och vad det ska bli av dem. De är paketets prov: pröva det egna systemet mot dem.",
            "Facts and what must come of them. They are the package's tests: try your own system on them.",
        ),
        shape=shapes.Examples,
        given=examples.EXAMPLES,
        query=("organisation",),
    )
)
def list_examples(
    request: HttpRequest, package_id: shapes.Package, organisation: shapes.Municipality
) -> shapes.Examples:
    release = _release(package_id, organisation)
    package = release.package
    told = [
        shapes.Example(
            name=each.name,
            on=each.on,
            source=each.source,
            facts=to_json(check_facts(package.vocabulary, each.facts, kronor=True)),
            expect={name: _kronor(value) for name, value in each.expect.items()},
        )
        for each in package.examples
    ]
    return shapes.Examples(package=package_id, version=release.version, items=told)


def running_release(package_id: str, organisation: str | None, on: date) -> tuple[Release, dict[str, Any]]:
    """The release an organisation runs on a day, with its local settings; without one the latest, with the defaults."""
    if organisation is None:
        return _latest(package_id), {}
    adoption = adopted(get_object_or_404(Organisation, slug=organisation), package_id, on)
    return adoption.release, adoption.local


def question(told: Any) -> shapes.Question:
    """A question as it is answered."""
    return shapes.Question(
        fact=told.fact,
        kind=told.kind,
        who=told.who,
        text=shapes.Words.of(told.text),
        help=shapes.Words.of(told.help),
        why=shapes.Words.of(told.why),
        page=told.page,
        minimum=to_json(told.minimum),
        maximum=to_json(told.maximum),
        options=[shapes.Option(value=value, text=shapes.Words.of(text)) for value, text in told.options],
        unit=shapes.Words.of(told.unit),
        evidence=shapes.Words.of(told.evidence),
    )


def _release(package_id: str, organisation: str | None) -> Release:
    return (
        running_release(package_id, organisation, timezone.localdate())[0]
        if organisation
        else _latest(package_id)
    )


def _latest(package_id: str) -> Release:
    release = Release.objects.filter(package_id=package_id).order_by("-published_at", "-pk").first()
    if release is None:
        raise Http404(package_id)
    return release


def _line(release: Release) -> shapes.PackageLine:
    return shapes.PackageLine(
        id=release.package_id,
        version=release.version,
        digest=release.digest,
        name=shapes.Words.told(release.name),
        summary=shapes.Words.told(release.summary),
        published_at=shapes.said(release.published_at),
    )


def _parameter(told: Any) -> shapes.Parameter:
    periods = [
        shapes.Period(
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            law=row.law,
            source=row.source,
            cells=_cells(row),
        )
        for row in told.periods
    ]
    return shapes.Parameter(
        name=told.name, text=shapes.Words.of(told.text), type=str(told.type), periods=periods
    )


def _cells(row: Any) -> list[shapes.Cell]:
    if not isinstance(row.value, TableValue):
        return [shapes.Cell(key=None, value=to_json(row.value), status=row.statuses[0])]
    cells = zip(row.value.starts, row.value.values, row.statuses, strict=True)
    return [shapes.Cell(key=key, value=to_json(value), status=status) for key, value, status in cells]


def _setting(told: Any, local: LocalValues) -> shapes.LocalSetting:
    return shapes.LocalSetting(
        name=told.name,
        text=shapes.Words.of(told.text),
        type=str(told.type),
        unit=told.unit,
        decided_by=told.decided_by,
        law=told.law,
        minimum=to_json(told.minimum),
        maximum=to_json(told.maximum),
        value=_value(local.values[told.name]),
    )


def _value(value: Any) -> Any:
    if isinstance(value, TableValue):
        return {str(key): to_json(cell) for key, cell in zip(value.starts, value.values, strict=True)}
    return to_json(value)


def _kronor(value: Any) -> Any:
    """As the author wrote it: whole kronor as a number, öre as decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return to_json(value)
