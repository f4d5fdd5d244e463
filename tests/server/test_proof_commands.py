"""prove and why-not: what they print, where, and how they end. On bad input nothing is half printed."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from allmanning.packages import Line
from allmanning.packages.wording import Text
from allmanning.server.command_line import changes
from allmanning.server.command_line.program import program
from tests.packages.pages import good_files

WHOLE: dict[str, Any] = {
    "resor": 40_000,
    "barn": [{"ålder": 9}],
    "färdsätt": "buss",
    "särskilda_skäl": False,
    "meddelande": False,
}
PROPERTIES = """[[property]]
id = "dyrare"
text = "Dyrare resor ger aldrig lägre stöd."
text_en = "Dearer travel never gives less support."
kind = "increasing"
fact = "resor"
value = "stöd"

[[property]]
id = "barn"
text = "Ett barn till ger aldrig lägre stöd."
kind = "increasing"
fact = "barn"
value = "stöd"
expected = "refuted"
reason = "Barn över sex år betalar."
"""
SURPRISE = PROPERTIES.replace('expected = "refuted"\nreason = "Barn över sex år betalar."\n', "")

type Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "resestod"
    for name, data in {**good_files(), "properties.toml": PROPERTIES.encode()}.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return place


@pytest.fixture
def run(folder: Path, tmp_path: Path) -> Run:
    def call(command: str, *options: str, facts: Any = None) -> Result:
        words = [command, str(folder)]
        if facts is not None:
            (tmp_path / "facts.json").write_text(json.dumps(facts))
            words += [str(tmp_path / "facts.json"), "--on", "2025-11-01"]
        return CliRunner().invoke(program, [*words, *options])

    return call


def refused(result: Result, *words: str) -> None:
    assert (result.exit_code, result.stdout) == (2, "")
    assert [word for word in words if word not in result.stderr] == []
    assert "Traceback" not in result.stderr


def test_prove_says_of_each_property_what_came_of_it(run: Run) -> None:
    result = run("prove")
    assert result.exit_code == 0
    assert (
        "✓ Dyrare resor ger aldrig lägre stöd.\n  Proved for every household, whatever the municipality sets"
        in (result.stdout)
    )
    assert (
        "✗ Ett barn till ger aldrig lägre stöd.\n  Refuted, as expected\n  Barn över sex år betalar."
        in result.stdout
    )
    assert result.stdout.endswith("\n1 proved, 1 refuted as expected\n")


def test_a_counterexample_is_a_household_with_its_reckoning_before_and_after(run: Run) -> None:
    lines = [line.split() for line in run("prove", "--property", "barn").stdout.splitlines()]
    told = [" ".join(line) for line in lines]
    assert "Barn 0 → 1" in told
    assert "Barn 1: ålder – → 7" in told
    assert any(line.startswith("Stöd") and "→" in line for line in told)
    assert "│ after: = det högsta av 0 kr och 500 kr − 42,50 kr − 42,50 kr × 25 %" in told


def test_what_fails_against_expectation_ends_with_exit_code_3(run: Run, folder: Path) -> None:
    (folder / "properties.toml").write_text(SURPRISE)
    result = run("prove", "--property", "barn")
    assert result.exit_code == 3
    assert "Refuted, where proved was expected" in result.stdout
    (folder / "properties.toml").write_text(PROPERTIES.replace('"increasing"', '"decreasing"', 1))
    assert "1 refuted as expected, 1 refuted against expectation" in run("prove").stdout


def test_what_holds_against_expectation_ends_with_exit_code_3(run: Run, folder: Path) -> None:
    expected = PROPERTIES.replace('fact = "resor"', 'fact = "resor"\nexpected = "refuted"\nreason = "Så."')
    (folder / "properties.toml").write_text(expected)
    result = run("prove", "--property", "dyrare")
    assert (result.exit_code, "Proved, where refuted was expected" in result.stdout) == (3, True)


def test_prove_as_json_holds_facts_that_explain_takes(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("prove", "--json", "--on", "2025-11-01").stdout)
    dearer, child = found["properties"]
    assert (found["ok"], dearer["status"], dearer["household"]) == (True, "proved", None)
    assert dearer["periods"] == [
        {"from": "2025-11-01", "to": "2025-11-01", "status": "proved", "settings": "every", "reason": ""}
    ]
    household = child["household"]
    amounts = []
    for facts in (household["before"], household["after"]):
        told = json.loads(run("explain", "--rule", "stöd", "--json", facts=facts).stdout)
        amounts.append(told["value"])
    assert amounts == [each["value"] for each in household["reckoning"]]
    assert amounts[1] < amounts[0]


def test_prove_speaks_english_where_the_package_does(run: Run) -> None:
    assert "✓ Dearer travel never gives less support." in run("prove", "--language", "en").stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--property", "barnn"], ["'barnn' is no property", "Did you mean 'barn'?"]),
        (["--on", "i morgon"], ["is not a date"]),
        (["--on", "2020-01-01"], ["No rules are in force on 2020-01-01"]),
        (["--timeout", "0"], ["--timeout"]),
    ],
)
def test_prove_refuses_bad_input_whole(run: Run, options: list[str], words: list[str]) -> None:
    refused(run("prove", *options), *words)


def test_a_property_of_an_unknown_value_is_refused_with_the_nearest(run: Run, folder: Path) -> None:
    (folder / "properties.toml").write_text(PROPERTIES.replace('value = "stöd"', 'value = "stödd"', 1))
    refused(run("prove"), "P073", "'stödd' is not a rule of the household", "Did you mean 'stöd'?")


def test_a_package_without_properties_has_nothing_to_prove(run: Run, folder: Path) -> None:
    (folder / "properties.toml").unlink()
    refused(run("prove"), "declares no properties")


def test_nothing_is_proved_of_rules_that_can_fail(run: Run, folder: Path) -> None:
    rules = folder / "rules" / "resor.py"
    rules.write_text(rules.read_text().replace(" and stora <= 3", ""))
    refused(run("prove"), "The key can be 0 to 15", "allmanning check says where")


def test_without_the_solver_one_sentence_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    for result in (run("prove"), run("why-not", "--want", "avslag", facts=WHOLE)):
        refused(result, "Proving needs the extra 'prove'. Install it: pip install 'allmanning[prove]'")


def test_why_not_shows_the_nearest_change_and_what_it_gives(run: Run) -> None:
    result = run("why-not", "--want", "avslag", facts=WHOLE)
    told = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert told[0] == "Now: bifall, 346,88 kr. Wanted: avslag"
    assert told[2:5] == ["The nearest change, of one fact:", "Resor 400 kr → 53,12 kr", "gives avslag, 0 kr"]
    assert "Beslut bifall → avslag" in told


def test_why_not_as_json_holds_the_changes_and_the_facts(run: Run) -> None:
    found = json.loads(run("why-not", "--want", "avslag", "--json", facts=WHOLE).stdout)
    (way,) = found["ways"]
    assert found["status"] == "found"
    assert way["changes"] == [{"path": "resor", "kind": "fact", "before": 40_000, "after": 5_312}]
    assert (way["outcome"], way["amount"], way["nearest"]) == ("avslag", 0, True)


def test_what_is_that_outcome_already_is_said_to_be(run: Run) -> None:
    result = run("why-not", "--want", "bifall", facts=WHOLE)
    assert (result.exit_code, result.stdout) == (
        0,
        "It is bifall already, 346,88 kr\n".replace(" kr", "\xa0kr"),
    )


def test_what_is_not_stated_is_chosen_and_told_of(run: Run) -> None:
    result = run("why-not", "--want", "bifall", facts={"färdsätt": "buss"})
    told = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert told[2:6] == [
        "No stated fact need be another one:",
        "if what nobody has stated yet is:",
        "Resor 0,01 kr",
        "Barn 0",
    ]


def test_what_no_resident_can_give_is_said_to_be_proved(run: Run, folder: Path) -> None:
    rules = folder / "rules" / "resor.py"
    rules.write_text(
        rules.read_text().replace("if stöd > 0 or särskilda_skäl", "if särskilda_skäl and stöd == stöd")
    )
    result = run("why-not", "--want", "bifall", facts=WHOLE)
    assert (result.exit_code, "That is proved." in result.stdout) == (3, True)
    judged = {name: value for name, value in WHOLE.items() if name != "särskilda_skäl"}
    assert "A caseworker's judgement could." in run("why-not", "--want", "bifall", facts=judged).stdout


def test_an_unknown_outcome_is_refused_with_the_nearest(run: Run) -> None:
    refused(
        run("why-not", "--want", "avslagg", facts=WHOLE), "'avslagg' is no outcome", "Did you mean 'avslag'?"
    )


def test_two_reckonings_fit_a_narrow_terminal() -> None:
    def line(value: str, *parts: Line) -> Line:
        text = Text("Familjens del av hushållets gemensamma kostnader")
        reason = "Antal i hushållet (1) är högst det antal som tabellen räcker till, och ingen annan bor där"
        return Line(
            "x", text, value, value, "Money", None, f"{reason} {value}", "SoL 1 §", text, "sum", "", (), (), parts,
            derived=False, open=False, repeated=False,
        )  # fmt: skip

    pair = changes.changed(line("1 kr", line("2 kr")), line("3 kr", line("4 kr")))
    assert pair is not None
    for width in (40, 60, 80, 100):
        rows = list(changes.rows(pair, "sv", width, wrapped=True))
        assert max(len(row.text) for row in rows) <= width, width
        assert any("3 kr" in row.text for row in rows)


def test_lines_that_came_out_the_same_are_left_out() -> None:
    text = Text("Rad")

    def line(value: str, *parts: Line) -> Line:
        return Line(
            "x", text, value, value, "Money", None, None, None, text, "sum", "", (), (), parts,
            derived=False, open=False, repeated=False,
        )  # fmt: skip

    assert changes.changed(line("1 kr", line("2 kr")), line("1 kr", line("3 kr"))) is None
