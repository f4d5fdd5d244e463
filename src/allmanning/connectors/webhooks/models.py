"""Who wants to know, and what is on its way to them. No personal data: ids, a case's number, what happened and when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from allmanning.accounts.models import Organisation
from allmanning.cases.models import Case


class Subscription(models.Model):
    """Another system that an organisation tells of what happens to its cases. Kept when it is removed, without its secret."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE"

    class Pause(models.TextChoices):
        PERSON = "person"
        GONE = "gone"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, help_text="what the operator calls the system")
    address = models.CharField(max_length=500)
    actions = ArrayField(
        models.CharField(max_length=40), help_text="the journal's words for what it wants to know"
    )
    origin = models.CharField(max_length=200, help_text="where our own pages are, such as https://host/")
    sealed_secret = models.TextField(help_text="encrypted with a key outside the database")
    sealed_previous = models.TextField(blank=True, help_text="signed with as well, until previous_until")
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=201)
    paused_at = models.DateTimeField(null=True)
    paused_because = models.CharField(max_length=10, choices=Pause.choices, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=201, blank=True)

    last_delivered_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="times in a row that nobody answered")
    rest_until = models.DateTimeField(null=True, help_text="nobody answered; left alone until then")
    busy_until = models.DateTimeField(
        null=True, help_text="a worker is sending; if it dies, another may from then"
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """One event for one subscription. Written by the database when the journal grows, or as a test without a case."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE"

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        DEAD = "dead"
        DROPPED = "dropped"

    OPEN: ClassVar = (State.WAITING, State.DEAD)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    sequence = models.PositiveIntegerField(null=True, help_text="the event's place in the case's journal")
    action = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    number = models.CharField(max_length=20, blank=True)
    package_id = models.CharField(max_length=100, blank=True)
    case_status = models.CharField(max_length=12, blank=True, help_text="of the case after the act")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="not tried before")
    attempted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True, help_text="the receiver's HTTP status")
    error = models.CharField(
        max_length=20, blank=True, help_text="a word of ours; nothing that the receiver said"
    )
    handled_by = models.CharField(max_length=201, blank=True, help_text="who sent it again or gave it up")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sequence", "subscription"], name="one_message_of_each_event"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription", "due_at", "id"], condition=Q(state="waiting"), name="messages_due"
            ),
            models.Index(
                fields=["subscription", "case", "sequence"],
                condition=Q(state__in=["waiting", "dead"]),
                name="messages_in_order",
            ),
            models.Index(fields=["subscription", "-attempted_at"], name="messages_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.action} to {self.subscription_id}"
