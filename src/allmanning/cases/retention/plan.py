"""The organisation's decision on how long it keeps the cases of a service."""

from datetime import date

from allmanning.accounts.models import Organisation
from allmanning.cases.models import RetentionPlan
from allmanning.catalogue.adoptions import adopted
from allmanning.packages.manifest import Handling


class RetentionError(Exception):
    """Nothing can be removed as things stand."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class YearsBySomebodyElseError(RetentionError):
    """The law says how many years, so the plan cannot. Leave the years out."""

    def __init__(self, handling: Handling) -> None:
        super().__init__(f"{self.__doc__} ({handling.law}: {handling.retention_years})")


class NoYearsError(RetentionError):
    """No law says how many years cases of this service are kept. Say it, as the organisation's own plan does."""


class UnknownCountyError(RetentionError):
    """The law keeps everything in some counties, and the organisation's county is not stated. State its county board first."""


def state_plan(
    organisation: Organisation, package_id: str, *, reference: str, valid_from: date, years: int | None = None
) -> RetentionPlan:
    """Write the decision down; runs as the owner of the tables. Years come from the law where the package names one.

    Raises NotAdoptedError for a service that the organisation does not run, and RetentionError with what to do.
    """
    manifest = adopted(organisation, package_id, valid_from).release.package.manifest
    handling, kept = manifest.handling, manifest.handling.kept
    if handling.retention_years is not None and years not in (None, handling.retention_years):
        raise YearsBySomebodyElseError(handling)
    counted = handling.retention_years if handling.retention_years is not None else years
    if counted is None:
        raise NoYearsError
    return RetentionPlan.objects.using("owner").create(
        organisation_id=organisation.pk,
        package_id=package_id,
        years=counted,
        law=handling.law or reference,
        reference=reference,
        valid_from=valid_from,
        per_person=handling.per_person,
        kept_birth_days=list(kept.born_on) if kept else [],
        keeps_everybody=kept is not None and _keeps_everybody(organisation, kept.everybody_in),
        kept_law=kept.law if kept else "",
        granted=list(manifest.decision.granted),
    )


def _keeps_everybody(organisation: Organisation, places: tuple[str, ...]) -> bool:
    """Whether the organisation is, or lies in, one of the places."""
    if not places:
        return False
    if not organisation.county_board:
        raise UnknownCountyError
    return any(place == organisation.name or place in organisation.county_board for place in places)
