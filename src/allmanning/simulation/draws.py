"""How numbers are drawn: whole numbers from random bits, so that every machine draws the same. No floats anywhere."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

type Bits = NDArray[np.uint64]
type Column = NDArray[np.int64]

_HALF = np.uint64(32)
_WHOLE = 2**32


@dataclass(frozen=True, slots=True)
class Always:
    """The same for all."""

    value: int


@dataclass(frozen=True, slots=True)
class Yes:
    """1 for so many of a hundred, else 0."""

    percent: int


@dataclass(frozen=True, slots=True)
class Spread:
    """From the first to the last of `points`: (so many of a hundred, lie below this), straight lines between them.

    Cut down to a multiple of `step`. The last value is never reached.
    """

    points: tuple[tuple[int, int], ...]
    step: int = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """Values by how many of a hundred have each."""

    weights: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """So many of a hundred draw; the others have 0."""

    percent: int
    draw: "Spread | Weights | Always"


type Draw = Always | Yes | Spread | Weights | Part


def bits(seed: int, name: str, block: int, count: int) -> Bits:
    """Random bits of one column in one block, the same whatever other columns there are.

    The first of many are those of few, so a shorter population is the beginning of a longer one.
    """
    column = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    # The raw output of a bit generator is promised to stay the same between versions of NumPy; its distributions are not.
    generator = np.random.Philox(
        key=np.array([seed, column], np.uint64), counter=np.array([0, 0, block, 0], np.uint64)
    )
    raw: Bits = generator.random_raw(count)
    return raw


def draw(how: Draw, raw: Bits) -> Column:
    """A value for each of the random bits."""
    match how:
        case Always(value):
            return np.full(len(raw), value, np.int64)
        case Yes(percent):
            return share(Fraction(percent, 100), raw).astype(np.int64)
        case Spread():
            return _spread(how, raw)
        case Weights(weights):
            return np.array(list(weights), np.int64)[weighted(list(weights.values()), raw)]
        case Part(percent, inner):
            return np.where(share(Fraction(percent, 100), raw), draw(inner, raw), 0)


def share(of_all: Fraction, raw: Bits) -> NDArray[np.bool_]:
    """True for a share. It looks at the lower half of the bits; how much is drawn with the upper half."""
    lower = (raw & np.uint64(_WHOLE - 1)).astype(np.int64)
    # Denominators have at most nine digits, so the products fit.
    found: NDArray[np.bool_] = lower * of_all.denominator < of_all.numerator * _WHOLE
    return found


def evenly(low: int, high: int, step: int, raw: Bits) -> Column:
    """low, low + step … up to high, all alike."""
    steps = (raw >> np.uint64(1)).astype(np.int64) % ((high - low) // step + 1)
    return low + steps * step


def _spread(how: Spread, raw: Bits) -> Column:
    upper = (raw >> _HALF).astype(np.int64)
    edges = np.array([percent * _WHOLE // 100 for percent, _ in how.points], np.int64)
    values = np.array([value for _, value in how.points], np.int64)
    at = np.searchsorted(edges, upper, side="right") - 1
    found: Column = values[at] + (upper - edges[at]) * np.diff(values)[at] // np.diff(edges)[at]
    return found // np.int64(how.step) * np.int64(how.step)


def weighted(weights: list[int], raw: Bits) -> NDArray[np.intp]:
    """Which of the weights each falls on."""
    total = sum(weights)
    edges = np.cumsum([weight * _WHOLE // total for weight in weights[:-1]], dtype=np.int64)
    return np.searchsorted(edges, (raw >> _HALF).astype(np.int64), side="right")


def told(how: Draw, unit: str = "") -> str:
    """The draw in words, for the page that tells all assumptions."""
    match how:
        case Always(value):
            return _number(value, unit)
        case Yes(percent):
            return {0: "none", 100: "all"}.get(percent, f"{percent} %")
        case Spread(points, step):
            inner = ", ".join(f"{percent} % below {_number(value, unit)}" for percent, value in points[1:-1])
            span = f"{_number(points[0][1])}–{_number(points[-1][1] - step, unit)}"
            return f"{span} ({inner})" if inner else span
        case Weights(weights):
            return ", ".join(f"{_number(value, unit)}: {weight} %" for value, weight in weights.items())
        case Part(percent, inner):
            return f"{percent} % have {told(inner, unit)}"


def _number(value: int, unit: str = "") -> str:
    return f"{value:,}".replace(",", "\u00a0") + (f"\u00a0{unit}" if unit else "")
