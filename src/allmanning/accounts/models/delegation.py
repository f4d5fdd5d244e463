"""The delegation order (delegationsordning): who may decide for the board, and how far (KL (2017:725) 6 kap. 37 §)."""

from datetime import date
from typing import ClassVar, Literal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from allmanning.accounts.models.people import Organisation, Person
from allmanning.accounts.roles import HANDLE, Role

type LineState = Literal["coming", "in_force", "ended"]


class Delegation(models.Model):
    """One line of an organisation's delegation order. Where a package has none, its own delegation level holds.

    A line is never changed but by being ended, by another decision of the board.
    """

    application_may: ClassVar = (
        "SELECT, INSERT, UPDATE (valid_to, ended_reference, ended_by, ended_at, ended_method)"
    )

    class Kind(models.TextChoices):
        """What an outcome means, as the package's manifest says."""

        GRANTED = "granted"
        PARTLY = "partly"
        REFUSED = "refused"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    package_id = models.CharField(max_length=100)
    role = models.CharField(
        max_length=20,
        blank=True,
        choices=[(role.value, role.label) for role in Role if role in HANDLE],
        help_text="who; or a person",
    )
    employer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="where the role is held when it is another organisation's, by agreement",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField(
        max_length=201, blank=True, help_text="kept beside, since others may not read the person's row"
    )
    outcomes = ArrayField(models.CharField(max_length=10, choices=Kind.choices))
    highest_amount = models.BigIntegerField(null=True, blank=True, help_text="öre; empty is any amount")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the last day")
    reference = models.CharField(max_length=100, help_text="the board's decision, such as SN 2025-06-18 § 41")
    recorded_by = models.CharField(max_length=201, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(null=True, help_text="empty of lines written by the tables' owner")
    recorded_method = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="how and when they were identified"
    )
    ended_reference = models.CharField(
        max_length=100, blank=True, default="", db_default="", help_text="the board's decision to end it"
    )
    ended_by = models.CharField(max_length=201, blank=True, default="", db_default="")
    ended_at = models.DateTimeField(null=True, help_text="when it was recorded; the last day is valid_to")
    ended_method = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        ordering = ["package_id", "valid_from", "pk"]
        indexes = [models.Index(fields=["organisation", "package_id"], name="delegation_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", person__isnull=False) | (~Q(role="") & Q(person=None)),
                name="delegated_to_a_role_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_delegation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.role or self.person_name}"

    def state(self, on: date) -> LineState:
        """Whether the line holds on a day, no longer, or not yet."""
        if self.valid_to is not None and self.valid_to < on:
            return "ended"
        return "coming" if self.valid_from > on else "in_force"
