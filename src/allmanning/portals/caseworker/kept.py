"""Retention in words: what is due, what is kept and why, by which decisions, and what has been removed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from allmanning.cases.models import RetentionPlan
from allmanning.cases.retention.due import Preview, State
from allmanning.cases.retention.removing import LoggedRun
from allmanning.lib import text
from allmanning.portals.caseworker import words

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page shows, in words."""

    count: int
    day: str
    by_year: tuple[tuple[str, int, int], ...]
    numbers: tuple[str, ...]
    """The oldest, at most SHOWN."""
    more: int
    kept: tuple[tuple[str, int], ...]
    plans: tuple[tuple[str, str, str, str], ...]
    unplanned: tuple[str, ...]


def shown(found: Preview, names: Mapping[str, str]) -> Shown:
    """A preview as a page tells it; `names` are the services'."""
    return Shown(
        count=len(found.due),
        day=text.day(found.on, words.language()),
        by_year=tuple((names.get(package, package), year, count) for package, year, count in found.by_year),
        numbers=tuple(line.number for line in found.due[:SHOWN]),
        more=max(0, len(found.due) - SHOWN),
        kept=tuple((_why(state), count) for state, count in found.kept.items()),
        plans=tuple(_plan(plan, names) for plan in found.plans),
        unplanned=tuple(names.get(package, package) for package in found.unplanned),
    )


def logged(runs: tuple[LoggedRun, ...], names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """When, who, service, how many, which, by what."""
    return tuple(
        (
            words.moment(run.when),
            run.ordered_by,
            names.get(run.package_id, run.package_id),
            str(run.count),
            run.numbers,
            f"{text.citation(run.law)}; {run.reference}",
        )
        for run in runs
    )


def _plan(plan: RetentionPlan, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    years = ngettext("%(count)s år", "%(count)s år", plan.years) % {"count": plan.years}
    counted = (
        gettext("%(years)s efter den sista anteckningen i något av personens ärenden")
        if plan.per_person
        else gettext("%(years)s efter den sista anteckningen i ärendet")
    ) % {"years": years}
    return (
        names.get(plan.package_id, plan.package_id),
        counted,
        f"{text.citation(plan.law)}; {plan.reference}",
        _research(plan),
    )


def _research(plan: RetentionPlan) -> str:
    if plan.keeps_everybody:
        return gettext("Allt bevaras för forskning (%(law)s)") % {"law": text.citation(plan.kept_law)}
    if not plan.kept_birth_days:
        return ""
    days = ", ".join(map(str, plan.kept_birth_days))
    told = {"days": days, "law": text.citation(plan.kept_law)}
    return gettext("De som är födda dag %(days)s i en månad bevaras för forskning (%(law)s)") % told


def _why(state: State) -> str:
    says: dict[State, str] = {
        "not_yet": gettext("Tiden har inte gått ut"),
        "file": gettext("Personen har ett annat ärende som inte får gallras"),
        "kept": gettext("Bevaras för forskning"),
        "held": gettext("Hålls kvar, till exempel för ett överklagande"),
        "unserved": gettext("Den sökande har inte tagit del av beslutet och kan ännu överklaga"),
        "appealable": gettext("Tiden att överklaga går ännu"),
        "delivering": gettext("Ett brev är på väg"),
        "open": gettext("Pågår"),
    }
    return says.get(state, state)
