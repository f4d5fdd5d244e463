"""A new agreement as it is written: fields, and the terms that were read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from allmanning.accounts.agreements import Terms
from allmanning.accounts.roles import Role, Task
from allmanning.portals.caseworker.forms import read_choice, read_day, read_reference
from allmanning.portals.design.fields import Field, Option

TASKS = {
    "read": (Task.READ,),
    "handle": (Task.READ, Task.HANDLE),
    "decide": (Task.READ, Task.HANDLE, Task.DECIDE),
    "only-decide": (Task.READ, Task.DECIDE),
}
ROLES = {
    "both": (Role.CASEWORKER, Role.TEAM_LEADER),
    "caseworker": (Role.CASEWORKER,),
    "team_leader": (Role.TEAM_LEADER,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementForm:
    """The fields by name, which services are chosen, and the terms when everything could be read."""

    fields: Mapping[str, Field]
    services: tuple[tuple[Option, bool], ...]
    services_error: str = ""
    terms: Terms | None = None

    @property
    def errors(self) -> tuple[Field, ...]:
        """For the summary: every field, and the services as one."""
        services = Field(name="services", label=gettext("Tjänster"), error=self.services_error)
        return (*self.fields.values(), services)


def agreement_form(
    others: Sequence[tuple[int, str]],
    offered: Sequence[tuple[str, str]],
    today: date,
    typed: Mapping[str, str] | None = None,
    chosen: Sequence[str] = (),
) -> AgreementForm:
    """`others`: id and name of every other organisation; `offered`: id and name of the owner's services."""
    fields = {field.name: field for field in _blank(others, today)}
    boxes = tuple((Option(value, label), value in chosen) for value, label in offered)
    if typed is None:
        return AgreementForm(fields=fields, services=boxes)
    for name in ("executor", "tasks", "roles"):
        fields[name] = read_choice(fields[name], typed, gettext("Välj ett av alternativen."))
    fields["valid_from"], first = read_day(fields["valid_from"], typed)
    fields["valid_to"], last = read_day(fields["valid_to"], typed)
    fields["council_decision"], decision = read_reference(
        fields["council_decision"], typed, gettext("Skriv vilket beslut i fullmäktige avtalet vilar på.")
    )
    if first is not None and last is not None and last < first:
        fields["valid_to"] = replace(fields["valid_to"], error=gettext("Sista dagen kommer före den första."))
    packages = [value for value in chosen if value in dict(offered)]
    missing = "" if packages else gettext("Välj minst en tjänst.")
    if missing or first is None or any(field.error for field in fields.values()):
        return AgreementForm(fields=fields, services=boxes, services_error=missing)
    terms = Terms(
        executor=int(fields["executor"].value),
        packages=packages,
        tasks=TASKS[fields["tasks"].value],
        roles=ROLES[fields["roles"].value],
        valid_from=first,
        valid_to=last,
        council_decision=decision,
    )
    return AgreementForm(fields=fields, services=boxes, terms=terms)


def _blank(others: Sequence[tuple[int, str]], today: date) -> tuple[Field, ...]:
    return (
        Field(
            name="executor",
            label=gettext("Vem ska göra det?"),
            kind="choice",
            options=tuple(Option(str(pk), name) for pk, name in others),
        ),
        Field(
            name="tasks",
            label=gettext("Vad ska de göra?"),
            kind="choice",
            options=(
                Option("read", gettext("Läsa ärenden")),
                Option("handle", gettext("Läsa och handlägga")),
                Option("decide", gettext("Läsa, handlägga och besluta")),
                Option("only-decide", gettext("Läsa och besluta i det ni har handlagt")),
            ),
        ),
        Field(
            name="roles",
            label=gettext("Vilka hos dem?"),
            kind="choice",
            value="both",
            options=(
                Option("both", gettext("Handläggare och gruppledare")),
                Option("caseworker", gettext("Bara handläggare")),
                Option("team_leader", gettext("Bara gruppledare")),
            ),
        ),
        Field(name="valid_from", label=gettext("Gäller från"), kind="date", value=today.isoformat()),
        Field(
            name="valid_to",
            label=gettext("Gäller till och med"),
            kind="date",
            required=False,
            help=gettext("Lämna tomt om avtalet gäller tills någon säger upp det."),
        ),
        Field(
            name="council_decision",
            label=gettext("Beslut i fullmäktige"),
            help=gettext("Till exempel KF 2026-02-16 § 14. Det står i journalen vid allt som görs."),
            rows=1,
        ),
    )
