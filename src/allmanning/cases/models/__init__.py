"""The tables of a case."""

from allmanning.cases.models.attachment import Attachment
from allmanning.cases.models.case import Case, Completion, Fact, NumberSeries
from allmanning.cases.models.decision import Assessment, Decision, Proposal, Signature
from allmanning.cases.models.journal import Event, ReadLog
from allmanning.cases.models.post import Delivery, Letter
from allmanning.cases.models.publication import Follow, Notice, Publication, Support
from allmanning.cases.models.replay import IdempotencyKey
from allmanning.cases.models.retention import Erasure, RetentionPlan

__all__ = [
    "Assessment",
    "Attachment",
    "Case",
    "Completion",
    "Decision",
    "Delivery",
    "Erasure",
    "Event",
    "Fact",
    "Follow",
    "IdempotencyKey",
    "Letter",
    "Notice",
    "NumberSeries",
    "Proposal",
    "Publication",
    "ReadLog",
    "RetentionPlan",
    "Signature",
    "Support",
]
