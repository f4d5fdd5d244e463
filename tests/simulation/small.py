"""A small package, a handful of households, and what is found of them with the reference engine."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from allmanning.packages import Package
from allmanning.packages.package import build
from allmanning.simulation import reading
from allmanning.simulation.change import read_wish
from allmanning.simulation.columns import table_of
from allmanning.simulation.job import Engine
from allmanning.simulation.output import Targets
from allmanning.simulation.simulate import Request, Result, simulate
from allmanning.simulation.study import Study, study
from tests.packages.pages import good_files
from tests.simulation import reference

DAY = date(2025, 11, 1)
NOBODY: dict[str, Any] = {
    "resor": 0, "barn": [], "färdsätt": "buss", "särskilda_skäl": False, "meddelande": False,
}  # fmt: skip
# Support by hand: 400; 500 − 42,50 − 10,62 = 446,88; nothing and refused; nothing and granted.
HOUSEHOLDS: tuple[dict[str, Any], ...] = (
    NOBODY | {"resor": 40_000},
    NOBODY | {"resor": 80_000, "barn": [{"ålder": 9}]},
    NOBODY,
    NOBODY | {"särskilda_skäl": True},
)


def package(*changes: tuple[str, str]) -> Package:
    """The small package, with words in its rules replaced."""
    files = good_files()
    rules = files["rules/resor.py"].decode()
    for old, new in changes:
        assert old in rules
        rules = rules.replace(old, new)
    return build({**files, "rules/resor.py": rules.encode()})


def data(folder: Path, which: Package, households: Sequence[Mapping[str, Any]] = HOUSEHOLDS) -> Path:
    """The households as a file."""
    file = folder / "data.parquet"
    pq.write_table(table_of(which.vocabulary, households), file)
    return file


def asked(
    which: Package,
    *sets: str,
    marginal: str | None = None,
    by: Sequence[str] = (),
    top: int = 2,
    on: date = DAY,
) -> Study:
    wishes = [read_wish(text) for text in sets]
    return study(which.as_of(on), wishes, marginal=marginal, by=by, top=top)


def found(
    what: Study,
    file: Path,
    *,
    engine: Engine = reference.run,
    leave_out: bool = False,
    targets: Targets | None = None,
) -> Result:
    """What a simulation finds, with `decide` as its engine."""
    looked_at = reading.population(what.job(file))
    return simulate(Request(what, file, looked_at, engine, leave_out, targets), lambda done: None)
