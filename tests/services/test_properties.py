"""The properties that each package declares come out as it says, in one period: the one of November 2025 if it is covered."""

from datetime import date
from pathlib import Path

import pytest

from allmanning import packages
from allmanning.proofs.prove import decide, statements
from allmanning.proofs.sections import on_days, sections
from tests.services.test_every_package import FOLDERS, loaded, name_of

NOVEMBER = date(2025, 11, 1)
DECLARED = [(folder, about.id) for folder in FOLDERS for about in loaded(folder).properties]


def some_day(package: packages.Package) -> date:
    """November 2025, or the first day that the package can decide."""
    days = [section.first for section in sections(package)]
    covered = any(section.first <= NOVEMBER <= section.last for section in sections(package))
    return NOVEMBER if covered else days[0]


@pytest.mark.parametrize(("folder", "name"), DECLARED, ids=lambda each: getattr(each, "name", each))
def test_a_property_comes_out_as_its_package_says(folder: Path, name: str) -> None:
    package = loaded(folder)
    about = next(each for each in package.properties if each.id == name)
    found = decide(about, statements(about, on_days(package, [some_day(package)])), 120)
    assert found.as_expected, (found.status, found.findings)


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_periods_that_are_proved_cover_every_day_that_can_be_decided(folder: Path) -> None:
    package = loaded(folder)
    for section in sections(package):
        for day in (section.first, section.last):
            ruleset = package.as_of(day)
            assert ruleset.parameters == section.ruleset.parameters
            assert ruleset.engine.graph is section.graph


def test_ekonomiskt_bistand_knows_thresholds_that_the_law_makes() -> None:
    package = packages.load(next(folder for folder in FOLDERS if folder.name == "ekonomiskt-bistand"))
    about = next(each for each in package.properties if each.id == "tvaarsgransen")
    (finding,) = decide(about, statements(about, on_days(package, [NOVEMBER])), 120).findings
    assert finding.instance is not None
    assert finding.instance.after is not None
    assert finding.instance.after["månader_med_jobbstimulans"] == 24
    assert len(package.properties) >= 6
