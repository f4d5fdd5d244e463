"""The commands about packages: what they print, where, and how they end. On bad input nothing is half printed."""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from allmanning.server.command_line.program import program
from allmanning.server.command_line.tree import rows
from tests.house.repository import SERVICES
from tests.packages.pages import good_files, good_package

EKONOMISKT = str(SERVICES / "ekonomiskt-bistand")
WHOLE: dict[str, Any] = {"resor": 40_000, "barn": [], "färdsätt": "buss", "särskilda_skäl": False}
HALF: dict[str, Any] = {"resor": 4_000, "barn": [{"ålder": 9}]}

type Run = Callable[..., Result]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "resestod"
    for name, data in good_files().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


@pytest.fixture
def run(package: Path, tmp_path: Path) -> Run:
    """Run a command on the small package; `facts` may be an object or raw text, `local` raw text."""

    def call(
        command: str, *options: str, facts: Any = None, local: str = "", on: str = "2025-11-01"
    ) -> Result:
        words = [command, str(package)]
        if facts is not None:
            file = tmp_path / "facts.json"
            file.write_bytes(facts if isinstance(facts, bytes) else json.dumps(facts).encode())
            words += [str(file), "--on", on]
        if local:
            (tmp_path / "local.toml").write_text(local)
            words += ["--local", str(tmp_path / "local.toml")]
        return CliRunner().invoke(program, [*words, *options])

    return call


