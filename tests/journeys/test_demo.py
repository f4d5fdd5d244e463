"""The demonstration as a program: it keeps its data, starts over, and says what is wrong."""

import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.journeys.conftest import free_port, start_demo, stop_demo


def test_it_answers_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    process = start_demo(tmp_path / "data", port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert "Mittköping" in answer.read().decode()
    assert "The data stays" in stop_demo(process)
    assert process.returncode == 0


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path, demo: str) -> None:
    port = demo.rpartition(":")[2]
    told = subprocess.run(
        [str(Path(sys.executable).with_name("allmanning")), "demo", "--port", port, "--data", str(tmp_path / "data")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 2
    assert f"Port {port} is taken" in told.stderr
    assert not (tmp_path / "data").exists()
