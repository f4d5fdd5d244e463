"""Neighbouring systems that have a key, and how much each caller has asked for in the last minute."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from allmanning.accounts.models.people import Organisation


class MachineClient(models.Model):
    """A neighbouring system of one organisation, and what it may ask for.

    The application may not touch the table: the database's own accounts_recognise_client() tells of one client, to
    whoever shows the digest of its secret.
    """

    application_may: ClassVar = ""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=20, unique=True, help_text="what its key begins with; no secret")
    name = models.CharField(max_length=100, help_text="as the log of readings tells it")
    scopes = ArrayField(models.CharField(max_length=20))
    digest = models.CharField(max_length=64, help_text="sha256 of the secret, which is 256 random bits")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, help_text="to the minute")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["organisation", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.identity})"


class Allowance(models.Model):
    """How often somebody has called in a minute; only the database's own accounts_spend() counts.

    Not logged (UNLOGGED): after a crash everybody starts anew, and no copy of the database carries it.
    """

    application_may: ClassVar = ""

    bucket = models.CharField(
        primary_key=True,
        max_length=64,
        help_text="a client, a person or a network address, as a keyed digest",
    )
    minute = models.BigIntegerField(db_index=True, help_text="minutes since 1970")
    used = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.used} in minute {self.minute}"
