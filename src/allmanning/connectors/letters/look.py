"""How an organisation looks in its letters: its mark and accent, from the same two files as on its pages.

A theme is design/themes/<slug>.css and design/marks/<slug>.svg among Django's static files.  Paper is white, so the
first (light) of the two colours is taken, and a variable in the drawing becomes the colour it falls back to.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACCENT = re.compile(r"--accent:\s*(?:light-dark\(\s*)?(#[0-9a-fA-F]{6})\b")
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*,\s*([^()]*)\)")

NO_ACCENT = "#1f5c46"


@cache
def mark(theme: str) -> str:
    """The SVG text of the mark, empty when the organisation has none."""
    return _VARIABLE.sub(r"\1", _read(f"design/marks/{theme}.svg")) if _SLUG.fullmatch(theme) else ""


@cache
def accent(theme: str) -> str:
    """The accent colour on white, “#rrggbb”."""
    found = _ACCENT.search(_read(f"design/themes/{theme}.css")) if _SLUG.fullmatch(theme) else None
    return found[1] if found else NO_ACCENT


def _read(name: str) -> str:
    path = finders.find(name)
    return Path(path).read_text(encoding="utf-8") if path else ""
