"""What goes out: letters, and the outbox that workers above this room empty."""

from typing import ClassVar

from django.db import models

from allmanning.accounts.models import Organisation
from allmanning.cases.models.case import Case
from allmanning.cases.models.decision import Decision


class Letter(models.Model):
    """A letter as it was sent."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE (opened_at)"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="letters")
    kind = models.CharField(
        max_length=20, help_text="a name in the package's letters: decision, communication …"
    )
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="sv")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class Delivery(models.Model):
    """Something a worker is to do because of a case; written in the case's own transaction. Holds ids, no personal data."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE (status, attempts, attempted_at, done_at, error)"

    class Status(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deliveries")
    task = models.CharField(
        max_length=100, help_text="the worker's name for it, such as letters.write_decision"
    )
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    attempted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=400, blank=True, help_text="the last failure, without personal data")

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["organisation", "created_at"],
                condition=~models.Q(status="done"),
                name="deliveries_not_done",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"
