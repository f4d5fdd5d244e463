"""What a bundle holds, by name and by table. Version 1."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, Field, ForeignKey, Model

from allmanning.accounts.models import Organisation, Person
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
    Signature,
)
from allmanning.catalogue.models import Adoption, Release

SCHEMA, VERSION = "allmanning-case", 1
MANIFEST, CASE, JOURNAL, REPORT, PACKAGE = (
    "manifest.json",
    "case.json",
    "journal.json",
    "report.pdf",
    "package.zip",
)

# In an order in which each can refer to those before it.
TABLES: dict[str, type[Model]] = {
    "facts": Fact,
    "assessments": Assessment,
    "signatures": Signature,
    "decisions": Decision,
    "proposals": Proposal,
    "completions": Completion,
    "letters": Letter,
    "attachments": Attachment,
    "journal": Event,
    "reads": ReadLog,
}
OF_THE_PLACE = {"stored_as", "key_id", "locked_key", "pdf"}
"""Not in the rows: where a file lies, and the file itself, which has a name of its own in the bundle."""
OF_THE_PERSON = (
    "id",
    "personnummer",
    "organisation_number",
    "given_name",
    "family_name",
    "email",
    "protected_identity",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a table, and what it refers to: a table of the bundle, `person`, `release`, `case`, or something outside."""

    field: "Field[Any, Any]"
    refers: str = ""

    @property
    def name(self) -> str:
        return str(self.field.attname)


KINDS: dict[type[Model], str] = {
    Case: "case",
    Organisation: "organisation",
    Person: "person",
    Release: "release",
}
KINDS |= {Adoption: "adoption"} | {model: name for name, model in TABLES.items()}


def columns(model: type[Model]) -> tuple[Column, ...]:
    """The fields that a bundle holds of a table; where a bundle says nothing of the row it refers to, it is `outside`."""
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, BinaryField))
    return tuple(
        Column(field, _refers(field))
        for field in fields
        if field.name not in OF_THE_PLACE and not field.generated
    )


def plain(value: Any) -> Any:
    """A value as JSON has it, to the microsecond."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def _refers(field: "Field[Any, Any]") -> str:
    if not isinstance(field, ForeignKey):
        return ""
    return KINDS.get(field.related_model, "outside")
