"""Exact sums and the spread of amounts, gathered batch by batch: whole numbers only, the same in whatever order.

Memory does not grow with the number of households.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allmanning.rules.values import rounded

type Amounts = NDArray[np.int64]
type Positions = NDArray[np.intp]

# 16 MB; finer than a krona up to two million kronor between the lowest and the highest amount.
MOST_BINS = 2**21
_LOW_HALF = np.int64(2**32 - 1)
_SAFE = 2**62


def sums(values: Amounts, groups: Positions, count: int) -> NDArray[Any]:
    """The sum of each of `count` groups, as Python's own integers, which never overflow."""
    if len(values) and _largest(values) * len(values) >= _SAFE:
        high: NDArray[Any] = sums(values >> np.int64(32), groups, count) * 2**32
        both: NDArray[Any] = high + sums(values & _LOW_HALF, groups, count)
        return both
    found = np.zeros(count, np.int64)
    np.add.at(found, groups, values)
    return found.astype(object)


def total(values: Amounts) -> int:
    """The sum, whatever its size."""
    return int(sums(values, np.zeros(len(values), np.intp), 1)[0])


def _largest(values: Amounts) -> int:
    return max(abs(int(values.min())), abs(int(values.max())))


@dataclass(slots=True)
class Counts:
    """How many have each amount: `counts[i]` of them from (first + i) × width on, narrower than the next.

    The width is 1 öre, and ten times wider as often as it must be to keep the bins few; that depends on the lowest and
    the highest amount alone, so batches may come in any order.
    """

    width: int = 1
    first: int = 0
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, values: Amounts) -> None:
        """Count some amounts."""
        if len(values):
            self._reach(int(values.min()) // self.width, int(values.max()) // self.width)
            places = values // np.int64(self.width) - self.first
            found = np.bincount(places)
            self.counts[: len(found)] += found

    def merge(self, other: "Counts") -> None:
        """Count what another has counted."""
        if not len(other.counts):
            return
        taken = Counts(other.width, other.first, other.counts)
        self._widen_to(taken.width)
        taken._widen_to(self.width)
        self._reach(taken.first, taken.first + len(taken.counts) - 1)
        taken._widen_to(self.width)
        start = taken.first - self.first
        self.counts[start : start + len(taken.counts)] += taken.counts

    def quantiles(self, parts: Sequence[int]) -> list[int]:
        """For each number of parts in a hundred, the lowest amount that at least so many are not above."""
        running = np.cumsum(self.counts)
        households = int(running[-1]) if len(running) else 0
        wanted = [-(-households * part // 100) for part in parts]
        return [(self.first + int(np.searchsorted(running, max(1, each)))) * self.width for each in wanted]

    def _reach(self, low: int, high: int) -> None:
        """Make room for bins low to high."""
        if not len(self.counts):
            self.first, last = low, low - 1
        else:
            last = self.first + len(self.counts) - 1
        first, last_wanted = min(low, self.first), max(high, last)
        if last_wanted - first < MOST_BINS:
            before, after = self.first - first, last_wanted - last
            if before or after:
                self.counts = np.concatenate(
                    (np.zeros(before, np.int64), self.counts, np.zeros(after, np.int64))
                )
                self.first = first
            return
        self._widen()
        self._reach(low // 10, high // 10)

    def _widen_to(self, width: int) -> None:
        while self.width < width:
            self._widen()

    def _widen(self) -> None:
        """Ten bins become one."""
        if len(self.counts):
            places = (np.arange(len(self.counts)) + self.first % 10) // 10
            found = np.zeros(int(places[-1]) + 1, np.int64)
            np.add.at(found, places, self.counts)
            self.counts = found
        self.first //= 10
        self.width *= 10


@dataclass(slots=True)
class Spread:
    """The amounts of many households, in öre. `lowest` and `highest` are None while there are none."""

    households: int = 0
    sum: int = 0
    squares: int = 0
    positive: int = 0
    lowest: int | None = None
    highest: int | None = None
    counts: Counts = field(default_factory=Counts)

    def add(self, values: Amounts) -> None:
        """Count some amounts."""
        if not len(values):
            return
        self.households += len(values)
        self.sum += total(values)
        self.squares += _squares(values)
        self.positive += int(np.count_nonzero(values > 0))
        self._reach(int(values.min()), int(values.max()))
        self.counts.add(values)

    def merge(self, other: "Spread") -> None:
        """Count what another has counted."""
        self.households += other.households
        self.sum += other.sum
        self.squares += other.squares
        self.positive += other.positive
        if other.lowest is not None and other.highest is not None:
            self._reach(other.lowest, other.highest)
        self.counts.merge(other.counts)

    def _reach(self, low: int, high: int) -> None:
        self.lowest = low if self.lowest is None else min(self.lowest, low)
        self.highest = high if self.highest is None else max(self.highest, high)

    @property
    def mean(self) -> int:
        """Rounded to the nearest öre."""
        return mean(self.sum, self.households)

    @property
    def deviation(self) -> int:
        """The standard deviation over these households, cut to whole öre."""
        if not self.households:
            return 0
        return isqrt(self.households * self.squares - self.sum**2) // self.households


def mean(amount: int, households: int) -> int:
    """An amount shared by many, to the nearest öre; 0 when there are none."""
    return rounded(amount, households, "närmast") if households else 0


def _squares(values: Amounts) -> int:
    if _largest(values) < 2**31:
        return total(values * values)
    return sum(int(value) ** 2 for value in values)
