"""The worklist as a page shows it: from an address to filters, from rows to cells with every date and amount written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from allmanning.accounts.actors import Actor
from allmanning.cases.models import Case, Completion, Decision, Event
from allmanning.cases.queries import Filters, Worklist, WorkRow
from allmanning.cases.queries.reach import within_reach
from allmanning.cases.queries.worklist import COUNTED_TO, PAGE_SIZE, Show, Sort
from allmanning.lib import text
from allmanning.portals.caseworker import many, words
from allmanning.portals.design.parts import Cell, Column, Deadline, Link, Pages, Table, TableRow

SHOWS: tuple[Show, ...] = get_args(Show.__value__)
SORTS: tuple[Sort, ...] = get_args(Sort.__value__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """How many open cases each tab holds; None where there are more than are counted."""

    open: int | None
    mine: int | None
    unassigned: int | None
    overdue: int | None
    waiting: int | None

    def of(self, show: Show) -> int | None:
        """The count of a tab; what is closed is not counted."""
        return None if show == "closed" else getattr(self, show)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided, for the list of closed cases."""

    outcome: str
    amount: int | None
    decided_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What the rows do not carry themselves: cases with an unread answer, and decisions of closed ones."""

    answered: frozenset[UUID] = frozenset()
    verdicts: Mapping[UUID, Verdict]


def read_filters(params: Mapping[str, str], searched: str = "") -> Filters:
    """The address's parameters; what is not known is as if it were not there."""
    show: Show = next((known for known in SHOWS if known == params.get("show")), "open")
    sort = params.get("sort") or ("-submitted" if show == "closed" else "due")
    page = params.get("page", "1")
    return Filters(
        show=show,
        text=searched,
        package_id=params.get("service", ""),
        owner=_number(params.get("owner", "")),
        sort=next((known for known in SORTS if known == sort.removeprefix("-")), "due"),
        descending=sort.startswith("-"),
        page=min(_number(page) or 1, COUNTED_TO),
    )


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def as_parameters(
    filters: Filters, search_word: str = "", *, sorted_too: bool = False
) -> tuple[tuple[str, str], ...]:
    """The filters as an address keeps them, without the page; what is as it always is has no place in it."""
    sort = f"-{filters.sort}" if filters.descending else filters.sort
    usual = "-submitted" if filters.show == "closed" else "due"
    pairs = (
        ("show", "" if filters.show == "open" else filters.show),
        ("service", filters.package_id),
        ("owner", str(filters.owner or "")),
        ("search", search_word),
        ("sort", sort if sorted_too and sort != usual else ""),
    )
    return tuple((name, value) for name, value in pairs if value)


def tallies(actor: Actor, owner: int | None = None) -> Tallies:
    """One statement over the open cases, soonest due first; run it inside `acting`."""
    cases = Case.objects.filter(within_reach(actor, owner), status__in=Case.OPEN)
    counted = cases.order_by("due_on", "id")[: COUNTED_TO + 1].aggregate(
        open=Count("pk"),
        mine=Count("pk", filter=Q(assignee=actor.person_id)),
        unassigned=Count("pk", filter=Q(assignee=None)),
        overdue=Count("pk", filter=Q(due_on__lt=timezone.localdate())),
        waiting=Count("pk", filter=Q(status=Case.Status.COMPLETION)),
    )
    if counted["open"] > COUNTED_TO:
        return Tallies(open=None, mine=None, unassigned=None, overdue=None, waiting=None)
    return Tallies(**counted)


def tallied(filters: Filters, counts: Tallies) -> int | None:
    """How many cases the list has, where the tallies have counted just those."""
    if filters.text or filters.package_id:
        return None
    if counts.open is None and filters.show == "open":
        return COUNTED_TO
    return counts.of(filters.show)


def extras(show: Show, rows: Sequence[WorkRow]) -> Extras:
    """One statement for a page of rows; run it inside `acting`."""
    ids = [row.id for row in rows]
    if show == "closed":
        return Extras(verdicts=dict(_verdicts(ids)))
    return Extras(answered=unread_answers(ids), verdicts={})


