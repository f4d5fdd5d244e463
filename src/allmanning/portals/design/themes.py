"""Whose page this is: the accent and the mark of a municipality, or Allmänning's own.

A theme is two files of one name, anywhere Django finds static files: design/themes/<slug>.css (four variables) and
design/marks/<slug>.svg (one drawing that uses them). An operator adds a municipality by adding the two.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

OWN = "allmanning"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Theme:
    """`css` is a static path; `drawing` is the mark's SVG text, of our own or the operator's making."""

    slug: str
    name: str
    css: str
    icon: str
    drawing: str


@cache
def theme(slug: str) -> Theme:
    """The theme of that slug, or Allmänning's own when there is none: a missing drawing must not stop a page."""
    found = _files(slug) if SLUG.fullmatch(slug) else None
    chosen = slug if found else OWN
    drawing = Path(found[1] if found else _own_mark()).read_text(encoding="utf-8").strip()
    return Theme(
        slug=chosen,
        name="Allmänning" if chosen == OWN else "",
        css=f"design/themes/{chosen}.css",
        icon=f"design/marks/{chosen}.svg",
        drawing=drawing,
    )


def theme_of(organisation: object | None) -> Theme:
    """For anything with a `theme` or a `slug`; None is Allmänning itself."""
    slug = getattr(organisation, "theme", "") or getattr(organisation, "slug", "") or OWN
    return theme(str(slug))


def _files(slug: str) -> tuple[str, str] | None:
    css = finders.find(f"design/themes/{slug}.css")
    mark = finders.find(f"design/marks/{slug}.svg")
    return (css, mark) if css and mark else None


def _own_mark() -> str:
    return str(Path(__file__).parent / "static" / "design" / "marks" / f"{OWN}.svg")
