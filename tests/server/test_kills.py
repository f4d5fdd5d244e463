"""Web, worker and database are killed in the middle of it; the long drill is `python -m benchmarks.kills`."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_or_doubled_when_everything_is_killed_once() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--seconds", "5", "--every", "1"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:] + run.stdout
    told = json.loads(run.stdout)
    assert told["kills"] == {"web": 1, "worker": 1, "database": 1}
    assert told["acknowledged"] >= 20
    faults = ("lost", "doubled", "broken_journals", "without_outbox", "without_letter", "number_gaps")
    assert {name: told[name] for name in faults} == dict.fromkeys(faults, 0)
