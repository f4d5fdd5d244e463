"""The end of the time to support: who supported is forgotten, how many is kept."""

from datetime import date
from uuid import UUID

from django.db import connection

FORGET = "SELECT cases_forget_supporters(%s, %s)"


def forget_supporters(publication: UUID, today: date) -> None:
    """Throw away every token and what they were made with, where the time is over; within `acting`."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [publication, today])
