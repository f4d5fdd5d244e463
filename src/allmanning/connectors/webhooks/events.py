"""What is told, as CloudEvents 1.0 in structured JSON: what happened to which case, when, and where more can be asked."""

import json
from typing import Any

from .models import Message, Subscription

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE_PREFIX = "se.allmanning."
SCHEMA_PATH = "webhooks/case-event-1.json"
PING = "ping"

ACTIONS = (
    "submitted", "left_to_a_person", "completion_asked", "completion_answered", "control_asked", "control_returned",
    "decided", "served", "letter_written", "withdrawn",
)  # fmt: skip
"""The journal's words for what can be subscribed to."""


def event_type(action: str) -> str:
    """The CloudEvents type: se.allmanning.case.decided, se.allmanning.ping."""
    return TYPE_PREFIX + (PING if action == PING else f"case.{action}")


def event_id(message: Message) -> str:
    """The same at every attempt and to every receiver, so that doubles can be dropped."""
    return f"{PING}-{message.pk}" if message.case_id is None else f"{message.case_id}-{message.sequence}"


def cloud_event(message: Message, subscription: Subscription) -> dict[str, Any]:
    """The event; `subscription` with its organisation read."""
    origin, slug = subscription.origin, subscription.organisation.slug
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": event_id(message),
        "source": f"{origin}{slug}/",
        "type": event_type(message.action),
        "time": message.happened_at.isoformat(),
        "datacontenttype": "application/json",
    }
    if message.case_id is None:
        return event | {"data": {"organisation": slug}}
    case = str(message.case_id)
    data = {
        "organisation": slug,
        "case": case,
        "number": message.number,
        "package": message.package_id,
        "status": message.case_status,
        "sequence": message.sequence,
        "links": {"page": f"{origin}handlaggning/arende/{case}/", "api": f"{origin}api/v1/cases/{case}"},
    }
    return event | {"subject": case, "dataschema": origin + SCHEMA_PATH, "data": data}


def body(message: Message, subscription: Subscription) -> bytes:
    """The event as it is sent and signed: the same bytes at every attempt."""
    written = json.dumps(cloud_event(message, subscription), ensure_ascii=False, separators=(",", ":"))
    return written.encode()


def schema() -> dict[str, Any]:
    """What `dataschema` leads to: JSON Schema of `data`."""
    text = {"type": "string"}
    properties = {
        "organisation": text | {"description": "the municipality's short name"},
        "case": text | {"format": "uuid"},
        "number": text | {"description": "the case's number, such as MK-2026-000012"},
        "package": text | {"description": "the service package, such as ekonomiskt-bistand"},
        "status": text | {"description": "of the case after what happened"},
        "sequence": {
            "type": "integer",
            "minimum": 1,
            "description": "place in the case's journal; grows, with gaps",
        },
        "links": {
            "type": "object",
            "properties": {"page": text | {"format": "uri"}, "api": text | {"format": "uri"}},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What happened to a case",
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }
