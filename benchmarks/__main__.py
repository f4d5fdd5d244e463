"""`make bench`: every figure of the README, measured here and now, with the machine it was measured on."""

import argparse
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import demo
from benchmarks.rules.measure import Figure, figures

START_SECONDS = 60


def main() -> None:
    """Print the table; exit code 1 when a figure does not hold."""
    arguments = argparse.ArgumentParser(prog="make bench", description=__doc__)
    arguments.add_argument("--interviews", type=int, default=10_000, help="random interviews (10,000)")
    arguments.add_argument("--no-demo", action="store_true", help="leave out the start from a fresh clone")
    chosen = arguments.parse_args()
    out = Console(highlight=False)
    out.print(machine())
    table = Table("what", "measured", "promised", "", box=box.SIMPLE_HEAD, pad_edge=False)
    failed = False
    for figure in [*figures(chosen.interviews), *([] if chosen.no_demo else start())]:
        table.add_row(
            figure.what, figure.measured, figure.promised, {None: "", True: "✓", False: "✗"}[figure.holds]
        )
        failed |= figure.holds is False
    out.print(table)
    raise SystemExit(1 if failed else 0)


def start() -> Iterator[Figure]:
    """From a fresh clone to the first page."""
    times = demo.measure()
    held = times.first <= START_SECONDS
    yield Figure("make demo, fresh clone to first page", f"{times.first:.0f} s", f"≤ {START_SECONDS} s", held)
    yield Figure("make demo again, data kept", f"{times.again:.1f} s", "", None)


def machine() -> str:
    """What the figures were measured on."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor()
    return f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()} on {platform.system()}"


if __name__ == "__main__":
    main()
