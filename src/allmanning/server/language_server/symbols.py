"""What each word in a package's files stands for, and whether it stands there to be declared, asked or used."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import Outline, Rule, Span
from allmanning.server.language_server.pieces import Piece
from allmanning.server.language_server.tokens import OPENING, Token
from allmanning.server.language_server.words import WORDS


@dataclass(frozen=True, slots=True)
class Symbol:
    """One thing by its name.

    "name" is a rule, fact, parameter or setting; "field" a fact of the element class `owner`; "type" a class or a
    closed set; "local" a name inside the rule `owner`, of the class `element` if it is an element; "law" a citation.
    """

    kind: Literal["name", "field", "type", "local", "word", "law"]
    name: str
    owner: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word that stands for something; a fact is declared in a rule file and asked in questions.toml."""

    symbol: Symbol
    file: str
    at: Span
    role: Literal["declares", "asks", "uses"]


@lru_cache(maxsize=4)
def index(desk: Desk) -> dict[str, tuple[Occurrence, ...]]:
    """All occurrences of a package by file, in their order."""
    rules = {file: tuple(_in_rules(desk, file, each)) for file, each in desk.outlines.items()}
    tables = {file: tuple(_in_table(desk, file, each)) for file, each in desk.pieces.items()}
    return rules | tables


def occurrence_at(desk: Desk, file: str, offset: int) -> Occurrence | None:
    """What stands at an offset, or just before it, where a cursor is that has written it."""
    near = [each for each in index(desk).get(file, ()) if each.at.holds(offset)]
    return max(near, key=lambda each: each.at.start, default=None)


def definitions(desk: Desk, symbol: Symbol) -> list[Occurrence]:
    """Where something is declared, every version of it; then where it is asked."""
    found = references(desk, symbol)
    if symbol.kind == "law":
        found = references(desk, Symbol("law", number_of(symbol.name)))
    if symbol.kind == "local" and symbol.element and not any(each.role == "declares" for each in found):
        found = references(desk, Symbol("type", symbol.element))
    return [each for role in ("declares", "asks") for each in found if each.role == role]


def number_of(citation: str) -> str:
    """The number of the statute that is cited: "SoL (2025:400) 12 kap. 1 §" → "2025:400"; "" where there is none."""
    found = re.search(r"\d{4}:\d+", citation)
    return found[0] if found else ""


def references(desk: Desk, symbol: Symbol) -> list[Occurrence]:
    """Everywhere it stands, in the order of the files."""
    return [each for found in index(desk).values() for each in found if each.symbol == symbol]


def _in_rules(desk: Desk, file: str, read: Outline) -> Iterator[Occurrence]:
    words = read.words()
    declared = dict(_declared(desk, read))
    locals_ = {rule.at.start: _locals(desk, file, rule) for rule in read.rules}
    for position, token in enumerate(words):
        if token.start in declared:
            yield Occurrence(declared[token.start], file, Span(token.start, token.stop), "declares")
            continue
        rule = read.rule_at(token.start)
        names = locals_[rule.at.start] if rule else _Names({}, frozenset())
        symbol = _symbol(desk, words, position, names)
        if symbol is not None:
            inner = 1 if symbol.kind == "law" else 0
            at = Span(token.start + inner, token.stop - (inner and token.closed))
            yield Occurrence(symbol, file, at, "declares" if token.start in names.given else "uses")


