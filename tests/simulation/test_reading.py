"""A population's files are looked at before anybody computes, and whoever made them is told what to mend."""

from pathlib import Path

import pyarrow as pa
import pytest

from allmanning.simulation.errors import DataError
from allmanning.simulation.reading import batches, columns_needed, population
from tests.simulation.street import file, job, street, with_column


def refused(data: Path, **changes: object) -> str:
    with pytest.raises(DataError) as told:
        for _ in batches(population(job(data, **changes))):
            pass
    return str(told.value)


def test_only_what_the_outputs_stand_on_is_needed(tmp_path: Path) -> None:
    assert columns_needed(job(tmp_path, ("trångt",))) == {"vuxna": (), "barn": ()}
    needed = columns_needed(job(tmp_path, ("stöd",), keep=("flyttade",)))
    assert needed["barn"] == ("ålder", "född", "hemma", "sort")
    assert list(needed) == ["hyra", "vuxna", "flyttade", "ensam", "barn"]


def test_a_missing_column_is_named_with_what_it_should_be(tmp_path: Path) -> None:
    told = refused(file(tmp_path, street().drop(["hyra"])))
    assert told.endswith("hushåll.parquet: the column 'hyra' is missing. Add it as int64, in öre")


def test_a_column_that_no_output_needs_may_be_missing(tmp_path: Path) -> None:
    data = file(tmp_path, street().drop(["hyra", "flyttade"]))
    (batch,) = batches(population(job(data, ("trångt",))))
    assert batch.schema.names == ["vuxna", "barn"]


@pytest.mark.parametrize(
    ("name", "type_", "told"),
    [
        ("hyra", pa.float64(), "'hyra' is double; int64, in öre is needed"),
        ("hyra", pa.decimal128(21, 2), "'hyra' is decimal128(21, 2); int64, in öre is needed"),
        ("vuxna", pa.string(), "'vuxna' is string; int64 is needed"),
        ("ensam", pa.int8(), "'ensam' is int8; bool is needed"),
        ("flyttade", pa.timestamp("ms"), "'flyttade' is timestamp[ms]; date32 is needed"),
        ("boende", pa.binary(), "'boende' is binary; string is needed"),
    ],
)
def test_a_column_of_the_wrong_type_is_named_with_both_types(
    tmp_path: Path, name: str, type_: pa.DataType, told: str
) -> None:
    table = street()
    assert told in refused(file(tmp_path, with_column(table, name, table[name].cast(type_))))


def test_a_list_of_numbers_is_no_list_of_children(tmp_path: Path) -> None:
    data = file(tmp_path, with_column(street(1), "barn", pa.array([[1]])))
    assert "'barn' is list<" in (told := refused(data))
    assert "a list of structs is needed" in told


def test_a_missing_field_of_the_elements_is_named(tmp_path: Path) -> None:
    data = file(tmp_path, with_column(street(1), "barn", pa.array([[{"ålder": 1}]])))
    assert "the field 'barn.född' is missing in the elements of 'barn'. Add it as date32" in refused(data)


def test_a_field_of_the_wrong_type_is_named_with_both_types(tmp_path: Path) -> None:
    element = street(1).schema.field("barn").type.value_type
    fields = [pa.field("ålder", pa.float32()) if each.name == "ålder" else each for each in element]
    data = file(tmp_path, with_column(street(1), "barn", pa.array([[]], pa.list_(pa.struct(fields)))))
    assert "'barn.ålder' is float; int64 is needed" in refused(data)


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    table = street().append_column("hyra", street()["hyra"])
    assert "the column 'hyra' stands 2 times" in refused(file(tmp_path, table))


def test_a_population_without_rows_is_refused(tmp_path: Path) -> None:
    assert "has no rows" in refused(file(tmp_path, street().slice(0, 0)))


def test_an_empty_file_is_told_as_empty(tmp_path: Path) -> None:
    (tmp_path / "tom.parquet").touch()
    assert "tom.parquet is empty. Write it again" in refused(tmp_path / "tom.parquet")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_told_as_cut_off(tmp_path: Path, kept: float) -> None:
    data = file(tmp_path, street(2_000))
    data.write_bytes(data.read_bytes()[: int(data.stat().st_size * kept)])
    assert "cannot be read as Parquet; it is of another kind, damaged or cut off. Write it again" in refused(
        data
    )


def test_a_file_that_is_damaged_inside_is_refused_while_it_is_read(tmp_path: Path) -> None:
    data = file(tmp_path, street(2_000))
    whole = data.read_bytes()
    data.write_bytes(whole[:4] + b"\xff" * 2_000 + whole[2_004:])
    assert "cannot be read as Parquet" in refused(data)


def test_something_else_than_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("hyra\n1\n")
    assert "cannot be read as Parquet" in refused(tmp_path / "data.csv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "borta.parquet").endswith("borta.parquet does not exist")


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    table = street(30)
    for name, start in (("b", 10), ("c", 20), ("a", 0)):
        file(tmp_path, table.slice(start, 10), f"{name}.parquet")
    (tmp_path / "_SUCCESS").touch()
    file(tmp_path, table, "_half.parquet")
    found = population(job(tmp_path))
    assert (found.rows, [path.name for path in found.files]) == (30, ["a.parquet", "b.parquet", "c.parquet"])
    read = pa.concat_tables([pa.table(batch) for batch in batches(found)])
    assert read["hyra"].to_pylist() == table["hyra"].to_pylist()


def test_a_folder_without_parquet_files_is_refused(tmp_path: Path) -> None:
    assert "has no file that ends in .parquet" in refused(tmp_path)


def test_every_file_of_a_folder_is_looked_at_before_any_is_read(tmp_path: Path) -> None:
    file(tmp_path, street(), "a.parquet")
    file(tmp_path, street().drop(["hyra"]), "b.parquet")
    with pytest.raises(DataError, match=r"b\.parquet: the column 'hyra' is missing"):
        population(job(tmp_path))


def test_rows_come_in_batches_and_of_a_counted_list_one_field_is_enough(tmp_path: Path) -> None:
    found = population(job(file(tmp_path, street(25), row_group_size=7), ("trångt",)))
    read = list(batches(found, 10))
    assert max(batch.num_rows for batch in read) <= 10
    assert sum(batch.num_rows for batch in read) == 25
    assert read[0].schema.field("barn").type.value_type.num_fields == 1
