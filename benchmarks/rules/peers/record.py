"""What one run measured, as JSON: the page and the picture are made of it and of nothing else."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.rules.measure import Figure
from benchmarks.rules.peers.rounds import ROOT, Measured

RECORD = ROOT / "benchmarks" / "figures.json"

type Unit = Literal["cpu", "wall", "extra"]


@dataclass(frozen=True, slots=True)
class Record:
    """One run: the day, the machine, the versions by name, how many households agreed, and what each contestant needed.

    `alone` are the figures that are no contest, and the day they were measured.
    """

    day: str
    machine: str
    versions: dict[str, str]
    agreed: int
    rounds: int
    measured: tuple[Measured, ...]
    alone: tuple[Figure, ...] = ()
    alone_day: str = ""

    def of(self, name: str, rows: int) -> Measured | None:
        """What a contestant needed for so many rows; None if it did not take part."""
        return next((each for each in self.measured if (each.name, each.rows) == (name, rows)), None)

    def sizes(self, names: Sequence[str]) -> list[int]:
        """The sizes of population that somebody took part with, smallest first."""
        return sorted({each.rows for each in self.measured if each.name in names})


def best(measured: Measured, unit: Unit) -> float:
    """Of several rounds the one that the machine's other work disturbed least; the most memory."""
    return float(measured.extra) if unit == "extra" else min(getattr(measured, unit))


def to_text(record: Record) -> str:
    """As it is kept, one line for each contestant and row."""
    fields = asdict(record)
    lines = [f' "{name}": {_listed(value)}' for name, value in fields.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _listed(value: Any) -> str:
    if isinstance(value, tuple | list) and value:
        return "[\n" + ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def from_text(text: str) -> Record:
    """Read again."""
    fields = json.loads(text)
    measured = tuple(
        Measured(**{**each, "cpu": tuple(each["cpu"]), "wall": tuple(each["wall"])})
        for each in fields.pop("measured")
    )
    return Record(measured=measured, alone=tuple(Figure(**each) for each in fields.pop("alone")), **fields)


def kept(place: Path = RECORD) -> Record | None:
    """The last run that was recorded."""
    return from_text(place.read_text("utf-8")) if place.exists() else None