def refused(result: Result, *words: str) -> None:
    """Exit code 2, nothing on stdout, and the words on stderr, with something to do."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert [word for word in words if word not in result.stderr] == []
    assert "Traceback" not in result.stderr


def test_check_says_in_one_line_that_nothing_is_to_mend(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert result.stdout.endswith("2 examples. Nothing to mend.\n")


def test_check_shows_line_caret_and_hint_on_stderr(run: Run, package: Path) -> None:
    rules = package / "rules" / "resor.py"
    rules.write_text(rules.read_text().replace("min(resor, högsta_belopp)", "min(resor, 500)"))
    refused(
        run("check"),
        "rules/resor.py:36:23: R151",
        "return min(resor, 500)",
        "^^^",
        "hint: Write kr(500)",
        "1 finding",
    )


def test_check_as_json_is_whole_also_when_there_are_findings(run: Run, package: Path) -> None:
    assert json.loads(run("check", "--json").stdout) == {"ok": True, "findings": []}
    (package / "letters" / "decision.md").unlink()
    result = run("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["ok"]) == (2, False)
    assert found["findings"][0]["code"] == "C040"


def test_test_counts_what_comes_out(run: Run, package: Path) -> None:
    assert (run("test").exit_code, run("test").stdout) == (0, "2 passed, 0 failed\n")
    examples = package / "examples" / "resor.toml"
    examples.write_text(examples.read_text().replace('"stöd" = 400', '"stöd" = 401'))
    result = run("test")
    assert result.exit_code == 2
    assert "✗ examples/resor.toml:7 Får stöd (2025-11-01)\n    stöd: expected 401, got 400\n" in result.stdout
    assert json.loads(run("test", "--json").stdout)["failed"][0]["differences"] == [
        {"value": "stöd", "expected": "401", "actual": "400"}
    ]


def test_a_package_without_examples_does_not_pass(run: Run, package: Path) -> None:
    (package / "examples" / "resor.toml").unlink()
    assert run("test").exit_code == 2


def test_describe_tells_facts_parameters_settings_and_outcomes(run: Run) -> None:
    text = run("describe").stdout
    told = json.loads(run("describe", "--json").stdout)
    for words in ("färdsätt", "egen_andel", "högsta_belopp", "0\xa0kr–5\xa0000\xa0kr", "bifall", "granted"):
        assert words in text
    assert told["outcomes"] == {"granted": ["bifall"], "partly": [], "refused": ["avslag"]}
    assert told["facts"][0] == {
        "fact": "resor", "kind": "money", "who": "resident", "minimum": 0, "maximum": 1_000_000, "options": [],
        "text": {"sv": "Vad kostar resorna?", "en": ""},
    }  # fmt: skip


def test_a_whole_application_is_decided(run: Run) -> None:
    result = run("decide", facts=WHOLE)
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["outcome"], told["amount"], told["open"], told["automatic"], told["derived"]) == (
        "bifall", 40_000, [], True, [],
    )  # fmt: skip
    assert told["values"]["godtagbara_resor"] == 40_000


def test_half_an_application_gives_what_is_certain_and_exit_code_3(run: Run) -> None:
    result = run("decide", facts={"resor": 40_000})
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert (told["outcome"], told["values"]["godtagbara_resor"], told["automatic"]) == (
        "bifall",
        40_000,
        False,
    )
    assert (told["amount"], set(told["open"])) == (None, {"barn", "färdsätt"})


def test_local_settings_change_the_decision(run: Run) -> None:
    told = json.loads(run("decide", facts=WHOLE, local='"högsta_belopp" = 150').stdout)
    assert told["amount"] == 15_000


def test_ask_tells_what_is_open_what_is_next_and_the_bounds(run: Run) -> None:
    result = run("ask", facts=HALF)
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told.keys() == {"open", "next", "outcome", "bounds"}
    assert (told["next"], told["bounds"]["godtagbara_resor"]) == ("färdsätt", [4_000, 4_000])
    assert (told["outcome"], told["bounds"]["stöd"]) == (None, [0, 4_000])
    assert told["bounds"]["beslut"] == ["avslag", "bifall"]
    assert set(told["open"]) == {"färdsätt", "särskilda_skäl"}


def test_text_for_people_is_one_line_for_each_thing(run: Run) -> None:
    assert run("decide", "--text", facts=WHOLE).stdout == (
        "Outcome: bifall\nAmount: 400\xa0kr\nMay be decided automatically\n"
    )
    asked = run("ask", "--text", facts=HALF).stdout.splitlines()
    assert asked[0] == "Outcome: open"
    assert "→ färdsätt  Hur reser ni?" in asked


def test_explain_shows_law_numbers_and_rows(run: Run) -> None:
    text = run("explain", facts={**WHOLE, "barn": [{"ålder": 9}]}).stdout
    for words in (
        "Stöd",
        "Resestödsordningen (2025:1) 2 §",
        "· Pris efter antal stora barn [1–2]: 42,50\xa0kr",
        "Färdsätt",
    ):
        assert words in text
    told = json.loads(run("explain", "--json", "--rule", "stöd", "--language", "en", facts=WHOLE).stdout)
    assert (told["name"], told["label"], told["value"]) == ("stöd", "Support", 40_000)


def test_explain_keeps_its_lines_whole_in_a_pipe_and_inside_a_narrow_terminal(run: Run) -> None:
    ruleset = good_package().as_of(date(2025, 11, 1))
    line = ruleset.reckoning(ruleset.check_facts({**WHOLE, "barn": [{"ålder": 9}]}), "beslut")
    for width in (40, 60, 80, 100):
        assert max(len(row.text) for row in rows(line, "sv", width, wrapped=True)) <= width + 20
    whole = [row.text for row in rows(line, "sv", 80, wrapped=False)]
    assert any(len(text) > 80 for text in whole)


BAD_FACTS: dict[str, tuple[Any, str]] = {
    "a wrong type": ({"resor": "650"}, "resor: '650' is not an amount in öre"),
    "a negative age": ({"barn": [{"ålder": -1}]}, "barn[0].ålder: -1 is outside the allowed 0 to 20"),
    "10^30 kronor": ({"resor": 10**32}, "resor: 1000000000"),
    "an unknown name": ({"reser": 1}, "Did you mean 'resor'?"),
    "a float": (b'{"resor": 12.5}', "'12.5' is not a whole number"),
    "NaN": (b'{"resor": NaN}', "'NaN' is not a whole number"),
    "infinity": (b'{"resor": -Infinity}', "is not a whole number"),
    "an exponent": (b'{"resor": 1e400}', "is not a whole number"),
    "a boolean as a number": ({"barn": [{"ålder": True}]}, "true is not a whole number"),
    "a number as a boolean": ({"särskilda_skäl": 0}, "0 is neither true nor false"),
    "null": ({"resor": None}, "null is not an amount"),
    "one name twice": (b'{"resor": 1, "resor": 2}', "'resor' stands twice"),
    "one name composed in two ways": (
        {"färdsätt": "buss", unicodedata.normalize("NFD", "färdsätt"): "buss"}, "stands twice",
    ),
    "a hundred thousand brackets": (b"[" * 100_000, "nested too deep"),
    "deep objects": (b'{"barn":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
    "a number of five thousand digits": (b'{"resor": ' + b"9" * 5_000 + b"}", "thousands of digits"),
    "a list": ([1], "a JSON object is expected"),
    "no JSON": (b"hyra = 650", "not readable as JSON"),
    "no text": (b"\xff\xfe\xfa", "not readable as JSON"),
    "half a letter": (b'{"\\ud800": 1}', "The package has no such fact"),
    "what a terminal obeys": (b'{"\\u001b[2J": 1}', "The package has no such fact"),
    "a megabyte and more": (b'{"resor": "' + b"x" * 1_100_000 + b'"}', "larger than 1,000,000 bytes"),
    "fifty thousand names": (json.dumps({f"x{i}": 1 for i in range(50_000)}).encode(), "no such fact"),
    "an empty file": (b"", "not readable as JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FACTS)
@pytest.mark.parametrize("command", ["decide", "ask", "explain"])
def test_bad_facts_are_refused_whole(run: Run, command: str, name: str) -> None:
    facts, words = BAD_FACTS[name]
    result = run(command, facts=facts)
    refused(result, words)
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 500


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"on": "2025-13-01"}, "--on '2025-13-01' is not a date"),
        ({"on": "2025-W01-1"}, "is not a date"),
        ({"on": "1 november"}, "is not a date"),
        ({"on": "2026-01-01"}, "No row for 2026-01-01 in: priser"),
        ({"on": "2025-06-30"}, "No rules are in force on 2025-06-30"),
        (
            {"local": '"högsta_belopp" = 5001'},
            "outside the bounds. Choose between 0\xa0kr and 5\xa0000\xa0kr",
        ),
        ({"local": '"högsta_belop" = 500'}, "Did you mean 'högsta_belopp'?"),
        ({"local": '"högsta_belopp" = "femhundra"'}, "is not an amount"),
        ({"local": '"högsta_belopp" = 2025-13-01'}, "P001"),
        ({"local": "högsta_belopp = 5"}, "P001"),
        ({"local": "egen_andel = 5"}, "no such local setting"),
    ],
)
def test_a_wrong_day_or_setting_is_refused_whole(run: Run, options: dict[str, str], words: str) -> None:
    refused(run("decide", facts=WHOLE, **options), words)


def test_a_rule_that_is_not_there_is_refused_with_the_nearest(run: Run) -> None:
    refused(run("explain", "--rule", "stod", facts=WHOLE), "Did you mean 'stöd'?")


def test_files_that_are_not_there_are_refused(run: Run, package: Path) -> None:
    there = ["--on", "2025-11-01"]
    refused(CliRunner().invoke(program, ["decide", str(package), "nowhere.json", *there]), "nowhere.json")
    refused(CliRunner().invoke(program, ["decide", "nowhere", "nowhere.json", *there]), "P002")
    refused(CliRunner().invoke(program, ["decide", str(package), str(package), *there]), "Is a directory")
    refused(run("decide", "--local", "nowhere.toml", facts=WHOLE), "nowhere.toml")
    for command in ("check", "test", "describe"):
        refused(CliRunner().invoke(program, [command, "nowhere"]), "P002")


def test_a_broken_package_is_refused_by_every_command(run: Run, package: Path) -> None:
    (package / "package.toml").write_text(
        (package / "package.toml").read_text().replace('licence = "EUPL-1.2"', "")
    )
    for command in ("check", "test", "describe"):
        refused(run(command), "P011: licence is missing")
    for command in ("decide", "ask", "explain"):
        refused(run(command, facts=WHOLE), "P011: licence is missing")


def allmanning(*words: str, stdin: bytes = b"", columns: int = 80) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-c", "from allmanning.server.command_line import main; main()", *words]
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment)


def test_facts_come_from_stdin_too() -> None:
    done = allmanning("decide", EKONOMISKT, "-", "--on", "2025-11-01", stdin=b'{"sammanboende": false}')
    assert done.returncode == 3
    assert json.loads(done.stdout)["values"]["vuxnas_personliga_kostnader"] == 391_000


def test_a_pipe_gets_whole_lines_however_narrow_the_terminal() -> None:
    checked = allmanning("check", EKONOMISKT, columns=40)
    assert (checked.returncode, checked.stdout.count(b"\n"), checked.stderr) == (0, 1, b"")
    tested = allmanning("test", EKONOMISKT, columns=40)
    assert tested.stdout.decode().endswith(" passed, 0 failed\n")


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f'{sys.executable} -c "from allmanning.server.command_line import main; main()" describe {EKONOMISKT} --json'
    done = subprocess.run(["bash", "-c", f"{command} | head -1"], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"{\n", b"")


def test_the_commands_about_packages_load_no_web_and_no_database() -> None:
    code = (
        "import sys; from allmanning.server.command_line.program import program;"
        f"program(['check', {EKONOMISKT!r}], standalone_mode=False)"
    )
    script = f"try:\n    exec({code!r})\nexcept SystemExit:\n    pass\nimport sys\nprint(sorted(set(sys.modules) & {{'django', 'numba', 'numpy', 'psycopg', 'pyarrow', 'typst', 'z3'}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.stdout.decode().splitlines()[-1] == "[]"
