"""Every colour that carries words or meaning, measured against what it stands on, in light and in dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from allmanning.portals import design

STATIC = Path(design.__file__).parent / "static" / "design"
THEMES = sorted(STATIC.glob("themes/*.css"))
PAIR = re.compile(r"(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TEXT, CONTROL = 4.5, 3.0

# What stands on what, and how clearly it must.
TOGETHER = [
    *((words, ground, TEXT) for words in ("ink", "ink-soft", "accent", "accent-strong") for ground in ("paper", "accent-shade")),
    *((words, "paper", TEXT) for words in ("danger", "success", "warning")),
    *((words, "accent-shade", TEXT) for words in ("danger", "warning")),
    ("accent-on", "accent", TEXT),
    ("accent-on", "accent-strong", TEXT),
    ("paper", "danger", TEXT),
    ("paper", "ink", TEXT),
    ("ink", "paper-shade", TEXT),
    ("control", "paper", CONTROL),
]  # fmt: skip


def colours(theme: Path, mode: int) -> dict[str, str]:
    """Names to #rrggbb; mode 1 is light, 2 is dark."""
    css = (STATIC / "css" / "tokens.css").read_text() + theme.read_text()
    return {found[1].removeprefix("--"): found[1 + mode] for found in PAIR.finditer(css)}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", [1, 2], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_every_theme_can_be_read(theme: Path, mode: int) -> None:
    named = colours(theme, mode)
    weak = {
        f"{words} on {ground}": round(contrast(named[words], named[ground]), 2)
        for words, ground, least in TOGETHER
        if contrast(named[words], named[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_a_theme_is_four_variables_and_a_mark(theme: Path) -> None:
    names = re.findall(r"^  (--[\w-]+):", theme.read_text(), re.MULTILINE)
    assert names == ["--accent", "--accent-strong", "--accent-on", "--accent-shade"]
    assert f'[data-organisation="{theme.stem}"]' in theme.read_text()
    assert (STATIC / "marks" / f"{theme.stem}.svg").read_text().startswith("<svg ")
