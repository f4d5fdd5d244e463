"""The page of the packages side by side, written from what the last whole run recorded and from widenings.toml."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RECORD = FOLDER / "packages.json"
WIDENINGS = FOLDER / "widenings.toml"
PAGE = FOLDER.parent / "docs" / "look-up" / "packages.md"

HEADS = (
    "package", "rules", "worked examples", "questions asked, of all", "µs a decision", "households a second",
    "engine lines added",
)  # fmt: skip
HEAD = """# The packages, side by side

A service is a package: data that the same engine reads, asks from, decides by, explains, proves, and runs over a whole population.
This page is written by `python -m benchmarks.packages`, which `make bench` runs too; a test keeps it in step with its figures.
"""
HOW = """
## How it was measured

Each package decides {month} by its default local settings. The households are invented, drawn from the package's own
[population](package-format.md); no statistics stand behind them, so a share of questions says what the rules can spare and not how
people live.

- **Rules** in force that month, and **worked examples**, each with its source or its calculation by hand.
- **Questions asked**: what residents are asked in the mean of {interviews} interviews, in the order of the pages, of all the questions
  that there are to such a household. The caseworker's judgements are not among them.
- **A decision**: every named value of the rules, in the mean of {decided} households.
- **Households a second**: outcome and amount by the compiled kernel, {households} households in memory, one thread, the best of {rounds}.
- **Engine lines added**: to `src/allmanning/rules` and `src/allmanning/packages`, less those removed, for what this package was the first
  to need; [the list](../../benchmarks/widenings.toml) is kept by hand. What the cases and pages around the engine learned is not counted.
"""
NOTHING = "No package has needed anything of the engine that was not there."


def write() -> None:
    """Write the page again, if a run was ever recorded."""
    if RECORD.exists():
        PAGE.write_text(page(json.loads(RECORD.read_text("utf-8"))), "utf-8")


def page(kept: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join([HEAD.rstrip(), *_table(kept), *_widened(), *_how(kept)]) + "\n"


def cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A measured package in words."""
    return (
        row["package"],
        f"{row['rules']}",
        f"{row['examples']}",
        f"{row['asked']:.1f} of {row['askable']:.1f} ({row['asked'] / row['askable']:.0%})",
        f"{row['decision']:.1f}",
        f"{row['per_second'] / 1e6:.1f} M",
        f"{lines_added(row['package'])}",
    )


def lines_added(package: str) -> int:
    """What the engine had to learn for a package."""
    return sum(int(one["lines"]) for one in widenings() if one["package"] == package)


@cache
def widenings() -> tuple[dict[str, Any], ...]:
    """Each mechanism that was added: package, lines, what, why."""
    return tuple(tomllib.loads(WIDENINGS.read_text("utf-8")).get("widening", ()))


def _table(kept: Mapping[str, Any]) -> Iterator[str]:
    yield f"\nMeasured on {kept['day']}: {kept['machine']}.\n"
    yield f"| {' | '.join(HEADS)} |\n|:--{'|--:' * (len(HEADS) - 1)}|"
    for row in kept["packages"]:
        package, *others = cells(row)
        yield f"| [{row['name']}](../../services/{package}) | {' | '.join(others)} |"


def _widened() -> Iterator[str]:
    yield "\n## What the engine had to learn\n"
    if not widenings():
        yield NOTHING
        return
    yield "| what | for | lines | why |\n|:--|:--|--:|:--|"
    yield from (
        f"| {one['what']} | {one['package']} | {one['lines']} | {one['why']} |" for one in widenings()
    )


def _how(kept: Mapping[str, Any]) -> Iterator[str]:
    numbers = {name: f"{kept[name]:,}" for name in ("interviews", "decided", "households", "rounds")}
    yield HOW.format(month="November 2025", **numbers).rstrip()


if __name__ == "__main__":
    write()
