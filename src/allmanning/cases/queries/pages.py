"""One case with everything a page about it shows. Each reading is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE, Prefetch
from django.utils import timezone

from allmanning import packages
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import assessing, deadlines
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import (
    Assessment,
    Attachment,
    Case,
    Completion,
    Decision,
    Event,
    Fact,
    Letter,
    Proposal,
    ReadLog,
)
from allmanning.cases.reading import note_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case as of one moment; nothing in it asks the database again."""

    case: Case
    """With organisation, applicant, adoption and release read."""
    package: packages.Package
    ruleset: packages.Ruleset
    facts: Mapping[str, Any]
    """As the rules take them: dates are dates, money is öre."""
    fact_rows: tuple[Fact, ...]
    """Each top-level fact with who stated it and when."""
    assessment: packages.Assessment
    """Of the facts as they stand."""
    decision: Decision | None
    """The latest; None while the case is open, also when it has been opened again."""
    decisions: tuple[Decision, ...]
    completions: tuple[Completion, ...]
    events: tuple[Event, ...]
    letters: tuple[Letter, ...]
    """Without their PDF; see `read_letter`."""
    attachments: tuple[Attachment, ...]
    """What is known of each file the reader may see; see `files.reading` for the files themselves."""
    submitted_assessment: Assessment | None
    """The kept run that was made when the application was sent."""
    today: date

    def reckoning(self) -> packages.Line:
        """The explanation of the assessment, from the same run."""
        return self.ruleset.reckoning(dict(self.facts))

    @property
    def open_completion(self) -> Completion | None:
        return next((row for row in self.completions if row.answered_at is None), None)

    @property
    def is_overdue(self) -> bool:
        return deadlines.is_overdue(self.case, self.today)

    @property
    def delay_claim_from(self) -> date | None:
        """The day from which the party may demand a decision (FL (2017:900) 12 §)."""
        return deadlines.delay_claim_from(self.case)


def case_page(actor: Actor, case_id: UUID, *, page: str = "case") -> CasePage:
    """Everything about one case; logged as a reading. CaseNotFoundError also for the cases of others."""
    with acting(actor):
        case = _read(case_id)
        note_reading(actor, case, page)
        rows = tuple(case.facts.all())
        result = assessing.run_over(case, rows)
        decisions = tuple(case.decisions.all())
        return CasePage(
            case=case,
            package=case.adoption.release.package,
            ruleset=result.ruleset,
            facts=result.facts,
            fact_rows=rows,
            assessment=result.assessment,
            decision=decisions[-1] if decisions and case.status not in Case.OPEN else None,
            decisions=decisions,
            completions=tuple(case.completions.all()),
            events=tuple(case.events.all()),
            letters=tuple(case.letters.all()),
            attachments=tuple(case.attachments.all()),
            submitted_assessment=next(iter(case.assessments.all()), None),
            today=timezone.localdate(),
        )


def case_status(actor: Actor, case_id: UUID) -> str:
    """Only where the case stands, for choosing a page; nothing personal is read and nothing logged."""
    with acting(actor):
        status = Case.objects.filter(pk=case_id).values_list("status", flat=True).first()
    if status is None:
        raise CaseNotFoundError
    return status


def waiting_proposal(actor: Actor, case_id: UUID) -> Proposal | None:
    """What one person has proposed and another is to confirm; the page it belongs to is logged already."""
    with acting(actor):
        return Proposal.objects.filter(case_id=case_id, state=Proposal.State.WAITING).first()


def reads_of(actor: Actor, case_id: UUID) -> tuple[ReadLog, ...]:
    """Who has read the case, latest first; the applicant may see it too."""
    with acting(actor):
        return tuple(ReadLog.objects.filter(case_id=case_id).order_by("-read_at")[:200])


def _read(case_id: UUID) -> Case:
    case = (
        Case.objects.all()
        .fetch_mode(FETCH_RAISE)
        .select_related("organisation", "applicant", "adoption__release")
        .prefetch_related(
            Prefetch("facts", Fact.objects.order_by("pk")),
            "decisions",
            "completions",
            "events",
            Prefetch("letters", Letter.objects.defer("pdf")),
            Prefetch("attachments", Attachment.objects.defer("locked_key")),
            "assessments",
        )
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise CaseNotFoundError
    return case
