"""No request makes the interface fail or answer what is not described: the test of tests/portals/api, at length.

    .venv/bin/python -m benchmarks.any_request --examples 200

Requests are made up at random by openapi.json, right ones and wrong ones, for each call and each role: nobody, a resident, a
caseworker, a system with every scope and one with none. Exit code 0 when there was no 5xx and no answer outside its description.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = "tests/portals/api/test_any_request.py"


def main() -> int:
    """Run it, and say how long it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=200, help="for each call, role and kind of request")
    chosen = parser.parse_args()
    environment = os.environ | {"ANY_REQUEST_EXAMPLES": str(chosen.examples)}
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--show-capture=no", TEST],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    seconds = time.monotonic() - started
    verdict = "no fault" if run.returncode == 0 else "FAULTS"
    print(f"{chosen.examples} examples of each: {verdict}, {seconds:.0f} s")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
