"""Adopting: an organisation takes a release into use with its own local settings."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404

from allmanning.accounts.models import Organisation
from allmanning.catalogue.models import Adoption, Release


class NotAdoptedError(Http404):
    """The organisation does not run this service on that day. Adopt a release of it first, or choose another day."""

    def __init__(self, organisation: Organisation, package_id: str, on: date) -> None:
        super().__init__(f"{package_id}, {organisation}, {on}: {self.__doc__}")


class AutomationForbiddenError(ValueError):
    """The package may not be decided by the automatic function (KL (2017:725) 6 kap. 38 §). Adopt it without delegation."""

    def __init__(self, release: Release) -> None:
        super().__init__(f"{release}: {self.__doc__}")


def adopt(
    organisation: Organisation,
    release: Release,
    *,
    valid_from: date,
    local: Mapping[str, Any] | None = None,
    automation_delegated_on: date | None = None,
    delegation_reference: str = "",
    board: str = "",
) -> Adoption:
    """Adopt a release from a day, under a board of its own if that is named; runs as the owner of the catalogue's tables. Raises what `local_values` raises."""
    settings = json.loads(json.dumps(dict(local or {}), default=float))
    release.package.local_values(json.loads(json.dumps(settings), parse_float=Decimal))
    if automation_delegated_on and not release.package.manifest.automation.allowed:
        raise AutomationForbiddenError(release)
    return Adoption.objects.using("owner").create(
        organisation_id=organisation.pk,
        release_id=release.pk,
        local=settings,
        valid_from=valid_from,
        automation_delegated_on=automation_delegated_on,
        delegation_reference=delegation_reference,
        board=board,
    )


def adopted(organisation: Organisation, package_id: str, on: date) -> Adoption:
    """The adoption of a package in force on a day: the latest that has begun."""
    adoption = (
        Adoption.objects.filter(organisation=organisation, release__package_id=package_id, valid_from__lte=on)
        .select_related("release", "organisation")
        .order_by("-valid_from", "-pk")
        .first()
    )
    if adoption is None:
        raise NotAdoptedError(organisation, package_id, on)
    return adoption


def services(organisation: Organisation, on: date) -> list[Adoption]:
    """One adoption in force for each package the organisation runs, by Swedish name."""
    begun = Adoption.objects.filter(organisation=organisation, valid_from__lte=on)
    latest = begun.select_related("release", "organisation").order_by(
        "release__package_id", "-valid_from", "-pk"
    )
    return sorted(
        latest.distinct("release__package_id"), key=lambda adoption: str(adoption.release.name["sv"])
    )
