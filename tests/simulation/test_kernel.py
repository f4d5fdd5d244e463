"""The kernel gives what the interpreter gives, to the öre, and says which rows it had to leave out."""

import itertools
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from allmanning import packages
from allmanning.rules.program import parse
from allmanning.simulation.columns import table_of
from allmanning.simulation.engines import kernel
from allmanning.simulation.engines.kernel import kernel_for
from allmanning.simulation.errors import DataError, SimulationError
from allmanning.simulation.job import Job, Refusal, Refused, Run
from tests.house.repository import SERVICES
from tests.language.programs import Page
from tests.rules.agreement import Readers
from tests.rules.households import Households
from tests.rules.test_generated_programs import accepted
from tests.rules.test_zoo import DAYS, MADE, ZOO, name_of
from tests.simulation.street import (
    DAY,
    GRAPH,
    HIGHER,
    OUTPUTS,
    PARAMETERS,
    batches,
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

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(date(2025, 11, 1))
# Numba takes a second or two for each; the text is held against many more programs as Python.
PROGRAMS = 4


def agrees(readers: Readers, households: Households, count: int, folder: Path) -> None:
    graph, facts = readers.graph, [households.facts() for _ in range(count)]
    data, names = file(folder, table_of(graph.vocabulary, facts)), tuple(graph.values)
    found = computed(Job(graph, readers.day, data, (Run("x", readers.parameters),), names))
    assert found["row"].to_pylist() == list(range(count))
    columns = {name: found[f"x.{name}"].to_pylist() for name in names}
    for row, each in enumerate(facts):
        expected = readers.evaluate(each)
        differing = {name for name in names if columns[name][row] != plain(expected[name])}
        assert not differing, (each, {name: (columns[name][row], expected[name]) for name in differing})


def test_every_rule_of_ekonomiskt_bistand_agrees_with_the_interpreter(tmp_path: Path) -> None:
    graph = RULESET.engine.graph
    readers = Readers(graph, RULESET.parameters, RULESET.day, RULESET.targets)
    agrees(readers, Households(graph.vocabulary, Random(4)), 1_000, tmp_path)  # noqa: S311 - chance, not secrets


@pytest.mark.parametrize("page", ZOO, ids=name_of)
def test_the_programs_of_the_zoo_agree_with_the_interpreter(page: Page, tmp_path: Path) -> None:
    readers = MADE[page.path.stem, DAYS[2]]
    agrees(readers, Households(readers.graph.vocabulary, Random(5)), 300, tmp_path)  # noqa: S311


@pytest.mark.parametrize("number", range(PROGRAMS))
def test_generated_programs_agree_with_the_interpreter(number: int, tmp_path: Path) -> None:
    made = next(filter(None, map(accepted, itertools.count(number * 1_000))))
    agrees(*made, 300, tmp_path)


def test_every_type_comes_out_as_the_interpreter_has_it(tmp_path: Path) -> None:
    found = computed(job(file(tmp_path, street())))
    assert of_run(found) == meant(40)
    assert found.schema.field("nu.beslut").type == pa.string()
    assert found.schema.field("nu.nästa").type == pa.date32()


def test_rules_that_stand_on_no_fact_have_a_value_for_every_row(tmp_path: Path) -> None:
    text = (
        '\n\n@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef fast() -> Money:\n    """F."""\n    return kr(7)\n'
    )
    facts = '@facts\nclass H:\n    """H."""\n\n    n: int\n'
    use = '\n\n@rule(law="SoL (2025:400) 12 kap. 1 §")\ndef n2(n: int) -> int:\n    """N."""\n    return n\n'
    graph = parse({"rules/r.py": facts + text + use}, {}).on(DAY)
    data = file(tmp_path, pa.table({"n": [1, 2, 3]}))
    found = computed(Job(graph, DAY, data, (Run("nu", {}),), ("fast",), ("n",)))
    assert found.to_pydict() == {"row": [0, 1, 2], "n": [1, 2, 3], "nu.fast": [700, 700, 700]}


def test_whatever_the_size_of_the_batches_and_the_files_the_rows_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in range(4):
        file(tmp_path, street().slice(part * 10, 10), f"{part}.parquet")
    read = kernel.batches
    monkeypatch.setattr(kernel, "batches", lambda people: read(people, 3))
    seen: list[int] = []
    found = pa.concat_tables(map(pa.table, kernel.run(job(tmp_path), seen.append, Refused())))
    assert of_run(found) == meant(40)
    assert found["row"].to_pylist() == list(range(40))
    assert sum(seen) == 40
    assert max(seen) == 3


def test_all_runs_are_computed_on_each_batch(tmp_path: Path) -> None:
    runs = (Run("nu", PARAMETERS), Run("högre", HIGHER))
    found = computed(job(file(tmp_path, street()), runs=runs))
    assert (of_run(found, "nu"), of_run(found, "högre")) == (meant(40), meant(40, HIGHER))


def test_a_shift_adds_to_a_fact_and_never_beyond_what_it_allows(tmp_path: Path) -> None:
    data = file(tmp_path, table_of(GRAPH.vocabulary, [{**household(0), "hyra": 99_900}, household(0)]))
    runs = (
        Run("nu", PARAMETERS),
        Run("kr", PARAMETERS, {"hyra": 300}),
        Run("ned", PARAMETERS, {"hyra": -(10**30)}),
    )
    found = computed(job(data, ("stöd",), runs=runs))
    assert found["nu.stöd"].to_pylist() == [66_600, -6_667]
    assert found["kr.stöd"].to_pylist() == [66_667, -6_467]
    assert found["ned.stöd"].to_pylist() == [-6_667, -6_667]


@pytest.mark.parametrize("name", ["boende", "barn", "borta"])
def test_only_numbers_of_the_household_can_be_shifted(tmp_path: Path, name: str) -> None:
    shifted = job(file(tmp_path, street()), runs=(Run("nu", PARAMETERS, {name: 1}),))
    with pytest.raises(SimulationError, match=f"'{name}' cannot be shifted"):
        computed(shifted)


def test_kept_facts_come_along_and_a_list_as_its_length(tmp_path: Path) -> None:
    keep = ("boende", "hyra", "flyttade", "ensam", "barn")
    found = computed(job(file(tmp_path, street()), keep=keep)).select(keep)
    expected = street().select(keep)
    lengths = [len(each) for each in expected["barn"].to_pylist()]
    assert found.to_pydict() == {**expected.to_pydict(), "barn": lengths}


def narrow(table: pa.Table) -> pa.Table:
    table = with_column(table, "vuxna", table["vuxna"].cast(pa.int8()))
    return with_column(table, "hyra", table["hyra"].cast(pa.int32()))


def dictionaries(table: pa.Table) -> pa.Table:
    return with_column(table, "boende", table["boende"].dictionary_encode())


def large(table: pa.Table) -> pa.Table:
    table = with_column(table, "boende", table["boende"].cast(pa.large_string()))
    element = table.schema.field("barn").type.value_field
    return with_column(table, "barn", table["barn"].cast(pa.large_list(element)))


def fields_in_another_order(table: pa.Table) -> pa.Table:
    element = table.schema.field("barn").type.value_type
    turned = pa.list_(pa.struct(list(reversed(list(element)))))
    return with_column(table, "barn", pa.array(table["barn"].to_pylist(), turned))


@pytest.mark.parametrize("changed", [narrow, dictionaries, large, fields_in_another_order])
def test_every_way_to_keep_a_fact_is_read(tmp_path: Path, changed: Any) -> None:
    table = changed(street())
    assert of_run(computed(job(file(tmp_path, table)))) == meant(40)
    assert values_in_memory(table) == values_in_memory(street())


def test_a_part_of_a_table_is_read_where_it_stands() -> None:
    for table in (street(), large(street()), dictionaries(street()), pa.concat_tables([street(), street()])):
        whole = values_in_memory(table)
        for start, count in ((0, 40), (3, 9), (11, 29)):
            part = values_in_memory(table.slice(start, count))
            assert part == {name: each[start : start + count] for name, each in whole.items()}


def values_in_memory(table: pa.Table) -> dict[str, list[Any]]:
    prepared = kernel_for(GRAPH, ("stöd", "trångt", "nästa"))
    found = prepared(prepared.columns_of(table), PARAMETERS, DAY)
    return {name: array.tolist() for name, array in found.items()}


def test_threads_share_the_rows() -> None:
    table = pa.concat_tables([street(100)] * 900).combine_chunks()
    prepared = kernel_for(GRAPH, OUTPUTS)
    columns = prepared.columns_of(table)
    alone = prepared(columns, PARAMETERS, DAY)
    shared = prepared(columns, PARAMETERS, DAY, threads=3)
    assert {name: each.tolist() for name, each in shared.items()} == {
        name: each.tolist() for name, each in alone.items()
    }


def test_whole_columns_are_not_copied() -> None:
    table = street()
    columns = kernel_for(GRAPH, OUTPUTS).columns_of(table)
    address = table["hyra"].chunk(0).buffers()[1].address
    assert columns.arrays["hyra"].__array_interface__["data"][0] == address


def test_a_table_with_a_row_that_cannot_be_computed_is_refused() -> None:
    prepared = kernel_for(GRAPH, OUTPUTS)
    table = with_column(street(), "vuxna", pa.array([*[1] * 39, 10]))
    with pytest.raises(DataError, match="vuxna is outside in row 39"):
        prepared.columns_of(table)
    with pytest.raises(DataError, match="has 0 rows"):
        prepared.columns_of(street().slice(0, 0))


def changed_rows(**changes: dict[int, Any]) -> pa.Table:
    """A street where some facts of some rows are others, null among them."""
    rows = street().to_pylist()
    for name, values in changes.items():
        for row, value in values.items():
            rows[row][name] = value
    types = {each.name: each.type for each in street().schema}
    fields = [pa.field(each.name, each.type) for each in types["barn"].value_type]
    types["barn"] = pa.list_(pa.struct(fields))
    return pa.table({name: pa.array([row[name] for row in rows], type_) for name, type_ in types.items()})


def child(**changes: Any) -> dict[str, Any]:
    return {"ålder": 1, "född": date(2020, 1, 1), "hemma": True, "sort": "hyra"} | changes


REFUSED = [
    ({"hyra": {7: None, 9: None}}, [Refusal("hyra", "missing", 2, 7)]),
    ({"hyra": {3: -10_001}}, [Refusal("hyra", "outside", 1, 3)]),
    ({"hyra": {3: 2**62}, "vuxna": {3: 0, 5: 10}}, [Refusal("hyra", "outside", 1, 3), Refusal("vuxna", "outside", 2, 3)]),
    ({"boende": {1: None, 2: "slott"}}, [Refusal("boende", "missing", 1, 1), Refusal("boende", "outside", 1, 2)]),
    ({"flyttade": {0: date(1989, 12, 31), 4: None}}, [Refusal("flyttade", "missing", 1, 4), Refusal("flyttade", "outside", 1, 0)]),
    ({"ensam": {39: None}}, [Refusal("ensam", "missing", 1, 39)]),
    ({"barn": {2: None, 12: [None]}}, [Refusal("barn", "missing", 2, 2)]),
    ({"barn": {2: [child()] * 5}}, [Refusal("barn", "outside", 1, 2)]),
    ({"barn": {2: [child(), child(ålder=21), child(ålder=-1)]}}, [Refusal("barn.ålder", "outside", 1, 2)]),
    ({"barn": {2: [child(), None, child(ålder=None)]}}, [Refusal("barn", "missing", 1, 2), Refusal("barn.ålder", "missing", 1, 2)]),
    ({"barn": {8: [child(född=None)], 9: [child(hemma=None)]}}, [Refusal("barn.född", "missing", 1, 8), Refusal("barn.hemma", "missing", 1, 9)]),
    ({"barn": {8: [child(sort=None)], 9: [child(), child(sort="slott")]}}, [Refusal("barn.sort", "missing", 1, 8), Refusal("barn.sort", "outside", 1, 9)]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "refusals"), REFUSED)
@pytest.mark.parametrize("rows", [7, 1_000])
def test_a_row_that_cannot_be_computed_is_left_out_and_told_of(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    refusals: list[Refusal],
    rows: int,
) -> None:
    read = kernel.batches
    monkeypatch.setattr(kernel, "batches", lambda people: read(people, rows))
    refused = Refused()
    found = computed(job(file(tmp_path, changed_rows(**changes)), keep=("barn",)), refused)
    wrong = sorted({row for values in changes.values() for row in values})
    assert found["row"].to_pylist() == [row for row in range(40) if row not in wrong]
    assert of_run(found) == [each for row, each in enumerate(meant(40)) if row not in wrong]
    assert refused == Refused(len(wrong), refusals)


def test_a_list_that_is_not_there_may_have_elements_behind_it(tmp_path: Path) -> None:
    """Arrow lets a null list keep elements; they are nobody's."""
    barn = street(3)["barn"].chunk(0)
    values = pa.array([child(ålder=99), child(), child()], barn.type.value_type)
    lists = pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()), values, mask=pa.array([True, False, False])
    )
    table, refused = with_column(street(3), "barn", lists), Refused()
    found = computed(job(file(tmp_path, table), ("trångt",), keep=("barn",)), refused)
    assert found["barn"].to_pylist() == [1, 1]
    assert refused == Refused(1, [Refusal("barn", "missing", 1, 0)])


def test_facts_that_no_output_needs_are_not_looked_at(tmp_path: Path) -> None:
    refused = Refused()
    computed(job(file(tmp_path, changed_rows(hyra={3: None})), ("trångt",)), refused)
    assert refused == Refused()


def test_rules_that_would_take_minutes_to_compile_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "MOST_NODES", 5)
    with pytest.raises(SimulationError, match=r"the kernel compiles 5 at most.*take the engine duckdb"):
        kernel_for(GRAPH, OUTPUTS)


def test_the_engine_may_be_left_before_the_end(tmp_path: Path) -> None:
    data = file(tmp_path, street(), row_group_size=10)
    first = next(iter(batches(job(data))))
    assert first.num_rows > 0
