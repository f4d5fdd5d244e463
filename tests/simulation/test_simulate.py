"""A simulation from data to files: cases explained, rows refused, and either all files or none."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from allmanning.simulation import reading
from allmanning.simulation.cases import facts_of
from allmanning.simulation.columns import table_of
from allmanning.simulation.errors import ChangeError, DataError, OutputError
from allmanning.simulation.job import Job, Progress, Refused
from allmanning.simulation.output import targets
from allmanning.simulation.picture import Bar, drawn, step_label
from tests.house.repository import LOOK_UP
from tests.simulation import reference
from tests.simulation.small import HOUSEHOLDS, NOBODY, asked, data, found, package

WRONG: tuple[dict[str, Any], ...] = (
    NOBODY | {"resor": 1_000_001},
    NOBODY | {"resor": None, "barn": [{"ålder": 21}, {"ålder": -1}]},
    NOBODY | {"färdsätt": "häst"},
)


def nullable(folder: Path, households: list[dict[str, Any]]) -> Path:
    """Households with what the schema forbids."""
    which = package()
    complete = table_of(which.vocabulary, [NOBODY | {"barn": [{"ålder": 1}]}])
    loose = pa.schema([pa.field(each.name, each.type) for each in complete.schema])
    pq.write_table(pa.Table.from_pylist(households, loose), folder / "data.parquet")
    return folder / "data.parquet"


def test_the_most_changed_are_explained_by_the_lines_that_changed(tmp_path: Path) -> None:
    which = package()
    result = found(asked(which, "högsta_belopp=300"), data(tmp_path, which))
    case, lines = result.cases[0]
    assert (case.row, case.amounts, case.outcomes) == (1, (44_688, 24_688), ("bifall", "bifall"))
    told = [(line.name, line.depth, line.before, line.after) for line in lines]
    assert told == [
        ("stöd", 0, "446,88\xa0kr", "246,88\xa0kr"),
        ("godtagbara_resor", 1, "500\xa0kr", "300\xa0kr"),
    ]
    assert result.figures["top"][0]["lines"][1] == {
        "name": "godtagbara_resor", "label": "Godtagbara resor", "before": "500\xa0kr", "after": "300\xa0kr"
    }  # fmt: skip


def test_a_change_that_only_reaches_a_price_leaves_other_lines_out(tmp_path: Path) -> None:
    which = package()
    people = [NOBODY | {"resor": 80_000, "barn": [{"ålder": 9}]}]
    result = found(asked(which, "priser[1]+=10"), data(tmp_path, which, people))
    assert [(line.name, line.after) for line in result.cases[0][1]] == [
        ("stöd", "434,38\xa0kr"),
        ("pris", "52,50\xa0kr"),
    ]


def test_only_as_many_cases_are_explained_as_are_asked_for(tmp_path: Path) -> None:
    which = package()
    for top in (0, 1):
        assert len(found(asked(which, "högsta_belopp=300", top=top), data(tmp_path, which)).cases) == top
    assert found(asked(which), data(tmp_path, which)).cases == ()


def test_facts_are_read_back_by_row_from_any_row_group_of_any_file(tmp_path: Path) -> None:
    which = package()
    people = [NOBODY | {"resor": ore, "barn": [{"ålder": ore % 20}]} for ore in range(25)]
    table = table_of(which.vocabulary, people).append_column("annat", pa.array(range(25)))
    pq.write_table(table.slice(0, 10), tmp_path / "a.parquet", row_group_size=4)
    pq.write_table(table.slice(10), tmp_path / "b.parquet", row_group_size=7)
    what = asked(which, "högsta_belopp=300")
    facts = facts_of(reading.population(what.job(tmp_path)), [24, 3, 4, 10])
    read = {
        row: {name: value for name, value in people[row].items() if name != "meddelande"}
        for row in (3, 4, 10, 24)
    }
    assert facts == read
    assert found(what, tmp_path).figures["data"]["rows"] == 25


def test_what_no_rule_stands_on_may_be_missing_and_is_never_looked_at(tmp_path: Path) -> None:
    which = package()
    table = table_of(which.vocabulary, HOUSEHOLDS)
    at = table.column_names.index("meddelande")
    pq.write_table(table.set_column(at, "meddelande", pa.nulls(4, pa.string())), tmp_path / "data.parquet")
    assert found(asked(which, "högsta_belopp=300"), tmp_path / "data.parquet").cases[0][0].row == 1
    pq.write_table(table.drop_columns("meddelande"), tmp_path / "data.parquet")
    assert found(asked(which, "högsta_belopp=300"), tmp_path / "data.parquet").cases[0][0].row == 1


def test_rows_outside_what_the_rules_allow_are_counted_and_named(tmp_path: Path) -> None:
    file = nullable(tmp_path, [*HOUSEHOLDS, *WRONG, *WRONG[:1]])
    with pytest.raises(DataError) as refused:
        found(asked(package()), file)
    lines = str(refused.value).replace("\xa0", " ").split("\n")
    assert lines[0].endswith("4 of 8 households cannot be computed")
    assert lines[-1] == "Mend the rows, or leave them out with --leave-out-refused"
    assert len(lines) == 6
    assert "  resor: outside 0 to 1 000 000 öre (0 kr to 10 000 kr) in 2 rows, the first is row 4" in lines
    assert "  resor: nothing is said (NULL) in 1 row, the first is row 5" in lines
    assert any(line.startswith("  barn.ålder: outside 0 to 20 in") for line in lines)
    assert '  färdsätt: outside the words "buss", "egen bil" in 1 row, the first is row 6' in lines


def test_rows_that_are_left_out_are_in_no_figure(tmp_path: Path) -> None:
    file = nullable(tmp_path, [WRONG[0], *HOUSEHOLDS, *WRONG[1:]])
    result = found(asked(package(), "högsta_belopp=300"), file, leave_out=True)
    assert (result.figures["households"], result.figures["refused"], result.refused.households) == (4, 3, 3)
    assert [case.row for case, _ in result.cases] == [2, 1]
    assert result.figures["difference"]["cost"] == -30_000


def test_the_files_hold_one_row_for_each_household_and_all_figures(tmp_path: Path) -> None:
    which = package()
    where = targets(tmp_path / "resultat", data(tmp_path, which))
    result = found(
        asked(which, "högsta_belopp=300", by=["barn", "färdsätt"]), tmp_path / "data.parquet", targets=where
    )
    rows = pq.read_table(where.parquet).to_pylist()
    assert rows[1] == {
        "row": 1, "barn": 1, "färdsätt": "buss", "before.beslut": "bifall", "before.stöd": 44_688,
        "after.beslut": "bifall", "after.stöd": 24_688, "difference": -20_000,
    }  # fmt: skip
    assert [row["difference"] for row in rows] == [-10_000, -20_000, 0, 0]
    assert json.loads(where.json.read_text()) == result.figures
    assert "unchanged" in where.svg.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "data.parquet", "resultat.json", "resultat.parquet", "resultat.svg",
    ]  # fmt: skip


def test_without_a_change_the_files_have_what_stands(tmp_path: Path) -> None:
    which = package()
    where = targets(tmp_path, tmp_path / "elsewhere.parquet")
    found(asked(which), data(tmp_path, which), targets=where)
    assert where.parquet.name == "simulation.parquet"
    assert pq.read_schema(where.parquet).names == ["row", "before.beslut", "before.stöd"]


def broken_off(job: Job, progress: Progress, refused: Refused) -> Iterator[pa.RecordBatch]:
    yield from reference.run(job, progress, refused)
    raise KeyboardInterrupt


def failing(job: Job, progress: Progress, refused: Refused) -> Iterator[pa.RecordBatch]:
    yield from reference.run(job, progress, refused)
    raise DataError("The file is damaged")


@pytest.mark.parametrize("engine", [broken_off, failing])
def test_nothing_is_left_behind_and_earlier_results_stay_when_it_fails(
    tmp_path: Path, engine: Callable[..., Any]
) -> None:
    which = package()
    where = targets(tmp_path / "r.parquet", data(tmp_path, which))
    where.json.write_text("earlier")
    with pytest.raises((KeyboardInterrupt, DataError)):
        found(asked(which), tmp_path / "data.parquet", engine=engine, targets=where)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.parquet", "r.json"]
    assert where.json.read_text() == "earlier"


def test_refused_rows_leave_no_files(tmp_path: Path) -> None:
    file = nullable(tmp_path, [*HOUSEHOLDS, *WRONG])
    with pytest.raises(DataError):
        found(asked(package()), file, targets=targets(tmp_path / "r", file))
    assert [path.name for path in tmp_path.iterdir()] == ["data.parquet"]


def test_the_data_is_never_written_over(tmp_path: Path) -> None:
    for name, place in ((tmp_path / "data", tmp_path / "data.parquet"), (tmp_path / "r", tmp_path)):
        with pytest.raises(OutputError, match="would be written into the data"):
            targets(name, place)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": ["kommun"]}, "--by 'kommun' is not a fact of the household. Known: barn"),
        ({"by": ["barn.ålder"]}, "It has a value for each element; barn groups by how many there are"),
        ({"marginal": "resan"}, "--marginal 'resan' is not a fact of the household. Did you mean 'resor'?"),
        ({"marginal": "barn"}, "--marginal 'barn' is a list (list[Barn]). Name a fact that is an amount"),
    ],
)
def test_what_cannot_be_studied_is_refused_with_what_can(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ChangeError) as refused:
        asked(package(), **options)
    assert said in str(refused.value)


def test_a_picture_is_xml_and_draws_somebody_as_somebody() -> None:
    root = ET.fromstring(  # noqa: S314 - a text of our own
        drawn('A "title" <of> & more', [Bar("one", 1, "red"), Bar("many", 10**9, "green")])
    )
    widths = [int(each.attrib["width"]) for each in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert widths[0] == 1
    assert widths[1] > 300


@pytest.mark.parametrize(
    ("low", "high", "label"),
    [(0, 0, "unchanged"), (1, 4_999, "+ under 50"), (-4_999, -1, "− under 50"), (10_000, 19_999, "+100–199"),
     (-199_999, -100_000, "−1 000–1 999"), (1_000_000, None, "+10 000 or more"), (None, -1_000_000, "−10 000 or more")],
)  # fmt: skip
def test_bands_of_differences_read_like_prose(low: int | None, high: int | None, label: str) -> None:
    assert step_label(low, high).replace("\xa0", " ") == label


def test_the_page_of_figures_names_every_field_and_no_other(tmp_path: Path) -> None:
    page = (LOOK_UP / "simulation.md").read_text().partition("| field |")[2].partition("\n\n")[0]
    told = {name for row in page.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    which = package()
    figures = found(asked(which, "högsta_belopp=300", marginal="resor"), data(tmp_path, which)).figures
    assert told == set(figures)
    inner = {*figures["before"], *figures["difference"], *figures["marginal"]["runs"][0], *figures["top"][0]}
    spoken = (LOOK_UP / "simulation.md").read_text()
    plain = {
        "run",
        "cost",
        "gained",
        "lost",
        "mean_gain",
        "mean_loss",
        "outcome_before",
        "outcome_after",
        "after",
        "before",
    }
    assert [name for name in inner - plain if f"`{name}`" not in spoken] == []
