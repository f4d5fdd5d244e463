"""The words that the language keeps for itself, and the ranges that hold where an author gives none."""

import re
from datetime import date

from allmanning.rules.datatypes import SCALARS
from allmanning.rules.values import CALENDAR

MOST_MONEY = 10_000_000_00
MOST_INT = 1_000_000
MOST_ELEMENTS = 30
# The widest range an author may give.
LARGEST_NUMBER = 10**12
LONGEST_LIST = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
AS_OF = "dag_för_beslut"

BUILT_IN = {
    *CALENDAR, "andel", "bråk", "avrundat", "kr", "between", "min", "max", "sum", "any", "all", "len", AS_OF,
    "dag", "facts", "rule", "Literal", "Table", "list", *SCALARS,
}  # fmt: skip

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date | None:
    """2025-07-01 as a date; None for anything else, and for days that the language does not reach."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
