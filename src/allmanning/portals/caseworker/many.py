"""Many proposals under one signature, as pages show them: each line before it is signed, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from allmanning.cases.actions.many import AT_ONCE, Left
from allmanning.cases.models import Case
from allmanning.cases.queries import Became, Proposed, WorkRow
from allmanning.lib import text
from allmanning.packages import ParameterUse
from allmanning.portals.caseworker import delegated, proposal, words
from allmanning.portals.design.parts import Choice

FORM = "many"
CASE = "case"
ANOTHER_SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Proposals of one service on a page of the list that wait for nothing but a signature."""

    service: str
    count: int
    url: str
    """To the page where all of them are read through; or to the list of this service alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A decision to sign: whose, about what, which, and what the signer should look at first."""

    url: str
    number: str
    applicant: str
    about: str
    outcome: str
    amount: str
    flags: tuple[str, ...]
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftLine:
    """A case that is not signed, and why. `number` is empty for one that the reader may not see."""

    url: str
    number: str
    applicant: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """A case that was signed, as it was decided."""

    url: str
    number: str
    applicant: str
    outcome: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Everything about the chosen cases, for the page before the signature."""

    service: str
    lines: tuple[Line, ...]
    left: tuple[LeftLine, ...]
    total: str
    derived: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """By law, the amounts that the proposals stand on and that are not settled."""
    delegation: tuple[str, ...]


def offers(rows: Sequence[WorkRow]) -> tuple[Offer, ...]:
    """For each service with two or more such rows; with one service the way leads straight to reading them through."""
    by_service: dict[str, list[WorkRow]] = {}
    for row in rows:
        if row.may_sign:
            by_service.setdefault(row.package_id, []).append(row)
    worth = [(package_id, found) for package_id, found in by_service.items() if len(found) > 1]
    if len(by_service) == 1 and worth:
        found = worth[0][1]
        return (Offer(service=words.said(found[0].service), count=len(found), url=_all_of(found)),)
    address = reverse("caseworker:worklist")
    return tuple(
        Offer(service=words.said(found[0].service), count=len(found), url=f"{address}?service={package_id}")
        for package_id, found in worth
    )


def choices(rows: Sequence[WorkRow]) -> Mapping[UUID, Choice]:
    """A box for each row that may be signed, where the page holds such rows of one service alone."""
    chosen = [row for row in rows if row.may_sign]
    if len(chosen) < 2 or len({row.package_id for row in chosen}) > 1:
        return {}
    return {
        row.id: Choice(
            form=FORM,
            name=CASE,
            value=str(row.id),
            label=gettext("Välj %(number)s") % {"number": row.number},
        )
        for row in chosen
    }


def _all_of(rows: Iterable[WorkRow]) -> str:
    query = "&".join(f"{CASE}={row.id}" for row in rows)
    return f"{reverse('caseworker:sign_many')}?{query}"


def chosen(found: Sequence[Proposed]) -> Chosen:
    """The cases of the first one's service that may be signed, and the rest with the reason why not."""
    first = found[0].case
    same = [one for one in found if one.case.package_id == first.package_id]
    ready = [one for one in same if one.left is None]
    spec = first.adoption.release.package.manifest.decision
    total = sum(one.assessment.amount or 0 for one in ready)
    return Chosen(
        service=words.said(first.adoption.release.name),
        lines=tuple(_line(one) for one in ready),
        left=tuple(_left(one, _why(one, first)) for one in found if one not in ready),
        total=words.money(total) if spec.amount and ready else "",
        derived=_derived(ready),
        delegation=tuple(dict.fromkeys(_delegation(one) for one in ready)),
    )


def _line(one: Proposed) -> Line:
    case, assessment = one.case, one.assessment
    spec = case.adoption.release.package.manifest.decision
    told = proposal.proposed(spec, assessment.outcome, assessment.amount)
    return Line(
        url=address(case),
        number=case.number,
        applicant=applicant(case),
        about=text.month(case.month, words.language()) if case.month else "",
        outcome=told.outcome,
        amount=told.amount,
        flags=tuple(_flags(one)),
        choice=Choice(
            form=FORM,
            name=f"{CASE}-{case.pk}",
            value=str(case.version),
            label=gettext("Skriv under %(number)s") % {"number": case.number},
            ticked=True,
        ),
    )


