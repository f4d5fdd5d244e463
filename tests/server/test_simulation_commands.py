"""The commands that invent households and try a change on them: what they print, what they write, and how they end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from allmanning.rules.errors import printable
from allmanning.server.command_line.program import program
from allmanning.simulation import choice
from allmanning.simulation.columns import table_of
from tests.packages.pages import good_files
from tests.simulation import reference
from tests.simulation.small import HOUSEHOLDS, NOBODY, package

type Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small package on disk."""
    for name, data in good_files().items():
        file = tmp_path / "resestod" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "resestod"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "people.parquet"
    pq.write_table(table_of(package().vocabulary, HOUSEHOLDS), file)
    return file


@pytest.fixture
def run(folder: Path, data: Path) -> Run:
    """Simulate on the small package with the kernel, unless something else is said."""

    def call(*options: str, at: Path = data, on: str = "2025-11-01", engine: str = "kernel") -> Result:
        chosen = ["--engine", engine] if engine else []
        return CliRunner().invoke(program, ["simulate", str(folder), str(at), "--on", on, *chosen, *options])

    return call


def refused(result: Result, *words: str) -> str:
    """Exit code 2, nothing on stdout, one message on stderr with the words in it."""
    said = result.stderr.replace("\xa0", " ")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [word for word in words if word not in said] == []
    assert "Traceback" not in said
    return said


def squeezed(told: str) -> str:
    """Without the room between columns."""
    return " ".join(told.split())


def loose(rows: list[dict[str, Any]], file: Path) -> Path:
    """Rows with what a complete table forbids."""
    complete = table_of(package().vocabulary, [NOBODY | {"barn": [{"ålder": 1}]}])
    schema = pa.schema([pa.field(each.name, each.type) for each in complete.schema])
    pq.write_table(pa.Table.from_pylist(rows, schema), file)
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_change_is_told_from_the_whole_to_the_single_household(run: Run) -> None:
    told = squeezed(run("--set", "högsta_belopp=300", "--by", "barn", "--marginal", "resor").stdout)
    for words in (
        "Resestöd 1.0.0, as of 2025-11-01", "4 households from people.parquet",
        "högsta_belopp (local) 500 kr 300 kr", "In all, a month", "−300 kr", "Outcomes, before (down)",
        "lose 2 50,0 % −150 kr", "By barn", "What those with support keep of more resor",
        "Row 1: 446,88 kr → 246,88 kr (−200 kr)", "Godtagbara resor",
    ):  # fmt: skip
        assert words in told


def test_without_a_change_it_describes_what_stands(run: Run) -> None:
    told = squeezed(run().stdout)
    assert "In all, a month 846 kr" in told
    assert "What is tried" not in told
    assert "Who gains" not in told


