"""Taking a case in from its file: everything is checked first, then written in one transaction by the owner of the tables."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.db.models import Model, Q

from allmanning.accounts import actors
from allmanning.accounts.models import Organisation, Person
from allmanning.cases import clock, journal
from allmanning.cases.bundles.errors import (
    AnotherOwnerError,
    BrokenJournalError,
    CaseThereError,
    EditedError,
    NotHereError,
)
from allmanning.cases.bundles.handing_out import file_name, letter_name
from allmanning.cases.bundles.packing import checksum, unpack
from allmanning.cases.bundles.schema import OF_THE_PERSON, TABLES, Column, columns
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment, Case, Event
from allmanning.catalogue.models import Adoption, Release

TAKEN_IN = "taken_in"
KEPT_NUMBER = """
INSERT INTO cases_numberseries AS series (organisation_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (organisation_id, year) DO UPDATE SET last = greatest(series.last, excluded.last)
"""
# Where the name of somebody stands beside their id.
NAMED = {
    ("case", "assignee_id"): "assignee_name",
    ("case", "ombud_id"): "ombud_name",
    ("signatures", "person_id"): "name",
    ("decisions", "taken_by_id"): "taken_by_name",
    ("proposals", "proposed_by_id"): "proposed_by_name",
    ("journal", "actor_id"): "actor_name",
    ("reads", "person_id"): "name",
}


@dataclass(slots=True)
class Entry:
    """What is being taken in, and where its references lead here."""

    values: dict[str, Any]
    archive: zipfile.ZipFile
    organisation: Organisation
    adoption: Adoption
    applicant: UUID
    ids: dict[tuple[str, int], Any] = field(default_factory=dict)


def take_in(source: IO[bytes], organisation: Organisation) -> Case:
    """The case, written here with all that the file holds, and a line in its journal that says so. Raises BundleError.

    Needs the owner's connection: whoever runs it could write the rows by hand as well. The file proves that it is whole, not
    who wrote it; take in only what you know where it comes from.
    """
    values, archive = unpack(source)
    source.seek(0)
    digest = checksum(source)
    try:
        _refuse_stranger(values, organisation)
        with transaction.atomic(using="owner"):
            entry = Entry(values, archive, organisation, _adoption(values, organisation), _applicant(values))
            return _write(entry, digest)
    except (
        KeyError,
        Release.DoesNotExist,
        TypeError,
        ValueError,
        AttributeError,
        ValidationError,
        DatabaseError,
    ) as error:
        raise EditedError(f"{type(error).__name__}: {error}"[:200]) from error


def _refuse_stranger(values: Mapping[str, Any], organisation: Organisation) -> None:
    """One that is here already, another's, or with a journal that does not hold."""
    owner, case = values["organisation"], values["case"]
    if (owner["slug"], owner["registration_number"]) != (organisation.slug, organisation.registration_number):
        raise AnotherOwnerError(f"{owner['name']} {owner['registration_number']}"[:150])
    there = Q(pk=UUID(case["id"])) | Q(organisation=organisation, number=case["number"])
    if Case.objects.using("owner").filter(there).exists():
        raise CaseThereError(case["number"])
    events = [_event(row, case["id"]) for row in values["journal"]]
    bare = Case(pk=UUID(case["id"]), journal_length=case["journal_length"], journal_head=case["journal_head"])
    if broken := journal.verify(bare, events):
        raise BrokenJournalError(f"{broken.sequence}: {broken.what}")


def _event(row: Mapping[str, Any], case_id: str) -> Event:
    event = Event(case_id=UUID(case_id))
    for column in columns(Event):
        if column.name in row and column.name != "id":
            setattr(event, column.name, _value(column, row[column.name]))
    return event


def _adoption(values: Mapping[str, Any], organisation: Organisation) -> Adoption:
    """The same release with the same settings, adopted here by the same organisation."""
    told = values["release"]
    found = Adoption.objects.filter(
        organisation=organisation, release__digest=told["digest"], local=told["local"]
    )
    adoption = found.order_by("valid_from", "pk").select_related("release").first()
    if adoption is None:
        named = f"{told['package_id']} {told['version']}, sha256 {told['digest']}"
        raise NotHereError(f"{organisation.name} has not adopted {named} with the same local settings")
    return adoption


def _applicant(values: Mapping[str, Any]) -> UUID:
    """The person with the same number, or a new row with the same id."""
    told = {name: values["applicant"].get(name) for name in OF_THE_PERSON if name in values["applicant"]}
    people = Person.objects.using("owner")
    same = people.filter(personnummer=told["personnummer"]).first() if told["personnummer"] else None
    found = same or people.filter(pk=told["id"]).first()
    if found is None:
        found = Person(**told)
        found.save(using="owner", force_insert=True)
    return found.pk


def _write(entry: Entry, digest: str) -> Case:
    _acquaint(entry)
    case: Case = _made(entry, Case, entry.values["case"])
    case.pk = UUID(entry.values["case"]["id"])
    case.organisation_id, case.adoption_id, case.applicant_id = (
        entry.organisation.pk,
        entry.adoption.pk,
        entry.applicant,
    )
    sent, case.submitted_at = case.submitted_at, None
    case.save(using="owner", force_insert=True)
    for name, model in TABLES.items():
        for number, row in enumerate(entry.values[name], 1):
            _write_row(entry, case, name, model, number, row)
    with connections["owner"].cursor() as cursor:
        # What else listens to the journal hears of no old event: the case is not sent yet.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if counted := re.fullmatch(r".+-(\d{4})-(\d+)", case.number):
            cursor.execute(KEPT_NUMBER, [entry.organisation.pk, int(counted[1]), int(counted[2])])
    case.submitted_at = sent
    actor = actors.machine(entry.organisation, name="operator")
    written = journal.Entry(actor, TAKEN_IN, "operator of the installation", {"sha256": digest})
    journal.write(case, clock.now(), [written], using="owner")
    case.save(using="owner", force_update=True)
    return case


def _write_row(
    entry: Entry, case: Case, name: str, model: type[Model], number: int, row: Mapping[str, Any]
) -> None:
    made = _made(entry, model, row)
    made.case_id = case.pk
    match name:
        case "letters":
            made.pdf = entry.archive.read(letter_name(number, dict(row)))
        case "attachments":
            made.pk = UUID(row["id"])
            _store(entry, made, row)
    made.save(using="owner", force_insert=True)
    entry.ids[name, number] = made.pk


def _store(entry: Entry, made: Any, row: Mapping[str, Any]) -> None:
    """The file goes into the storage of this place under a key of its own; one that was never passed has none."""
    assert isinstance(made, Attachment)  # noqa: S101 - by its table
    made.organisation_id, made.stored_as, made.key_id, made.locked_key = entry.organisation.pk, "", "", b""
    if file_name(dict(row)) in entry.archive.namelist():
        sealed = storage.put(io.BytesIO(entry.archive.read(file_name(dict(row)))), made.pk)
        made.stored_as, made.key_id, made.locked_key = sealed.stored_as, sealed.key_id, sealed.locked_key


def _made(entry: Entry, model: type[Model], row: Mapping[str, Any]) -> Any:
    made: Any = model()
    for column in columns(model):
        match column.refers:
            case "case" | "organisation" | "adoption":
                continue
            case "release":
                made.release_id = Release.objects.values_list("pk", flat=True).get(digest=row["release"])
                continue
        if column.name == "id" or column.name not in row:
            continue
        setattr(made, column.name, _reference(entry, column, row[column.name]))
    return made


def _reference(entry: Entry, column: Column, value: Any) -> Any:
    if value is None or column.refers in ("", "person"):
        return None if value is None else _value(column, value)
    if column.refers != "outside":
        return entry.ids[column.refers, int(value)]
    related: Any = column.field.related_model
    if not related._default_manager.using("owner").filter(pk=value).exists():
        raise NotHereError(f"{related._meta.verbose_name} {value}")
    return value


def _value(column: Column, value: Any) -> Any:
    target: Any = column.field.target_field if column.refers else column.field  # type: ignore[attr-defined]
    if column.field.choices and value not in dict(column.field.flatchoices):
        raise EditedError(f"{column.name}: {value!r}"[:80])
    return target.to_python(value)


def _acquaint(entry: Entry) -> None:
    """Whoever acted and is not known here gets a row with their name and nothing to log in with."""
    named: dict[UUID, str] = {}
    tables: dict[str, type[Model]] = {**TABLES, "case": Case}
    for table, model in tables.items():
        rows = [entry.values["case"]] if table == "case" else entry.values[table]
        ids = [column.name for column in columns(model) if column.refers == "person"]
        for row, by in product(rows, ids):
            if row.get(by) and by != "applicant_id":
                pk, name = UUID(row[by]), str(row.get(NAMED.get((table, by), ""), ""))
                named[pk] = name or named.get(pk, "")
    known = set(Person.objects.using("owner").filter(pk__in=named).values_list("pk", flat=True))
    for pk in named.keys() - known:
        given, _, family = named[pk].partition(" ")
        Person.objects.using("owner").create(pk=pk, given_name=given, family_name=family)
