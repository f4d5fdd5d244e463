"""One suite for all readers; here those that take one household at a time."""

from random import Random

import pytest

from tests.conformance.corpus import corpus
from tests.conformance.readers import IN_PYTHON, differences, meant
from tests.conformance.subjects import Subject, generated, of_packages, of_zoo, the_first
from tests.rules.households import Facts

SUBJECTS = [*of_packages(Random(1)), *of_zoo(), *generated(iter(range(30)))]  # noqa: S311 - chance, not secrets
FIRST = the_first(iter(SUBJECTS))
by_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)


def test_the_zoo_is_there() -> None:
    assert len(SUBJECTS) > 30
    assert any(subject.name.startswith("ekonomiskt-bistand") for subject in SUBJECTS)


@by_subject
@pytest.mark.parametrize("reader", IN_PYTHON)
def test_a_reader_gives_what_is_meant(subject: Subject, reader: str) -> None:
    households = corpus(subject, 150, seed=1)
    assert differences(meant(subject, households), IN_PYTHON[reader](subject, households)) == []


@pytest.fixture(scope="module")
def package_corpus() -> list[Facts]:
    return corpus(FIRST, 3_000, seed=2)


def test_the_corpus_stands_on_each_side_of_each_border(package_corpus: list[Facts]) -> None:
    wages = {facts["lön"] for facts in package_corpus}
    assert {0, 1, 49_999_999, 50_000_000} <= wages
    ages = {child["ålder"] for facts in package_corpus for child in facts["barn"]}
    assert {0, 6, 7, 10, 11, 18, 19, 20} <= ages
    assert {len(facts["barn"]) for facts in package_corpus} >= {0, 1, 15}


def test_every_outcome_comes_about_in_the_corpus(package_corpus: list[Facts]) -> None:
    outcomes = meant(FIRST, package_corpus)["beslut"].to_pylist()
    assert set(outcomes) == {"bifall", "delvis bifall", "avslag"}
