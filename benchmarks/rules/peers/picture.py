"""The figures as one picture for the front page: bars from nought, and for one decision a line for each power of ten.

SVG by hand. Its colours follow the reader's light or dark, its words are text, and its size suits a README's column.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from benchmarks.rules.peers.contest import CONTESTANTS, of
from benchmarks.rules.peers.goals import households
from benchmarks.rules.peers.record import Record, Unit, best

type Whose = Literal["ours", "hand", "peer"]

WIDTH, LEFT, RIGHT, EDGE = 840, 300, 92, 26
LINE, BAR = 25, 14
# Nothing that is shown is smaller; it keeps a scale of noughts from having no length.
SMALLEST = 1e-9
STYLE = """
    .paper { fill: #ffffff; stroke: #d8dad3 }
    text { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #19201c }
    .title { font-size: 15px; font-weight: 600 }
    .soft { fill: #4d5750; font-size: 13px }
    .number { font-variant-numeric: tabular-nums }
    .grid { stroke: #d8dad3 }
    .ours { fill: #1f5138 } .hand { fill: #a3b8ab } .peer { fill: #8b8f8a }
    text.ours { fill: #1f5138; font-weight: 600 }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #121513; stroke: #353b37 }
      text { fill: #ecebe5 }
      .soft { fill: #adb5ae }
      .grid { stroke: #353b37 }
      .ours, text.ours { fill: #8fcbaa } .hand { fill: #4f6b5b } .peer { fill: #7b827c }
    }
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """Some contestants by one unit; `decades` draws them on a scale where each line is ten times the one before."""

    title: str
    names: tuple[str, ...]
    unit: Unit
    rows: int
    decades: bool = False


LABELS = {
    "kernel": "Allmänning, kernel", "duckdb": "Allmänning, DuckDB", "decide": "Allmänning, all values kept",
    "explain": "Allmänning, with the explanation", "hand-numba": "numba by hand", "zen": "zen-engine, its fastest way",
    "zen-trace": "zen-engine, traced", "openfisca-one-trace": "openfisca-core, traced",
}  # fmt: skip
IN_MEMORY = ("kernel", "hand-numba", "duckdb", "hand-sql", "openfisca-tuned", "openfisca")
ONE = ("hand-python", "decide", "explain", "zen", "zen-trace", "openfisca-one-trace")


def panels(record: Record) -> list[Panel]:
    """Time and memory of the largest population, and of one decision."""
    rows = max(record.sizes(of("memory")))
    size = f"{households(rows)} households in memory"
    return [
        Panel(f"{size}, CPU seconds", IN_MEMORY, "cpu", rows),
        Panel(f"{size}, memory needed above them", IN_MEMORY, "extra", rows),
        Panel("One decision, CPU; each line is ten times the one before", ONE, "cpu", 1, decades=True),
    ]


def picture(record: Record) -> str:
    """The whole SVG."""
    body: list[str] = []
    top = EDGE
    for panel in panels(record):
        drawn, height = draw(record, panel, top)
        body += drawn
        top += height
    for line in (
        "Shorter is better. The same rules on the same households, all checked to agree to the öre before the clock starts.",
        f"{record.machine}; {record.day}. docs/look-up/benchmarks.md says how it was measured.",
    ):
        body.append(f'<text class="soft" x="{EDGE}" y="{top + 2}">{escape(line)}</text>')
        top += LINE - 5
    height = top + EDGE - 18
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="title description">'
    )
    paper = f'<rect class="paper" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>'
    titles = [
        '<title id="title">Allmänning beside openfisca-core, zen-engine and code by hand</title>',
        f'<desc id="description">{escape(told(record))}</desc>',
    ]
    return "\n".join([head, *titles, f"<style>{STYLE}</style>", paper, *body, "</svg>"]) + "\n"


def told(record: Record) -> str:
    """The picture in words."""
    parts = [
        f"{panel.title}: "
        + ", ".join(f"{label(name)} {shown(value, panel.unit)}" for name, value in found(record, panel))
        for panel in panels(record)
    ]
    return ". ".join(parts) + "."


def found(record: Record, panel: Panel) -> list[tuple[str, float]]:
    """The contestants of a panel that took part."""
    measured = ((name, record.of(name, panel.rows)) for name in panel.names)
    return [(name, best(each, panel.unit)) for name, each in measured if each]


def draw(record: Record, panel: Panel, top: int) -> tuple[list[str], int]:
    """A panel, and how high it is."""
    bars = found(record, panel)
    bottom = top + 14 + LINE * len(bars)
    lines = [f'<text class="title" x="{EDGE}" y="{top + 8}">{escape(panel.title)}</text>']
    length = scale([value for _, value in bars], decades=panel.decades)
    if panel.decades:
        lines += grid([value for _, value in bars], top + 20, bottom + 6)
    for number, (name, value) in enumerate(bars):
        lines += bar(name, shown(value, panel.unit), length(value), top + 20 + LINE * number)
    return lines, bottom - top + 36


def bar(name: str, number: str, length: float, y: int) -> list[str]:
    """A contestant's line."""
    whose = whose_is(name)
    words = ' class="ours"' if whose == "ours" else ""
    return [
        f'<text{words} x="{LEFT - 12}" y="{y + 16}" text-anchor="end">{escape(label(name))}</text>',
        f'<rect class="{whose}" x="{LEFT}" y="{y + 4}" width="{length:.1f}" height="{BAR}" rx="2"/>',
        f'<text class="number" x="{LEFT + length + 8:.1f}" y="{y + 16}">{escape(number)}</text>',
    ]


def scale(values: Sequence[float], *, decades: bool) -> "Scale":
    """From a value to the length of its bar."""
    low = first_decade(values) if decades else 0.0
    return Scale(low, max(*values, 10 * low, SMALLEST), decades)


@dataclass(frozen=True, slots=True)
class Scale:
    """The longest bar leaves room for its number."""

    low: float
    high: float
    decades: bool

    def __call__(self, value: float) -> float:
        """In the picture's own units; never so short that it cannot be seen."""
        room = WIDTH - LEFT - RIGHT - EDGE
        if self.decades:
            return max(2.0, room * math.log10(value / self.low) / math.log10(self.high / self.low))
        return max(2.0, room * value / self.high)


def first_decade(values: Sequence[float]) -> float:
    """The power of ten below all of them."""
    return float(10 ** math.floor(math.log10(min(values))))


def grid(values: Sequence[float], top: int, bottom: int) -> list[str]:
    """A line for each power of ten."""
    length, line, lines = scale(values, decades=True), first_decade(values), []
    while line <= max(values):
        x = LEFT + (0.0 if line == length.low else length(line))
        lines.append(f'<line class="grid" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom - 6}"/>')
        line *= 10
    return lines


def label(name: str) -> str:
    """As the picture calls a contestant."""
    return LABELS.get(name, CONTESTANTS[name].label)


def whose_is(name: str) -> Whose:
    """What stands behind a bar's colour."""
    if name.startswith("hand"):
        return "hand"
    return "ours" if CONTESTANTS[name].ours else "peer"


def shown(value: float, unit: Unit) -> str:
    """A value as a person reads it."""
    if unit == "extra":
        return f"{value / 2**20:,.0f} MiB"
    for factor, word in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or word == "µs":
            figures = value * factor
            return (
                f"{figures:,.0f} {word}"
                if figures >= 100
                else f"{figures:.2g} {word}"
                if figures < 10
                else f"{figures:.0f} {word}"
            )
    raise AssertionError(value)
