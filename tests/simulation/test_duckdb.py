"""DuckDB gives what the interpreter gives, to the öre, and refuses the rows that the kernel refuses."""

import itertools
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb as database
import pyarrow as pa
import pytest

from allmanning import packages
from allmanning.rules.dialects import DUCKDB
from allmanning.rules.program import parse
from allmanning.simulation.columns import table_of
from allmanning.simulation.engines import duckdb
from allmanning.simulation.errors import DataError, SimulationError
from allmanning.simulation.job import Job, Refusal, Refused, Run
from allmanning.simulation.querying import batch_of, rows_query
from allmanning.simulation.reading import columns_needed
from tests.house.repository import SERVICES
from tests.rules.agreement import Readers
from tests.rules.households import Households
from tests.rules.test_generated_programs import accepted
from tests.rules.test_zoo import DAYS, MADE, ZOO, name_of
from tests.simulation.extremes import extremes
from tests.simulation.street import (
    GRAPH,
    HIGHER,
    NAMES,
    PARAMETERS,
    computed,
    file,
    household,
    job,
    meant,
    of_run,
    plain,
    street,
    with_column,
)
from tests.simulation.test_kernel import (
    REFUSED,
    changed_rows,
    dictionaries,
    fields_in_another_order,
    large,
    narrow,
)

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(date(2025, 11, 1))
PROGRAMS = 120


def run(given: Job, refused: Refused | None = None) -> pa.Table:
    return computed(given, refused, duckdb.run)


def of(readers: Readers, table: pa.Table) -> list[dict[str, Any]]:
    """Every rule's value for the rows of a table, without a file in between."""
    names = tuple(readers.graph.values)
    given = Job(readers.graph, readers.day, Path(), (Run("x", readers.parameters),), names)
    with database.connect(config={"threads": 1}) as connection:
        connection.register("h", table.append_column("#row", pa.array(range(table.num_rows))))
        text = rows_query(given, columns_needed(given), "h", DUCKDB)
        answer = connection.sql(text).to_arrow_table().combine_chunks().to_batches()
    found = pa.table(batch_of(given, answer[0])).sort_by("row")
    assert found["row"].to_pylist() == list(range(table.num_rows))
    rows: list[dict[str, Any]] = found.drop(["row"]).rename_columns(list(names)).to_pylist()
    return rows


def agrees(readers: Readers, households: Households, count: int) -> None:
    facts = [households.facts() for _ in range(count)]
    found = of(readers, table_of(readers.graph.vocabulary, facts))
    for each, row in zip(facts, found, strict=True):
        expected = {name: plain(value) for name, value in readers.evaluate(each).items()}
        assert row == expected, (each, {name for name in row if row[name] != expected[name]})


def test_every_rule_of_ekonomiskt_bistand_agrees_with_the_interpreter() -> None:
    graph = RULESET.engine.graph
    readers = Readers(graph, RULESET.parameters, RULESET.day, RULESET.targets)
    agrees(readers, Households(graph.vocabulary, Random(14)), 2_000)  # noqa: S311 - chance, not secrets


@pytest.mark.parametrize("day", DAYS)
def test_the_programs_of_the_zoo_agree_with_the_interpreter(day: date) -> None:
    for page in ZOO:
        readers = MADE[name_of(page), day]
        agrees(readers, Households(readers.graph.vocabulary, Random(15)), 60)  # noqa: S311