def _declared(desk: Desk, read: Outline) -> Iterator[tuple[int, Symbol]]:
    """What a file declares, by the offset of its name."""
    for rule in read.rules:
        yield rule.at.start, Symbol("name", rule.name)
    for words in read.sets:
        yield words.at.start, Symbol("type", words.name)
    for each in read.classes:
        yield each.at.start, Symbol("type", each.name)
        owner = each.name if each.name in desk.fields else ""
        for fact in each.facts:
            yield fact.at.start, Symbol("field" if owner else "name", fact.name, owner)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that only one rule knows, and the offsets where they get their value."""

    symbols: dict[str, Symbol]
    given: frozenset[int]


def local_names(desk: Desk, file: str, rule: Rule) -> dict[str, Symbol]:
    """The names that only one rule knows."""
    return _locals(desk, file, rule).symbols


def _locals(desk: Desk, file: str, rule: Rule) -> _Names:
    """Elements of comprehensions, names that are given a value, and the element that the rule looks at."""
    owner = f"{file}:{rule.at.start}"
    symbols = {
        need.name: Symbol("local", need.name, owner, need.type)
        for need in rule.needs
        if need.type in desk.fields
    }
    given: set[int] = set()
    inside = desk.outlines[file].words(Span(rule.body, rule.whole.stop))
    for token, following, third, fourth in zip(
        inside, inside[1:], [*inside[2:], None], [*inside[3:], None, None], strict=False
    ):
        if token.text == "for" and following.word and third is not None and fourth is not None:
            element = desk.element_class(fourth.word, rule) if third.text == "in" else ""
            symbols[following.word] = Symbol("local", following.word, owner, element)
            given.add(following.start)
        elif token.first and token.word and following.text == "=":
            symbols.setdefault(token.word, Symbol("local", token.word, owner))
            given.add(token.start)
    return _Names(symbols, frozenset(given))


def _symbol(desk: Desk, words: Sequence[Token], position: int, names: _Names) -> Symbol | None:
    """What a word in a rule file stands for; None for what is known to nobody."""
    token = words[position]
    before = words[position - 1].text if position else ""
    after = words[position + 1].text if position + 1 < len(words) else ""
    if token.kind == "string" and position > 1 and before == "=" and words[position - 2].text == "law":
        return Symbol("law", " ".join(token.inner.split()))
    name = token.word
    if not name:
        return None
    if before == ".":
        owner = _owner(desk, words[position - 2].word if position > 1 else "", name, names)
        return Symbol("field", name, owner) if owner else None
    is_keyword = after == "=" and before and before in (*OPENING, ",")
    if name in WORDS and (is_keyword or not desk.meaning(name)):
        return Symbol("word", name)
    if name in names.symbols:
        return names.symbols[name]
    if desk.meaning(name):
        return Symbol("word" if desk.meaning(name) == "day" else "name", name)
    return Symbol("type", name) if name in desk.classes or name in desk.sets else None


def _owner(desk: Desk, before: str, name: str, names: _Names) -> str:
    """The class that a field after a dot belongs to; where that is not known, the only class that has it."""
    element = names.symbols.get(before)
    if element is not None and element.element:
        return element.element if name in desk.fields.get(element.element, {}) else ""
    having = [owner for owner, fields in desk.fields.items() if name in fields]
    return having[0] if len(having) == 1 else ""


def _in_table(desk: Desk, file: str, read: Sequence[Piece]) -> Iterator[Occurrence]:
    for piece in read:
        if piece.role == "value" and piece.key == "law" and piece.quoted:
            yield Occurrence(Symbol("law", " ".join(piece.text.split())), file, piece.at, "uses")
        elif piece.role == "value" and piece.heading == ("statute",) and piece.key == "number":
            yield Occurrence(Symbol("law", piece.text), file, piece.at, "declares")
        else:
            yield from _named(desk, file, piece)


def _named(desk: Desk, file: str, piece: Piece) -> Iterator[Occurrence]:
    """A name of the package where a file of its kind may hold one."""
    match file, piece.role:
        case "parameters.toml" | "local.toml", "heading" if piece.key == "0":
            role: Literal["declares", "uses"] = "declares" if len(piece.heading) == 1 else "uses"
            yield Occurrence(Symbol("name", piece.text), file, piece.at, role)
        case "questions.toml", "value" if piece.key == "fact":
            yield from _path(desk, file, piece)
        case "package.toml", "value" if piece.quoted and (*piece.heading, piece.key) in _RULES_OF_PACKAGE:
            yield Occurrence(Symbol("name", piece.text), file, piece.at, "uses")
        case "texts/en.toml", "key" if piece.heading == ("rules",):
            yield Occurrence(Symbol("name", piece.text), file, piece.at, "uses")
        case _, "key" if file.startswith("examples/") and piece.heading in EXAMPLE_TABLES:
            yield Occurrence(Symbol("name", piece.text), file, piece.at, "uses")
        case _, "inner" if file.startswith("examples/") and piece.heading in EXAMPLE_TABLES:
            owner = desk.element_class(piece.key)
            if owner:
                yield Occurrence(Symbol("field", piece.text, owner), file, piece.at, "uses")


_RULES_OF_PACKAGE = (
    ("decision", "outcome"),
    ("decision", "amount"),
    ("decision", "item", "requested"),
    ("decision", "item", "granted"),
)
EXAMPLE_TABLES = (("facts",), ("example", "facts"), ("example", "expect"), ("example", "local"))


def _path(desk: Desk, file: str, piece: Piece) -> Iterator[Occurrence]:
    """ "barn" or "barn.ålder" in a question: the list, and the field of its elements."""
    name, dot, field = piece.text.partition(".")
    if not dot:
        yield Occurrence(Symbol("name", name), file, piece.at, "asks")
        return
    middle = piece.at.start + len(name)
    yield Occurrence(Symbol("name", name), file, Span(piece.at.start, middle), "uses")
    owner = desk.element_class(name)
    if owner:
        yield Occurrence(Symbol("field", field, owner), file, Span(middle + 1, piece.at.stop), "asks")