def test_json_holds_every_figure(run: Run) -> None:
    result = run("--set", "högsta_belopp=300", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (found["before"]["cost"], found["difference"]["cost"], found["households"]) == (84_688, -30_000, 4)


@pytest.mark.parametrize("engine", ["kernel", "duckdb", "reference"])
def test_every_engine_gives_the_same_figures(run: Run, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "best", lambda: "reference")
    monkeypatch.setitem(choice._ENGINES, "reference", lambda cluster: reference.run)  # type: ignore[arg-type]
    options = ("--set", "priser+=10", "--by", "barn", "--by", "färdsätt", "--marginal", "resor", "--json")
    expected = json.loads(run(*options, engine="").stdout)
    found = json.loads(run(*options, engine="" if engine == "reference" else engine).stdout)
    assert found == expected
    assert found["difference"]["losers"] == 2


def test_the_preset_says_what_is_shown_and_options_say_otherwise(run: Run, folder: Path) -> None:
    (folder / "population.toml").write_text('[simulate]\nmarginal = "resor"\nby = ["barn"]\n')
    found = json.loads(run("--json").stdout)
    assert (list(found["by"]), found["marginal"]["fact"]) == (["barn"], "resor")
    found = json.loads(run("--json", "--by", "färdsätt", "--no-marginal").stdout)
    assert (list(found["by"]), "marginal" in found) == (["färdsätt"], False)


def test_local_settings_are_what_a_change_is_compared_with(run: Run, tmp_path: Path) -> None:
    (tmp_path / "local.toml").write_text('"högsta_belopp" = 300\n')
    found = json.loads(
        run("--local", str(tmp_path / "local.toml"), "--set", "högsta_belopp=500", "--json").stdout
    )
    assert (found["before"]["cost"], found["difference"]["cost"]) == (54_688, 30_000)


def test_files_are_written_and_named(run: Run, tmp_path: Path) -> None:
    told = run("--set", "högsta_belopp=300", "--out", str(tmp_path / "result")).stdout
    assert told.count("Written: ") == 3
    assert names(tmp_path) == ["people.parquet", "resestod", "result.json", "result.parquet", "result.svg"]


def test_what_is_left_out_is_told_on_stderr(run: Run, tmp_path: Path) -> None:
    file = loose([*HOUSEHOLDS, NOBODY | {"resor": None}], tmp_path / "loose.parquet")
    result = run("--leave-out-refused", "--json", at=file)
    assert json.loads(result.stdout)["refused"] == 1
    assert (
        "Left out: 1 household\n  resor: nothing is said (NULL) in 1 row, the first is row 4"
        in result.stderr.replace("\xa0", " ")
    )


def test_rows_that_cannot_be_computed_stop_it(run: Run, tmp_path: Path) -> None:
    rows = [*HOUSEHOLDS, NOBODY | {"resor": 1_000_001}, NOBODY | {"resor": -1}, NOBODY | {"färdsätt": None}]
    file = loose(rows, tmp_path / "loose.parquet")
    refused(
        run("--out", str(tmp_path / "r"), at=file),
        "loose.parquet: 3 of 7 households cannot be computed",
        "resor: outside 0 to 1 000 000 öre (0 kr to 10 000 kr) in 2 rows, the first is row 4",
        "färdsätt: nothing is said (NULL) in 1 row, the first is row 6",
        "--leave-out-refused",
    )
    assert names(tmp_path) == ["loose.parquet", "people.parquet", "resestod"]


def broken(kind: str, file: Path) -> Path:
    """Data with something wrong."""
    good = file.read_bytes()
    table = pq.read_table(file)
    match kind:
        case "missing":
            return file.with_name("nothing.parquet")
        case "folder":
            (file.parent / "empty").mkdir()
            return file.parent / "empty"
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(good[: len(good) // 2])
        case "text":
            file.write_text("resor;barn\n400;0\n")
        case "renamed":
            pq.write_table(table.rename_columns(["resorna", *table.column_names[1:]]), file)
        case "floats":
            pq.write_table(table.set_column(0, "resor", pa.array([1.0] * 4)), file)
        case "no rows":
            pq.write_table(table.slice(0, 0), file)
    return file


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", ["nothing.parquet does not exist"]),
        ("folder", ["has no file that ends in .parquet"]),
        ("empty", ["people.parquet is empty"]),
        ("cut", ["people.parquet cannot be read as Parquet", "cut off"]),
        ("text", ["people.parquet cannot be read as Parquet", "of another kind"]),
        ("renamed", ["the column 'resor' is missing", "Did you mean 'resorna'?"]),
        ("floats", ["'resor' is double; int64, in öre is needed"]),
        ("no rows", ["has no rows"]),
    ],
)
@pytest.mark.parametrize("engine", ["kernel", "duckdb"])
def test_data_that_cannot_be_read_is_refused(
    run: Run, data: Path, kind: str, words: list[str], engine: str
) -> None:
    refused(run("--out", str(data.parent / "r"), at=broken(kind, data), engine=engine), *words)
    assert [name for name in names(data.parent) if name.startswith(("r.", ".r"))] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["--set", "högsta_belop=300"],
            ["no such national parameter or local setting. Did you mean 'högsta_belopp'?"],
        ),
        (
            ["--set", "högsta_belopp=5001"],
            ["5 001 kr is outside the bounds. Choose between 0 kr and 5 000 kr"],
        ),
        (["--set", "högsta_belopp"], ["--set 'högsta_belopp' cannot be read. Write NAME=3200"]),
        (["--set", "priser=4"], ["priser is a table with the cells 0, 1–2, 3"]),
        (["--by", "kommun"], ["--by 'kommun' is not a fact of the household"]),
        (["--marginal", "barn"], ["--marginal 'barn' is a list (list[Barn])"]),
        (
            ["--out", "nowhere/at/all"],
            ["nowhere/at/all.parquet cannot be written: No such file or directory"],
        ),
    ],
)
def test_what_is_asked_for_and_cannot_be_is_refused(
    run: Run, data: Path, options: list[str], words: list[str]
) -> None:
    before = names(data.parent)
    refused(run(*options), *words)
    assert names(data.parent) == before


def test_a_day_without_law_or_without_values_is_refused(run: Run) -> None:
    refused(run(on="2024-01-01"), "No rules are in force on 2024-01-01")
    refused(run(on="2026-02-01"), "No row for 2026-02-01 in: priser")
    refused(run(on="igår"), "--on 'igår' is not a date")


