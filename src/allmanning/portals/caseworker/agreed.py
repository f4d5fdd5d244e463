"""Agreements as pages show them: whose, what, since when, who has signed; and the year's report to the council."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import Standing
from allmanning.accounts.models import Agreement, AgreementSignature
from allmanning.accounts.roles import Role
from allmanning.cases.queries.figures import Access, Decided, UnderAgreement
from allmanning.lib import text
from allmanning.portals.caseworker import words
from allmanning.portals.design.parts import Cell, Column, Table, TableRow

type Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two, and who signed for it."""

    name: str
    does: str
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An agreement in words."""

    title: str
    number: int
    owner: str
    executor: str
    state: str
    state_code: str
    services: str
    tasks: str
    roles: str
    period: str
    council_decision: str
    parties: tuple[Party, Party]
    revoked: str
    may_sign: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An agreement's figures for one service."""

    agreement: str
    service: str
    handled: str
    decided: str
    accesses: str


def shown(actor: Actor, standing: Standing, names: Names) -> Shown:
    """`names`: the services' names by package id."""
    agreement = standing.agreement
    mine = actor.signs & {agreement.owner_id, agreement.executor_id}
    open_ = standing.state not in ("revoked", "ended")
    signed_myself = any(one.person_id == actor.person_id for one in standing.signatures)
    unsigned = any(standing.signed_by(party) is None for party in mine)
    owner = standing.signed_by(agreement.owner_id)
    executor = standing.signed_by(agreement.executor_id)
    return Shown(
        title=title(agreement),
        number=agreement.pk,
        owner=agreement.owner.name,
        executor=agreement.executor.name,
        state=state(standing.state),
        state_code=standing.state,
        services=text.joined([names.get(one, one) for one in agreement.packages], words.language()),
        tasks=text.joined([words.task(one).lower() for one in agreement.tasks], words.language()),
        roles=words.roles(Role(role) for role in agreement.roles),
        period=period(agreement),
        council_decision=agreement.council_decision,
        parties=(
            Party(name=agreement.owner.name, does=gettext("Äger ärendena"), signed=_signed(owner)),
            Party(name=agreement.executor.name, does=gettext("Gör arbetet"), signed=_signed(executor)),
        ),
        revoked=_revoked(agreement),
        may_sign=open_ and bool(mine) and unsigned and not signed_myself,
        may_revoke=open_ and bool(mine),
    )


def title(agreement: Agreement) -> str:
    """Who does it for whom."""
    told = {"executor": agreement.executor.name, "owner": agreement.owner.name}
    return gettext("%(executor)s för %(owner)s") % told


def state(code: str) -> str:
    """Where an agreement stands."""
    says = {
        "draft": gettext("Väntar på underskrift"),
        "coming": gettext("Underskrivet, gäller inte än"),
        "in_force": gettext("Gäller"),
        "ended": gettext("Har upphört"),
        "revoked": gettext("Återkallat"),
    }
    return says.get(code, code)


def period(agreement: Agreement) -> str:
    """From when to when."""
    language = words.language()
    first = text.day(agreement.valid_from, language)
    if agreement.valid_to is None:
        return gettext("från %(first)s tills vidare") % {"first": first}
    return gettext("%(first)s till %(last)s") % {
        "first": first,
        "last": text.day(agreement.valid_to, language),
    }


def table(found: Sequence[Standing], names: Names) -> Table:
    """All agreements, each with the way to its page."""
    return Table(
        caption=gettext("Avtal"),
        columns=(
            Column(title=gettext("Avtal")),
            Column(title=gettext("Läge")),
            Column(title=gettext("Tjänster")),
            Column(title=gettext("Uppgifter")),
            Column(title=gettext("Gäller")),
        ),
        rows=tuple(_row(standing, names) for standing in found),
    )


def access_table(found: Iterable[Access]) -> Table:
    """Every access; the first cell leads to the case."""
    return Table(
        caption=gettext("Åtkomst enligt avtal"),
        columns=(
            Column(title=gettext("Ärende")),
            Column(title=gettext("När")),
            Column(title=gettext("Vem")),
            Column(title=gettext("Vad")),
            Column(title=gettext("Avtal")),
        ),
        rows=tuple(
            TableRow(
                url=reverse("caseworker:case", args=[one.case_id]),
                cells=(
                    Cell(text=one.number),
                    Cell(text=words.moment(one.when)),
                    Cell(text=f"{one.name}, {one.executor}"),
                    Cell(text=words.page_read(one.what) if one.is_reading else _done(one.what)),
                    Cell(text=str(one.agreement)),
                ),
            )
            for one in found
        ),
    )


def report(rows: Iterable[UnderAgreement], found: Sequence[Standing], names: Names) -> tuple[ReportRow, ...]:
    """The figures, and a line of zeros for an agreement under which nothing was done."""
    by_place = {(row.agreement, row.package_id): row for row in rows}
    places = [(one.agreement, package) for one in found for package in one.agreement.packages]
    counted = [
        (agreement, package, by_place.get((agreement.pk, package), UnderAgreement(0, "", 0, 0, 0)))
        for agreement, package in places
    ]
    return tuple(
        ReportRow(
            agreement=f"{agreement.pk}. {title(agreement)}",
            service=names.get(package, package),
            handled=text.number(row.handled, words.language()),
            decided=text.number(row.decided, words.language()),
            accesses=text.number(row.accesses, words.language()),
        )
        for agreement, package, row in counted
    )


def decided_rows(rows: Iterable[Decided], names: Names) -> tuple[tuple[str, ...], ...]:
    """Service, outcome, decisions, of them automatic, sum; too few to tell have no sum."""
    language = words.language()
    return tuple(
        (
            names.get(row.package_id, row.package_id),
            words.outcome(row.outcome),
            text.number(row.decisions, language),
            text.number(row.automatic, language),
            text.money(row.total, language) if row.total is not None else "–",
        )
        for row in rows
    )


def _row(standing: Standing, names: Names) -> TableRow:
    agreement = standing.agreement
    return TableRow(
        url=reverse("caseworker:agreement", args=[agreement.pk]),
        cells=(
            Cell(text=title(agreement), detail=agreement.council_decision),
            Cell(text=state(standing.state), tone="success" if standing.state == "in_force" else None),
            Cell(text=text.joined([names.get(one, one) for one in agreement.packages], words.language())),
            Cell(text=words.capital(", ".join(words.task(one).lower() for one in agreement.tasks))),
            Cell(text=period(agreement)),
        ),
    )


def _signed(signature: AgreementSignature | None) -> str:
    if signature is None:
        return gettext("Inte underskrivet än")
    told = {
        "name": signature.name,
        "role": words.roles([Role(signature.role)]),
        "when": words.moment(signature.signed_at),
    }
    return gettext("Underskrivet av %(name)s, %(role)s, %(when)s") % told


def _revoked(agreement: Agreement) -> str:
    if agreement.revoked_at is None:
        return ""
    told = {"who": agreement.revoked_by, "when": words.moment(agreement.revoked_at)}
    return gettext("Återkallat av %(who)s, %(when)s") % told


def _done(action: str) -> str:
    says = {
        "taken": gettext("Tog ärendet"),
        "put_back": gettext("Lämnade tillbaka ärendet"),
        "assigned": gettext("Lämnade över ärendet"),
        "facts_stated": gettext("Ändrade uppgifter"),
        "completion_asked": gettext("Bad om komplettering"),
        "decided": gettext("Beslutade"),
    }
    return says.get(action, action)


def this_year() -> int:
    """The year whose report is under way."""
    return timezone.localdate().year
