"""A fault in any reader makes the suite fail."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pyspark.sql import SparkSession

from allmanning.rules import decide, intervals
from allmanning.simulation.engines import duckdb, kernel, spark
from allmanning.simulation.job import Engine
from tests.conformance.corpus import corpus
from tests.conformance.mutations import mutated
from tests.conformance.readers import IN_PYTHON, Reader, computed, decided, differences, meant, written
from tests.conformance.subjects import of_packages, the_first

SUBJECT = the_first(of_packages(Random(1)))  # noqa: S311 - chance, not secrets
HOUSEHOLDS = corpus(SUBJECT, 2_000, seed=3)
MEANT = meant(SUBJECT, HOUSEHOLDS)


def is_seen(reader: Reader) -> bool:
    return bool(differences(MEANT, reader(SUBJECT, HOUSEHOLDS)))


@pytest.mark.parametrize("seed", range(12))
def test_a_fault_in_the_generated_python_is_seen(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = decide.python_text
    monkeypatch.setattr(decide, "python_text", lambda graph: mutated(right(graph), Random(seed)))  # noqa: S311
    assert is_seen(decided)


@pytest.mark.parametrize("reader", ["ask", "explain"])
@pytest.mark.parametrize(("sign", "instead"), [("<=", "<"), (">=", ">"), ("==", "!=")])
def test_a_fault_in_the_intervals_is_seen(
    reader: str, sign: str, instead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(intervals.COMPARISONS, sign, intervals.COMPARISONS[instead])
    assert is_seen(IN_PYTHON[reader])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(SUBJECT, HOUSEHOLDS, tmp_path_factory.mktemp("data") / "population.parquet")


def is_seen_in(engine: Engine, data: Path) -> bool:
    return bool(differences(MEANT, computed(engine, SUBJECT, data)))


@pytest.mark.parametrize("seed", range(4))
def test_a_fault_in_the_kernel_is_seen(seed: int, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = kernel.kernel

    def wrong(*given: Any) -> Any:
        written = right(*given)
        return replace(written, text=mutated(written.text, Random(seed), r" +v\d+ "))  # noqa: S311 - chance

    monkeypatch.setattr(kernel, "kernel", wrong)
    assert is_seen_in(kernel.run, data)


@pytest.mark.parametrize("seed", range(8))
def test_a_fault_in_the_query_is_seen(seed: int, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = duckdb.rows_query
    monkeypatch.setattr(
        duckdb,
        "rows_query",
        lambda *given: mutated(right(*given), Random(seed), "  (?!AND|WHERE)"),  # noqa: S311
    )
    assert is_seen_in(duckdb.run, data)


@pytest.mark.parametrize("seed", range(2))
def test_a_fault_in_the_query_of_a_cluster_is_seen(
    seed: int, data: Path, cluster: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = spark.rows_query
    monkeypatch.setattr(
        spark,
        "rows_query",
        lambda *given: mutated(right(*given), Random(seed), "  (?!AND|WHERE)"),  # noqa: S311
    )
    assert is_seen_in(lambda *given: spark.run_in(cluster, *given), data)
