"""Who gains and who loses: figures gathered from the batches that an engine gives.

Whole numbers only. Tallies of parts of a population can be merged in any order and give the tally of the whole; memory does
not grow with the number of households.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from allmanning.simulation.grouping import grouping, positions
from allmanning.simulation.spread import Amounts, Positions, Spread, sums
from allmanning.simulation.study import STEPS, Study

# Differences in öre, from nothing upwards: where the next band begins.
STAIRS = (1, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
# Where nothing changes, and as many bands of losses before it as of gains after it.
UNCHANGED = len(STAIRS)
# What is kept of one more krona, in quarters: bands between these shares of what is earned.
SHARES = ("loses more than it earns", "keeps nothing", "keeps less than 25 %", "keeps 25–49 %", "keeps 50–74 %",
          "keeps 75–99 %", "keeps all", "gets more than it earns")  # fmt: skip

# Who loses, who gains, who gets the same amount with another outcome.
SIDES = (-1, 1, 0)

type Numbers = NDArray[np.int64]
type Sums = NDArray[Any]


def _zeros(count: int) -> Numbers:
    return np.zeros(count, np.int64)


def _nothings(count: int) -> Sums:
    return np.zeros(count, object)


@dataclass(slots=True)
class Gains:
    """For each group: households by whether they lose, stay and gain, and their amounts and differences in öre."""

    households: Numbers
    before: Sums
    difference: Sums

    @classmethod
    def of(cls, groups: int) -> "Gains":
        """Nobody yet. `households` and `difference` have a row for each group: losing, staying, gaining."""
        return cls(_zeros(groups * 3), _nothings(groups), _nothings(groups * 3))

    def add(self, groups: Positions, before: Amounts, difference: Amounts) -> None:
        """Count some households."""
        count = len(self.before)
        places = groups * 3 + np.sign(difference).astype(np.intp) + 1
        self.households += np.bincount(places, minlength=count * 3)
        self.before += sums(before, groups, count)
        self.difference += sums(difference, places, count * 3)

    def merge(self, other: "Gains") -> None:
        """Count what another has counted."""
        self.households += other.households
        self.before += other.before
        self.difference += other.difference


@dataclass(slots=True)
class Marginal:
    """What is kept of a little more: households by band, without support and with it; `kept` is the sum in öre.

    `full` are those whose fact cannot rise so much. Jumps are changes of the support by more than was earned, or in the same
    direction: `falls` and `rises` count them, `deepest` is the largest fall (öre, negative) and the first row that has it.
    """

    households: Numbers = field(default_factory=lambda: _zeros(2 * len(SHARES)))
    kept: Sums = field(default_factory=lambda: _nothings(2))
    full: int = 0
    falls: int = 0
    rises: int = 0
    deepest: tuple[int, int] | None = None

    def add(self, rows: Numbers, amount: Amounts, change: Amounts, step: int) -> None:
        """Count households that earn `step` öre more, and whose support changes so."""
        kept = change + step
        has_support = (amount > 0).astype(np.intp)
        edges = np.array([0, 1, step // 4, step // 2, step * 3 // 4, step, step + 1], np.int64)
        bands = np.searchsorted(edges, kept, side="right")
        self.households += np.bincount(has_support * len(SHARES) + bands, minlength=2 * len(SHARES))
        self.kept += sums(kept, has_support, 2)
        self.falls += int(np.count_nonzero(change < -step))
        self.rises += int(np.count_nonzero(change > step))
        if len(change) and change.min() < -step:
            deepest = change.min()
            self._deepen((int(deepest), int(rows[change == deepest].min())))

    def merge(self, other: "Marginal") -> None:
        """Count what another has counted."""
        self.households += other.households
        self.kept += other.kept
        self.full += other.full
        self.falls += other.falls
        self.rises += other.rises
        if other.deepest is not None:
            self._deepen(other.deepest)

    def _deepen(self, found: tuple[int, int]) -> None:
        self.deepest = found if self.deepest is None else min(self.deepest, found)


@dataclass(frozen=True, slots=True)
class Case:
    """One household: its row in the data, and what became of it."""

    row: int
    outcomes: tuple[str, str]
    amounts: tuple[int, int]

    @property
    def difference(self) -> int:
        """After less before, in öre."""
        return self.amounts[1] - self.amounts[0]

    @property
    def side(self) -> int:
        """−1 who loses, 1 who gains, 0 who gets the same with another outcome."""
        return (self.difference > 0) - (self.difference < 0)

    @property
    def rank(self) -> tuple[int, int]:
        """The largest change first, then the first row."""
        return -abs(self.difference), self.row


class Tally:
    """The figures of a study. `matrix[i, j]` are the households with outcome i before and j after."""

    def __init__(self, study: Study) -> None:
        self.study = study
        facts = study.before.package.vocabulary.facts
        self.groupings = {name: grouping(facts[name]) for name in study.by}
        self.amounts = {name: Spread() for name in study.rulesets()}
        self.matrix = np.zeros((len(study.outcomes), len(study.outcomes)), np.int64)
        self.relabelled = 0
        self.gains = Gains.of(1)
        self.by = {name: Gains.of(len(found.groups)) for name, found in self.groupings.items()}
        self.stairs = _zeros(2 * UNCHANGED + 1)
        self.marginal = {
            (name, step): Marginal() for name in study.rulesets() for step in STEPS if study.marginal
        }
        self.top: list[Case] = []

    @property
    def households(self) -> int:
        """How many were computed."""
        return int(self.matrix.sum())

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of an engine's batch."""
        if not batch.num_rows:
            return
        read = _Read(self.study, batch)
        before, after = read.amount("before"), read.amount(self._last)
        for name, spread in self.amounts.items():
            spread.add(read.amount(name))
        difference = after - before
        first, last = read.outcome("before"), read.outcome(self._last)
        count = len(self.study.outcomes)
        self.matrix += np.bincount(first * count + last, minlength=count * count).reshape(count, count)
        self.relabelled += int(np.count_nonzero((difference == 0) & (first != last)))
        self.gains.add(np.zeros(len(before), np.intp), before, difference)
        for name, gains in self.by.items():
            gains.add(self.groupings[name].index(batch.column(name)), before, difference)
        stairs = np.searchsorted(np.array(STAIRS), np.abs(difference), side="right") * np.sign(difference)
        self.stairs += np.bincount(stairs + UNCHANGED, minlength=len(self.stairs))
        self._add_marginal(read)
        self._add_top(read.rows, (before, after), (first, last))

    def merge(self, other: "Tally") -> None:
        """Count what another tally of the same study has counted."""
        self.matrix += other.matrix
        self.relabelled += other.relabelled
        self.stairs += other.stairs
        self.gains.merge(other.gains)
        for name, spread in self.amounts.items():
            spread.merge(other.amounts[name])
        for name, gains in self.by.items():
            gains.merge(other.by[name])
        for key, marginal in self.marginal.items():
            marginal.merge(other.marginal[key])
        self._keep(other.top)

    @property
    def _last(self) -> str:
        return "before" if self.study.after is None else "after"

    def _add_marginal(self, read: "_Read") -> None:
        name = self.study.marginal
        if name is None:
            return
        highest = self.study.before.package.vocabulary.facts[name].high
        fact = read.numbers(name)
        for (run, step), marginal in self.marginal.items():
            room = fact <= highest - STEPS[step]  # type: ignore[operator]
            marginal.full += len(fact) - int(np.count_nonzero(room))
            amount = read.amount(run)[room]
            marginal.add(read.rows[room], amount, read.amount(f"{run}_{step}")[room] - amount, STEPS[step])

    def _add_top(
        self, rows: Numbers, amounts: tuple[Amounts, Amounts], outcomes: tuple[Positions, Positions]
    ) -> None:
        """The most changed of these rows, of each kind."""
        if not self.study.top or self.study.after is None:
            return
        difference = amounts[1] - amounts[0]
        kinds = np.sign(difference)
        weight = np.abs(difference)
        words = self.study.outcomes
        for kind in SIDES:
            chosen = np.flatnonzero(kinds == kind if kind else (kinds == 0) & (outcomes[0] != outcomes[1]))
            if len(chosen) > self.study.top:
                least = np.partition(weight[chosen], -self.study.top)[-self.study.top]
                chosen = chosen[weight[chosen] >= least]
                # Rows are told apart by their number alone, as engines give them in any order.
                chosen = chosen[np.lexsort((rows[chosen], -weight[chosen]))][: self.study.top]
            self._keep(
                Case(
                    int(rows[at]),
                    (words[outcomes[0][at]], words[outcomes[1][at]]),
                    (int(amounts[0][at]), int(amounts[1][at])),
                )
                for at in chosen
            )

    def _keep(self, cases: Iterable[Case]) -> None:
        """Of each kind no more than are asked for: those who lose, those who gain, those with another outcome alone."""
        together = sorted([*self.top, *cases], key=lambda case: case.rank)
        kept = [
            list(islice((case for case in together if case.side == side), self.study.top)) for side in SIDES
        ]
        self.top = [case for each in kept for case in each]


@dataclass(frozen=True, slots=True)
class _Read:
    """The columns of a batch as arrays."""

    study: Study
    batch: pa.RecordBatch

    @property
    def rows(self) -> Numbers:
        return self.numbers("row")

    def numbers(self, column: str) -> Numbers:
        found: Numbers = self.batch.column(column).to_numpy()
        return found

    def amount(self, run: str) -> Amounts:
        """Öre; nothing where the package gives no amount."""
        if self.study.amount is None:
            return _zeros(self.batch.num_rows)
        return self.numbers(f"{run}.{self.study.amount}")

    def outcome(self, run: str) -> Positions:
        """The position of each outcome."""
        return positions(self.batch.column(f"{run}.{self.study.outcome}"), self.study.outcomes)
