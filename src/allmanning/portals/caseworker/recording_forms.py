"""What a caseworker was shown of a guardian or a company's representative: fields, and what was read from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from allmanning.accounts.models import Representation
from allmanning.accounts.representations import (
    Extent,
    NameMissingError,
    NotAChildError,
    NotAdultError,
    NotANumberError,
    ReferenceMissingError,
    RepresentationError,
    Shown,
    YourselfError,
)
from allmanning.accounts.roles import Errand
from allmanning.lib.personnummer import PersonnummerError, is_organisation_number, normalised
from allmanning.portals.design.fields import Field, Option

LONGEST = {"number": 20, "name": 200, "ombud_number": 20, "ombud_name": 200, "reference": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForm:
    """The fields by name, and what was shown when everything could be read."""

    fields: Mapping[str, Field]
    kind: Representation.Kind | None = None
    shown: Shown | None = None
    extent: Extent | None = None


def blank() -> RecordForm:
    """Nothing written yet."""
    kinds = Representation.Kind
    fields = (
        Field(
            name="kind",
            label=gettext("Vad har du fått se?"),
            kind="choice",
            options=(
                Option(kinds.GUARDIAN, gettext("Vårdnad eller förmyndarskap om ett barn")),
                Option(kinds.COMPANY, gettext("Rätt att företräda ett företag eller en förening")),
            ),
        ),
        _line("number", gettext("Barnets personnummer eller företagets organisationsnummer")),
        _line("name", gettext("Barnets eller företagets namn")),
        _line("ombud_number", gettext("Den vuxnas personnummer")),
        _line("ombud_name", gettext("Den vuxnas namn")),
        _line(
            "reference",
            gettext("Vilken handling?"),
            gettext("Till exempel Personbevis 2026-11-03 eller Registreringsbevis 2026-10-28."),
        ),
    )
    return RecordForm(fields={field.name: field for field in fields})


def filled(typed: Mapping[str, str], organisation: int, today: date) -> RecordForm:
    """The form as it was sent, with what is wrong in it."""
    form = blank()
    written = {name: typed.get(name, "").strip()[: LONGEST.get(name, 20)] for name in form.fields}
    form = replace(
        form, fields={name: replace(one, value=written[name]) for name, one in form.fields.items()}
    )
    if written["kind"] not in {option.value for option in form.fields["kind"].options}:
        return _wrong(form, "kind", gettext("Välj ett av alternativen."))
    kind = Representation.Kind(written["kind"])
    for name, lacking in (
        ("name", gettext("Skriv namnet.")),
        ("ombud_name", gettext("Skriv namnet.")),
        ("reference", gettext("Skriv vilken handling du har fått se.")),
    ):
        if not written[name]:
            form = _wrong(form, name, lacking)
    if not _is_number(written["number"], kind, today):
        form = _wrong(form, "number", _lacking_number(kind))
    if not _is_number(written["ombud_number"], Representation.Kind.GUARDIAN, today):
        form = _wrong(form, "ombud_number", _lacking_number(Representation.Kind.GUARDIAN))
    if any(field.error for field in form.fields.values()):
        return form
    is_company = kind == Representation.Kind.COMPANY
    ground = Representation.Ground.REPRESENTATIVE if is_company else Representation.Ground.REGISTER
    shown = Shown(
        number=written["number"], name=written["name"], reference=written["reference"], ground=ground
    )
    extent = Extent(
        ombud_number=written["ombud_number"],
        ombud_name=written["ombud_name"],
        errands=tuple(Errand),
        valid_from=today,
        organisation=organisation,
    )
    return replace(form, kind=kind, shown=shown, extent=extent)


def refused(form: RecordForm, error: RepresentationError) -> RecordForm:
    """The form with what stood in the way, at the field it is about."""
    form = replace(form, shown=None, extent=None)
    match error:
        case NotAChildError():
            said = gettext("Personen har fyllt 18 år och ger själv sitt samtycke, inloggad som sig själv.")
            return _wrong(form, "number", said)
        case NotAdultError():
            return _wrong(form, "ombud_number", gettext("Den som är ombud måste ha fyllt 18 år."))
        case YourselfError():
            said = gettext("Du kan inte skriva in dig själv. En kollega får göra det.")
            return _wrong(form, "ombud_number", said)
        case ReferenceMissingError():
            return _wrong(form, "reference", gettext("Skriv vilken handling du har fått se."))
        case NameMissingError():
            return _wrong(form, "name", gettext("Skriv namnet."))
        case NotANumberError() | _:
            return _wrong(form, "number", _lacking_number(form.kind or Representation.Kind.GUARDIAN))


def _line(name: str, label: str, help_: str = "") -> Field:
    return Field(name=name, label=label, help=help_, rows=1, autocomplete="off")


def _wrong(form: RecordForm, name: str, said: str) -> RecordForm:
    return replace(form, fields={**form.fields, name: replace(form.fields[name], error=said)})


def _is_number(written: str, kind: Representation.Kind, today: date) -> bool:
    if kind == Representation.Kind.COMPANY:
        return is_organisation_number(written.replace("-", ""))
    try:
        normalised(written, today)
    except PersonnummerError:
        return False
    return True


def _lacking_number(kind: Representation.Kind) -> str:
    if kind == Representation.Kind.COMPANY:
        return gettext("Skriv organisationsnumret med tio siffror.")
    return gettext("Skriv personnumret med tolv siffror, till exempel 19800614-2387.")
