"""What is removed when its time has come: by which decision, and the line that stays of each case."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from allmanning.accounts.models import Organisation


class RetentionPlan(models.Model):
    """An organisation's decision on how long it keeps the cases of a service. A change is a new row. Everybody may read it.

    Without a row nothing of that service is ever removed.
    """

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    package_id = models.CharField(max_length=100)
    years = models.PositiveSmallIntegerField(help_text="counted from the last note in the journal")
    law = models.CharField(
        max_length=100, help_text="what says how many years; the plan itself where no law does"
    )
    reference = models.CharField(max_length=200, help_text="the board's decision, such as SN 2026-03-12 § 40")
    valid_from = models.DateField()
    per_person = models.BooleanField(
        default=False, help_text="the last note in any of the person's cases under the same law counts"
    )
    kept_birth_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list, help_text="days of a month; kept for research"
    )
    keeps_everybody = models.BooleanField(default=False, help_text="the organisation keeps all for research")
    kept_law = models.CharField(max_length=100, blank=True)
    granted = ArrayField(
        models.CharField(max_length=100), default=list, help_text="outcomes that nobody appeals"
    )
    stated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "package_id", "valid_from"], name="one_retention_plan_from_each_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.package_id}: {self.years} years, {self.reference}"


class Erasure(models.Model):
    """The line that stays of a case: that it was there, when and by which decision it was removed, and its bare journal.

    Only the database's own function cases_erase writes it, in the transaction that removes the case.
    """

    application_may: ClassVar = "SELECT, UPDATE (files)"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.UUIDField(help_text="the same for all that were removed at once")
    case_id = models.UUIDField()
    number = models.CharField(max_length=20)
    package_id = models.CharField(max_length=100)
    last_note_on = models.DateField()
    due_on = models.DateField()
    plan = models.ForeignKey(RetentionPlan, on_delete=models.PROTECT, related_name="+", db_index=False)
    ordered_by = models.CharField(max_length=201)
    erased_at = models.DateTimeField()
    removed = models.JSONField(help_text="rows by table")
    files = ArrayField(
        models.CharField(max_length=80),
        default=list,
        help_text="what is still to be taken out of the storage; unreadable since the row with its key is gone",
    )
    journal_length = models.PositiveIntegerField()
    journal_head = models.CharField(max_length=64)
    journal = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="each event without name and payload: enough to prove the chain"
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "-erased_at"], name="erasures_of_an_organisation")]

    def __str__(self) -> str:
        return f"{self.number} erased {self.erased_at}"
