"""What the page of one question shows. Reads nothing and changes nothing."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from allmanning import packages
from allmanning.cases.queries import CasePage
from allmanning.packages.questions import Question
from allmanning.portals.design.fields import Entry, Field, question_field
from allmanning.portals.resident import places
from allmanning.portals.resident.answers import shown
from allmanning.portals.resident.early import early
from allmanning.portals.resident.frame import frame, language
from allmanning.portals.resident.summary import element_detail, element_title

# In the address of a question: go on through the whole element, also what is answered.
WHOLE = "hela"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote that could not be saved, and why. `is_stale`: another tab was first."""

    typed: str | None = None
    error: str = ""
    is_stale: bool = False


def question_page(
    request: HttpRequest, page: CasePage, path: str, asked: Question, written: Written
) -> dict[str, Any]:
    """The context of the page."""
    organisation, case_id = page.case.organisation, page.case.pk
    says = language()
    topic = next(one for one in page.package.pages if one.id == asked.page)
    previous = places.before(page.ruleset, page.facts, path)
    address = [organisation.slug, case_id]
    field = _field(page, path, asked, written)
    return frame(
        request,
        organisation,
        service=page.package.manifest.name.in_(says),
        topic=topic.title.in_(says),
        intro=topic.intro.in_(says) if _opens(page, asked, previous) else "",
        element=element_title(page.package, path, says),
        question=field,
        fields=(field,),
        is_list=asked.kind == "list",
        remaining=remaining(page.package, page.assessment),
        early=early(page.ruleset, page.facts, page.assessment, says),
        saved_elsewhere=_saved(page, path, asked) if written.is_stale else "",
        is_stale=written.is_stale,
        back_url=(
            reverse("resident:question", args=[*address, places.address_of(previous)])
            if previous
            else reverse("open:service", args=[organisation.slug, page.package.manifest.id])
        ),
        version=page.case.version,
    )


def remaining(package: packages.Package, assessment: packages.Assessment) -> str:
    """How much is left, in words. A question to come may need others, or make them needless; that is said."""
    left = places.open_to_residents(package, assessment)
    if not left:
        return ""
    may_grow = any(package.question(path).kind == "list" for path in left)
    if len(left) == 1 and not may_grow:
        return gettext("Sista frågan")
    if may_grow:
        return ngettext("Ungefär %(n)s fråga kvar", "Ungefär %(n)s frågor kvar", len(left)) % {"n": len(left)}
    return ngettext("Högst %(n)s fråga kvar", "Högst %(n)s frågor kvar", len(left)) % {"n": len(left)}


def _field(page: CasePage, path: str, asked: Question, written: Written) -> Field:
    typed = written.typed
    field = question_field(
        asked,
        language(),
        path=path,
        value=places.value_at(page.facts, path) if typed is None and asked.kind != "list" else typed,
        error=written.error,
        page_heading=True,
        entries=_entries(page, path) if asked.kind == "list" else (),
    )
    evidence = asked.evidence.in_(language())
    if not evidence:
        return field
    words = gettext("Underlag: %(evidence)s. Spara det, en handläggare kan be om det.")
    return replace(field, evidence=words % {"evidence": evidence[:1].lower() + evidence[1:]})


def _entries(page: CasePage, name: str) -> tuple[Entry, ...]:
    return tuple(_entry(page, name, index) for index, _ in enumerate(page.facts.get(name) or []))


def _entry(page: CasePage, name: str, index: int) -> Entry:
    """One element: what is known of it, and the way to its first question."""
    prefix = f"{name}[{index}]."
    questions = [
        one.fact.partition(".")[2] for one in page.package.questions if one.fact.startswith(f"{name}.")
    ]
    first = places.address_of(prefix + questions[0])
    is_open = any(path.startswith(prefix) for path in page.assessment.open)
    address = [page.case.organisation.slug, page.case.pk, first]
    detail = element_detail(page.package, page.facts, name, index, language())
    unfinished = gettext("inte klart än")
    return Entry(
        title=element_title(page.package, prefix + questions[0], language()),
        detail=(f"{detail}, {unfinished}" if detail else unfinished) if is_open else detail,
        change_url=f"{reverse('resident:question', args=address)}?{WHOLE}=1",
        remove_value=str(index),
    )


def _opens(page: CasePage, asked: Question, previous: str | None) -> bool:
    """Whether this is the first question of its page."""
    return previous is None or page.package.question(previous).page != asked.page


def _saved(page: CasePage, path: str, asked: Question) -> str:
    value = places.value_at(page.facts, path)
    return "" if value is None else shown(asked, value, language())
