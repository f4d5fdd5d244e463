"""What can be written at a place of a TOML file: keys of its table, and the names that stand in some values."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from allmanning.packages.manifest import PERIODS, ROUTES
from allmanning.server.language_server.completion import citations, complete_rule
from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.offers import Edit, Look, Offer
from allmanning.server.language_server.outline import Span
from allmanning.server.language_server.symbols import EXAMPLE_TABLES

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
        *("unit", "unit_en", "evidence", "evidence_en", "reading", "item", "item_en"),
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
    ),
    ("package.toml", ("statute",)): ("short", "number", "name", "in_force", "repealed", "replaced_by"),
    ("package.toml", ("decision",)): ("outcome", "amount", "granted", "partly", "refused"),
    ("package.toml", ("decision", "item")): ("id", "name", "name_en", "requested", "granted"),
    ("package.toml", ("appeal",)): ("route", "weeks", "law"),
    ("package.toml", ("automation",)): ("allowed", "outcomes", "law"),
    ("package.toml", ("handling",)): ("target_days", "retention_years", "law"),
    ("package.toml", ("delegation",)): ("level",),
    ("examples", ("example",)): ("name", "on", "source"),
}
TYPES = ("Money", "int", "bool", "Share", "date", "Table[int, Money]", "Table[int, int]", "Table[int, Share]")
_VALUE = re.compile(r"""^\s*["']?(?P<key>[\w-]+)["']?\s*=\s*(?P<quote>["'])(?P<written>[^"']*)$""")
_KEY = re.compile(r"""^\s*(?P<quote>["']?)(?P<written>[\w-]*)$""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def complete(desk: Desk, file: str, offset: int) -> list[Offer]:
    """The offers at an offset of any file; none in a letter."""
    if file in desk.outlines:
        return complete_rule(desk, file, offset)
    return complete_table(desk, file, offset) if file in desk.pieces else []


def complete_table(desk: Desk, file: str, offset: int) -> list[Offer]:
    """The offers at an offset of a TOML file."""
    text = desk.texts[file]
    number, column = text.position(offset)
    line = text.line(number)[:column]
    heading, keys = _around(desk, file, text.starts[number])
    value, key = _VALUE.match(line), _KEY.match(line)
    if value is not None:
        rest = text.line(number)[column:]
        closing = rest.find(value["quote"])
        at = Span(offset - len(value["written"]), offset + max(0, closing))
        return list(_values(desk, file, heading, value["key"], at))
    if key is not None:
        at = Span(offset - len(key["written"]) - len(key["quote"]), offset)
        return list(_keys(desk, file, heading, keys, at))
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


def _keys(desk: Desk, file: str, heading: tuple[str, ...], had: set[str], at: Span) -> Iterator[Offer]:
    kind = "examples" if file.startswith("examples/") else file
    general = ("*", *heading[1:]) if kind in ("parameters.toml", "local.toml") and heading else heading
    for order, name in enumerate(KEYS.get((kind, general), ())):
        if name not in had:
            yield Offer(name, Edit(at, f"{name} = "), "key", order=order)
    names: Iterable[str] = ()
    if kind == "examples" and heading in EXAMPLE_TABLES:
        names = {"expect": desk.rules, "local": desk.tables.settings}.get(heading[-1], desk.facts)
    elif kind == "texts/en.toml" and heading == ("rules",):
        names = desk.rules
    for name in names:
        if name not in had:
            written = name if _BARE.fullmatch(name) else f'"{name}"'
            yield Offer(name, Edit(at, f"{written} = "), "key", desk.type_of(name))


def _values(desk: Desk, file: str, heading: tuple[str, ...], key: str, at: Span) -> Iterable[Offer]:
    if key == "law":
        return citations(desk, at)
    names, look = _names(desk, file, heading, key)
    return (Offer(name, Edit(at, name), look, desk.type_of(name)) for name in names)


def _names(desk: Desk, file: str, heading: tuple[str, ...], key: str) -> tuple[Iterable[str], Look]:
    """The texts that the value of a key can be."""
    match file, heading, key:
        case "parameters.toml" | "local.toml", _, "type":
            return TYPES, "type"
        case "questions.toml", ("question",), "fact":
            return _without_question(desk), "fact"
        case "package.toml", ("decision", *_), "requested":
            return desk.facts, "fact"
        case "package.toml", ("decision", *_), "outcome" | "amount" | "granted":
            return desk.rules, "rule"
        case "questions.toml", ("question",), "page":
            return _pages(desk), "choice"
    return _WORDS.get((file, key), ()), "choice"


_WORDS = {
    ("questions.toml", "who"): ("resident", "caseworker"),
    ("package.toml", "route"): ROUTES,
    ("package.toml", "period"): PERIODS,
}


def _without_question(desk: Desk) -> Iterator[str]:
    """The facts that no question is about, and the fields of each list."""
    for name in desk.facts:
        fields = desk.fields.get(desk.element_class(name), {})
        for path in (name, *(f"{name}.{field}" for field in fields)):
            if path not in desk.tables.questions:
                yield path


def _pages(desk: Desk) -> Iterator[str]:
    return (
        piece.text
        for piece in desk.pieces["questions.toml"]
        if piece.role == "value" and piece.heading == ("page",) and piece.key == "id"
    )
