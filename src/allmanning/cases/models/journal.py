"""The journal, which only grows, and the log of who has read."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from allmanning.accounts.models import Agreement, Person, Representation
from allmanning.cases.models.case import Case


class Event(models.Model):
    """One thing that happened to a case, chained by hash to the one before.

    The hash covers the payload and the name through digests, which are salted: when its time has come the payload, the name
    and the salt can be erased, and the chain still holds.
    """

    application_may: ClassVar = "SELECT, INSERT"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    sequence = models.PositiveIntegerField(help_text="1, 2, 3 … within the case")
    happened_at = models.DateTimeField()
    action = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=201)
    ground = models.CharField(max_length=400, help_text="what permission it was done with")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    payload = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    actor_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="of who did it; empty in events whose hash covers the name itself",
    )
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="one_event_in_each_place")]
        indexes = [
            models.Index(
                fields=["agreement", "-happened_at"],
                condition=models.Q(agreement__isnull=False),
                name="events_under_agreements",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class ReadLog(models.Model):
    """Somebody opened a page with the personal data of a case."""

    application_may: ClassVar = "SELECT, INSERT"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reads", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=10)
    name = models.CharField(max_length=201)
    page = models.CharField(max_length=40)
    ground = models.CharField(max_length=400)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    read_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-read_at"], name="reads_of_a_case"),
            models.Index(
                fields=["agreement", "-read_at"],
                condition=models.Q(agreement__isnull=False),
                name="reads_under_agreements",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} of case {self.case_id}"
