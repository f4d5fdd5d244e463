"""A case and all that hangs below it as plain values. Ids are counted from 1 in each table, so that they are the same everywhere."""

from typing import Any

from django.db.models import Model

from allmanning.cases.bundles.schema import JOURNAL, OF_THE_PERSON, TABLES, columns, plain
from allmanning.cases.models import Case
from allmanning.catalogue.models import Archive

type Values = dict[str, Any]


def collect(case: Case) -> Values:
    """Everything, as `case.json` has it, and under `journal` what `journal.json` has. Runs within `acting`."""
    places: dict[tuple[str, Any], int] = {}
    rows: dict[str, list[Values]] = {}
    for name, model in TABLES.items():
        order = "sequence" if name == "journal" else "pk"
        found = list(model._default_manager.filter(case=case).order_by(order))
        places |= {(name, row.pk): number for number, row in enumerate(found, 1)}
        rows[name] = [_row(row, places, name) for row in found]
    return {
        "organisation": {
            name: getattr(case.organisation, name) for name in ("slug", "name", "registration_number")
        },
        "applicant": {
            name: plain(getattr(case.applicant, name))
            for name in OF_THE_PERSON
            if hasattr(case.applicant, name)
        },
        "release": {
            "package_id": case.adoption.release.package_id,
            "version": case.adoption.release.version,
            "digest": case.adoption.release.digest,
            "local": case.adoption.local,
            "valid_from": plain(case.adoption.valid_from),
        },
        "case": _row(case, places, "case"),
        **rows,
    }


def package(case: Case) -> bytes:
    """The rules it was decided by, so that every assessment can be made again from the file alone."""
    return bytes(Archive.objects.values_list("content", flat=True).get(release=case.adoption.release))


def head(values: Values) -> Values:
    """What the manifest says of the case."""
    case, journal = values["case"], values[JOURNAL.removesuffix(".json")]
    return {
        "id": case["id"],
        "number": case["number"],
        "organisation": values["organisation"]["slug"],
        "journal_length": len(journal),
        "journal_head": journal[-1]["hash"] if journal else "",
    }


def _row(row: Model, places: dict[tuple[str, Any], int], name: str) -> Values:
    values: Values = {}
    for column in columns(type(row)):
        value = getattr(row, column.name)
        match column.refers:
            case "case" | "organisation" | "adoption":
                continue
            case "release":
                values["release"] = row.release.digest  # type: ignore[attr-defined]
            case "" | "person" | "outside":
                values[column.name] = plain(value)
            case table:
                values[column.name] = places.get((table, value)) if value is not None else None
    if name not in ("case", "attachments"):
        values["id"] = places[name, row.pk]
    return values
