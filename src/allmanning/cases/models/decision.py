"""What the rules said, what somebody signed, and what was decided. Written once, never changed."""

from datetime import date
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from allmanning import packages
from allmanning.accounts.models import Agreement, Person, Representation
from allmanning.cases.models.case import Case
from allmanning.catalogue.models import Release, ruleset
from allmanning.lib.working_days import weeks_after


class Assessment(models.Model):
    """One run of the rules: everything that is needed to run it again for ever, and what it answered."""

    application_may: ClassVar = "SELECT, INSERT"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    local = models.JSONField(encoder=DjangoJSONEncoder)
    as_of = models.DateField()
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    facts_digest = models.CharField(max_length=64, help_text="sha256 of the facts as canonical JSON")
    result = models.JSONField(encoder=DjangoJSONEncoder, help_text="as `allmanning decide` prints it")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"Assessment {self.pk} of case {self.case_id}"

    @property
    def ruleset(self) -> packages.Ruleset:
        """The very rules that were run."""
        return ruleset(self.release.digest, self.local, self.as_of)

    def again(self) -> packages.Assessment:
        """The same run once more; `again().to_json()` equals `result`."""
        return self.ruleset.assess(self.ruleset.check_facts(self.facts))


class Signature(models.Model):
    """Somebody stood for something: who, what (by digest), when, and how they were identified."""

    application_may: ClassVar = "SELECT, INSERT"

    class Purpose(models.TextChoices):
        APPLICATION = "application"
        DECISION = "decision"
        PROPOSAL = "proposal"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=201)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, help_text="sha256 of what was signed, as canonical JSON")
    method = models.CharField(
        max_length=120, help_text="demo, or login provider, level and time of the identification"
    )
    representation = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} of case {self.case_id}"


class Decision(models.Model):
    """A binding outcome with its reasons (FL (2017:900) 31–33 §§)."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE (served_on)"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=100)
    amount = models.BigIntegerField(null=True, help_text="öre; a month or once, as the package says")
    is_automatic = models.BooleanField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_by_name = models.CharField(max_length=201)
    ground = models.CharField(max_length=800, help_text="by what right and delegation it was taken")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    executor_name = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="the organisation whose employee took it on behalf of the owner",
    )
    changes = models.JSONField(
        default=list,
        encoder=DjangoJSONEncoder,
        help_text='where it departs from the proposal: [{"what": "outcome", "from": …, "to": …}]',
    )
    reason = models.TextField(blank=True, help_text="the caseworker's own words")
    provisions = models.JSONField(help_text="the paragraphs applied, as text, in the order they mattered")
    circumstances = models.JSONField(
        help_text='what decided: [{"path", "label", "value", "source", "stated_on"}]'
    )
    items = models.JSONField(
        help_text='[{"id", "name", "requested", "granted", "status", "reason", "law"}], öre'
    )
    appeal_route = models.CharField(max_length=40)
    appeal_weeks = models.PositiveSmallIntegerField()
    appeal_law = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField()
    served_on = models.DateField(null=True, help_text="the day the party got the decision")

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"Decision {self.pk} of case {self.case_id}"

    @property
    def appeal_until(self) -> date | None:
        """The last day to appeal (FL 44 §), None until the party has got the decision or when it cannot be appealed."""
        if self.served_on is None or self.appeal_route == "none":
            return None
        return weeks_after(self.served_on, self.appeal_weeks)


class Proposal(models.Model):
    """A decision that one person has signed and that another must confirm, where the package asks for four eyes."""

    application_may: ClassVar = "SELECT, INSERT, UPDATE (state, answered_by, answered_at, answer)"

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        RETURNED = "returned"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=201)
    outcome = models.CharField(max_length=100)
    amount = models.BigIntegerField(null=True, help_text="öre")
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="as on a decision")
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answered_by = models.CharField(max_length=201, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, help_text="why it was sent back")

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state="waiting"),
                name="one_waiting_proposal_for_each_case",
            )
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk} of case {self.case_id}"
