"""What a resident has written for everybody to read and support, and who follows it. Who supports it nobody can read."""

import uuid
from typing import ClassVar

from django.db import models

from allmanning.accounts.models import Organisation, Person
from allmanning.cases.models.case import Case


class Publication(models.Model):
    """The public side of a case. Everybody may read it from the day it is published; before that, who sees the case."""

    application_may: ClassVar = (
        "SELECT, INSERT, UPDATE (title, text, shows_name, author_name, state, published_on, until, threshold,"
        " reached_on, answer_by, closed_on, outcome, answer)"
    )

    class State(models.TextChoices):
        WRITTEN = "written"
        REFUSED = "refused"
        COLLECTING = "collecting"
        REACHED = "reached"
        ANSWERED = "answered"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="publication")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    package_id = models.CharField(max_length=100)
    title = models.CharField(max_length=120)
    text = models.TextField()
    shows_name = models.BooleanField(
        default=False, help_text="the applicant wants their name beside the text"
    )
    author_name = models.CharField(
        max_length=201, blank=True, help_text="written when it is published; never of a protected identity"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)
    published_on = models.DateField(null=True)
    until = models.DateField(null=True, help_text="the last day to support it, by the package's rules")
    threshold = models.PositiveIntegerField(null=True, help_text="supports needed, by the package's rules")
    supports = models.PositiveIntegerField(
        default=0, help_text="counted by the database's own functions alone"
    )
    support_salt = models.CharField(
        max_length=64, help_text="thrown away, with every token, when the time is over"
    )
    reached_on = models.DateField(null=True)
    answer_by = models.DateField(null=True, help_text="the last day for the answer, by the package's rules")
    closed_on = models.DateField(null=True, help_text="answered, closed without enough support, or withdrawn")
    outcome = models.CharField(max_length=100, blank=True, help_text="of the decision that answers it")
    answer = models.TextField(blank=True, help_text="what is said of it; public once it is decided")

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "package_id", "-published_on"],
                condition=models.Q(published_on__isnull=False),
                name="published_in_a_place",
            ),
            models.Index(
                fields=["organisation", "until"],
                condition=models.Q(state="collecting") | ~models.Q(support_salt=""),
                name="publications_to_settle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class Support(models.Model):
    """That somebody supports something: a token that only the one who has the key outside the database can make again.

    No time, no number and no person, so that no other row says whose it is. Only the database's own functions reach it.
    """

    application_may: ClassVar = ""

    token = models.CharField(max_length=64, primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"support of {self.publication_id}"


class Follow(models.Model):
    """Somebody wants to be told what becomes of it. Says nothing of whether they support it."""

    application_may: ClassVar = "SELECT, INSERT, DELETE"

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "person"], name="one_follow_for_each_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.publication_id}"


class Notice(models.Model):
    """A follower is told of a step; written by the worker from the outbox."""

    application_may: ClassVar = "SELECT, INSERT"

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=10, choices=Publication.State.choices)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "person", "step"], name="each_step_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.publication_id}"
