"""One Spark cluster for all tests: two workers, each a process of its own."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from allmanning.simulation.clusters import session

# Java compiles thoroughly what will run for long; a test never does.
HASTY = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkSession]:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in HASTY.items():
            patched.setenv(name, value)
        with session("local-cluster[2,1,1024]") as spark:
            yield spark
