"""A population that lies in memory, as NumPy sees it: one array for each fact, a child's facts one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

OUTCOMES = ("avslag", "delvis bifall", "bifall")


@dataclass(frozen=True, slots=True)
class Columns:
    """`household` and `child` hold int64 amounts and numbers, and truths as bytes; the children of household i are those
    from `offsets[i]` up to `offsets[i + 1]`."""

    household: dict[str, NDArray[np.generic]]
    offsets: NDArray[np.int32]
    child: dict[str, NDArray[np.generic]]

    @property
    def rows(self) -> int:
        """How many households."""
        return len(self.offsets) - 1


def mapped(arrow: Path) -> pa.Table:
    """The population as Arrow, mapped into memory and read once, so that every page is there."""
    table = pa.ipc.open_file(pa.memory_map(str(arrow))).read_all()
    for batch in table.to_batches():
        for column in batch.columns:
            touch(column)
    return table


def touch(column: pa.Array) -> None:
    """Read a byte of every page."""
    for buffer in column.buffers():
        if buffer is not None:
            np.frombuffer(buffer, np.uint8)[::4096].sum()


def columns(table: pa.Table) -> Columns:
    """One array for each fact, whole."""
    lists = table.column("barn").combine_chunks()
    household = {name: plain(table.column(name)) for name in table.schema.names if name != "barn"}
    inner = dict(zip([field.name for field in lists.type.value_type], lists.values.flatten(), strict=True))
    return Columns(
        household, lists.offsets.to_numpy(), {name: plain(values) for name, values in inner.items()}
    )


def plain(values: pa.Array | pa.ChunkedArray) -> NDArray[np.generic]:
    """Arrow's bits as bytes; numbers as they are, without a copy where they lie in one piece."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return whole.to_numpy(zero_copy_only=not pa.types.is_boolean(whole.type))


def gathered(found: Iterable[tuple[str, int]]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Outcomes in words and amounts, one household at a time, as arrays: each outcome as its place in OUTCOMES."""
    pairs = [(OUTCOMES.index(outcome), amount) for outcome, amount in found]
    return np.array([code for code, _ in pairs], np.uint8), np.array(
        [amount for _, amount in pairs], np.int64
    )
