"""Which months can be applied for: only those that the package has amounts for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from allmanning.catalogue.models import Adoption
from allmanning.lib.working_days import months_after
from allmanning.packages import NoParameterRowError
from allmanning.rules.program import NoLawError

# Somebody who applies backwards in time is rare, but has a right to a decision.
MONTHS_BACK = 17


@dataclass(frozen=True, slots=True)
class Months:
    """First days of months: `near` is the next, this and the one before; `earlier` the others, latest first."""

    near: tuple[date, ...]
    earlier: tuple[date, ...]

    @property
    def all(self) -> tuple[date, ...]:
        return (*self.near, *self.earlier)


def open_months(adoption: Adoption, today: date) -> Months:
    """The months from the next one backwards that the rules can reckon."""
    this = today.replace(day=1)
    near = {months_after(this, step) for step in (1, 0, -1)}
    found = tuple(_reckonable(adoption, this))
    return Months(
        near=tuple(month for month in found if month in near),
        earlier=tuple(month for month in found if month not in near),
    )


def _reckonable(adoption: Adoption, this: date) -> Iterator[date]:
    for step in range(1, -MONTHS_BACK, -1):
        month = months_after(this, step)
        try:
            adoption.ruleset(month)
        except (NoParameterRowError, NoLawError):
            continue
        yield month
