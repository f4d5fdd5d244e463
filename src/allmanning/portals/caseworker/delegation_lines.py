"""The delegation order as its page shows it: by service, what holds today first, coming and ended lines apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from allmanning.accounts.models import Delegation
from allmanning.accounts.roles import Role
from allmanning.catalogue.models import Adoption
from allmanning.lib import text
from allmanning.portals.caseworker import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line in words."""

    id: int
    who: str
    outcomes: str
    most: str
    period: str
    reference: str
    recorded: str
    ended: str
    can_end: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one heading."""

    title: str
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service, its lines, and who decides when none holds."""

    name: str
    level: str
    """The package's own; empty when the order has lines, which then alone decide."""
    nobody: bool
    """There are lines, and none holds today."""
    parts: tuple[Part, ...]


def services(
    lines: Sequence[Delegation], adopted: Iterable[Adoption], names: Mapping[str, str], today: date
) -> tuple[Service, ...]:
    """Every service that is run here or has lines; `names` by package id."""
    levels = {one.release.package_id: one.release.package.manifest.delegation.level for one in adopted}
    found = {package: tuple(line for line in lines if line.package_id == package) for package in levels}
    found |= {
        line.package_id: tuple(one for one in lines if one.package_id == line.package_id) for line in lines
    }
    return tuple(
        _service(names.get(package, package), levels.get(package, ""), mine, today)
        for package, mine in found.items()
    )


def shown(line: Delegation, today: date) -> ShownLine:
    """One line in words."""
    says = {"granted": gettext("bevilja"), "partly": gettext("bevilja delvis"), "refused": gettext("avslå")}
    return ShownLine(
        id=line.pk,
        who=who(line),
        outcomes=words.capital(text.joined([says[kind] for kind in line.outcomes], words.language())),
        most=gettext("Alla belopp") if line.highest_amount is None else words.money(line.highest_amount),
        period=_period(line),
        reference=line.reference,
        recorded=_by(line.recorded_by, words.moment(line.recorded_at)) if line.recorded_at else "",
        ended=f"{line.ended_reference} ({_by(line.ended_by, words.moment(line.ended_at))})"
        if line.ended_at
        else "",
        can_end=line.ended_at is None and line.state(today) != "ended",
    )


def who(line: Delegation) -> str:
    """Gruppledare i Norrhamn, or a person's name."""
    said = line.person_name or words.capital(words.roles([Role(line.role)]))
    if line.employer is None:
        return said
    return gettext("%(role)s i %(where)s") % {"role": said, "where": line.employer.name}


def _service(name: str, level: str, lines: Sequence[Delegation], today: date) -> Service:
    by_state = {
        state: tuple(shown(line, today) for line in lines if line.state(today) == state)
        for state in ("in_force", "coming", "ended")
    }
    titles = {
        "in_force": gettext("Gäller i dag"),
        "coming": gettext("Kommande rader"),
        "ended": gettext("Avslutade rader"),
    }
    return Service(
        name=name,
        level="" if lines else words.role(level),
        nobody=bool(lines) and not by_state["in_force"],
        parts=tuple(Part(titles[state], found) for state, found in by_state.items() if found),
    )


def _period(line: Delegation) -> str:
    first = text.day(line.valid_from, words.language())
    if line.valid_to is None:
        return gettext("från %(first)s tills vidare") % {"first": first}
    last = text.day(line.valid_to, words.language())
    return gettext("%(first)s till %(last)s") % {"first": first, "last": last}


def _by(name: str, when: str) -> str:
    return gettext("inskrivet av %(name)s, %(when)s") % {"name": name, "when": when}
