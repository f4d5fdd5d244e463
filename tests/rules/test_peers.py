"""The benchmarks beside others: everybody agrees before anything is timed, and the page shows what was measured. No seconds."""

import importlib
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from allmanning import packages
from benchmarks.rules.measure import MONTH
from benchmarks.rules.peers import agreement, population
from benchmarks.rules.peers.agreement import DisagreementError, check, compare, same_totals, sample
from benchmarks.rules.peers.contest import CONTESTANTS, of
from benchmarks.rules.peers.goals import judged
from benchmarks.rules.peers.page import page
from benchmarks.rules.peers.picture import picture
from benchmarks.rules.peers.record import Record, from_text, kept, to_text
from benchmarks.rules.peers.rounds import PEERS_PYTHON, ContestError, Measured, contest
from benchmarks.rules.peers.written import made
from tests.house.repository import SERVICES

RULESET = packages.load(SERVICES / "ekonomiskt-bistand").as_of(MONTH)
OURS = [name for name, each in CONTESTANTS.items() if each.ours]
THEIRS = [name for name, each in CONTESTANTS.items() if not each.ours]
HOUSEHOLDS = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of households, in every form."""
    place = tmp_path_factory.mktemp("sample")
    sample(place, HOUSEHOLDS)
    return place


def measured(name: str, rows: int, cpu: float) -> Measured:
    return Measured(name, rows, (cpu, cpu * 2), (cpu, cpu), 1_000_000, 5)


def record(**cpu: float) -> Record:
    found = tuple(measured(name.replace("_", "-"), 1_000_000, seconds) for name, seconds in cpu.items())
    one = tuple(measured(name, 1, 1e-5) for name in of("single"))
    return Record("2026-11-22", "a machine", {"numba": "0.68"}, 20_000, 2, (*found, *one))


def verdicts(of_record: Record) -> dict[str, bool | None]:
    return {figure.what: figure.holds for figure in judged(of_record)}


@pytest.mark.parametrize("name", OURS)
def test_ours_and_what_is_written_by_hand_decide_every_household_alike(name: str, folder: Path) -> None:
    module, function = CONTESTANTS[name].prepare.split(":")
    ready = getattr(importlib.import_module(module), function)(folder, **dict(CONTESTANTS[name].options))
    households = json.loads((folder / "households.json").read_text())
    meant = [RULESET.decide(facts) for facts in households]
    outcomes, amounts = ready.answers()
    compare(name, households, meant, outcomes.tolist(), amounts.tolist())
    assert len(amounts) == len(households)
    everybody = CONTESTANTS[name].discipline != "single"
    assert ready.total(ready.run()) == (sum(amounts.tolist()) if everybody else amounts[0])


@pytest.mark.skipif(not PEERS_PYTHON.exists(), reason="benchmarks/prepare.sh has not made .venv-bench")
@pytest.mark.parametrize("name", THEIRS)
def test_other_engines_decide_every_household_alike(name: str, tmp_path: Path) -> None:
    check(RULESET, tmp_path, [name], 100)


def test_a_household_that_somebody_decides_otherwise_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(agreement, "Worker", Wrong)
    with pytest.raises(
        DisagreementError, match=r"plain Python by hand decides .* Allmänning decides[^{]*\{\n"
    ) as raised:
        check(RULESET, tmp_path, ["hand-python"], 20)
    assert '"sammanboende"' in str(raised.value)


class Wrong:
    """A contestant that gives one öre too much."""

    def __init__(self, name: str, folder: Path) -> None:
        self.households = json.loads((folder / "households.json").read_text())

    def ask(self, line: str) -> None:
        import numpy as np

        found = [RULESET.decide(facts) for facts in self.households]
        codes = [agreement.OUTCOMES.index(str(each["beslut"])) for each in found]
        np.savez(line, outcomes=codes, amounts=[each["bistånd"] + 1 for each in found])

    def close(self) -> None:
        pass


def test_totals_that_differ_stop_the_run() -> None:
    same = [measured("kernel", 9, 1.0), measured("duckdb", 9, 1.0)]
    same_totals(same)
    with pytest.raises(DisagreementError, match="In 9 households"):
        same_totals([same[0], replace(same[1], total=6)])


def test_contestants_work_in_turn_in_processes_of_their_own(folder: Path) -> None:
    found = contest(["hand-python", "decide"], folder, 1, rounds=2)
    assert [each.name for each in found] == ["hand-python", "decide"]
    assert all(2 <= len(each.cpu) == len(each.wall) <= 10 for each in found)
    same_totals(found)


def test_a_contestant_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContestError, match="decide ended with code 1"):
        contest(["decide"], tmp_path, 1, rounds=1)


def test_drawn_households_are_the_same_every_time_and_allowed() -> None:
    drawn = [next(population.batches(200, seed=7)) for _ in range(2)]
    assert drawn[0].equals(drawn[1])
    assert all(RULESET.check_facts(facts) == facts for facts in drawn[0].to_pylist())


def test_a_promise_is_held_or_not() -> None:
    held = verdicts(record(kernel=1.0, openfisca=15.0, hand_numba=0.8, duckdb=7.5, hand_sql=6.0))
    missed = verdicts(record(kernel=1.01, openfisca=15.0, hand_numba=0.8, duckdb=7.6, hand_sql=5.0))
    promises = [
        what for what, holds in held.items() if holds is not None and what.startswith("1 M") and "CPU" in what
    ]
    assert len(promises) == 4
    assert all(held[what] for what in promises)
    assert not any(missed[what] for what in promises)


def test_a_record_is_read_as_it_was_written() -> None:
    some = record(kernel=1.0, openfisca=20.0)
    assert from_text(to_text(some)) == some


def test_the_picture_can_be_read_in_light_and_dark_and_without_eyes() -> None:
    text = picture(record(kernel=1.0, openfisca=20.0, openfisca_tuned=3.0))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    words = [element.text or "" for element in root.iter(f"{space}text")]
    assert "prefers-color-scheme: dark" in text
    assert "kernel 1 s" in (root.findtext(f"{space}desc") or "")
    assert {"Allmänning, kernel", "20 s"} <= set(words)
    bars = [(float(bar.get("x", "0")), float(bar.get("width", "0"))) for bar in root.iter(f"{space}rect")]
    assert all(width >= 2 and left + width <= float(root.get("width", "0")) for left, width in bars)


def test_the_page_marks_what_fell_short() -> None:
    assert "| ✗ |" in page(record(kernel=2.0, openfisca=20.0))
    assert "What fell short is marked ✗" in page(record(kernel=2.0, openfisca=20.0))


def test_the_page_and_the_picture_show_what_was_measured_last() -> None:
    last = kept()
    assert last is not None
    assert last.agreed >= 20_000
    for place, text in made(last):
        assert place.read_text("utf-8") == text
