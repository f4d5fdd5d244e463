"""Which engine computes, and whether what it stands on is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from allmanning.simulation.errors import MissingExtraError

if TYPE_CHECKING:
    from allmanning.simulation.job import Engine

type Name = Literal["kernel", "duckdb", "spark"]

NAMES: tuple[Name, ...] = ("kernel", "duckdb", "spark")
HERE = "local[*]"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where Spark is reached, and a folder that all of its machines see (None: only this machine computes)."""

    master: str = HERE
    folder: Path | None = None


def needed(what: str, extra: str, modules: Sequence[str]) -> None:
    """Raises MissingExtraError when one of the modules is not installed."""
    if any(find_spec(module) is None for module in modules):
        raise MissingExtraError(what, extra)


def best() -> Name:
    """The fastest engine of this machine that is installed."""
    return "duckdb" if find_spec("numba") is None else "kernel"


def engine(name: Name, cluster: Cluster) -> Engine:
    """The engine of that name; the cluster is Spark's. Raises MissingExtraError."""
    return _ENGINES[name](cluster)


def _kernel(cluster: Cluster) -> Engine:
    needed("The engine kernel", "kernel", ["numba"])
    from allmanning.simulation.engines import kernel

    return kernel.run


def _duckdb(cluster: Cluster) -> Engine:
    needed("The engine duckdb", "simulation", ["duckdb"])
    from allmanning.simulation.engines import duckdb

    return duckdb.run


def _spark(cluster: Cluster) -> Engine:
    needed("The engine spark", "spark", ["pyspark"])
    from allmanning.simulation.engines import spark

    return spark.engine(cluster.master, cluster.folder)


_ENGINES: dict[Name, Callable[[Cluster], Engine]] = {"kernel": _kernel, "duckdb": _duckdb, "spark": _spark}
