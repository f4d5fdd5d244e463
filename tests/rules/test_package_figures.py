"""The packages side by side: counted on a small scale, and the page in step with what was measured last. Never a time."""

import json

import pytest

from allmanning import packages
from allmanning.simulation.columns import households_of
from benchmarks import packages_page
from benchmarks.packages import FULL, Scale, askable, asked, drawn, folders, measured
from benchmarks.rules.measure import MONTH

TINY = Scale(interviews=3, decided=2, households=64, rounds=1)
ECONOMIC = packages.load(next(folder for folder in folders() if folder.name == "ekonomiskt-bistand"))


def test_the_page_shows_what_was_measured_last() -> None:
    kept = json.loads(packages_page.RECORD.read_text("utf-8"))
    assert packages_page.PAGE.read_text("utf-8") == packages_page.page(kept)


def test_every_package_has_a_row() -> None:
    kept = json.loads(packages_page.RECORD.read_text("utf-8"))
    assert [row["package"] for row in kept["packages"]] == [folder.name for folder in folders()]


def test_what_the_engine_had_to_learn_is_told_of_packages_that_are_there() -> None:
    known = {folder.name for folder in folders()}
    for one in packages_page.widenings():
        assert one.keys() == {"package", "lines", "what", "why"}
        assert one["package"] in known


def test_a_package_that_needed_nothing_has_no_lines() -> None:
    assert packages_page.lines_added("ekonomiskt-bistand") == 0


def test_fewer_questions_are_asked_than_there_are() -> None:
    row = measured(ECONOMIC, TINY)
    assert 0 < row.asked < row.askable
    assert row.rules == 36


def test_judgements_are_not_among_the_questions() -> None:
    residents = [question for question in ECONOMIC.questions if question.who == "resident"]
    alone: dict[str, list[object]] = {question.fact: [] for question in residents if question.kind == "list"}
    assert askable(ECONOMIC, alone) == sum("." not in question.fact for question in residents)


def test_nobody_is_asked_more_than_there_is_to_ask() -> None:
    ruleset = ECONOMIC.as_of(MONTH)
    for truth in households_of(ECONOMIC.vocabulary, drawn(ECONOMIC, 5)):
        assert 0 < asked(ruleset, truth) <= askable(ECONOMIC, truth)


@pytest.mark.parametrize("field", ["interviews", "households"])
def test_the_page_says_how_much_was_measured(field: str) -> None:
    assert f"{getattr(FULL, field):,}" in packages_page.PAGE.read_text("utf-8")
