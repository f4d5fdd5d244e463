"""Requests that were answered, so that sending one again gives the same answer and does nothing twice."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from allmanning.accounts.models import Person


class IdempotencyKey(models.Model):
    """A key a person sent with a request, what the request was (by digest), and the answer it got."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE (response)"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    response = models.JSONField(null=True, help_text="identities of what the request made; no personal data")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_to_each_key")]

    def __str__(self) -> str:
        return self.key
