"""What an engine is given and what it gives back; every engine takes the same job and gives the same rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa

from allmanning.rules.graph import Graph
from allmanning.rules.values import Parameters

type Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of the rules over the whole population.

    `shift` adds to a fact of every household (öre for an amount), never beyond what the fact allows.
    """

    name: str
    parameters: Parameters
    shift: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """`data` is a Parquet file, or a folder of them read in the order of their names.

    `outputs` are rules of the household. `keep` are facts of the household that come along; a list as its length.
    """

    graph: Graph
    day: date
    data: Path
    runs: tuple[Run, ...]
    outputs: tuple[str, ...]
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows that cannot be computed: in `column` (`hyra`, `barn`, `barn.ålder`) something is missing or not allowed.

    `row` is the first of them, counted from 0; `rows` is how many. A list with an element that is null misses something, and
    is not asked for that element's fields; a list that is null has no elements.
    """

    column: str
    reason: Literal["missing", "outside"]
    rows: int
    row: int


@dataclass(slots=True)
class Refused:
    """What an engine has left out. `households` counts each row once, whatever is wrong with it."""

    households: int = 0
    refusals: list[Refusal] = field(default_factory=list)


# Gives record batches with `row` (int64), the kept columns under their names, and "{run}.{output}" for every run and output,
# typed as `columns.arrow_type` says. Refused rows are left out and told of in `refused`. Calls `progress` with the
# number of rows read since the last call.
type Engine = Callable[[Job, Progress, Refused], Iterator[pa.RecordBatch]]
