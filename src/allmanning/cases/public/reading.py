"""What everybody may read: published texts, their standing, and those that are like another. No case is read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, F, FloatField, Q, QuerySet
from django.db.models.expressions import RawSQL

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.models import Publication

State = Publication.State
type Sort = Literal["newest", "supported", "ending"]
type Show = Literal["all", "collecting", "reached", "ended"]

PAGE_SIZE = 20
LIKE = 5
WORDS = "to_tsvector('swedish', cases_publication.title || ' ' || cases_publication.text)"
FOUND = f"{WORDS} @@ websearch_to_tsquery('swedish', %s)"
# Any word of the other text, in the form that Swedish gives it.
ANY_WORD = "(SELECT array_to_string(array(SELECT quote_literal(w) FROM unnest(tsvector_to_array(to_tsvector('swedish', %s))) w), ' | ')::tsquery)"
ALIKE = f"{WORDS} @@ {ANY_WORD}"
LIKENESS = f"ts_rank({WORDS}, {ANY_WORD})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page of the list."""

    rows: tuple[Publication, ...]
    total: int
    page: int
    pages: int


def standing(found: Publication, today: date) -> State:
    """Where it stands on a day, also when the worker has not been there yet to write it down."""
    if found.state != State.COLLECTING:
        return State(found.state)
    if found.threshold is not None and found.supports >= found.threshold:
        return State.REACHED
    return State.CLOSED if found.until is not None and found.until < today else State.COLLECTING


def is_open(found: Publication, today: date) -> bool:
    """Whether it can be supported, or a support taken back."""
    wanted = found.state in (State.COLLECTING, State.REACHED) and bool(found.support_salt)
    return wanted and found.until is not None and found.until >= today


def listed(
    organisation: Organisation,
    package_id: str,
    today: date,
    *,
    text: str = "",
    show: Show = "all",
    sort: Sort = "newest",
    page: int = 1,
) -> Listed:
    """The published texts of a municipality; two queries."""
    rows = published(organisation, package_id).filter(_shown(show, today))
    if text.strip():
        rows = rows.annotate(is_found=RawSQL(FOUND, [text], BooleanField())).filter(is_found=True)  # noqa: S611 - ours
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    first = (page - 1) * PAGE_SIZE
    found = tuple(_sorted(rows, sort)[first : first + PAGE_SIZE])
    return Listed(rows=found, total=total, page=page, pages=pages)


def published(organisation: Organisation, package_id: str) -> QuerySet[Publication]:
    """Everything that is published of a service in a municipality."""
    rows = Publication.objects.select_related("organisation")
    return rows.filter(organisation=organisation, package_id=package_id, published_on__isnull=False)


def one(organisation: Organisation, package_id: str, publication_id: UUID) -> Publication | None:
    """One published text."""
    return published(organisation, package_id).filter(pk=publication_id).first()


def alike(organisation: Organisation, package_id: str, title: str, text: str) -> tuple[Publication, ...]:
    """Published texts that share words with a title, the most alike first."""
    if not title.strip():
        return ()
    rows = published(organisation, package_id)
    rows = rows.annotate(
        is_alike=RawSQL(ALIKE, [title], BooleanField()),  # noqa: S611 - ours
        likeness=RawSQL(LIKENESS, [f"{title} {title} {text}"], FloatField()),  # noqa: S611 - ours
    )
    return tuple(rows.filter(is_alike=True).order_by("-likeness", "pk")[:LIKE])


def of_case(actor: Actor, case_id: UUID) -> Publication | None:
    """The public side of a case, for who may see the case."""
    with acting(actor):
        return Publication.objects.select_related("organisation").filter(case_id=case_id).first()


def _shown(show: Show, today: date) -> Q:
    reached = Q(state=State.REACHED) | Q(state=State.COLLECTING, supports__gte=F("threshold"))
    collecting = Q(state=State.COLLECTING, until__gte=today, supports__lt=F("threshold"))
    match show:
        case "collecting":
            return collecting
        case "reached":
            return reached
        case "ended":
            return ~collecting & ~reached
        case _:
            return Q()


def _sorted(rows: QuerySet[Publication], sort: Sort) -> QuerySet[Publication]:
    match sort:
        case "supported":
            return rows.order_by("-supports", "-published_on", "pk")
        case "ending":
            return rows.order_by(F("closed_on").asc(nulls_first=True), "until", "pk")
        case _:
            return rows.order_by("-published_on", "pk")
