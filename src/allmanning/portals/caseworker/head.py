"""The head of a case: who and what, where it stands, by when, who has it, and what this reader may do about that."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Person
from allmanning.accounts.permissions import leads, may
from allmanning.cases.actions.hold import CLOSED
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage
from allmanning.lib import personnummer, text
from allmanning.portals.caseworker import words
from allmanning.portals.design.parts import Deadline, Link

type Tab = Literal["case", "journal", "letters", "others", "reads", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Every address of one case that a template links to."""

    case: str
    journal: str
    letters: str
    others: str
    reads: str
    preview: str
    take: str
    put_back: str
    hand_over: str
    judge: str
    sign: str
    change: str
    refuse: str
    complete: str
    following: str
    confirm: str
    send_back: str
    keep: str
    hand_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What the reader may do now. The action itself asks again; this only spares them links that lead nowhere."""

    take: bool
    put_back: bool
    hand_over: bool
    decide: bool
    refuse: bool
    ask: bool
    control: bool
    hold: bool
    """Keep it back from removal."""
    hand_out: bool
    """The whole case as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above every page of a case."""

    number: str
    applicant: str
    personnummer: str
    is_protected: bool
    service: str
    submitted: str
    status: str
    status_code: str
    deadline: Deadline | None
    assignee: str
    is_mine: bool
    is_somebodys: bool
    on_behalf: str
    ombud: str
    """Who sent it for the applicant; empty when they did themselves."""
    urls: Urls
    may: Powers

    @property
    def title(self) -> str:
        """For the browser's tab and history: no name."""
        return f"{self.number}, {self.service}"


def head(actor: Actor, page: CasePage) -> Head:
    """The head as this actor sees it."""
    case, applicant, language = page.case, page.case.applicant, words.language()
    number = applicant.personnummer
    return Head(
        number=case.number,
        applicant=applicant.name,
        personnummer=personnummer.formatted(number) if number else _organisation_number(applicant),
        is_protected=applicant.protected_identity,
        service=words.about(case.adoption.release.name, case.month),
        submitted=text.short_day(timezone.localdate(case.submitted_at), language)
        if case.submitted_at
        else "",
        status=words.status(case.status),
        status_code=case.status,
        deadline=_deadline(case, page.today),
        assignee=case.assignee_name,
        is_mine=case.assignee_id == actor.person_id,
        is_somebodys=case.assignee_id is not None,
        on_behalf=words.on_behalf(_executor(actor, case), case.organisation.name),
        ombud=_ombud(case),
        urls=urls(case),
        may=powers(actor, case),
    )


def _organisation_number(applicant: Person) -> str:
    """A company's, as it is written: 999999-9999."""
    number = applicant.organisation_number or ""
    return f"{number[:6]}-{number[6:]}" if number else ""


def _ombud(case: Case) -> str:
    if case.representation_id is None:
        return ""
    return case.ombud_name or gettext("skyddade uppgifter")


def _executor(actor: Actor, case: Case) -> str:
    """Who acts for the owner: the one who has the case, or else the reader's own organisation."""
    mandate = may(actor, "read", case).mandate
    return case.executor_name or (mandate.executor_name if mandate else "")


def urls(case: Case) -> Urls:
    """All addresses of a case."""
    names = Urls.__dataclass_fields__
    return Urls(**{name: reverse(f"caseworker:{name}", args=[case.pk]) for name in names})


def powers(actor: Actor, case: Case) -> Powers:
    """By the same permissions and states that the actions hold to."""
    is_open = case.status in Case.OPEN
    mine, nobodys = case.assignee_id == actor.person_id, case.assignee_id is None
    within_reach = mine or nobodys or leads(actor, case)
    to_decide = is_open and may(actor, "decide", case).allowed
    decide = to_decide and within_reach and case.status in Case.HANDLED
    return Powers(
        take=is_open and nobodys and may(actor, "take", case).allowed,
        put_back=case.status in Case.HANDLED and mine and may(actor, "take", case).allowed,
        hand_over=is_open and within_reach and may(actor, "assign", case).allowed,
        decide=decide,
        refuse=decide and bool(case.adoption.release.package.manifest.decision.refused),
        ask=decide and case.status != Case.Status.COMPLETION,
        control=to_decide and case.status == Case.Status.CONTROL,
        hold=case.status in CLOSED and may(actor, "hold", case).allowed,
        hand_out=may(actor, "hand_out", case).allowed,
    )


def tabs(page: CasePage, current: Tab, addresses: Urls, others: int | None = None) -> tuple[Link, ...]:
    """The parts of a case."""
    links = (
        ("case", gettext("Utredning"), addresses.case, None),
        ("journal", gettext("Journal"), addresses.journal, len(page.events)),
        ("letters", gettext("Brev"), addresses.letters, len(page.letters)),
        ("others", gettext("Fler ärenden"), addresses.others, others),
        ("reads", gettext("Läslogg"), addresses.reads, None),
    )
    return tuple(
        Link(title=title, url=url, current=name == current, count=count, key=str(number))
        for number, (name, title, url, count) in enumerate(links, 1)
    )


def _deadline(case: Case, today: date) -> Deadline | None:
    if case.due_on is None or case.status not in Case.OPEN:
        return None
    return Deadline(day=case.due_on, today=today)
