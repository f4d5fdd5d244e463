"""Where a run is kept, and what the documentation makes of it."""

from pathlib import Path

from benchmarks.rules.peers.page import page
from benchmarks.rules.peers.picture import picture
from benchmarks.rules.peers.record import RECORD, Record, to_text
from benchmarks.rules.peers.rounds import ROOT

PAGE = ROOT / "docs" / "look-up" / "benchmarks.md"
PICTURE = ROOT / "docs" / "pictures" / "benchmarks.svg"


def write(record: Record) -> None:
    """The record, and what is made of it."""
    for place, text in ((RECORD, to_text(record)), *made(record)):
        place.write_text(text, "utf-8")


def made(record: Record) -> tuple[tuple[Path, str], ...]:
    """The files that the documentation shows."""
    return (PAGE, page(record)), (PICTURE, picture(record))
