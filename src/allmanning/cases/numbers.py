"""Case numbers that people can say on the telephone: MK-2025-000123."""

from allmanning.accounts.models import Organisation

# Counts an organisation's cases of a year, in a table that only the function itself may touch, so nobody can set it back.
# Counted in the transaction that sends the application: when that is undone the number is free again, so a gap in the
# numbers always means a missing case. The price is that applications to one organisation are numbered one after the other,
# for the milliseconds until each is committed.
NEXT = "cases_next_number(%s, %s)"


def written(organisation: Organisation, year: int, count: int) -> str:
    """A number as people say it."""
    return f"{organisation.case_prefix}-{year}-{count:06}"
