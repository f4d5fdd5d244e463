"""What one organisation does for another by agreement (avtalssamverkan, KL (2017:725) 9 kap. 37–38 §§)."""

from datetime import date
from typing import ClassVar, Literal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from allmanning.accounts.models.people import Organisation, Person
from allmanning.accounts.roles import HANDLE, Role, Task

PARTIES = 2

type State = Literal["draft", "coming", "in_force", "ended", "revoked"]


class Agreements(models.QuerySet["Agreement"]):
    """Agreements, and those of them that hold on a day."""

    def in_force(self, on: date) -> "Agreements":
        """Signed by both, begun, not ended, not revoked. The database's own app_agreed() says the same."""
        begun = self.filter(revoked_at=None, valid_from__lte=on)
        lasting = begun.filter(Q(valid_to=None) | Q(valid_to__gte=on))
        return lasting.annotate(signed=Count("signatures")).filter(signed=PARTIES)


class Agreement(models.Model):
    """The owner lets the executor do some tasks on the cases of some packages. The cases stay the owner's.

    The terms are never changed: another agreement is another row.
    """

    application_may: ClassVar = "SELECT, INSERT, UPDATE (revoked_at, revoked_by)"

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    executor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    packages = ArrayField(models.CharField(max_length=100))
    tasks = ArrayField(models.CharField(max_length=10, choices=Task.choices))
    roles = ArrayField(
        models.CharField(
            max_length=20, choices=[(role.value, role.label) for role in Role if role in HANDLE]
        ),
        help_text="the roles in the executing organisation that may do the tasks",
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the last day; empty until it is revoked")
    council_decision = models.CharField(
        max_length=100, help_text="the council's (fullmäktige) decision, such as KF 2026-02-16 § 14"
    )
    drafted_by = models.CharField(max_length=201)
    drafted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=303, blank=True, help_text="name and organisation")

    objects = Agreements.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "valid_from"], name="agreements_of_an_owner"),
            models.Index(fields=["executor", "valid_from"], name="agreements_of_an_executor"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(owner=F("executor")), name="an_agreement_has_two_parties"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="an_agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"Agreement {self.pk}"

    def state(self, on: date, signed: int) -> State:
        """Where the agreement stands on a day, given how many have signed."""
        if self.revoked_at is not None:
            return "revoked"
        if self.valid_to is not None and self.valid_to < on:
            return "ended"
        if signed < PARTIES:
            return "draft"
        return "coming" if self.valid_from > on else "in_force"


class AgreementSignature(models.Model):
    """Somebody signed an agreement for one of its parties. Written once, never changed."""

    application_may: ClassVar = "SELECT, INSERT"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=201)
    role = models.CharField(max_length=20, choices=Role.choices)
    digest = models.CharField(max_length=64, help_text="sha256 of the terms that were signed")
    method = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="how and when the signer was identified",
    )
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="each_party_signs_an_agreement_once"
            ),
            models.UniqueConstraint(fields=["agreement", "person"], name="nobody_signs_for_both_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.organisation_id}"