@pytest.mark.parametrize(
    ("module", "engine", "words"),
    [
        (
            "numba",
            "kernel",
            ["The engine kernel needs the extra 'kernel'", "pip install 'allmanning[kernel]'"],
        ),
        ("pyspark", "spark", ["The engine spark needs the extra 'spark'"]),
        ("duckdb", "duckdb", ["The engine duckdb needs the extra 'simulation'"]),
        ("pyarrow", "", ["A simulation needs the extra 'simulation'"]),
    ],
)
def test_what_is_not_installed_is_told_with_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, module: str, engine: str, words: list[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    refused(run(engine=engine), *words)


def test_the_fastest_engine_that_is_installed_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choice.best() == "kernel"
    monkeypatch.setitem(sys.modules, "numba", None)
    assert choice.best() == "duckdb"


def test_spark_without_java_is_told_with_how_to_get_it(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    before = names(data.parent)
    refused(run("--out", str(data.parent / "r"), engine="spark"), "Spark needs Java 17 or 21")
    assert names(data.parent) == before


def test_an_interruption_is_told_and_leaves_nothing(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> Any:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setitem(choice._ENGINES, "kernel", lambda cluster: stopped)
    before = names(data.parent)
    refused(run("--out", str(data.parent / "r")), "Interrupted. Nothing was written")
    assert names(data.parent) == before


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_is_stopped_takes_its_half_file_away(tmp_path: Path, how: signal.Signals) -> None:
    # Who runs the tests in the background may have told everything below to pass Ctrl-C by.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heed}; from allmanning.server.command_line.program import main; main()"
    words = ["population", "--households", "900000000", "--seed", "1", "--out", str(tmp_path / "p.parquet")]
    with subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.PIPE, text=True) as process:
        while not any(path.stat().st_size for path in tmp_path.iterdir()) and process.poll() is None:
            time.sleep(0.05)
        os.kill(process.pid, how)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (2, "Interrupted. Nothing was written\n")
    assert names(tmp_path) == []


@pytest.mark.parametrize("command", ["population", "simulate"])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(
    folder: Path, data: Path, tmp_path: Path, command: str
) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))"
    code = f"{limit}; from allmanning.server.command_line.program import main; main()"
    before, out = names(tmp_path), str(tmp_path / "r.parquet")
    words = ["population", "--households", "99999", "--seed", "1", "--out", out]
    if command == "simulate":
        words = ["simulate", str(folder), str(data), "--on", "2025-11-01", "--out", out]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "r.parquet cannot be written: File too large. Make room, or choose another disk" in done.stderr
    assert names(tmp_path) == before


def test_households_are_invented_for_the_package_that_comes_with_the_program(tmp_path: Path) -> None:
    file = tmp_path / "p.parquet"
    result = CliRunner().invoke(
        program, ["population", "--households", "20", "--seed", "7", "--out", str(file)]
    )
    assert (result.exit_code, pq.read_metadata(file).num_rows) == (0, 20)
    assert result.stdout.startswith("20 households invented for ekonomiskt-bistand")
    assert "None of them is real" in result.stdout
    assert "Drawn evenly" not in result.stdout


def test_what_is_drawn_evenly_for_lack_of_a_preset_is_told(folder: Path, tmp_path: Path) -> None:
    options = ["--households", "20", "--seed", "7", "--out", str(tmp_path / "p.parquet")]
    result = CliRunner().invoke(program, ["population", str(folder), *options])
    assert "says nothing of them: resor, barn, barn.ålder, färdsätt" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--households", "0", "--seed", "1"], ["'--households'"]),
        (["--households", "5", "--seed", "-1"], ["'--seed'"]),
        (
            ["--households", "5", "--seed", "1", "--out", "nowhere/p.parquet"],
            ["nowhere/p.parquet cannot be written"],
        ),
    ],
)
def test_households_that_cannot_be_invented_are_refused(options: list[str], words: list[str]) -> None:
    refused(CliRunner().invoke(program, ["population", *options]), *words)


def test_a_package_that_is_none_is_refused_by_both(tmp_path: Path) -> None:
    for words in (
        ["population", str(tmp_path), "--households", "5", "--seed", "1"],
        ["simulate", str(tmp_path), "d", "--on", "x"],
    ):
        refused(CliRunner().invoke(program, words), "P002", "holds no package.toml")


def test_messages_obey_no_terminal(run: Run) -> None:
    said = refused(run("--set", "a\x1b[2J=5"))
    assert said == printable(said.replace("\n", "")) + "\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_tables_keep_to_the_width_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    told = run("--set", "högsta_belopp=300", "--by", "barn", "--marginal", "resor").stdout
    lines = [printable(line) for line in told.splitlines()]
    assert [line for line in lines if "…" in line] == []
    assert "█" in told
