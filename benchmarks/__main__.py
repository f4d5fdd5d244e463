"""`make bench`: every figure of the README, measured here and now, with the machine it was measured on."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import demo, packages, packages_page
from benchmarks.machine import machine
from benchmarks.rules.measure import Figure, figures
from benchmarks.rules.peers.goals import judged
from benchmarks.rules.peers.page import cells
from benchmarks.rules.peers.record import Record, kept
from benchmarks.rules.peers.session import FULL, QUICK, measure
from benchmarks.rules.peers.written import write

START_SECONDS = 60
FEW_INTERVIEWS = 500


def main(*given: str) -> None:
    """Measure what is wanted, print the tables, write what a whole run gives; exit code 1 when a figure does not hold."""
    chosen = arguments().parse_args([*given, *sys.argv[1:]])
    out = Console(highlight=False)
    if chosen.write:
        write(recorded())
        packages_page.write()
        return
    out.print(machine())
    if not chosen.peers:
        packages.run(out, quick=chosen.quick)
        if not chosen.quick:
            packages_page.write()
    if chosen.packages:
        return
    alone: list[Figure] = []
    if not chosen.peers:
        alone += figures(FEW_INTERVIEWS if chosen.quick else chosen.interviews)
        alone += [] if chosen.quick or chosen.no_demo else start()
        show(out, alone)
    beside: list[Figure] = []
    if not chosen.alone:
        record = measure(QUICK if chosen.quick else FULL, lambda line: out.print(line, style="dim"))
        beside += judged(record)
        show(out, beside)
        if not chosen.quick:
            write(with_figures(record, alone))
    raise SystemExit(any(figure.holds is False for figure in (*alone, *beside)))


def arguments() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="everything but the demo on a small scale; nothing is written"
    )
    parser.add_argument("--interviews", type=int, default=10_000, help="random interviews (10,000)")
    parser.add_argument("--no-demo", action="store_true", help="leave out the start from a fresh clone")
    parser.add_argument(
        "--alone", action="store_true", help="leave out the engines and the code that ours stands beside"
    )
    parser.add_argument("--packages", action="store_true", help="nothing but the packages, side by side")
    parser.add_argument("--peers", action="store_true", help="nothing but these")
    parser.add_argument(
        "--write", action="store_true", help="only write the page and the picture again, as last measured"
    )
    return parser


def show(out: Console, measured: Iterable[Figure]) -> None:
    """Some figures as a table."""
    table = Table("what", "measured", "promised", "", box=box.SIMPLE_HEAD, pad_edge=False)
    for figure in measured:
        table.add_row(*cells(figure))
    out.print(table)


def recorded() -> Record:
    """The last whole run."""
    record = kept()
    if record is None:
        raise SystemExit("Nothing is recorded yet. Run make bench first")
    return record


def with_figures(record: Record, alone: list[Figure]) -> Record:
    """A run with the figures of one engine alone: its own, or those of the run before."""
    if alone:
        return replace(record, alone=tuple(alone), alone_day=date.today().isoformat())  # noqa: DTZ011 - the day here
    before = kept()
    return replace(record, alone=before.alone, alone_day=before.alone_day) if before else record


def start() -> Iterator[Figure]:
    """From a fresh clone to the first page."""
    times = demo.measure()
    held = times.first <= START_SECONDS
    yield Figure("make demo, fresh clone to first page", f"{times.first:.0f} s", f"≤ {START_SECONDS} s", held)
    yield Figure("make demo again, data kept", f"{times.again:.1f} s", "", None)


if __name__ == "__main__":
    main()
