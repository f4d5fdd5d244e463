"""What is promised of the engine beside others, and whether a run held it."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.rules.measure import Figure
from benchmarks.rules.peers.contest import of
from benchmarks.rules.peers.record import Record, Unit, best


@dataclass(frozen=True, slots=True)
class Goal:
    """`ours` beside `theirs`: at least so many times better, or at most so many times worse. `rows` 1 is a single decision.

    Without a number it is told and not promised.
    """

    what: str
    ours: str
    theirs: str
    unit: Unit = "cpu"
    at_least: float | None = None
    at_most: float | None = None


POPULATION = (
    Goal("kernel against openfisca-core as documented, CPU", "kernel", "openfisca", at_least=15),
    Goal("the same, wall, on 2 threads", "kernel-2", "openfisca", "wall"),
    Goal("kernel against openfisca-core tuned by us, CPU", "kernel", "openfisca-tuned"),
    Goal("kernel against numba by hand, CPU", "kernel", "hand-numba", at_most=1.25),
    Goal("DuckDB against openfisca-core as documented, CPU", "duckdb", "openfisca", at_least=2),
    Goal("DuckDB against openfisca-core tuned by us, CPU", "duckdb", "openfisca-tuned"),
    Goal("DuckDB against SQL by hand, CPU", "duckdb", "hand-sql", at_most=1.3),
    Goal("kernel: memory above the input, of openfisca-core's", "kernel", "openfisca", "extra", at_most=0.1),
    Goal("DuckDB: memory above the input, of openfisca-core's", "duckdb", "openfisca", "extra", at_most=0.1),
)
FILES = (
    Goal(
        "kernel from Parquet against openfisca-core from Parquet, CPU",
        "kernel-file",
        "openfisca-file",
        at_least=3,
    ),
    Goal("DuckDB from Parquet against openfisca-core from Parquet, CPU", "duckdb-file", "openfisca-file"),
    Goal("kernel from Parquet against numba by hand, CPU", "kernel-file", "hand-numba-file"),
    Goal("DuckDB from Parquet against SQL by hand, CPU", "duckdb-file", "hand-sql-file"),
)
SINGLE = (
    Goal("one decision against openfisca-core traced", "decide", "openfisca-one-trace", at_least=300),
    Goal("one decision against zen-engine's fastest way", "decide", "zen", at_least=8),
    Goal("one decision explained, against openfisca-core traced", "explain", "openfisca-one-trace"),
    Goal("one decision explained, against zen-engine traced", "explain", "zen-trace"),
    Goal("one decision against plain Python by hand", "decide", "hand-python"),
)
SLOWEST_DECISION = 15e-6
# Below so many rows what an engine needs anyway is more than what the rows need.
FIT_FOR_MEMORY = 1_000_000


def judged(record: Record) -> Iterator[Figure]:
    """Every promise on a contest that the record can answer; the largest population counts."""
    for discipline, goals in (("memory", POPULATION), ("parquet", FILES), ("single", SINGLE)):
        for rows in reversed(record.sizes(of(discipline))):
            for goal in goals:
                yield from against(record, goal, rows)
    decision = record.of("decide", 1)
    if decision:
        taken = best(decision, "cpu")
        yield Figure(
            "one decision, every named value kept",
            f"{taken * 1e6:.1f} µs",
            "≤ 15 µs",
            taken <= SLOWEST_DECISION,
        )


def against(record: Record, goal: Goal, rows: int) -> Iterator[Figure]:
    """One promise at one size."""
    ours, theirs = record.of(goal.ours, rows), record.of(goal.theirs, rows)
    if ours is None or theirs is None:
        return
    size = "" if rows == 1 else f"{households(rows)}: "
    mine, other = best(ours, goal.unit), best(theirs, goal.unit)
    if goal.at_most is not None:
        ratio = mine / other
        promised = goal.unit != "extra" or rows >= FIT_FOR_MEMORY
        holds = ratio <= goal.at_most if promised else None
        yield Figure(size + goal.what, times(ratio), f"≤ {goal.at_most:g} ×" if promised else "", holds)
        return
    ratio = other / mine
    told = f"{times(ratio)} faster" if ratio >= 1 else f"{times(1 / ratio)} slower"
    holds = None if goal.at_least is None else ratio >= goal.at_least
    yield Figure(size + goal.what, told, "" if goal.at_least is None else f"≥ {goal.at_least:g} ×", holds)


def times(ratio: float) -> str:
    """A ratio with two figures that mean something; one that is below a tenth in hundredths."""
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2g} ×" if ratio >= 0.1 else f"{ratio:.2f} ×"


def households(rows: int) -> str:
    """10 M, 1 M, 20 k."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if rows >= size:
            return f"{rows / size:g} {letter}"
    return str(rows)
