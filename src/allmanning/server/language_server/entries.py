"""What a file holds, in its order, for the editor's list of contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import Outline, Span
from allmanning.server.language_server.pieces import Piece

type Kind = Literal["rule", "class", "fact", "set", "table"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a file holds: its name and where it is written, all of it, and what stands inside it."""

    name: str
    detail: str
    kind: Kind
    at: Span
    whole: Span
    inside: tuple["Entry", ...] = ()


def entries(desk: Desk, file: str) -> list[Entry]:
    """The contents of a file: rules, classes with their facts, closed sets; in TOML the tables."""
    if file in desk.outlines:
        found = list(_declared(desk.outlines[file]))
    elif file in desk.pieces:
        found = list(_tables(desk.pieces[file], len(desk.texts[file].text)))
    else:
        return []
    text = desk.texts[file].text
    return sorted((_trimmed(entry, text) for entry in found), key=lambda entry: entry.whole.start)


def _trimmed(entry: Entry, text: str) -> Entry:
    """Without the blank lines after it."""
    start = min(entry.whole.start, entry.at.start)
    stop = start + len(text[start : entry.whole.stop].rstrip())
    whole = Span(start, max(stop, entry.at.stop))
    return Entry(entry.name, entry.detail, entry.kind, entry.at, whole, entry.inside)


def _declared(read: Outline) -> Iterator[Entry]:
    for rule in read.rules:
        yield Entry(rule.name, f"{rule.returns}, {rule.law}", "rule", rule.at, rule.whole)
    for words in read.sets:
        yield Entry(words.name, ", ".join(words.words), "set", words.at, words.whole)
    for each in read.classes:
        facts = tuple(Entry(fact.name, fact.type, "fact", fact.at, fact.whole) for fact in each.facts)
        yield Entry(each.name, "", "class", each.at, each.whole, facts)


# What tells one table of an array from the next.
_NAMES = ("fact", "name", "id", "from", "number")


def _tables(read: tuple[Piece, ...], end: int) -> Iterator[Entry]:
    """Each table by its heading, and by what names it inside."""
    starts = [index for index, piece in enumerate(read) if piece.role == "heading" and piece.key == "0"]
    for start, stop in pairwise([*starts, len(read)]):
        inside = read[start:stop]
        following = read[stop].at.start if stop < len(read) else end
        names = {piece.key: piece.text for piece in reversed(inside) if piece.role == "value"}
        detail = next((names[key] for key in _NAMES if key in names), "")
        first, last = inside[0], inside[len(inside[0].heading) - 1]
        at = Span(first.at.start, last.at.stop)
        yield Entry(".".join(first.heading), detail, "table", at, Span(first.at.start, following))
