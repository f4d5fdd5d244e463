"""Who takes part, where, and what each of them gives back. Needs nothing but the standard library and NumPy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Discipline = Literal["memory", "parquet", "single"]
type Answers = tuple[NDArray[np.uint8], NDArray[np.int64]]

PEERS = "benchmarks.rules.peers"


class Ready(NamedTuple):
    """`run` does the work once, or `times` times where once is too short to measure; its result is kept until the clock has
    been read, and `total` tells what its amounts add up to. `answers` gives outcome (its place in OUTCOMES) and amount in
    öre of every household."""

    run: Callable[[], Any]
    answers: Callable[[], Answers]
    total: Callable[[Any], int]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Contestant:
    """`prepare` names a function that takes a folder of households and gives a Ready; it is run in Allmänning's own
    environment or in that of the peers. `most` is how many households it is asked to take."""

    name: str
    label: str
    discipline: Discipline
    prepare: str
    options: tuple[tuple[str, Any], ...] = ()
    ours: bool = True
    most: int = 1_000_000_000


def contestant(name: str, label: str, discipline: Discipline, prepare: str, **more: Any) -> Contestant:
    """One who takes part; what is not of the contestant itself goes to its `prepare`."""
    own = {key: more.pop(key) for key in ("ours", "most") if key in more}
    return Contestant(name, label, discipline, f"{PEERS}.{prepare}", tuple(more.items()), **own)


CONTESTANTS = {
    each.name: each
    for each in (
        contestant("kernel", "kernel, 1 thread", "memory", "ours:kernel", threads=1),
        contestant("kernel-2", "kernel, 2 threads", "memory", "ours:kernel", threads=2),
        contestant("duckdb", "DuckDB, SQL from our emitter", "memory", "ours:duckdb"),
        contestant("hand-numba", "numba by hand, 1 thread", "memory", "by_hand:numba", threads=1),
        contestant("hand-numba-2", "numba by hand, 2 threads", "memory", "by_hand:numba", threads=2),
        contestant("hand-sql", "SQL by hand in DuckDB", "memory", "by_hand:sql"),
        contestant("openfisca", "openfisca-core as documented", "memory", "openfisca_run:population",
                   tuned=False, ours=False),
        contestant("openfisca-tuned", "openfisca-core tuned by us", "memory", "openfisca_run:population",
                   tuned=True, ours=False),
        contestant("kernel-file", "kernel, streamed", "parquet", "ours:kernel_file"),
        contestant("duckdb-file", "DuckDB, SQL from our emitter", "parquet", "ours:duckdb_file"),
        contestant("hand-numba-file", "numba by hand, streamed", "parquet", "by_hand:numba_file"),
        contestant("hand-sql-file", "SQL by hand in DuckDB", "parquet", "by_hand:sql_file"),
        contestant("openfisca-file", "openfisca-core as documented", "parquet", "openfisca_run:file",
                   tuned=False, ours=False, most=1_000_000),
        contestant("openfisca-tuned-file", "openfisca-core tuned by us", "parquet", "openfisca_run:file",
                   tuned=True, ours=False, most=1_000_000),
        contestant("decide-two", "decide, outcome and amount alone", "single", "ours:decide", kept=False),
        contestant("decide", "decide, every named value kept", "single", "ours:decide", kept=True),
        contestant("explain", "decide and the outcome explained, with the law", "single", "ours:explanation"),
        contestant("hand-python", "plain Python by hand", "single", "by_hand:python"),
        contestant("zen", "zen-engine, static loader", "single", "zen_run:static", trace=False, ours=False),
        contestant("zen-trace", "zen-engine, static loader, traced", "single", "zen_run:static", trace=True, ours=False),
        contestant("zen-decision", "zen-engine, create_decision and evaluate", "single", "zen_run:decision",
                   trace=False, ours=False),
        contestant("zen-decision-trace", "zen-engine, the same traced", "single", "zen_run:decision",
                   trace=True, ours=False),
        contestant("openfisca-one", "openfisca-core from a dict", "single", "openfisca_run:one", trace=False, ours=False),
        contestant("openfisca-one-trace", "openfisca-core from a dict, traced", "single", "openfisca_run:one",
                   trace=True, ours=False),
    )
}  # fmt: skip


def of(discipline: Discipline) -> tuple[str, ...]:
    """The names of those who take part in a discipline."""
    return tuple(each.name for each in CONTESTANTS.values() if each.discipline == discipline)


def families(folder: Path) -> Path:
    """Where single households lie as JSON; the first is the one whose times are quoted."""
    return folder / "households.json"
