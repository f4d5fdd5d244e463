"""What can be written at a place of a TOML file: keys of its table, and the names that stand in some values."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import get_args

from allmanning.packages.manifest import AMOUNT_KINDS, PERIODS, ROUTES
from allmanning.packages.properties import PropertyKind, Verdict
from allmanning.packages.public import AUDIENCES, FACTS, RULES
from allmanning.packages.questions import WHO
from allmanning.server.language_server.completion import citations, complete_rule
from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.offers import Edit, Look, Offer
from allmanning.server.language_server.outline import Span
from allmanning.server.language_server.table_symbols import EXAMPLE_TABLES

# By file and heading; "*" is a name of the package.
KEYS: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {
    ("parameters.toml", ("*",)): ("text", "text_en", "type", "law"),
    ("parameters.toml", ("*", "period")): ("from", "to", "source", "law", "confirmed", "derived"),
    ("local.toml", ("*",)): (
        *("text", "text_en", "type", "unit", "minimum", "maximum", "default", "decided_by", "law"),
    ),
    ("questions.toml", ("page",)): ("id", "title", "title_en", "intro", "intro_en"),
    ("questions.toml", ("question",)): (
        *(
            "fact",
            "text",
            "text_en",
            "help",
            "help_en",
            "why",
            "why_en",
            "page",
            "who",
            "options",
            "options_en",
        ),
        *("unit", "unit_en", "evidence", "evidence_en", "reading", "item", "item_en", "earlier", "otherwise"),
    ),
    ("package.toml", ()): (
        *(
            "id",
            "version",
            "name",
            "name_en",
            "summary",
            "summary_en",
            "owner",
            "contact",
            "licence",
            "reviewed_on",
        ),
        "period",
        "login_level",
        "audience",
    ),
    ("package.toml", ("statute",)): (
        "short",
        "number",
        "name",
        "in_force",
        "repealed",
        "replaced_by",
        "chapters",
    ),
    ("package.toml", ("gap",)): ("of", "from", "to", "reason"),
    ("package.toml", ("decision",)): (
        *("outcome", "amount", "amount_is", "contents", "granted", "partly", "refused"),
    ),
    ("package.toml", ("decision", "item")): ("id", "name", "name_en", "requested", "granted", "name_from"),
    ("package.toml", ("appeal",)): ("route", "weeks", "law"),
    ("package.toml", ("appeal", "instead")): ("outcomes", "route", "weeks", "law"),
    ("package.toml", ("public",)): (*FACTS, *RULES, "published", "answers"),
    ("package.toml", ("automation",)): ("allowed", "outcomes", "law"),
    ("package.toml", ("handling",)): ("target_days", "retention_years", "law", "per_person"),
    ("package.toml", ("handling", "kept")): ("born_on", "everybody_in", "law"),
    ("package.toml", ("delegation",)): ("level", "four_eyes"),
    ("package.toml", ("representation",)): ("kinds", "automatic"),
    ("examples", ("example",)): ("name", "on", "source"),
    ("properties.toml", ("property",)): (
        *("id", "text", "text_en", "kind", "fact", "value", "most", "step", "outcome", "implies", "least"),
        *("condition", "when", "expected", "reason", "reason_en"),
    ),
    ("population.toml", ("simulate",)): ("marginal", "by"),
}
TYPES = ("Money", "int", "bool", "Share", "date", "Table[int, Money]", "Table[int, int]", "Table[int, Share]")
_VALUE = re.compile(r"""^\s*["']?(?P<key>[\w-]+)["']?\s*=\s*(?P<quote>["'])(?P<written>[^"']*)$""")
_KEY = re.compile(r"""^\s*(?P<quote>["']?)(?P<written>[\w-]*)$""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def complete(desk: Desk, file: str, offset: int, typed: str = "") -> list[Offer]:
    """The offers at an offset of any file; none in a letter. `typed` is the sign that made the editor ask, if one did."""
    if file in desk.outlines:
        return complete_rule(desk, file, offset, typed)
    return complete_table(desk, file, offset) if file in desk.pieces else []


def complete_table(desk: Desk, file: str, offset: int) -> list[Offer]:
    """The offers at an offset of a TOML file."""
    text = desk.texts[file]
    number, column = text.position(offset)
    line, rest = text.line(number)[:column], text.line(number)[column:]
    heading, keys = _around(desk, file, text.starts[number])
    value, key = _VALUE.match(line), _KEY.match(line)
    if value is not None:
        closing = rest.find(value["quote"])
        at = Span(offset - len(value["written"]), offset + max(0, closing))
        return list(_values(desk, file, heading, value["key"], at))
    if key is not None:
        closed = bool(key["quote"]) and rest.startswith(key["quote"])
        at = Span(offset - len(key["written"]) - len(key["quote"]), offset + closed)
        return list(_keys(desk, file, heading, keys, at, "" if "=" in rest else " = "))
    return []


def _around(desk: Desk, file: str, start: int) -> tuple[tuple[str, ...], set[str]]:
    """The heading above a line, and the keys that stand between the two."""
    above = list(takewhile(lambda piece: piece.at.start < start, desk.pieces[file]))
    heading = above[-1].heading if above else ()
    keys: set[str] = set()
    for piece in above:
        if piece.role == "heading":
            keys = set()
        elif piece.role == "key":
            keys.add(piece.text)
    return heading, keys


def _keys(
    desk: Desk, file: str, heading: tuple[str, ...], had: set[str], at: Span, after: str
) -> Iterator[Offer]:
    """The keys of a table that it does not have, each followed by what stands `after` it."""
    kind = "examples" if file.startswith("examples/") else file
    general = ("*", *heading[1:]) if kind in ("parameters.toml", "local.toml") and heading else heading
    for order, name in enumerate(KEYS.get((kind, general), ())):
        if name not in had:
            yield Offer(name, Edit(at, name + after), "key", order=order)
    names: Iterable[str] = ()
    if kind == "examples" and heading in EXAMPLE_TABLES:
        names = {"expect": desk.rules, "local": desk.tables.settings}.get(heading[-1], desk.facts)
    elif kind == "texts/en.toml" and heading == ("rules",):
        names = desk.rules
    elif kind == "population.toml" and heading == ("facts",):
        names = _paths(desk)
    for name in names:
        if name not in had:
            written = name if _BARE.fullmatch(name) else f'"{name}"'
            yield Offer(name, Edit(at, written + after), "key", desk.type_of(name))


def _values(desk: Desk, file: str, heading: tuple[str, ...], key: str, at: Span) -> Iterable[Offer]:
    if key == "law":
        return citations(desk, at)
    names, look = _names(desk, file, heading, key)
    return (Offer(name, Edit(at, name), look, desk.type_of(name)) for name in names)


def _names(desk: Desk, file: str, heading: tuple[str, ...], key: str) -> tuple[Iterable[str], Look]:
    """The texts that the value of a key can be, by what the table is called."""
    table = heading[-1] if heading and file not in ("parameters.toml", "local.toml") else ""
    names, look = _VALUES.get((file, table, key), ((), "choice"))
    return names(desk) if callable(names) else names, look


def _paths(desk: Desk) -> Iterator[str]:
    """Every fact, and the facts of each list's elements."""
    for name in desk.facts:
        yield name
        yield from (f"{name}.{field}" for field in desk.fields.get(desk.element_class(name), {}))


def _without_question(desk: Desk) -> Iterator[str]:
    return (path for path in _paths(desk) if path not in desk.tables.questions)


def _pages(desk: Desk) -> Iterator[str]:
    return (
        piece.text
        for piece in desk.pieces["questions.toml"]
        if piece.role == "value" and piece.heading == ("page",) and piece.key == "id"
    )


def _of_periods(desk: Desk) -> Iterable[str]:
    """What has versions or rows."""
    return (*desk.rules, *desk.tables.parameters)


type Names = tuple[str, ...] | Callable[[Desk], Iterable[str]]

_VALUES: dict[tuple[str, str, str], tuple[Names, Look]] = {
    ("parameters.toml", "", "type"): (TYPES, "type"),
    ("local.toml", "", "type"): (TYPES, "type"),
    ("questions.toml", "question", "fact"): (_without_question, "fact"),
    ("questions.toml", "question", "page"): (_pages, "choice"),
    ("questions.toml", "question", "who"): (WHO, "choice"),
    ("package.toml", "", "period"): (PERIODS, "choice"),
    ("package.toml", "appeal", "route"): (ROUTES, "choice"),
    ("package.toml", "decision", "outcome"): (lambda desk: desk.rules, "rule"),
    ("package.toml", "decision", "amount"): (lambda desk: desk.rules, "rule"),
    ("package.toml", "decision", "amount_is"): (AMOUNT_KINDS, "choice"),
    ("package.toml", "", "audience"): (AUDIENCES, "choice"),
    ("package.toml", "instead", "route"): (ROUTES, "choice"),
    ("package.toml", "item", "name_from"): (_paths, "fact"),
    ("package.toml", "item", "requested"): (lambda desk: desk.facts, "fact"),
    ("package.toml", "item", "granted"): (lambda desk: desk.rules, "rule"),
    ("package.toml", "gap", "of"): (_of_periods, "rule"),
    ("properties.toml", "property", "kind"): (get_args(PropertyKind.__value__), "choice"),
    ("properties.toml", "property", "expected"): (get_args(Verdict.__value__), "choice"),
    ("properties.toml", "property", "fact"): (_paths, "fact"),
    ("properties.toml", "property", "value"): (lambda desk: desk.rules, "rule"),
}
