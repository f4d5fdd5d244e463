"""A case: one application of one person to one organisation, and the facts stated in it."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from allmanning.accounts.models import Agreement, Organisation, Person, Representation
from allmanning.catalogue.models import Adoption


class Case(models.Model):
    """An application and all that happens to it. Stays with the adoption, and so the rules, it was begun under."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE"

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        ASSESSING = "assessing"
        COMPLETION = "completion"
        CONTROL = "control"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn"

    OPEN: ClassVar = (Status.SUBMITTED, Status.ASSESSING, Status.COMPLETION, Status.CONTROL)
    HANDLED: ClassVar = (Status.SUBMITTED, Status.ASSESSING, Status.COMPLETION)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Where an index below begins with the column, a second one of its own would only cost.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="+")
    package_id = models.CharField(max_length=100)
    as_of = models.DateField(
        help_text="the day that chooses rules and amounts; the first of the month applied for"
    )
    number = models.CharField(max_length=20, blank=True, help_text="such as MK-2025-000123; given when sent")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=0, help_text="counts every change of a fact")

    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(
        null=True, help_text="the organisation's own target, handling.target_days of the package"
    )
    closed_at = models.DateTimeField(null=True, help_text="decided or withdrawn")

    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    assignee_name = models.CharField(
        max_length=201, blank=True, help_text="kept beside, since the applicant may not read the staff's rows"
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="under which the one who has the case handles it for the organisation",
    )
    executor_name = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="the organisation that handles it under the agreement",
    )
    representation = models.ForeignKey(
        Representation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="by which somebody else began the draft, or signed and sent, for the applicant",
    )
    ombud = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ombud_name = models.CharField(
        max_length=201,
        blank=True,
        default="",
        db_default="",
        help_text="kept beside, since the staff may not read the ombud's row",
    )
    proposed_outcome = models.CharField(
        max_length=100, blank=True, help_text="of the last assessment; empty = open"
    )
    proposed_amount = models.BigIntegerField(null=True, help_text="öre")

    journal_length = models.PositiveIntegerField(default=0)
    journal_head = models.CharField(max_length=64, blank=True, help_text="hash of the last event")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~Q(number=""), name="one_case_of_each_number"
            ),
            models.UniqueConstraint(
                fields=["applicant", "organisation", "package_id", "as_of"],
                condition=Q(status="draft"),
                name="one_draft_for_each_application",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_on", "id"],
                condition=Q(status__in=["submitted", "assessing", "completion", "control"]),
                name="worklist_by_deadline",
            ),
            models.Index(
                fields=["assignee", "due_on", "id"],
                condition=Q(status__in=["submitted", "assessing", "completion", "control"]),
                name="worklist_of_one_caseworker",
            ),
            models.Index(fields=["organisation", "-submitted_at", "id"], name="worklist_by_submission"),
            models.Index(
                fields=["organisation", "-closed_at", "-id"],
                condition=Q(status__in=["decided", "withdrawn"]),
                name="worklist_of_the_closed",
            ),
            models.Index(fields=["applicant", "-created_at"], name="own_cases"),
            models.Index(
                fields=["representation"],
                condition=Q(representation__isnull=False),
                name="cases_by_representation",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def month(self) -> date | None:
        """The month that is applied for, where the service is about one."""
        return self.as_of if self.adoption.release.package.manifest.period == "month" else None

    @property
    def board(self) -> str:
        """The name of the board that answers for the case."""
        return self.adoption.board or self.organisation.board


class Fact(models.Model):
    """What somebody stated: one row for each name on the top level; a list of entities is one value."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE, DELETE"

    class Source(models.TextChoices):
        RESIDENT = "resident"
        REGISTER = "register"
        CASEWORKER = "caseworker"
        PLATFORM = "platform"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts", db_index=False)
    name = models.CharField(max_length=200)
    value = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="as in a package's JSON: money in öre, days as text"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    stated_by = models.CharField(max_length=201, help_text="the name of who stated it")
    stated_at = models.DateTimeField()
    version = models.PositiveIntegerField(help_text="the case's version when it was last stated")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_value_of_each_fact")]

    def __str__(self) -> str:
        return self.name

    @property
    def stands_in(self) -> bool:
        """There is no earlier decision to take it from: the value only stands in, and tells nobody anything."""
        return self.source == self.Source.REGISTER and not self.stated_by


class Completion(models.Model):
    """A caseworker asks the applicant for something, and waits; the applicant answers in the same place.

    To complete the application (FL (2017:900) 20 and 23 §§), or to comment on what it will be decided on (25 §).
    """

    application_may: ClassVar = "SELECT, INSERT, UPDATE (answer, answered_at)"

    class Kind(models.TextChoices):
        COMPLETION = "completion"
        COMMUNICATION = "communication"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="completions")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COMPLETION)
    text = models.TextField()
    asked_by = models.CharField(max_length=201)
    executor_name = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="who asked on behalf of the organisation",
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="one_open_completion_for_each_case"
            )
        ]

    def __str__(self) -> str:
        return f"Completion {self.pk} of case {self.case_id}"


class NumberSeries(models.Model):
    """How many cases an organisation has numbered in a year. Only the database's own function cases_next_number counts."""

    application_may: ClassVar = ""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}: {self.last}"