@pytest.mark.parametrize("part", range(6))
def test_generated_programs_agree_with_the_interpreter(part: int) -> None:
    made = filter(None, map(accepted, itertools.count(part * 10_000)))
    for readers, households in itertools.islice(made, PROGRAMS // 6):
        agrees(readers, households, 40)


def test_every_type_comes_out_as_the_interpreter_has_it(tmp_path: Path) -> None:
    found = run(job(file(tmp_path, street())))
    assert of_run(found) == meant(40)
    assert found.schema == computed(job(file(tmp_path, street()))).schema


def test_rules_that_stand_on_no_fact_have_a_value_for_every_row(tmp_path: Path) -> None:
    text = '@facts\nclass H:\n    """H."""\n\n    n: int\n\n\n' + "".join(
        f'@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef {name}({needs}) -> Money:\n    """F."""\n    return {value}\n\n\n'
        for name, needs, value in (("fast", "", "kr(7)"), ("rörlig", "n: int", "kr(1) * n"))
    )
    graph = parse({"rules/r.py": text}, {}).on(date(2025, 3, 1))
    data = file(tmp_path, pa.table({"n": [1, 2, 3]}))
    given = Job(graph, date(2025, 3, 1), data, (Run("nu", {}),), ("fast",), ("n",))
    assert run(given).to_pydict() == {"row": [0, 1, 2], "n": [1, 2, 3], "nu.fast": [700, 700, 700]}


def test_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Each once, though one name could stand for others."""
    for part, name in enumerate(sorted(NAMES)):
        file(tmp_path, street().slice(part * 5, 5), f"{name}.parquet")
    seen: list[int] = []
    found = pa.concat_tables(map(pa.table, duckdb.run(job(tmp_path), seen.append, Refused())))
    assert found["row"].to_pylist() == list(range(40))
    assert of_run(found) == meant(40)
    assert sum(seen) == 40


def test_files_may_keep_a_fact_in_different_ways(tmp_path: Path) -> None:
    file(tmp_path, narrow(street().slice(0, 20)), "1.parquet")
    file(tmp_path, fields_in_another_order(street().slice(20, 20)), "2.parquet")
    assert of_run(run(job(tmp_path))) == meant(40)


@pytest.mark.parametrize("changed", [narrow, dictionaries, large, fields_in_another_order])
def test_every_way_to_keep_a_fact_is_read(tmp_path: Path, changed: Any) -> None:
    assert of_run(run(job(file(tmp_path, changed(street()))))) == meant(40)


def test_narrow_numbers_are_not_counted_with_as_they_are(tmp_path: Path) -> None:
    children = street()["barn"].to_pylist()
    element = pa.struct(
        [
            each.with_type(pa.int8()) if each.name == "ålder" else each
            for each in street().schema.field("barn").type.value_type
        ]
    )
    table = with_column(street(), "barn", pa.array(children, pa.list_(element)))
    assert of_run(run(job(file(tmp_path, table)))) == meant(40)


def test_all_runs_are_computed_in_one_go(tmp_path: Path) -> None:
    runs = (Run("nu", PARAMETERS), Run("högre", HIGHER))
    found = run(job(file(tmp_path, street()), runs=runs))
    assert (of_run(found, "nu"), of_run(found, "högre")) == (meant(40), meant(40, HIGHER))


def test_a_shift_adds_to_a_fact_and_never_beyond_what_it_allows(tmp_path: Path) -> None:
    data = file(tmp_path, table_of(GRAPH.vocabulary, [{**household(0), "hyra": 99_900}, household(0)]))
    shifts = {"nu": {}, "kr": {"hyra": 300}, "ned": {"hyra": -(10**30)}}
    runs = tuple(Run(name, PARAMETERS, shift) for name, shift in shifts.items())
    found = run(job(data, ("stöd",), runs=runs))
    assert found["nu.stöd"].to_pylist() == [66_600, -6_667]
    assert found["kr.stöd"].to_pylist() == [66_667, -6_467]
    assert found["ned.stöd"].to_pylist() == [-6_667, -6_667]


def test_columns_by_the_names_of_duckdbs_own_are_refused(tmp_path: Path) -> None:
    table = street().append_column("File_Index", street()["hyra"])
    with pytest.raises(DataError, match="DuckDB cannot tell the columns 'File_Index' and 'file_index' apart"):
        run(job(file(tmp_path, table)))


@pytest.mark.parametrize("name", ["boende", "barn", "borta"])
def test_only_numbers_of_the_household_can_be_shifted(tmp_path: Path, name: str) -> None:
    with pytest.raises(SimulationError, match=f"'{name}' cannot be shifted"):
        run(job(file(tmp_path, street()), runs=(Run("nu", PARAMETERS, {name: 1}),)))


def test_kept_facts_come_along_and_a_list_as_its_length(tmp_path: Path) -> None:
    given = job(file(tmp_path, street()), keep=("boende", "hyra", "flyttade", "ensam", "barn"))
    assert run(given).equals(computed(given))


@pytest.mark.parametrize(("changes", "refusals"), REFUSED)
def test_a_row_that_cannot_be_computed_is_left_out_and_told_of(
    tmp_path: Path, changes: dict[str, Any], refusals: list[Refusal]
) -> None:
    refused = Refused()
    found = run(job(file(tmp_path, changed_rows(**changes)), keep=("barn",)), refused)
    wrong = sorted({row for values in changes.values() for row in values})
    assert found["row"].to_pylist() == [row for row in range(40) if row not in wrong]
    assert of_run(found) == [each for row, each in enumerate(meant(40)) if row not in wrong]
    assert refused == Refused(len(wrong), refusals)


def test_when_no_row_can_be_computed_all_are_told_of(tmp_path: Path) -> None:
    table = with_column(street(), "vuxna", pa.array([0] * 40))
    refused, seen = Refused(), list[int]()
    assert list(duckdb.run(job(file(tmp_path, table)), seen.append, refused)) == []
    assert (refused, seen) == (Refused(40, [Refusal("vuxna", "outside", 40, 0)]), [40])


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    path = file(tmp_path, street(5_000))
    data = bytearray(path.read_bytes())
    data[1_000:1_400] = bytes(400)
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"hushåll\.parquet cannot be read to its end; it may be damaged"):
        run(job(path))


def test_columns_that_only_differ_in_capitals_are_refused_and_never_mixed_up(tmp_path: Path) -> None:
    table = street().append_column("HYRA", street()["hyra"])
    with pytest.raises(DataError, match="DuckDB cannot tell the columns 'hyra' and 'HYRA' apart"):
        run(job(file(tmp_path, table)))


def test_the_engine_may_be_left_before_the_end(tmp_path: Path) -> None:
    first = next(iter(duckdb.run(job(file(tmp_path, street())), lambda rows: None, Refused())))
    assert first.num_rows > 0


def test_the_ends_of_the_calendar_the_numbers_and_the_words_agree_with_the_interpreter() -> None:
    agrees(*extremes(34), 2_000)
