"""The load test presses a real demonstration's pages, and nobody else's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from allmanning.server.command_line.operations import load_test
from allmanning.server.load.drill import DrillError, drill

MOST_MIB = 150


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "not both"),
        (["--demo", "http://127.0.0.1:8000"], "not both"),
        (["http://mittkoping.se"], "is not this machine"),
        (["https://127.0.0.1:8000"], "plain http"),
    ],
)
def test_it_burdens_no_other_machine_and_says_what_to_write(arguments: list[str], said: str) -> None:
    told = CliRunner().invoke(load_test, arguments)
    assert (told.exit_code, said in told.output) == (2, True), told.output


def test_where_nobody_answers_it_says_so() -> None:
    with pytest.raises(DrillError, match="could not go on"):
        drill("http://127.0.0.1:1", 1, 4, print)


def test_it_sends_applications_opens_lists_and_weighs_the_web_workers() -> None:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "ALLMANNING_"))
    }
    command = [str(Path(sys.executable).with_name("allmanning")), "load-test"]
    command += ["--demo", "--clients", "2", "--seconds", "4", "--json"]
    told = subprocess.run(command, env=ours, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout[told.stdout.index("{") :])
    assert [part["what"] for part in found["parts"] if part["count"] > 0] == [
        "an application sent (intake)", "a question answered", "the worklist opened", "my cases opened",
    ]  # fmt: skip
    assert len(found["worker_mib"]) == 2
    assert max(found["worker_mib"]) <= MOST_MIB
