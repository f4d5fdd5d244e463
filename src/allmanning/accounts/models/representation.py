"""Somebody acts for another: a guardian for a child, an ombud for an adult who consents, a representative for a company."""

from datetime import date
from typing import ClassVar, Literal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from allmanning.accounts.models.people import Organisation, Person, check_personnummer
from allmanning.accounts.roles import Errand

type RepresentationState = Literal["coming", "in_force", "ended", "revoked"]


class Representation(models.Model):
    """What a person may do in the name of another. The terms are never changed: another extent is another row.

    The ombud is known by personal identity number alone, not by a row of people: so who gives consent never learns from us
    whether the number belongs to anybody, or to whom.
    """

    application_may: ClassVar = "SELECT, INSERT, UPDATE (revoked_at, revoked_by)"

    class Kind(models.TextChoices):
        """Why somebody may act: custody or guardianship of a child, an adult's own consent, a company's representative."""

        GUARDIAN = "guardian"
        CONSENT = "consent"
        COMPANY = "company"

    class Ground(models.TextChoices):
        """How it is known."""

        REGISTER = "register"
        CONSENT = "consent"
        POWER_OF_ATTORNEY = "power_of_attorney"
        REPRESENTATIVE = "representative"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    represented = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    represented_name = models.CharField(
        max_length=201, blank=True, help_text="as the ombud reads it; empty for a protected identity"
    )
    ombud_number = models.CharField(max_length=12, db_index=True, validators=[check_personnummer])
    ombud_name = models.CharField(max_length=201, help_text="as written by who gave or recorded it")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="only in its cases, and for all but a consent also who recorded it; empty is everywhere",
    )
    packages = ArrayField(
        models.CharField(max_length=100), default=list, help_text="only these services; empty is all"
    )
    tasks = ArrayField(models.CharField(max_length=10, choices=Errand.choices))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the last day; empty until it is revoked")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reference = models.CharField(
        max_length=200, blank=True, help_text="what was shown, such as a register's extract"
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=201, help_text="the name of who gave or recorded it")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=201, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_representation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind="consent", ground__in=["consent", "power_of_attorney"])
                | (~Q(kind="consent") & Q(organisation__isnull=False) & ~Q(reference="")),
                name="a_recorded_representation_says_where_and_what_was_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"Representation {self.pk}"

    def state(self, on: date) -> RepresentationState:
        """Where it stands on a day."""
        if self.revoked_at is not None:
            return "revoked"
        if self.valid_to is not None and self.valid_to < on:
            return "ended"
        return "coming" if self.valid_from > on else "in_force"
