"""A service before anybody logs in: what it is, what it takes, and how it is decided."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from allmanning import packages
from allmanning.accounts.models import Organisation
from allmanning.catalogue.adoptions import adopted
from allmanning.catalogue.models import Adoption
from allmanning.lib import text
from allmanning.portals.design.access import public_page
from allmanning.portals.design.fields import Option
from allmanning.portals.open.frame import frame
from allmanning.portals.open.months import open_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A package as somebody meets it who has not begun."""

    name: str
    summary: str
    themes: tuple[str, ...]
    """What the questions are about."""
    at_hand: tuple[str, ...]
    """What is good to have beside one."""
    questions: int
    target_days: int
    machine_decides: bool
    machine_outcomes: str
    appeal_weeks: int
    is_appealable: bool
    law: str
    board: str
    """Who answers for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChoice:
    """The months to choose from; nothing when the service is not about a month."""

    near: tuple[Option, ...]
    earlier: tuple[Option, ...]
    chosen: str


@public_page
@require_safe
def about_service(request: HttpRequest, municipality: str, package_id: str) -> HttpResponse:
    """The page with the button that begins."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    today = timezone.localdate()
    adoption = adopted(organisation, package_id, today)
    context = frame(
        request,
        organisation,
        service=described(adoption, today, get_language() or "sv"),
        months=month_choice(adoption, today, get_language() or "sv"),
        package_id=package_id,
        is_public=adoption.release.package.manifest.public is not None,
        key=uuid4(),
    )
    return render(request, "open/service.html", context)


def described(adoption: Adoption, today: date, language: str) -> Service:
    """What the package itself says, in the reader's language."""
    package = adoption.release.package
    manifest = package.manifest
    asked = [question for question in package.questions if question.who == "resident"]
    pages = {question.page for question in asked}
    evidence = dict.fromkeys(question.evidence.in_(language) for question in asked)
    return Service(
        name=manifest.name.in_(language),
        summary=manifest.summary.in_(language),
        themes=tuple(page.title.in_(language) for page in package.pages if page.id in pages),
        at_hand=tuple(words for words in evidence if words),
        questions=len(asked),
        target_days=manifest.handling.target_days,
        machine_decides=manifest.automation.allowed and adoption.automation_delegated(today),
        machine_outcomes=text.joined(
            [manifest.decision.told(outcome).in_(language) for outcome in manifest.automation.outcomes],
            language,
        ),
        appeal_weeks=manifest.appeal.weeks,
        is_appealable=manifest.appeal.route != "none",
        law=text.joined(_statutes(package), language),
        board=adoption.answers,
    )


def month_choice(adoption: Adoption, today: date, language: str) -> MonthChoice | None:
    """The months as choices, this month chosen beforehand if it can be reckoned."""
    if adoption.release.package.manifest.period != "month":
        return None
    months = open_months(adoption, today)
    this = today.replace(day=1)
    chosen = this if this in months.all else next(iter(months.all), this)
    return MonthChoice(
        near=tuple(_option(month, language) for month in months.near),
        earlier=tuple(_option(month, language) for month in months.earlier),
        chosen=chosen.isoformat(),
    )


def _option(month: date, language: str) -> Option:
    words = text.month(month, language)
    return Option(month.isoformat(), words[:1].upper() + words[1:])


def _statutes(package: packages.Package) -> tuple[str, ...]:
    """The acts that the rules cite, each once: "SoL (2025:400)"."""
    laws = (rule.law for graph in package.program.graphs for rule in graph.rules.values())
    return tuple(dict.fromkeys(f"{law.partition(')')[0]})" for law in laws if "(" in law))