def _flags(one: Proposed) -> Iterator[str]:
    if one.assessment.derived:
        yield gettext("Belopp som inte är fastställda")
    if one.has_earlier:
        yield gettext("Har en annan ansökan för samma tid")
    if one.case.representation_id is not None:
        yield gettext("Skickad av ett ombud")


def _derived(ready: Sequence[Proposed]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    by_law: dict[str, dict[tuple[str, str], None]] = {}
    for one in ready:
        for use in one.assessment.derived:
            by_law.setdefault(text.citation(use.law), {})[_cell(use)] = None
    return tuple((law, tuple(sorted(cells))) for law, cells in by_law.items())


def _cell(use: ParameterUse) -> tuple[str, str]:
    return use.label.in_(words.language()) + (f", {use.key}" if use.key else ""), use.value


def _delegation(one: Proposed) -> str:
    if one.right and one.right.line:
        return words.capital(words.ground(one.right.ground))
    return words.role(one.case.adoption.release.package.manifest.delegation.level)


def _left(one: Proposed, why: str) -> LeftLine:
    return LeftLine(url=address(one.case), number=one.case.number, applicant=applicant(one.case), why=why)


def _why(one: Proposed, first: Case) -> str:
    if one.case.package_id != first.package_id:
        return gettext("Hör till en annan tjänst. Varje tjänst skrivs under för sig.")
    if one.left == "delegation" and one.right:
        others = "; ".join(delegated.others(one.right)) or gettext("nämnden")
        return gettext("Enligt delegationsordningen får de här besluta: %(who)s.") % {"who": others}
    return why_not(one.left or "other", one.case)


def became(found: Sequence[Became]) -> tuple[tuple[SignedLine, ...], tuple[LeftLine, ...]]:
    """What was signed, and what was not."""
    signed = tuple(_signed(one) for one in found if one.decision is not None and one.case is not None)
    left = tuple(
        LeftLine(
            url=address(one.case) if one.case else "",
            number=one.case.number if one.case else "",
            applicant=applicant(one.case) if one.case else "",
            why=why_not(one.left, one.case),
        )
        for one in found
        if one.decision is None
    )
    return signed, left


def _signed(one: Became) -> SignedLine:
    case, decision = one.case, one.decision
    assert case is not None  # noqa: S101 - the caller has looked
    assert decision is not None  # noqa: S101
    spec = case.adoption.release.package.manifest.decision
    told = proposal.proposed(spec, decision.outcome, decision.amount)
    return SignedLine(
        url=address(case),
        number=case.number,
        applicant=applicant(case),
        outcome=told.outcome,
        amount=told.amount,
    )


def why_not(left: Left | None, case: Case | None) -> str:
    """Why a case was not signed, and what to do."""
    if case is None:
        return gettext("Ärendet finns inte bland dem du får se.")
    match left:
        case "taken":
            return gettext("%(name)s handlägger ärendet.") % {"name": case.assignee_name}
        case "state":
            return gettext("Ärendets läge är nu: %(status)s.") % {"status": words.status(case.status).lower()}
        case None:
            return gettext("Det hann inte prövas. Välj det igen i listan.")
        case _:
            return _standing(left)


def _standing(left: Left) -> str:
    says = {
        "changed": gettext("En uppgift ändrades efter att sidan visades. Läs ärendet igen."),
        "open": gettext("Något är kvar att bedöma eller ta reda på."),
        "two": gettext("Beslutet tas av två. Öppna ärendet och begär kontroll."),
        "delegation": gettext("Delegationsordningen låter dig inte fatta beslutet."),
        "denied": gettext("Du får inte besluta i det här ärendet."),
        "unseen": gettext("Ärendet finns inte bland dem du får se."),
    }
    return says.get(left) or gettext("Det gick inte. Öppna ärendet och försök igen.")


def address(case: Case) -> str:
    return reverse("caseworker:case", args=[case.pk])


def applicant(case: Case) -> str:
    """As the list shows them."""
    if case.applicant.protected_identity:
        return gettext("Skyddade uppgifter")
    return case.applicant.name_in_lists


def too_many() -> str:
    return gettext("Högst %(n)s beslut skrivs under på en gång. De första visas här.") % {"n": AT_ONCE}
