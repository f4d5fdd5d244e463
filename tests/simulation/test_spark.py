"""Spark gives what the interpreter gives, to the öre, on a cluster of two; without Java it says what to do."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from allmanning import packages
from allmanning.simulation.clusters import refuse_without_java
from allmanning.simulation.columns import table_of
from allmanning.simulation.engines import spark
from allmanning.simulation.errors import DataError, MissingExtraError, SimulationError
from allmanning.simulation.job import Engine, Job, Refusal, Refused, Run
from tests.cluster import HASTY
from tests.house.repository import ROOT, SERVICES
from tests.rules.agreement import Readers
from tests.rules.households import Households
from tests.rules.test_generated_programs import accepted
from tests.rules.test_zoo import DAYS, MADE, ZOO, name_of
from tests.simulation.extremes import extremes
from tests.simulation.street import (
    HIGHER,
    NAMES,
    PARAMETERS,
    computed,
    file,
    job,
    meant,
    of_run,
    plain,
    street,
    with_column,
)
from tests.simulation.test_kernel import REFUSED, changed_rows, fields_in_another_order, narrow

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(date(2025, 11, 1))
PROGRAMS = 6

type Compute = Callable[[Job, Refused], pa.Table]


@pytest.fixture
def engine(cluster: SparkSession) -> Engine:
    return lambda given, progress, refused: spark.run_in(cluster, given, progress, refused)


def agrees(engine: Engine, readers: Readers, households: Households, count: int, folder: Path) -> None:
    graph, facts = readers.graph, [households.facts() for _ in range(count)]
    data, names = file(folder, table_of(graph.vocabulary, facts), row_group_size=100), tuple(graph.values)
    found = computed(Job(graph, readers.day, data, (Run("x", readers.parameters),), names), engine=engine)
    assert found["row"].to_pylist() == list(range(count))
    rows = found.drop(["row"]).rename_columns(list(names)).to_pylist()
    for each, row in zip(facts, rows, strict=True):
        expected = {name: plain(value) for name, value in readers.evaluate(each).items()}
        assert row == expected, (each, {name for name in row if row[name] != expected[name]})


def test_the_cluster_has_two_workers(cluster: SparkSession) -> None:
    """And the driver."""
    context = cluster.sparkContext
    assert context.master == "local-cluster[2,1,1024]"
    assert cluster.range(0, 800, 1, 8).count() == 800
    assert context._jsc.sc().getExecutorMemoryStatus().size() == 3


def test_every_rule_of_ekonomiskt_bistand_agrees_with_the_interpreter(engine: Engine, tmp_path: Path) -> None:
    graph = RULESET.engine.graph
    readers = Readers(graph, RULESET.parameters, RULESET.day, RULESET.targets)
    agrees(engine, readers, Households(graph.vocabulary, Random(24)), 1_000, tmp_path)  # noqa: S311 - chance


@pytest.mark.parametrize("page", ZOO, ids=name_of)
def test_the_programs_of_the_zoo_agree_with_the_interpreter(
    page: Any, engine: Engine, tmp_path: Path
) -> None:
    readers = MADE[page.path.stem, DAYS[2]]
    agrees(engine, readers, Households(readers.graph.vocabulary, Random(25)), 300, tmp_path)  # noqa: S311


@pytest.mark.parametrize("number", range(PROGRAMS))
def test_generated_programs_agree_with_the_interpreter(number: int, engine: Engine, tmp_path: Path) -> None:
    made = next(filter(None, map(accepted, itertools.count(number * 2_000))))
    agrees(engine, *made, 300, tmp_path)


def test_the_ends_of_the_calendar_the_numbers_and_the_words_agree_with_the_interpreter(
    engine: Engine, tmp_path: Path
) -> None:
    agrees(engine, *extremes(35), 600, tmp_path)


def test_all_runs_types_and_kept_facts_come_out_as_from_the_other_engines(
    engine: Engine, tmp_path: Path
) -> None:
    runs = (Run("nu", PARAMETERS), Run("högre", HIGHER), Run("kr", PARAMETERS, {"hyra": 95_000}))
    keep = ("boende", "hyra", "flyttade", "ensam", "barn")
    given = job(file(tmp_path, street()), runs=runs, keep=keep)
    found = computed(given, engine=engine)
    assert (of_run(found, "nu"), of_run(found, "högre")) == (meant(40), meant(40, HIGHER))
    assert found.equals(computed(given))


def test_files_of_a_folder_are_read_in_the_order_of_their_names(
    cluster: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "a [1] å%20{b}"
    folder.mkdir()
    for part, name in enumerate(sorted(NAMES)):
        rows = street().slice(part * 5, 5)
        kept = (rows, narrow(rows), fields_in_another_order(rows))[part % 3]
        file(folder, kept, f"{name}.parquet", row_group_size=3)
    seen: list[int] = []
    batches = spark.run_in(cluster, job(folder), seen.append, Refused(), folder)
    found = pa.concat_tables(map(pa.table, batches))
    assert found["row"].to_pylist() == list(range(40))
    assert of_run(found) == meant(40)
    assert sum(seen) == 40
    assert {each.suffix for each in folder.iterdir()} == {".parquet"}


def test_rows_that_cannot_be_computed_are_left_out_and_told_of(engine: Engine, tmp_path: Path) -> None:
    """All that can be wrong, each in a street of its own, one after another."""
    parts = [changed_rows(**changes) for changes, _ in REFUSED]
    refused = Refused()
    found = computed(job(file(tmp_path, pa.concat_tables(parts)), keep=("barn",)), refused, engine)
    wrong = {
        number * 40 + row
        for number, (changes, _) in enumerate(REFUSED)
        for values in changes.values()
        for row in values
    }
    assert found["row"].to_pylist() == [row for row in range(40 * len(parts)) if row not in wrong]
    assert refused.households == len(wrong)
    told: dict[tuple[str, str], Refusal] = {}
    for number, (_, refusals) in enumerate(REFUSED):
        for each in refusals:
            first = told.get((each.column, each.reason), replace(each, rows=0, row=number * 40 + each.row))
            told[each.column, each.reason] = replace(first, rows=first.rows + each.rows)
    assert sorted(refused.refusals, key=str) == sorted(told.values(), key=str)


def test_a_damaged_file_is_told_of(engine: Engine, tmp_path: Path) -> None:
    path = file(tmp_path, street(5_000))
    data = bytearray(path.read_bytes())
    data[1_000:1_400] = bytes(400)
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"hushåll\.parquet cannot be read to its end; it may be damaged"):
        computed(job(path), engine=engine)


def test_columns_that_only_differ_in_capitals_are_told_apart(engine: Engine, tmp_path: Path) -> None:
    table = with_column(street(), "hyra", street()["hyra"]).append_column("HYRA", pa.array([0] * 40))
    assert of_run(computed(job(file(tmp_path, table)), engine=engine)) == meant(40)


def without_java(monkeypatch: pytest.MonkeyPatch, path: Path | str = "") -> None:
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.delenv("JAVA_HOME", raising=False)


def test_without_java_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_java(monkeypatch)
    with pytest.raises(
        SimulationError, match=r"Spark needs Java 17 or 21, and none was found\. On Debian: apt install"
    ):
        computed(job(file(tmp_path, street())), engine=spark.engine())


def test_a_java_that_is_too_old_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    without_java(monkeypatch, tmp_path)
    with pytest.raises(SimulationError, match="Spark needs Java 17 or 21, and only Java 11 was found"):
        refuse_without_java()


def test_a_java_home_without_java_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SimulationError, match="none was found"):
        refuse_without_java()


def test_without_pyspark_it_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"The engine spark needs the extra 'spark'"):
        computed(job(file(tmp_path, street())), engine=spark.engine())


def test_what_is_wrong_with_the_data_is_told_before_spark_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_java(monkeypatch)
    with pytest.raises(DataError, match="'hyra' is missing"):
        computed(job(file(tmp_path, street().drop(["hyra"]))), engine=spark.engine())


@pytest.mark.parametrize("master", ["nowhere", "localhost:7077", "spark://", ""])
def test_a_master_that_is_none_is_told_of(tmp_path: Path, master: str) -> None:
    with pytest.raises(SimulationError, match=f"^'{master}' is no master of Spark"):
        computed(job(file(tmp_path, street())), engine=spark.engine(master))


ALONE = """
import sys
from pathlib import Path
from allmanning.simulation.engines import spark
from tests.simulation.street import computed, job
for _ in range(2):
    print(computed(job(Path(sys.argv[1])), engine=spark.engine("local[2]"))["nu.stöd"].to_pylist())
"""


def test_spark_says_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Twice in one process, each time with a Java of its own."""
    place = tmp_path / "place"
    place.mkdir()
    data = file(tmp_path, street())
    command = [sys.executable, "-W", "error", "-c", ALONE, str(data)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **HASTY, "TMPDIR": str(place)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{[row['stöd'] for row in meant(40)]}\n" * 2
    assert list(place.iterdir()) == []
