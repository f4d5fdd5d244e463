"""An invented population: seeded, marked, inside every declared range, and the same whatever its size."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from allmanning.packages import Package, load
from allmanning.packages.package import build
from allmanning.simulation.columns import households_of, schema
from allmanning.simulation.errors import OutputError
from allmanning.simulation.population import BLOCK, Source, marks, write
from tests.house.repository import SERVICES
from tests.packages.pages import good_files

type Facts = dict[str, Any]

DAY_FACT = '''
@facts
class Mer:
    """Mer."""

    född: date = between("2000-01-01", "2009-12-31")
    saldo: Money = between(-500, 500)
'''
DAY_RULE = '''
@rule(law="Resestödsordningen (2025:1) 4 §", valid_from="2025-07-01")
def ung(född: date, saldo: Money) -> bool:
    """Ung: född på tjugohundratalet."""
    return född >= dag("2000-01-01") and saldo <= kr(500)
'''
QUESTIONS = "".join(
    f'\n[[question]]\nfact = "{fact}"\npage = "resor"\ntext = "Vad?"\nwhy = "Därför."\n'
    for fact in ("född", "saldo")
)


@pytest.fixture(scope="module")
def ekonomiskt() -> Package:
    return load(SERVICES / "ekonomiskt-bistand")


def package(preset: str) -> Package:
    """The small package with a preset, and with a day and an amount below nothing among its facts."""
    files = good_files()
    files["rules/resor.py"] += (DAY_FACT + DAY_RULE).encode()
    files["questions.toml"] += QUESTIONS.encode()
    return build({**files, "population.toml": preset.encode()})


def people(source: Source, count: int) -> list[Facts]:
    table = pa.Table.from_batches(source.batches(count))
    table.validate(full=True)
    return households_of(source.package.vocabulary, table)


def test_every_household_is_one_that_the_rules_accept_and_decide(ekonomiskt: Package) -> None:
    ruleset = ekonomiskt.as_of(date(2025, 11, 1))
    outcomes = [
        ruleset.decide(ruleset.check_facts(facts))["beslut"] for facts in people(Source(ekonomiskt, 1), 400)
    ]
    assert set(outcomes) == {"bifall", "delvis bifall", "avslag"}
    assert outcomes.count("bifall") > outcomes.count("avslag") > 20


def test_the_columns_are_those_that_the_engines_read(ekonomiskt: Package) -> None:
    source = Source(ekonomiskt, 1)
    assert source.schema.equals(schema(ekonomiskt.vocabulary))
    assert next(source.batches(5)).schema.equals(source.schema, check_metadata=True)


def test_the_same_seed_gives_the_same_file_and_another_seed_another(
    ekonomiskt: Package, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.parquet", "b.parquet", "c.parquet")]
    for file, seed in zip(files, (5, 5, 6), strict=True):
        write(Source(ekonomiskt, seed), 300, file, lambda done: None)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert not pq.read_table(files[0]).equals(pq.read_table(files[2]))


def test_the_first_households_are_the_same_however_many_follow(ekonomiskt: Package) -> None:
    source = Source(ekonomiskt, 9)
    few = pa.Table.from_batches(source.batches(150))
    across = pa.Table.from_batches(source.batches(BLOCK + 10))
    assert across.slice(0, 150).equals(few)
    assert (across.num_rows, across.slice(BLOCK).num_rows) == (BLOCK + 10, 10)


def test_no_block_repeats_another(ekonomiskt: Package) -> None:
    first, second = Source(ekonomiskt, 9).batches(BLOCK + 100)
    assert not first.slice(0, 100).equals(second)


def test_a_file_is_marked_as_invented(ekonomiskt: Package, tmp_path: Path) -> None:
    file = tmp_path / "p.parquet"
    write(Source(ekonomiskt, 7), 10, file, lambda done: None)
    said = pq.read_schema(file).metadata
    assert marks(file)["synthetic"] is True
    assert (marks(file)["seed"], marks(file)["package"].split()[0]) == ("7", "ekonomiskt-bistand")
    assert json.loads(said[b"synthetic.facts"])["hyra"] == "invented households: rent"
    assert json.loads(said[b"synthetic.unsaid"]) == []
    assert b"No household is real" in said[b"synthetic.note"]


def test_other_data_is_not_taken_for_invented(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "p.parquet")
    assert marks(tmp_path / "p.parquet") == {"synthetic": False}


def test_without_a_preset_everything_is_drawn_evenly_and_said_to_be() -> None:
    source = Source(package(""), 1)
    found = people(source, 2_000)
    assert source.unsaid == tuple(source.origins)
    assert {len(each["barn"]) for each in found} == set(range(16))
    assert {child["ålder"] for each in found for child in each["barn"]} == set(range(21))
    assert {each["färdsätt"] for each in found} == {"buss", "egen bil"}
    assert {each["resor"] % 100 for each in found} == {0}
    assert 450_000 < sum(each["resor"] for each in found) / 2_000 < 550_000
    assert min(each["saldo"] for each in found) < -45_000
    assert {each["född"].year for each in found} == set(range(2000, 2010))


def test_a_preset_is_followed_to_the_letter() -> None:
    preset = """
