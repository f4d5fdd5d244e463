"""One picture of the result as SVG: how many lose and gain how much, or how the outcomes fall when nothing is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from allmanning.lib.text import EN_DASH, MINUS, number

WIDTH, ROW, TOP, LABELS, NUMBERS = 720, 26, 64, 170, 130
GREEN, RED, GREY, INK = "#1d6b4a", "#a33b2a", "#b9bdb9", "#1c211e"


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled number."""

    label: str
    households: int
    colour: str


def picture(figures: dict[str, Any]) -> str:
    """The picture of a study's figures."""
    name = f"{figures['package']['id']} {figures['on']}"
    if "stairs" not in figures:
        bars = [Bar(each["outcome"], each["before"], GREEN) for each in figures["outcomes"]]
        return drawn(f"Outcomes · {name}", bars)
    is_fee = figures["amount_is"] == "fee"
    return drawn(f"Who gains and who loses · {name}", stairs(figures["stairs"], is_fee=is_fee))


def stairs(found: Iterable[dict[str, Any]], *, is_fee: bool) -> list[Bar]:
    """Bars from the largest fall of the amount to its largest rise, without empty ends; red is what somebody loses."""
    bars = []
    for each in found:
        low, high = each["from"], each["to"]
        falls = high is not None and high < 0
        colour = GREY if low == high == 0 else RED if falls != is_fee else GREEN
        bars.append(Bar(step_label(low, high), each["households"], colour))
    filled = [at for at, bar in enumerate(bars) if bar.households] or [0]
    return bars[filled[0] : filled[-1] + 1]


def step_label(low: int | None, high: int | None) -> str:
    """A band of differences in kronor: "+100–199", "unchanged", "−10 000 or more"."""
    if low == high:
        return "unchanged"
    sign, near, far = ("+", low, high) if high is None or high > 0 else (MINUS, -high, low and -low)
    assert near is not None  # noqa: S101 - a band ends towards nothing
    if far is None:
        return f"{sign}{number(near // 100)} or more"
    if near < 100:
        return f"{sign} under {number((far + 1) // 100)}"
    return f"{sign}{number(near // 100)}{EN_DASH}{number(far // 100)}"


def drawn(title: str, bars: Sequence[Bar]) -> str:
    """Bars from top to bottom, the longest as wide as there is room for."""
    height = TOP + ROW * len(bars) + 16
    most = max((bar.households for bar in bars), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}" '
        'font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="20" y="34" font-size="18" font-weight="600" fill="{INK}">{escape(title)}</text>',
    ]
    for at, bar in enumerate(bars):
        y = TOP + ROW * at
        # Somebody is never drawn as nobody.
        width = max(1, bar.households * room // most) if bar.households else 0
        parts += [
            f'<text x="{LABELS - 10}" y="{y + 14}" text-anchor="end" fill="{INK}">{escape(bar.label)}</text>',
            f'<rect x="{LABELS}" y="{y}" width="{width}" height="{ROW - 8}" fill="{bar.colour}"/>',
            f'<text x="{LABELS + width + 8}" y="{y + 14}" fill="{INK}">{number(bar.households)}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"
