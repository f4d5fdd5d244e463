"""Every package over households that nobody is: every period, every local setting that an adopter may choose."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allmanning import packages
from allmanning.packages.parameters import LocalSetting, LocalValues
from allmanning.rules.datatypes import BOOL, DATE, SHARE, TableOf, Type
from allmanning.rules.values import ParameterValue, TableValue
from tests.rules.agreement import (
    Readers,
    all_readers_agree,
    asking_ends,
    no_other_fact_matters,
    what_is_certain_stays,
)
from tests.rules.households import Households
from tests.services.test_every_package import FOLDERS, days_with_rows, loaded, name_of

SEEDS = st.integers(0, 2**48)
each_package = pytest.mark.parametrize("folder", FOLDERS, ids=name_of)


def drawn(random: Random, setting: LocalSetting) -> ParameterValue:
    """A value that an adopter may choose: the default, an end of the bounds, or something between."""
    if isinstance(setting.type, TableOf) and isinstance(setting.default, TableValue):
        cells = tuple(cell(random, setting, setting.type.value, each) for each in setting.default.values)
        return TableValue(setting.default.starts, cells, setting.default.end)
    return cell(random, setting, setting.type, setting.default)


def cell(random: Random, setting: LocalSetting, type_: Type, default: Any) -> Any:
    if type_ == BOOL:
        return random.random() < 0.5
    low, high = setting.minimum, setting.maximum
    if type_ in (DATE, SHARE):
        return random.choice([low, high, default])
    assert isinstance(low, int)
    assert isinstance(high, int)
    return random.choice([low, high, default, random.randint(low, high)])


def some_ruleset(folder: Path, random: Random) -> packages.Ruleset:
    """The package on some day with somebody's local settings."""
    package = loaded(folder)
    day = random.choice(list(days_with_rows(package)))
    local = LocalValues({setting.name: drawn(random, setting) for setting in package.local}, frozenset())
    return package.as_of(day, local)


def made(folder: Path, seed: int) -> tuple[Readers, Households]:
    random = Random(seed)  # noqa: S311 - chance, not secrets
    ruleset = some_ruleset(folder, random)
    graph = ruleset.engine.graph
    readers = Readers(graph, ruleset.parameters, ruleset.day, ruleset.targets)
    return readers, Households(graph.vocabulary, random)


@each_package
@settings(max_examples=60)
@given(seed=SEEDS)
def test_readers_agree_to_the_ore(folder: Path, seed: int) -> None:
    readers, households = made(folder, seed)
    for _ in range(5):
        all_readers_agree(readers, households.facts())


@each_package
@settings(max_examples=40)
@given(seed=SEEDS)
def test_what_is_certain_of_half_an_application_is_certain_of_the_whole(folder: Path, seed: int) -> None:
    readers, households = made(folder, seed)
    for missing in (0.05, 0.2, 0.5, 0.8):
        what_is_certain_stays(readers, households, households.facts(missing))


@each_package
@settings(max_examples=60)
@given(seed=SEEDS)
def test_no_fact_that_is_not_open_changes_the_decision(folder: Path, seed: int) -> None:
    readers, households = made(folder, seed)
    for missing in (0.05, 0.2, 0.5, 0.8):
        no_other_fact_matters(readers, households, households.facts(missing))


@each_package
@settings(max_examples=25)
@given(seed=SEEDS)
def test_asking_until_nothing_is_open_gives_what_the_whole_application_gets(folder: Path, seed: int) -> None:
    readers, households = made(folder, seed)
    asking_ends(readers, households, {})


@each_package
@settings(max_examples=25)
@given(seed=SEEDS)
def test_the_next_question_is_open_and_the_residents_own(folder: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not secrets
    ruleset = some_ruleset(folder, random)
    households = Households(ruleset.engine.graph.vocabulary, random)
    for missing in (0.1, 0.4, 0.9):
        found = ruleset.assess(households.facts(missing))
        for_resident = [path for path in found.open if path not in found.judgements]
        assert (found.next in for_resident) if for_resident else found.next is None
        assert found.decided == (not found.open)
        assert found.automatic == (not found.hindrances)
        assert not (found.automatic and (found.open or found.derived))


@each_package
@settings(max_examples=15)
@given(seed=SEEDS)
def test_every_reckoning_can_be_written_in_both_languages(folder: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - chance, not secrets
    ruleset = some_ruleset(folder, random)
    households = Households(ruleset.engine.graph.vocabulary, random)
    for missing in (0.0, 0.5, 1.0):
        facts = households.facts(missing)
        lines = [ruleset.reckoning(facts, language=language) for language in ("sv", "en")]
        assert lines[0].raw == lines[1].raw == ruleset.assess(facts).values.get(ruleset.targets[-1])
        assert lines[0].open == (lines[0].raw is None)


def test_every_day_of_change_is_tried() -> None:
    days = [day for folder in FOLDERS for day in days_with_rows(loaded(folder))]
    assert len(days) >= 6
    assert min(days) <= date(2025, 7, 1) <= max(days)
