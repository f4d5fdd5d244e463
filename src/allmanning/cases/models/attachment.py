"""A file that somebody sent in; the file itself lies encrypted in the storage, never in the database."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from allmanning.accounts.models import Organisation, Person
from allmanning.cases.models.case import Case, Completion


class Attachment(models.Model):
    """What is known of a file, and what is needed to read it. The staff see it when it has been sent, never before."""

    application_may: ClassVar = (
        "SELECT, INSERT, DELETE, "
        "UPDATE (state, sent_at, stored_as, finding, scanner, scanned_at, attempts, attempted_at, error)"
    )

    class State(models.TextChoices):
        WAITING = "waiting"
        CLEAN = "clean"
        INFECTED = "infected"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    completion = models.ForeignKey(
        Completion,
        on_delete=models.CASCADE,
        null=True,
        related_name="attachments",
        db_index=False,
        help_text="the question it answers; none when it came with the application",
    )
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField()
    sent_at = models.DateTimeField(
        null=True, help_text="with the application or the answer; until then it is the uploader's own paper"
    )

    name = models.CharField(max_length=120, help_text="as the sender named it, made harmless")
    media_type = models.CharField(max_length=40, help_text="as the content says")
    size = models.PositiveBigIntegerField(help_text="bytes of the plain file")
    sha256 = models.CharField(max_length=64, help_text="of the plain file")

    stored_as = models.CharField(
        max_length=80, blank=True, help_text="random place in the storage; empty when the file is deleted"
    )
    key_id = models.CharField(
        max_length=16, help_text="which key outside the database locks the file's own key"
    )
    locked_key = models.BinaryField(help_text="the file's own key, locked")

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    finding = models.CharField(max_length=200, blank=True, help_text="what the scanner found")
    scanner = models.CharField(
        max_length=100, blank=True, help_text="which scanner and signatures passed it; empty: none did"
    )
    scanned_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True, help_text="the last failure to have it scanned")

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sha256"],
                condition=Q(state__in=["waiting", "clean"]),
                name="one_attachment_of_each_file",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "uploaded_at"],
                condition=Q(state="waiting"),
                name="attachments_not_scanned",
            )
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk} of case {self.case_id}"

    @property
    def may_be_read(self) -> bool:
        """Nothing leaves the storage before the scanner has passed it."""
        return self.state == Attachment.State.CLEAN
