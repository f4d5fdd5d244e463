"""Which engine computes, and whether what it stands on is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from allmanning.simulation.errors import MissingExtraError

if TYPE_CHECKING:
    from allmanning.simulation.job import Engine

type Name = Literal["kernel", "duckdb", "spark"]

NAMES: tuple[Name, ...] = ("kernel", "duckdb", "spark")


def needed(what: str, extra: str, modules: Sequence[str]) -> None:
    """Raises MissingExtraError when one of the modules is not installed."""
    if any(find_spec(module) is None for module in modules):
        raise MissingExtraError(what, extra)


def best() -> Name:
    """The fastest engine of this machine that is installed."""
    return "duckdb" if find_spec("numba") is None else "kernel"


def engine(name: Name, master: str | None = None) -> Engine:
    """The engine of that name; `master` is where Spark's cluster is reached. Raises MissingExtraError."""
    return _ENGINES[name](master)


def _kernel(master: str | None) -> Engine:
    needed("The engine kernel", "kernel", ["numba"])
    from allmanning.simulation.engines import kernel

    return kernel.run


_ENGINES: dict[Name, Callable[[str | None], Engine]] = {"kernel": _kernel}
