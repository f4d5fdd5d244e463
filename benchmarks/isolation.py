"""Nobody gets a foreign row: the fuzz of tests/isolation, 100 000 tries unless told otherwise.

    .venv/bin/python -m benchmarks.isolation --tries 100000 --seed 7

A world of three municipalities, people in every mixture of roles and agreements in every state is built anew in a database of
its own. Exit code 0 when not one foreign row was found; otherwise pytest tells each fault.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = "tests/isolation/test_isolation.py::test_nobody_gets_a_foreign_row"


def main() -> int:
    """Run it, and say how long it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    environment = os.environ | {"ISOLATION_TRIES": str(chosen.tries), "ISOLATION_SEED": str(chosen.seed)}
    started = time.monotonic()
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", TEST], cwd=ROOT, env=environment, check=False)
    seconds = time.monotonic() - started
    verdict = "0 foreign rows" if run.returncode == 0 else "FAULTS"
    print(f"{chosen.tries} tries, seed {chosen.seed}: {verdict}, {seconds:.0f} s")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
