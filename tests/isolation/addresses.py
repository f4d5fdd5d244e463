"""Every address there is, found from the URL configuration, and what somebody might put into its places and its forms."""

import random
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from tests.isolation.world import World
from tests.people import ANNAS_NUMBER, DANS_NUMBER
from tests.portals.replays import ELSEWHERE, ROWS, named
from tests.travel_package import PACKAGE_ID

TOWNS = ("mittkoping", "norrhamn", "soderslatt")
SHOWS = ("open", "mine", "unassigned", "overdue", "waiting", "closed")
SORTS = ("due", "submitted", "number", "name")
TEXTS = ("", "an", "MK-", "NH-", "SS-", "Andersson", "Åberg", "Hemlig", ANNAS_NUMBER, DANS_NUMBER, "%", "_")
ASKED = ("owner", "show", "year", "sort", "service", "page", "search", "limit", "status", "package", "tried")
# What forms and bodies are made of; whoever tries to get somewhere sends too much rather than too little.
FORM = {
    "version": ("0", "1", "2", "x", "-1", "9" * 30), "sign": ("1",), "control": ("1",), "later": ("1",), "add": ("1",), "remove": ("0",),
    "reason": ("Skäl.", "", "a\x00b"), "text": ("Skicka intyget.",), "answer": ("Ja.",), "outcome": ("bifall", "avslag", "annat"),
    "ore": ("100", "9" * 30), "amount": ("100",), "due_on": ("2027-01-01", "i morgon"), "month": ("2025-11-01", "x"), "q": TEXTS,
    "executor": ("1", "2", "3"), "services": (PACKAGE_ID,), "tasks": ("decide",), "roles": ("both",), "valid_from": ("2026-01-01",),
    "council_decision": ("KF § 1",), "resor": ("300",), "inkomst": ("1",), "särskilda_skäl": ("true", "false"), "path": ("särskilda_skäl",),
    "kind": ("completion", "communication"), "next": ("/", "//else.where/"), "show": SHOWS, "language": ("en", "sv"),
}  # fmt: skip
# Those that begin something with another machine, or that only say how the program is.
LEFT_OUT = ("saml_", "login_begin", "login_back")


@cache
def patterns() -> tuple[str, ...]:
    """Every address, with its places as the configuration writes them."""
    return tuple(sorted(_patterns(get_resolver())))


@cache
def forms() -> tuple[str, ...]:
    """Those that take a form, of which a table knows what."""
    return tuple(path for name, path in named(get_resolver()) if name in {*ROWS, *ELSEWHERE})


def filled(pattern: str, chance: random.Random, world: World, own: Collection[UUID] = ()) -> str:
    """The address with something of somebody's in each place, as often of one's own, and now and then something asked."""
    cases = sorted(own) if own and chance.random() < 0.5 else [case.id for case in world.cases]
    path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: _place(found, chance, world, cases), pattern)
    path = path.replace("^", "").replace(".*$", "nothing")
    if chance.random() < 0.3:
        asked = chance.sample(ASKED, 2)
        path += "?" + "&".join(f"{name}={_asked(name, chance)}" for name in asked)
    return path


def body(chance: random.Random, world: World) -> dict[str, str]:
    """A form with many fields, each with something that may fit."""
    names = chance.sample(sorted(FORM), chance.randint(0, len(FORM)))
    made = {name: chance.choice(FORM[name]) for name in names}
    person = chance.choice(world.people)
    return made | {"key": str(uuid4()), "person": str(person), "case_id": str(chance.choice(world.cases).id)}


def _patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        elif isinstance(entry, URLPattern) and not str(entry.name).startswith(LEFT_OUT):
            yield path


def _place(found: re.Match[str], chance: random.Random, world: World, cases: Sequence[UUID]) -> str:
    kind, name = found[1] or "", found[2]
    if name in ("municipality", "organization_slug"):
        return chance.choice(TOWNS)
    if kind.startswith("uuid"):
        others: tuple[UUID, ...] = (*world.files, *world.people, uuid4())
        return str(chance.choice(cases if chance.random() < 0.8 else others))
    if kind == "int":
        return str(chance.choice((*world.letters, *range(1, 12), 2**70)))
    return {"place": "resor", "path": chance.choice(("resor", "barn", "barn[0]", "x"))}.get(name, PACKAGE_ID)


def _asked(name: str, chance: random.Random) -> str:
    known = {"show": SHOWS, "sort": SORTS, "search": TEXTS, "owner": "1239", "year": ("2025", "2026", "x")}
    return chance.choice(known.get(name, ("1", "0", "x", PACKAGE_ID)))
