"""Every package in services/: it can be published, its examples come out in every reader, and no other day is decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from allmanning import packages
from allmanning.packages.checks import check
from allmanning.packages.package import build
from allmanning.packages.testing import run_example, run_examples
from allmanning.rules.program import NoLawError
from tests.house.repository import SERVICES

FOLDERS = sorted(path.parent for path in SERVICES.glob("*/package.toml"))


@cache
def loaded(folder: Path) -> packages.Package:
    return packages.load(folder)


def name_of(folder: Path) -> str:
    return folder.name


def days_with_rows(package: packages.Package) -> Iterator[date]:
    """The first and the last day of everything that has a period, as far as it can be decided."""
    edges = {graph.valid_from for graph in package.program.graphs}
    for parameter in package.parameters.values():
        for row in parameter.periods:
            edges |= {row.valid_from, *([row.valid_to] if row.valid_to else [])}
    for day in sorted(edges):
        try:
            package.as_of(day)
        except (packages.NoParameterRowError, NoLawError):
            continue
        yield day


each_package = pytest.mark.parametrize("folder", FOLDERS, ids=name_of)


@each_package
def test_a_package_can_be_published(folder: Path) -> None:
    assert check(loaded(folder)) == ()


@each_package
def test_examples_come_out_in_every_reader(folder: Path) -> None:
    results = list(run_examples(loaded(folder)))
    assert [
        (result.example.name, result.differences, result.error) for result in results if not result.passed
    ] == []
    assert results


@each_package
def test_examples_reach_every_outcome(folder: Path) -> None:
    decision = loaded(folder).manifest.decision
    reached = {result.outcome for result in run_examples(loaded(folder))}
    assert reached >= {*decision.granted, *decision.partly, *decision.refused}


@each_package
def test_every_example_says_where_its_numbers_come_from(folder: Path) -> None:
    assert [example.name for example in loaded(folder).examples if len(example.source) < 5] == []


@each_package
def test_no_two_examples_have_one_name(folder: Path) -> None:
    names = [(example.file, example.name) for example in loaded(folder).examples]
    assert len(names) == len(set(names))


def ends(package: packages.Package) -> bool:
    """Somewhere a row or a rule has its last day; otherwise the law holds until further notice."""
    last_rows = [parameter.periods[-1].valid_to for parameter in package.parameters.values()]
    return any([*last_rows, package.program.graphs[-1].valid_to])


@each_package
def test_the_day_before_all_rows_is_refused(folder: Path) -> None:
    first = next(days_with_rows(loaded(folder)))
    with pytest.raises((packages.NoParameterRowError, NoLawError)):
        loaded(folder).as_of(first - timedelta(days=1))


@each_package
def test_the_day_after_all_rows_is_refused_and_law_without_an_end_holds_on(folder: Path) -> None:
    package, (*_, last) = loaded(folder), days_with_rows(loaded(folder))
    if not ends(package):
        assert package.as_of(date(2099, 1, 1)).day.year == 2099
        return
    with pytest.raises((packages.NoParameterRowError, NoLawError)) as caught:
        package.as_of(last + timedelta(days=1))
    assert set(getattr(caught.value, "names", ("law",))) <= {*package.parameters, "law"}


@each_package
def test_old_law_cited_for_new_days_is_refused(folder: Path) -> None:
    files = dict(loaded(folder).files)
    rules = [name for name in files if name.startswith("rules/") and b"SoL (2025:400)" in files[name]]
    if not rules:
        pytest.skip("the package stands on other law than the Social Services Act")
    files[rules[0]] = files[rules[0]].replace(b"SoL (2025:400)", b"SoL (2001:453)")
    findings = [finding for finding in check(build(files)) if finding.code == "C010"]
    assert findings
    assert all("2001:453" in finding.message and "2025:400" in finding.hint for finding in findings)


@each_package
def test_an_example_that_expects_something_else_no_longer_comes_out(folder: Path) -> None:
    """The runner must be able to fail, or the examples would say nothing."""
    package = loaded(folder)
    decision = package.manifest.decision
    name = decision.amount or decision.outcome
    example = next(each for each in package.examples if name in each.expect)
    told = example.expect[name]
    other = told + 1 if decision.amount else next(word for word in decision.outcomes if word != told)
    assert run_example(package, example).passed
    assert not run_example(package, replace(example, expect={**example.expect, name: other})).passed
