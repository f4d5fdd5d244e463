"""One suite for all readers; here those that take a whole population."""

from itertools import islice
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from allmanning.simulation.engines import duckdb, kernel, spark
from allmanning.simulation.job import Engine
from tests.conformance.corpus import corpus
from tests.conformance.readers import computed, differences, meant, written
from tests.conformance.subjects import Subject, generated, of_packages, of_zoo

PACKAGES = list(of_packages(Random(1)))  # noqa: S311 - chance, not secrets
OTHERS = [*of_zoo(), *islice(generated(iter(range(100, 200))), 6)]
ENGINES: dict[str, Engine] = {"kernel": kernel.run, "duckdb": duckdb.run}


def population(subject: Subject, households: int, folder: Path) -> tuple[pa.Table, Path]:
    """What is meant for some households of the corpus, and the households as a file."""
    facts = corpus(subject, households, seed=4)
    return meant(subject, facts), written(subject, facts, folder / "population.parquet")


@pytest.mark.parametrize("subject", OTHERS, ids=lambda subject: subject.name)
def test_an_engine_gives_what_is_meant(subject: Subject, tmp_path: Path) -> None:
    expected, data = population(subject, 400, tmp_path)
    for name, engine in ENGINES.items():
        assert differences(expected, computed(engine, subject, data)) == [], name


@pytest.mark.parametrize("subject", PACKAGES, ids=lambda subject: subject.name)
def test_an_engine_gives_what_is_meant_for_many_households_of_a_package(
    subject: Subject, tmp_path: Path
) -> None:
    expected, data = population(subject, 6_000, tmp_path)
    for name, engine in ENGINES.items():
        assert differences(expected, computed(engine, subject, data)) == [], name


@pytest.mark.parametrize("subject", PACKAGES[1::2], ids=lambda subject: subject.name)
def test_a_cluster_gives_what_is_meant(subject: Subject, cluster: SparkSession, tmp_path: Path) -> None:
    expected, data = population(subject, 3_000, tmp_path)
    found = computed(lambda *given: spark.run_in(cluster, *given), subject, data)
    assert differences(expected, found) == []
