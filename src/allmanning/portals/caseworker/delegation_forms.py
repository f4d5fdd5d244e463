"""A line of the delegation order as it is written down, and as it is ended: fields, and what was read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from allmanning.accounts.delegation import KINDS, Kind
from allmanning.accounts.delegation_order import Elsewhere, Line
from allmanning.accounts.models import Delegation
from allmanning.accounts.roles import Role
from allmanning.portals.caseworker import words
from allmanning.portals.caseworker.forms import read_choice, read_day, read_reference
from allmanning.portals.design.fields import Field, Option, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegates:
    """To whom a line can be given: services and people by id and name, and roles elsewhere."""

    services: Sequence[tuple[str, str]]
    people: Sequence[tuple[UUID, str]]
    elsewhere: Sequence[Elsewhere]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineForm:
    """The fields by name, the outcomes as boxes, and the line when everything could be read."""

    fields: Mapping[str, Field]
    outcomes: tuple[tuple[Option, bool], ...]
    outcomes_error: str = ""
    line: Line | None = None

    @property
    def errors(self) -> tuple[Field, ...]:
        """For the summary: every field, and the outcomes as one."""
        outcomes = Field(name="outcomes", label=gettext("Vilka beslut?"), error=self.outcomes_error)
        service, to, *rest = self.fields.values()
        return (service, to, outcomes, *rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndForm:
    """The fields by name, and the last day when everything could be read."""

    fields: Mapping[str, Field]
    last_day: date | None = None


def line_form(delegates: Delegates, today: date, typed: Mapping[str, str] | None = None) -> LineForm:
    """Without `typed` as it is first shown; with it as it was sent, and what is wrong in it."""
    fields = {field.name: field for field in _blank(delegates, today)}
    says = {
        "granted": gettext("Bevilja"),
        "partly": gettext("Bevilja delvis"),
        "refused": gettext("Avslå"),
    }
    chosen: tuple[Kind, ...] = tuple(kind for kind in KINDS if typed is not None and typed.get(kind))
    boxes = tuple((Option(kind, says[kind]), kind in chosen) for kind in KINDS)
    if typed is None:
        return LineForm(fields=fields, outcomes=boxes)
    fields["service"] = read_choice(fields["service"], typed, gettext("Välj en tjänst."))
    fields["to"] = read_choice(fields["to"], typed, gettext("Välj vem som får besluta."))
    amount = _amount(fields, typed)
    fields["valid_from"], first = read_day(fields["valid_from"], typed)
    fields["valid_to"], last = read_day(fields["valid_to"], typed)
    fields["reference"], reference = read_reference(fields["reference"], typed, _lacking())
    if first is not None and last is not None and last < first:
        _wrong(fields, "valid_to", gettext("Sista dagen kommer före den första."))
    role, employer, person = _delegate(fields["to"].value)
    if employer is not None and not _agreed(delegates, employer, role, fields["service"].value):
        _wrong(fields, "to", gettext("Avtalet med den kommunen gäller inte den tjänsten."))
    missing = "" if chosen else gettext("Välj minst ett slags beslut.")
    if missing or first is None or any(field.error for field in fields.values()):
        return LineForm(fields=fields, outcomes=boxes, outcomes_error=missing)
    line = Line(
        package_id=fields["service"].value,
        role=role,
        employer=employer,
        person=person,
        outcomes=chosen,
        highest_amount=amount,
        valid_from=first,
        valid_to=last,
        reference=reference,
    )
    return LineForm(fields=fields, outcomes=boxes, line=line)


def end_form(line: Delegation, today: date, typed: Mapping[str, str] | None = None) -> EndForm:
    """The last day and the decision to end."""
    suggested = max(line.valid_from, today if line.valid_to is None else min(today, line.valid_to))
    fields = {
        field.name: field
        for field in (
            Field(
                name="last_day",
                label=gettext("Sista dag"),
                kind="date",
                value=suggested.isoformat(),
                help=gettext("Raden gäller till och med den dagen, och inte dagen efter."),
            ),
            _reference_field(
                gettext("Nämndens beslut att avsluta"), gettext("Till exempel Socialnämnden 2026-11-18 § 80.")
            ),
        )
    }
    if typed is None:
        return EndForm(fields=fields)
    fields["last_day"], last = read_day(fields["last_day"], typed)
    fields["reference"], _ = read_reference(fields["reference"], typed, _lacking())
    if last is not None and last < line.valid_from:
        _wrong(fields, "last_day", gettext("Raden kan inte sluta före sin första dag."))
    if last is not None and line.valid_to is not None and last > line.valid_to:
        _wrong(fields, "last_day", gettext("Raden slutar redan tidigare. Skriv in en ny rad i stället."))
    if any(field.error for field in fields.values()):
        last = None
    return EndForm(fields=fields, last_day=last)


def _blank(delegates: Delegates, today: date) -> tuple[Field, ...]:
    return (
        Field(
            name="service",
            label=gettext("I vilken tjänst?"),
            kind="choice",
            options=tuple(Option(value, label) for value, label in delegates.services),
        ),
        Field(name="to", label=gettext("Vem får besluta?"), kind="choice", options=_to_whom(delegates)),
        Field(
            name="highest_amount",
            label=gettext("Högsta belopp"),
            kind="money",
            unit="kr",
            required=False,
            help=gettext("Lämna tomt om beloppet inte spelar någon roll."),
        ),
        Field(name="valid_from", label=gettext("Gäller från"), kind="date", value=today.isoformat()),
        Field(
            name="valid_to",
            label=gettext("Gäller till och med"),
            kind="date",
            required=False,
            help=gettext("Lämna tomt om raden gäller tills nämnden beslutar något annat."),
        ),
        _reference_field(
            gettext("Nämndens beslut"),
            gettext(
                "Till exempel Socialnämnden 2026-06-18 § 41. Det står på varje beslut som fattas med stöd av raden."
            ),
        ),
    )


def _reference_field(label: str, help_text: str) -> Field:
    return Field(name="reference", label=label, help=help_text, rows=1)


def _to_whom(delegates: Delegates) -> tuple[Option, ...]:
    """Roles here, roles elsewhere, people here."""
    ours = [
        Option(role.value, words.capital(words.roles([role]))) for role in (Role.CASEWORKER, Role.TEAM_LEADER)
    ]
    theirs = {
        f"{one.role.value}:{one.employer}": gettext("%(role)s i %(where)s")
        % {"role": words.capital(words.roles([one.role])), "where": one.name}
        for one in delegates.elsewhere
    }
    people = [Option(str(pk), name) for pk, name in delegates.people]
    return (*ours, *(Option(value, label) for value, label in theirs.items()), *people)


def _delegate(chosen: str) -> tuple[Role | None, int | None, UUID | None]:
    """Role, employer elsewhere, person; of what was chosen among the options, or nothing."""
    role, _, employer = chosen.partition(":")
    if not chosen:
        return None, None, None
    if role in Role:
        return Role(role), int(employer) if employer else None, None
    return None, None, UUID(chosen)


def _agreed(delegates: Delegates, employer: int, role: Role | None, service: str) -> bool:
    return any(
        (one.employer, one.role) == (employer, role) and service in one.packages
        for one in delegates.elsewhere
    )


def _amount(fields: dict[str, Field], typed: Mapping[str, str]) -> int | None:
    """In öre; None is any."""
    written = typed.get("highest_amount", "")
    reading = read("money", written, language=words.language())
    fields["highest_amount"] = replace(fields["highest_amount"], value=written, error=reading.error)
    amount = reading.value if isinstance(reading.value, int) else None
    if amount is not None and amount < 0:
        _wrong(fields, "highest_amount", gettext("Beloppet kan inte vara mindre än noll."))
    return amount


def _lacking() -> str:
    return gettext("Skriv vilket beslut av nämnden det vilar på.")


def _wrong(fields: dict[str, Field], name: str, said: str) -> None:
    fields[name] = replace(fields[name], error=said)
