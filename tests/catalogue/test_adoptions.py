from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from allmanning.catalogue.adoptions import AutomationForbiddenError, NotAdoptedError, adopt, adopted, services
from allmanning.catalogue.models import Adoption, Archive, Release
from allmanning.catalogue.releases import VersionTakenError, publish
from allmanning.packages import LocalError, NoParameterRowError
from allmanning.packages.package import build
from tests.people import MITTKOPING, NORRHAMN, SODERSLATT, organisation
from tests.travel_package import PACKAGE_ID, travel_package

NOVEMBER = date(2025, 11, 1)
both_sessions = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def changed(**texts: tuple[str, str]) -> object:
    """The little package with something replaced in its package.toml."""
    files = dict(travel_package().files)
    for old, new in texts.values():
        files["package.toml"] = files["package.toml"].replace(old.encode(), new.encode())
    return build(files)


@pytest.mark.django_db(databases=["default", "owner"])
def test_publishing_the_same_package_again_gives_the_same_release() -> None:
    assert publish(travel_package()) == Release.objects.get()


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_published_version_never_changes() -> None:
    with pytest.raises(VersionTakenError):
        publish(changed(summary=("Bidrag till resor.", "Något annat.")))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_release_gives_back_the_package_that_was_published() -> None:
    assert Release.objects.get().package.digest == travel_package().digest


@pytest.mark.django_db
def test_local_settings_differ_between_municipalities_and_the_rules_follow() -> None:
    facts = {"inkomst": 0, "resor": 90_000, "barn": []}
    amounts = [
        adopted(organisation(pk), PACKAGE_ID, NOVEMBER).ruleset(NOVEMBER).assess(facts).amount
        for pk in (MITTKOPING, NORRHAMN)
    ]
    assert amounts == [60_000, 50_000]


@pytest.mark.django_db
def test_the_rules_are_compiled_once_for_each_day_and_settings() -> None:
    adoption = adopted(organisation(), PACKAGE_ID, NOVEMBER)
    assert adoption.ruleset(NOVEMBER) is adoption.ruleset(NOVEMBER)
    assert adoption.ruleset(NOVEMBER) is not adoption.ruleset(date(2025, 12, 1))


@pytest.mark.django_db
def test_a_month_without_a_row_is_refused() -> None:
    with pytest.raises(NoParameterRowError):
        adopted(organisation(), PACKAGE_ID, NOVEMBER).ruleset(date(2024, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(("pk", "on"), [(SODERSLATT, NOVEMBER), (MITTKOPING, date(2025, 6, 30))])
def test_a_service_is_not_run_before_it_is_adopted(pk: int, on: date) -> None:
    with pytest.raises(NotAdoptedError):
        adopted(organisation(pk), PACKAGE_ID, on)
    assert services(organisation(pk), on) == []


@both_sessions
def test_the_latest_adoption_that_has_begun_is_in_force() -> None:
    release = Release.objects.get()
    later = adopt(organisation(), release, valid_from=date(2025, 12, 1), local={"högsta_belopp": 700})
    assert adopted(organisation(), PACKAGE_ID, date(2025, 12, 1)) == later
    assert adopted(organisation(), PACKAGE_ID, NOVEMBER) != later
    assert services(organisation(), date(2026, 1, 1)) == [later]


@both_sessions
def test_a_newer_version_replaces_an_older_from_its_day() -> None:
    newer = adopt(organisation(), publish(travel_package("1.1.0")), valid_from=date(2026, 1, 1))
    assert adopted(organisation(), PACKAGE_ID, date(2026, 1, 1)) == newer
    assert newer.release.version == "1.1.0"


@both_sessions
@pytest.mark.parametrize(
    "local", [{"högsta_belopp": 20_000}, {"högsta_belop": 1}, {"högsta_belopp": "mycket"}]
)
def test_a_local_setting_outside_its_bounds_is_refused_and_nothing_adopted(local: dict[str, object]) -> None:
    with pytest.raises(LocalError):
        adopt(organisation(SODERSLATT), Release.objects.get(), valid_from=NOVEMBER, local=local)
    assert not Adoption.objects.filter(organisation_id=SODERSLATT).exists()


@both_sessions
def test_what_the_law_forbids_a_machine_to_decide_cannot_be_delegated_to_it() -> None:
    package = changed(version=('"1.0.0"', '"2.0.0"'), automation=("allowed = true", "allowed = false"))
    release = publish(package)  # type: ignore[arg-type]
    with pytest.raises(AutomationForbiddenError):
        adopt(organisation(), release, valid_from=NOVEMBER, automation_delegated_on=NOVEMBER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "change"), [(Release, {"name": {}}), (Archive, {"content": b""}), (Adoption, {"local": {}})]
)
def test_the_application_role_does_not_write_the_catalogue(
    model: type[Release], change: dict[str, object]
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(**change)


def test_an_adoption_says_from_when_the_machine_may_decide() -> None:
    adoption = Adoption(automation_delegated_on=NOVEMBER)
    assert adoption.automation_delegated(NOVEMBER)
    assert not adoption.automation_delegated(date(2025, 10, 31))
    assert not Adoption().automation_delegated(NOVEMBER)
