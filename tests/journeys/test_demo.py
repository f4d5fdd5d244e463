"""The demonstration as a program: it keeps its data, starts where it was, and says what is wrong."""

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.journeys.conftest import Demonstration


def published(address: str) -> list[str]:
    """The ids of the texts that residents have published, which are drawn by chance when they are written."""
    with urllib.request.urlopen(f"{address}/mittkoping/e-forslag/publicerat/") as answer:  # noqa: S310 - our own
        return re.findall(r"/publicerat/([0-9a-f-]+)/", answer.read().decode())


def test_it_stops_at_ctrl_c_and_starts_again_with_the_same_data(demonstration: Demonstration) -> None:
    before = published(demonstration.address)
    assert "The data stays" in demonstration.stop()
    assert demonstration.process.returncode == 0
    demonstration.start_again()
    assert published(demonstration.address) == before != []


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path, demo: str) -> None:
    port = demo.rpartition(":")[2]
    told = subprocess.run(
        [str(Path(sys.executable).with_name("allmanning")), "demo", "--port", port, "--data", str(tmp_path / "data")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 2
    assert f"Port {port} is taken" in told.stderr
    assert not (tmp_path / "data").exists()
