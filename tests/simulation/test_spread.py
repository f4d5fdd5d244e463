"""Exact sums and spreads: whatever the size of the numbers, and whatever the order of the batches."""

from math import isqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from allmanning.simulation import spread
from allmanning.simulation.spread import Counts, Spread, mean, sums, total

LARGEST = 2**62
amounts = some.lists(
    some.integers(-20, 20) | some.integers(-(10**7), 10**7) | some.integers(-LARGEST, LARGEST), max_size=30
)
PARTS = (1, 10, 50, 90, 99, 100)


def spread_of(values: list[int]) -> Spread:
    found = Spread()
    found.add(np.array(values, np.int64))
    return found


def told(found: Spread) -> tuple[object, ...]:
    ends = found.lowest, found.highest, found.counts.width
    return found.households, found.sum, found.squares, found.positive, *ends, found.counts.quantiles(PARTS)


@settings(max_examples=100)
@given(amounts)
def test_sums_are_those_of_whole_numbers_without_end(values: list[int]) -> None:
    assert total(np.array(values, np.int64)) == sum(values)
    groups = np.arange(len(values)) % 3
    assert sums(np.array(values, np.int64), groups, 3).tolist() == [sum(values[at::3]) for at in range(3)]


@settings(max_examples=100)
@given(amounts.filter(bool))
def test_mean_and_deviation_are_exact_and_cut_to_ore(values: list[int]) -> None:
    found, count = spread_of(values), len(values)
    variance = count * sum(value**2 for value in values) - sum(values) ** 2
    assert found.deviation == isqrt(variance) // count
    assert abs(found.mean * count - sum(values)) * 2 <= count


@settings(max_examples=100)
@given(amounts, some.randoms())
def test_parts_merged_in_any_order_are_the_whole(values: list[int], random: object) -> None:
    parts = [values[at::3] for at in range(3)]
    random.shuffle(parts)  # type: ignore[attr-defined]
    merged = Spread()
    for part in parts:
        merged.merge(spread_of(part))
    assert told(merged) == told(spread_of(values))


@settings(max_examples=100)
@given(amounts.filter(bool))
def test_a_quantile_is_an_amount_that_so_many_are_not_above(values: list[int]) -> None:
    counts = spread_of(values).counts
    ordered = sorted(values)
    expected = [ordered[max(1, -(-len(values) * part // 100)) - 1] for part in PARTS]
    assert counts.quantiles(PARTS) == [each // counts.width * counts.width for each in expected]


def test_the_bins_stay_few_however_far_apart_the_amounts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "MOST_BINS", 100)
    counts = Counts()
    for value in (5, 98, 104, 100_000, -100_000, 3):
        counts.add(np.array([value]))
    assert (counts.width, int(counts.counts.sum())) == (10_000, 6)
    assert len(counts.counts) <= 100


def test_amounts_less_than_two_million_ore_apart_are_told_to_the_ore() -> None:
    assert spread_of([0, spread.MOST_BINS - 1]).counts.width == 1
    assert spread_of([0, spread.MOST_BINS]).counts.width == 10


def test_nobody_has_no_mean_and_no_spread() -> None:
    found = spread_of([])
    assert (found.mean, found.deviation, found.lowest, found.counts.quantiles([50])) == (0, 0, None, [0])
    assert mean(5, 0) == 0
