"""The figures of a study as plain values for programs, and for the page of figures. Amounts are öre, shares are not rounded."""

from collections.abc import Sequence
from typing import Any

from allmanning.packages.facts import to_json
from allmanning.simulation.change import Change
from allmanning.simulation.grouping import Group
from allmanning.simulation.job import Refused
from allmanning.simulation.spread import Spread, mean
from allmanning.simulation.study import STEPS
from allmanning.simulation.tally import SHARES, STAIRS, UNCHANGED, Case, Gains, Marginal, Tally

QUANTILES = (1, 10, 25, 50, 75, 90, 99)
MONTHS = 12

type Figures = dict[str, Any]


def figures(tally: Tally, refused: Refused) -> Figures:
    """Everything that was found."""
    study = tally.study
    manifest = study.before.package.manifest
    found: Figures = {
        "package": {"id": manifest.id, "version": manifest.version, "digest": study.before.package.digest},
        "on": study.before.day.isoformat(),
        "period": manifest.period,
        "outcome": study.outcome,
        "amount": study.amount,
        "amount_is": manifest.decision.amount_is,
        "derived": [name for name, row in study.before.rows.items() if "derived" in row.statuses],
        "changes": [_change(change) for change in study.changes],
        "households": tally.households,
        "refused": refused.households,
        "outcomes": _outcomes(tally),
    }
    found |= {name: _amounts(spread, manifest.period) for name, spread in tally.amounts.items()}
    if study.after is not None:
        found["difference"] = _difference(tally, manifest.period)
        found["matrix"] = _matrix(tally)
        found["stairs"] = _stairs(tally)
    found["by"] = {
        name: [_group(group, row) for group, row in _rows(tally, name) if row["households"]]
        for name in tally.by
    }
    if study.marginal:
        found["marginal"] = {
            "fact": study.marginal,
            "runs": [_marginal(*each) for each in tally.marginal.items()],
        }
    found["top"] = [_case(case) for case in tally.top]
    return found


def _change(change: Change) -> Figures:
    return {
        "name": change.name,
        "local": change.local,
        "key": change.key,
        "before": to_json(change.before),
        "after": to_json(change.after),
    }


def _amounts(spread: Spread, period: str) -> Figures:
    """The cost, and how the amounts are spread over all households, those without support included."""
    found: Figures = {"cost": spread.sum}
    if period == "month":
        found["cost_of_a_year"] = spread.sum * MONTHS
    return found | {
        "with_support": spread.positive,
        "mean": spread.mean,
        "mean_with_support": mean(spread.sum, spread.positive),
        "standard_deviation": spread.deviation,
        "lowest": spread.lowest,
        "highest": spread.highest,
        "quantiles": {
            str(part): each for part, each in zip(QUANTILES, spread.counts.quantiles(QUANTILES), strict=True)
        },
        "quantiles_to_within": spread.counts.width,
    }


def _outcomes(tally: Tally) -> list[Figures]:
    rows, columns = tally.matrix.sum(axis=1), tally.matrix.sum(axis=0)
    changed = tally.study.after is not None
    return [
        {"outcome": word, "before": int(rows[at])} | ({"after": int(columns[at])} if changed else {})
        for at, word in enumerate(tally.study.outcomes)
    ]


def _matrix(tally: Tally) -> list[Figures]:
    words = tally.study.outcomes
    return [
        {"before": before, "after": after, "households": int(tally.matrix[i, j])}
        for i, before in enumerate(words)
        for j, after in enumerate(words)
    ]


def _difference(tally: Tally, period: str) -> Figures:
    (row,) = gained(tally.gains, is_fee=_is_fee(tally))
    found: Figures = {"cost": row["difference"]}
    if period == "month":
        found["cost_of_a_year"] = row["difference"] * MONTHS
    names = ("winners", "losers", "unchanged", "gained", "lost", "mean_gain", "mean_loss")
    return found | {name: row[name] for name in names} | {"same_amount_other_outcome": tally.relabelled}


def _is_fee(tally: Tally) -> bool:
    return tally.study.before.package.manifest.decision.amount_is == "fee"


def gained(gains: Gains, *, is_fee: bool) -> list[Figures]:
    """A row of figures for each group. Who pays a lower fee gains."""
    fewer, unchanged, more = (gains.households[part::3] for part in range(3))
    fall, _, rise = (gains.difference[part::3] for part in range(3))
    losers, winners = (more, fewer) if is_fee else (fewer, more)
    lost, won = (-rise, -fall) if is_fee else (fall, rise)
    return [
        {
            "households": int(losers[at] + unchanged[at] + winners[at]),
            "before": int(gains.before[at]),
            "after": int(gains.before[at] + fall[at] + rise[at]),
            "difference": int(fall[at] + rise[at]),
            "winners": int(winners[at]),
            "losers": int(losers[at]),
            "unchanged": int(unchanged[at]),
            "gained": int(won[at]),
            "lost": int(lost[at]),
            "mean_gain": mean(int(won[at]), int(winners[at])),
            "mean_loss": mean(int(lost[at]), int(losers[at])),
        }
        for at in range(len(gains.before))
    ]


def _rows(tally: Tally, name: str) -> Sequence[tuple[Group, Figures]]:
    return list(zip(tally.groupings[name].groups, gained(tally.by[name], is_fee=_is_fee(tally)), strict=True))


def _group(group: Group, row: Figures) -> Figures:
    return {"group": group.label, "low": group.low, "high": group.high} | row


def _stairs(tally: Tally) -> list[Figures]:
    """How many households gain or lose how much: öre, both ends included, None where a band has no end."""
    found: list[Figures] = []
    for at, households in enumerate(tally.stairs):
        step = abs(at - UNCHANGED)
        low = STAIRS[step - 1] if step else 0
        high = 0 if not step else STAIRS[step] - 1 if step < len(STAIRS) else None
        ends = (low, high) if at >= UNCHANGED else (None if high is None else -high, -low)
        found.append({"from": ends[0], "to": ends[1], "households": int(households)})
    return found


def _marginal(key: tuple[str, str], marginal: Marginal) -> Figures:
    run, step = key
    without, with_support = marginal.households[: len(SHARES)], marginal.households[len(SHARES) :]
    households = int(with_support.sum())
    return {
        "run": run,
        "more": STEPS[step],
        "households": households,
        "mean_kept": mean(int(marginal.kept[1]), households),
        "bands": [
            {"band": band, "with_support": int(with_support[at]), "without_support": int(without[at])}
            for at, band in enumerate(SHARES)
        ],
        "left_out_as_highest": marginal.full,
        "falls_by_more": marginal.falls,
        "rises_by_more": marginal.rises,
        "deepest_fall": None
        if marginal.deepest is None
        else {"change": marginal.deepest[0], "row": marginal.deepest[1]},
    }


def _case(case: Case) -> Figures:
    return {
        "row": case.row,
        "outcome_before": case.outcomes[0],
        "outcome_after": case.outcomes[1],
        "before": case.amounts[0],
        "after": case.amounts[1],
        "difference": case.difference,
    }
