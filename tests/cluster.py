"""One Spark cluster for all tests: two workers, each a process of its own."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from allmanning.simulation.clusters import session


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkSession]:
    with session("local-cluster[2,1,1024]") as spark:
        yield spark
