"""Before anything is timed: every contestant decides every household of a sample as Allmänning does, to the öre."""

import json
import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from allmanning.packages import Ruleset
from benchmarks.rules.households import FAMILY, household
from benchmarks.rules.peers import population
from benchmarks.rules.peers.columns import OUTCOMES
from benchmarks.rules.peers.contest import CONTESTANTS, families
from benchmarks.rules.peers.rounds import Measured, Worker

SEED = 20_251_101
# Milliseconds each: these answer only the first thousand.
SLOW = ("openfisca-one", "explain")


class DisagreementError(Exception):
    """A contestant decides a household in another way. The message shows it."""


def sample(folder: Path, rows: int) -> list[dict[str, Any]]:
    """Households in every form that a contestant reads: half of them drawn as columns, half one by one."""
    schema = population.batch(np.random.default_rng(0), 1).schema
    drawn = pa.Table.from_batches(population.batches(rows // 2, SEED)).to_pylist()
    chance = random.Random(SEED)
    households = [FAMILY, *drawn, *(household(chance) for _ in range(rows - rows // 2 - 1))]
    population.save(folder, schema, pa.Table.from_pylist(households, schema=schema).to_batches())
    families(folder).write_text(json.dumps(households), "utf-8")
    return households


def check(ruleset: Ruleset, folder: Path, names: Sequence[str], rows: int) -> None:
    """Raises DisagreementError at the first household that somebody decides otherwise."""
    households = sample(folder, rows)
    meant = [ruleset.decide(facts) for facts in households]
    for name in names:
        place = folder / f"{name}.npz"
        with closing(Worker(name, folder)) as worker:
            worker.ask(str(place))
        with np.load(place) as found:
            outcomes, amounts = found["outcomes"].tolist(), found["amounts"].tolist()
        compare(name, households, meant, outcomes, amounts)


def compare(
    name: str,
    households: Sequence[Any],
    meant: Sequence[Any],
    outcomes: Sequence[int],
    amounts: Sequence[int],
) -> None:
    """One contestant's answers beside ours."""
    if len(amounts) < len(households) and not name.startswith(SLOW):
        raise DisagreementError(f"{name} gives {len(amounts):,} answers about {len(households):,} households")
    for facts, values, code, amount in zip(households, meant, outcomes, amounts, strict=False):
        outcome = OUTCOMES[code]
        if (outcome, amount) != (values["beslut"], values["bistånd"]):
            raise DisagreementError(
                f"{CONTESTANTS[name].label} decides {outcome}, {amount} öre; Allmänning decides"
                f" {values['beslut']}, {values['bistånd']} öre:\n{json.dumps(facts, ensure_ascii=False, indent=2)}"
            )


def same_totals(measured: Sequence[Measured]) -> None:
    """Everybody who was timed on a population gave out as much in all. Raises DisagreementError."""
    for rows in {each.rows for each in measured}:
        totals = {each.name: each.total for each in measured if each.rows == rows}
        if len(set(totals.values())) > 1:
            raise DisagreementError(f"In {rows:,} households the amounts add up to {totals}")