def unread_answers(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Cases whose applicant has answered and where no caseworker has done anything since."""
    later = Event.objects.filter(
        case=OuterRef("case"), actor_kind="staff", happened_at__gt=OuterRef("answered_at")
    )
    answered = Completion.objects.filter(case__in=ids, answered_at__isnull=False)
    return frozenset(answered.exclude(Exists(later)).values_list("case_id", flat=True))


def _verdicts(ids: Iterable[UUID]) -> Iterable[tuple[UUID, Verdict]]:
    for row in (
        Decision.objects.filter(case__in=ids).order_by("decided_at", "pk").defer("circumstances", "items")
    ):
        by = gettext("automatisk funktion") if row.is_automatic else row.taken_by_name
        yield (
            row.case_id,
            Verdict(outcome=row.outcome, amount=row.amount, decided_at=row.decided_at, by=by),
        )


def tab_links(filters: Filters, counts: Tallies, search_word: str) -> tuple[Link, ...]:
    """One link for each way to look at the list; a search is kept from tab to tab."""
    titles: dict[Show, str] = {
        "open": gettext("Öppna"),
        "mine": gettext("Mina"),
        "unassigned": gettext("Ofördelade"),
        "overdue": gettext("Försenade"),
        "waiting": gettext("Väntar på sökande"),
        "closed": gettext("Avslutade"),
    }
    address = reverse("caseworker:worklist")
    kept = Filters(package_id=filters.package_id, owner=filters.owner)
    return tuple(
        Link(
            title=title,
            url=f"{address}{query(as_parameters(replace(kept, show=show), search_word))}",
            current=filters.show == show,
            count=counts.of(show),
            key=str(number),
        )
        for number, (show, title) in enumerate(titles.items(), 1)
    )


def query(pairs: Sequence[tuple[str, str]]) -> str:
    """Pairs as the end of an address."""
    return f"?{urlencode(pairs)}" if pairs else ""


def listing(
    filters: Filters, found: Worklist, more: Extras, search_word: str, *, owners: bool = False
) -> Table:
    """The rows as cells; closed cases show what was decided instead of what is proposed and when it is due.

    `owners`: the list holds cases of several organisations, and says whose each is.
    """
    closed = filters.show == "closed"
    amounts = Amounts([_amount(row, more) for row in found.rows])
    boxes = many.choices(found.rows)
    columns = _closed_columns() if closed else _open_columns()
    return Table(
        caption=gettext("Ärenden"),
        columns=_with_owner(columns, Column(title=gettext("Kommun")), shown=owners),
        rows=tuple(
            TableRow(
                url=reverse("caseworker:case", args=[row.id]),
                cells=_with_owner(
                    _closed_cells(row, more, amounts)
                    if closed
                    else _open_cells(row, found.today, more, amounts),
                    Cell(text=row.owner),
                    shown=owners,
                ),
                choice=boxes.get(row.id),
            )
            for row in found.rows
        ),
        sorted_by=f"-{filters.sort}" if filters.descending else filters.sort,
        kept=as_parameters(filters, search_word),
    )


def _with_owner[T](parts: tuple[T, ...], owner: T, *, shown: bool) -> tuple[T, ...]:
    """Whose case it is stands after the number."""
    return (parts[0], owner, *parts[1:]) if shown else parts


def pages_of(filters: Filters, found: Worklist, search_word: str) -> Pages:
    """Which page of how many; beyond what is counted there is always one more."""
    counted = -(-found.total // PAGE_SIZE) or 1
    kept = as_parameters(filters, search_word, sorted_too=True)
    return Pages(number=found.page, count=max(counted, found.page + found.has_next), kept=kept)


def told_total(found: Worklist) -> str:
    """How many there are, in words."""
    if found.total >= COUNTED_TO:
        return gettext("Minst %(n)s ärenden") % {"n": text.number(found.total, words.language())}
    return ngettext("%(n)s ärende", "%(n)s ärenden", found.total) % {"n": found.total}


def _open_columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Nummer"), sort="number"),
        Column(title=gettext("Sökande"), sort="name"),
        Column(title=gettext("Gäller"), wraps=True),
        Column(title=gettext("Läge")),
        Column(title=gettext("Förslag")),
        Column(title=gettext("Belopp"), number=True),
        Column(title=gettext("Klart senast"), sort="due"),
        Column(title=gettext("Handläggare")),
    )


def _closed_columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Nummer"), sort="number"),
        Column(title=gettext("Sökande"), sort="name"),
        Column(title=gettext("Gäller"), wraps=True),
        Column(title=gettext("Kom in"), sort="submitted"),
        Column(title=gettext("Beslut")),
        Column(title=gettext("Belopp"), number=True),
        Column(title=gettext("Beslutat")),
        Column(title=gettext("Av")),
    )


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts that stand under each other: one with öre gives all of them two decimals."""

    of: Sequence[int | None]

    def written(self, ore: int | None) -> str:
        decimals = any(amount is not None and amount % 100 for amount in self.of)
        return "" if ore is None else text.money(ore, words.language(), decimals=decimals or None)


def _amount(row: WorkRow, more: Extras) -> int | None:
    verdict = more.verdicts.get(row.id)
    return verdict.amount if verdict else row.proposed_amount


def _open_cells(row: WorkRow, today: date, more: Extras, amounts: Amounts) -> tuple[Cell, ...]:
    answered = row.id in more.answered
    return (
        *_who_and_what(row),
        Cell(text=_state(row, answered), tone="success" if answered else None),
        Cell(
            text=words.short_outcome(row.proposed_outcome, row.decides)
            if row.proposed_outcome
            else gettext("Att bedöma")
        ),
        Cell(text=amounts.written(row.proposed_amount)),
        Cell(deadline=Deadline(day=row.due_on, today=today)) if row.due_on else Cell(),
        Cell(text=gettext("Du") if row.is_mine else row.assignee or gettext("Ingen än")),
    )


def _closed_cells(row: WorkRow, more: Extras, amounts: Amounts) -> tuple[Cell, ...]:
    verdict = more.verdicts.get(row.id)
    decided = text.short_day(timezone.localdate(verdict.decided_at), words.language()) if verdict else ""
    return (
        *_who_and_what(row),
        Cell(text=text.short_day(timezone.localdate(row.submitted_at), words.language())),
        Cell(text=words.short_outcome(verdict.outcome, row.decides) if verdict else words.status(row.status)),
        Cell(text=amounts.written(verdict.amount) if verdict else ""),
        Cell(text=decided),
        Cell(text=words.capital(verdict.by) if verdict else gettext("Den sökande")),
    )


def _who_and_what(row: WorkRow) -> tuple[Cell, ...]:
    about = words.about(row.service, row.month)
    return Cell(text=row.number), _applicant(row), Cell(text=about)


def _applicant(row: WorkRow) -> Cell:
    """The applicant, and under the name who applied for them."""
    if row.is_protected:
        return Cell(text=gettext("Skyddade uppgifter"))
    if not row.has_ombud:
        return Cell(text=row.applicant)
    ombud = row.ombud or gettext("skyddade uppgifter")
    return Cell(text=row.applicant, detail=gettext("Ombud: %(name)s") % {"name": ombud})


def _state(row: WorkRow, answered: bool) -> str:
    return gettext("Svar har kommit") if answered else words.status(row.status)


def empty(filters: Filters) -> tuple[str, str]:
    """What an empty list says: that it is empty, and what to do now."""
    if filters.text:
        return (
            gettext("Inget ärende passar sökningen"),
            gettext("Sök på ärendenummer, namn eller hela personnumret. Sök också bland de avslutade."),
        )
    match filters.show:
        case "mine":
            return (
                gettext("Du har inga ärenden"),
                gettext("Ta ett från Ofördelade. De som snart ska vara klara står överst."),
            )
        case "unassigned":
            return gettext("Alla ärenden har en handläggare"), gettext("Nya ansökningar kommer hit.")
        case "overdue":
            return gettext("Inget är försenat"), gettext("Bra jobbat. Öppna visar vad som står på tur.")
        case "waiting":
            return (
                gettext("Ingen sökande har något att svara på"),
                gettext("Ärenden där du har begärt komplettering ligger här tills svaret kommer."),
            )
        case "closed":
            return gettext("Inget är avslutat än"), gettext("Beslutade och återtagna ansökningar kommer hit.")
        case _:
            return gettext("Det finns inga öppna ärenden"), gettext("Nya ansökningar kommer hit.")