[facts]
resor = { from = 100, to = 300, step = 100, often = "1/4" }
barn = { from = 1, to = 2 }
"barn.ålder" = { always = 7 }
"färdsätt" = { words = { buss = 3, "egen bil" = 1 } }
"särskilda_skäl" = { yes = "1/4" }
meddelande = { always = true }
"född" = { from = 2001-03-01, to = 2001-03-02 }
saldo = { always = -12.50 }
"""
    source = Source(package(preset), 1)
    found = people(source, 2_000)
    assert source.unsaid == ()
    assert {each["resor"] for each in found} == {0, 10_000, 20_000, 30_000}
    assert {tuple(child["ålder"] for child in each["barn"]) for each in found} == {(7,), (7, 7)}
    assert {each["född"] for each in found} == {date(2001, 3, 1), date(2001, 3, 2)}
    assert {(each["saldo"], each["meddelande"]) for each in found} == {(-1_250, True)}
    for often, share in (
        (sum(each["resor"] > 0 for each in found), 25),
        (sum(each["särskilda_skäl"] for each in found), 25),
    ):
        assert often / 20 == pytest.approx(share, abs=4)
    assert sum(each["färdsätt"] == "buss" for each in found) / 20 == pytest.approx(75, abs=4)


def test_columns_of_invented_households_are_cut_to_what_a_fact_allows() -> None:
    files = good_files()
    files["rules/resor.py"] = files["rules/resor.py"].replace(b"between(0, 15)", b"between(0, 2)")
    preset = (
        'barn = { base = "children" }\n"barn.ålder" = { base = "child_age" }\nresor = { base = "rent" }\n'
    )
    small = build({**files, "population.toml": f"[facts]\n{preset}".encode()})
    found = people(Source(small, 1), 2_000)
    assert {len(each["barn"]) for each in found} == {0, 1, 2}
    assert max(each["resor"] for each in found) == 1_000_000


def test_children_that_are_cut_are_the_last_of_their_household() -> None:
    files = good_files()
    preset = b'[facts]\nbarn = { base = "children" }\n"barn.\xc3\xa5lder" = { base = "child_age" }\n'
    whole = people(Source(build({**files, "population.toml": preset}), 1), 500)
    files["rules/resor.py"] = files["rules/resor.py"].replace(b"between(0, 15)", b"between(0, 1)")
    cut = people(Source(build({**files, "population.toml": preset}), 1), 500)
    assert [each["barn"][:1] for each in whole] == [each["barn"] for each in cut]


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    ekonomiskt: Package, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        write(Source(ekonomiskt, 1), 10, tmp_path / "nowhere" / "p.parquet", lambda done: None)
    (tmp_path / "folder.parquet").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write(Source(ekonomiskt, 1), 10, tmp_path / "folder.parquet", lambda done: None)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.parquet"]


def test_what_stops_half_way_leaves_the_earlier_file_as_it_was(ekonomiskt: Package, tmp_path: Path) -> None:
    file = tmp_path / "p.parquet"
    file.write_text("earlier")

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(Source(ekonomiskt, 1), 10, file, stop)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("p.parquet", "earlier")]
