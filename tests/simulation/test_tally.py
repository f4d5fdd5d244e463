"""Figures by hand, and what must hold of them whatever the population, the change and the order of the batches."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from allmanning.packages import Package, load
from allmanning.packages.package import build
from allmanning.simulation.job import Refused
from allmanning.simulation.population import Source, write
from allmanning.simulation.report import figures
from allmanning.simulation.report import gained as gained_by
from allmanning.simulation.study import Study
from allmanning.simulation.tally import Gains, Marginal, Tally
from tests.house.repository import SERVICES
from tests.simulation import reference
from tests.simulation.small import HOUSEHOLDS, NOBODY, asked, data, found, package

CHANGES = (
    ("riksnorm_barn+=300",),
    ("riksnorm_barn[4]=2000", "jobbstimulans_andel=50/100"),
    ("högsta_hyra-=2000", "riksnorm_ensamstående+=150"),
    ("riksnorm_ensamstående=3910",),
)


@pytest.fixture(scope="module")
def ekonomiskt() -> Package:
    return load(SERVICES / "ekonomiskt-bistand")


@pytest.fixture(scope="module")
def people(ekonomiskt: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("people") / "people.parquet"
    write(Source(ekonomiskt, 3), 500, file, lambda done: None)
    return file


def tallied(study: Study, batches: list[pa.RecordBatch]) -> dict[str, Any]:
    tally = Tally(study)
    for batch in batches:
        tally.add(batch)
    return figures(tally, Refused())


def batches(study: Study, file: Path, rows: int = 100) -> Iterator[pa.RecordBatch]:
    return reference.run(study.job(file), lambda done: None, Refused(), rows)


def test_cost_mean_and_spread_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    which = package()
    before = found(asked(which), data(tmp_path, which)).figures["before"]
    assert (before["cost"], before["cost_of_a_year"]) == (84_688, 1_016_256)
    assert (before["with_support"], before["mean"], before["mean_with_support"]) == (2, 21_172, 42_344)
    # The root of ((40 000² + 44 688²) / 4 − 21 172²) is 21 236,9.
    assert (before["standard_deviation"], before["lowest"], before["highest"]) == (21_236, 0, 44_688)
    assert before["quantiles"] == {
        "1": 0,
        "10": 0,
        "25": 0,
        "50": 0,
        "75": 40_000,
        "90": 44_688,
        "99": 44_688,
    }


def test_winners_losers_and_outcomes_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    which = package()
    result = found(asked(which, "högsta_belopp=300"), data(tmp_path, which)).figures
    assert result["after"]["cost"] == 30_000 + 24_688
    assert result["difference"] == {
        "cost": -30_000, "cost_of_a_year": -360_000, "winners": 0, "losers": 2, "unchanged": 2, "gained": 0,
        "lost": -30_000, "mean_gain": 0, "mean_loss": -15_000, "same_amount_other_outcome": 0,
    }  # fmt: skip
    assert [each["households"] for each in result["matrix"]] == [3, 0, 0, 1]
    filled = [
        (each["from"], each["to"], each["households"]) for each in result["stairs"] if each["households"]
    ]
    assert filled == [(-49_999, -20_000, 1), (-19_999, -10_000, 1), (0, 0, 2)]
    assert [(case["row"], case["difference"]) for case in result["top"]] == [(1, -20_000), (0, -10_000)]


def test_those_who_lose_most_come_before_those_who_gain_most(tmp_path: Path) -> None:
    which = package()
    people = data(tmp_path, which, [*HOUSEHOLDS, *HOUSEHOLDS])
    # The fare takes 12,50 kr from all; who had more costs than were accepted gets 100 kr more.
    top = found(asked(which, "priser+=10", "högsta_belopp=600", top=1), people).figures["top"]
    assert [(case["row"], case["difference"]) for case in top] == [(0, -1_250), (1, 8_750)]


def test_groups_have_their_own_figures(tmp_path: Path) -> None:
    which = package()
    by = found(
        asked(which, "högsta_belopp=600", by=["barn", "särskilda_skäl"]), data(tmp_path, which)
    ).figures["by"]
    rows = {
        name: [(each["group"], each["households"], each["difference"]) for each in by[name]] for name in by
    }
    assert rows == {
        "barn": [("0", 3, 0), ("1", 1, 10_000)],
        "särskilda_skäl": [("no", 3, 10_000), ("yes", 1, 0)],
    }


def test_the_same_amount_with_another_outcome_is_counted_and_shown(tmp_path: Path) -> None:
    which = package(
        (
            "def beslut(stöd: Money, särskilda_skäl: bool)",
            "def beslut(högsta_belopp: Money, särskilda_skäl: bool)",
        ),
        ("stöd > 0 or särskilda_skäl", "högsta_belopp > kr(400) or särskilda_skäl"),
    )
    result = found(
        asked(which, "högsta_belopp=400"), data(tmp_path, which, HOUSEHOLDS[:1] * 2 + HOUSEHOLDS[3:])
    ).figures
    assert (result["difference"]["unchanged"], result["difference"]["same_amount_other_outcome"]) == (3, 2)
    assert [(case["row"], case["outcome_after"]) for case in result["top"]] == [(0, "avslag"), (1, "avslag")]


def test_what_is_kept_of_a_little_more_is_banded_and_thresholds_are_found(tmp_path: Path) -> None:
    which = package(
        ("return min(resor, högsta_belopp)", "return min(resor, högsta_belopp) if resor <= kr(600) else 0")
    )
    people = [NOBODY | {"resor": ore} for ore in (10_000, 59_900, 60_000, 59_999, 1_000_000, 999_950)]
    krona, thousand = found(asked(which, marginal="resor"), data(tmp_path, which, people)).figures[
        "marginal"
    ]["runs"]
    bands = {
        each["band"]: (each["with_support"], each["without_support"])
        for each in krona["bands"]
        if any(each.values())
    }
    kept = {band: counts for band, counts in bands.items() if any(counts)}
    # 100 kr rises with the fare; 599 kr and 600 kr have the most there is, and the latter loses all; two are at the top.
    assert kept == {
        "loses more than it earns": (2, 0),
        "keeps all": (1, 0),
        "gets more than it earns": (1, 0),
    }
    assert (krona["falls_by_more"], krona["rises_by_more"], krona["left_out_as_highest"]) == (2, 0, 2)
    assert krona["deepest_fall"] == {"change": -50_000, "row": 2}
    assert (thousand["more"], thousand["left_out_as_highest"], thousand["falls_by_more"]) == (100_000, 2, 0)


@pytest.mark.parametrize(
    ("change", "band"),
    [
        (-101, 0),
        (-100, 1),
        (-99, 2),
        (-76, 2),
        (-75, 3),
        (-51, 3),
        (-50, 4),
        (-26, 4),
        (-25, 5),
        (-1, 5),
        (0, 6),
        (1, 7),
    ],
)
def test_each_side_of_each_band_of_what_is_kept(change: int, band: int) -> None:
    marginal = Marginal()
    marginal.add(np.array([0]), np.array([5_000]), np.array([change]), 100)
    assert int(np.flatnonzero(marginal.households)[0]) == 8 + band


@pytest.mark.parametrize("sets", CHANGES, ids=" ".join)
def test_figures_hang_together(ekonomiskt: Package, people: Path, sets: tuple[str, ...]) -> None:
    result = found(asked(ekonomiskt, *sets, by=["barn", "hyra"]), people).figures
    difference, before, after = result["difference"], result["before"], result["after"]
    assert (
        difference["winners"] + difference["losers"] + difference["unchanged"] == result["households"] == 500
    )
    assert difference["gained"] + difference["lost"] == difference["cost"] == after["cost"] - before["cost"]
    assert (
        sum(each["households"] for each in result["matrix"])
        == sum(each["households"] for each in result["stairs"])
        == 500
    )
    for rows in result["by"].values():
        for key in ("households", "winners", "losers", "unchanged"):
            assert sum(row[key] for row in rows) == difference.get(key, 500)
        assert [sum(row[key] for row in rows) for key in ("before", "after")] == [
            before["cost"],
            after["cost"],
        ]


def test_a_change_of_nothing_changes_nobody(ekonomiskt: Package, people: Path) -> None:
    result = found(asked(ekonomiskt, "riksnorm_ensamstående=3910"), people).figures
    assert (result["changes"], result["difference"]["unchanged"], result["top"]) == ([], 500, [])
    assert result["before"] == result["after"]


@pytest.mark.parametrize("seed", range(5))
def test_batches_in_any_order_and_tallies_merged_give_the_same(
    ekonomiskt: Package, people: Path, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - a shuffle that can be repeated
    study = asked(ekonomiskt, *CHANGES[seed % 3], marginal="lön", by=["barn", "lön"], top=4)
    whole = tallied(study, list(batches(study, people, 500)))
    parts = list(batches(study, people, random.randint(1, 200)))
    random.shuffle(parts)
    assert tallied(study, parts) == whole
    tallies = [Tally(study) for _ in range(3)]
    for part in parts:
        random.choice(tallies).add(part)
    for other in tallies[1:]:
        tallies[0].merge(other)
    assert figures(tallies[0], Refused()) == whole


def test_every_figure_is_a_whole_number(ekonomiskt: Package, people: Path) -> None:
    def floats(value: Any) -> list[float]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value] if isinstance(value, float) else [each for part in inner for each in floats(part)]

    assert floats(found(asked(ekonomiskt, *CHANGES[0], marginal="lön", by=["barn"]), people).figures) == []


def test_a_package_without_an_amount_is_studied_by_its_outcomes(tmp_path: Path) -> None:
    files = dict(package().files)
    files["package.toml"] = files["package.toml"].replace(b'amount = "st\xc3\xb6d"\n', b"")
    which = build(files)
    result = found(asked(which, "högsta_belopp=0", by=["barn"]), data(tmp_path, which)).figures
    assert (result["amount"], result["before"]["cost"], result["difference"]["unchanged"]) == (None, 0, 4)
    assert [each["households"] for each in result["matrix"]] == [1, 2, 0, 1]
    assert [case["row"] for case in result["top"]] == [0, 1]


def test_nobody_is_no_error(ekonomiskt: Package, people: Path) -> None:
    study = asked(ekonomiskt, *CHANGES[0], marginal="lön", by=["barn"])
    (batch,) = list(batches(study, people, 500))
    result = tallied(study, [batch.slice(0, 0)])
    assert (result["households"], result["before"]["mean"], result["difference"]["winners"]) == (0, 0, 0)


def test_rows_are_told_apart_by_number_when_changes_are_equal(ekonomiskt: Package, people: Path) -> None:
    study = asked(ekonomiskt, "riksnorm_ensamstående+=100", top=3)
    (batch,) = list(batches(study, people, 500))
    tops = [
        [
            case["row"]
            for case in tallied(study, [pa.RecordBatch.from_pylist(rows, schema=batch.schema)])["top"]
        ]
        for rows in (batch.to_pylist(), batch.to_pylist()[::-1])
    ]
    assert tops[0] == tops[1] == sorted(tops[0])


def test_the_reference_engine_gives_the_same_rows_whatever_the_batches(
    ekonomiskt: Package, people: Path
) -> None:
    job = asked(ekonomiskt, *CHANGES[0]).job(people)
    runs = [partial(reference.run, rows_in_a_batch=rows) for rows in (7, 500)]
    tables = [pa.Table.from_batches(run(job, lambda done: None, Refused())) for run in runs]
    assert tables[0].equals(tables[1].combine_chunks())
    assert tables[0].num_rows == pq.read_metadata(people).num_rows


@pytest.mark.parametrize(
    ("is_fee", "winners", "gained", "lost"), [(False, 1, 300, -500), (True, 2, 500, -300)]
)
def test_who_gets_more_support_gains_and_who_pays_a_higher_fee_loses(
    is_fee: bool, winners: int, gained: int, lost: int
) -> None:
    gains = Gains.of(1)
    before, difference = np.array([900, 900, 900]), np.array([-200, -300, 300])
    gains.add(np.zeros(3, np.intp), before, difference)
    (row,) = gained_by(gains, is_fee=is_fee)
    assert (row["winners"], row["gained"], row["lost"]) == (winners, gained, lost)
    assert (row["before"], row["after"], row["difference"]) == (2_700, 2_500, -200)
