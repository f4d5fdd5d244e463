"""Case numbers that people can say on the telephone: MK-2025-000123."""

from datetime import date

from django.db import connection

from allmanning.accounts.models import Organisation

# The function counts in a table that only itself may touch, so nobody can set the counter back.
NEXT = "SELECT cases_next_number(%s, %s)"


def next_number(organisation: Organisation, day: date) -> str:
    """The next number of an organisation and year.

    Counted in the transaction that sends the application: when that is undone the number is free again, so a gap in the
    numbers always means a missing case. The price is that applications to one organisation are numbered one after the
    other, for the milliseconds until each is committed.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [organisation.pk, day.year])
        (count,) = cursor.fetchone()
    return f"{organisation.case_prefix}-{day.year}-{count:06}"
