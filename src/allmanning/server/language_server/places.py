"""Where everything stands: from a word to what it is, to where that is declared, and to every use of it."""

from functools import lru_cache

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.rule_symbols import in_rules
from allmanning.server.language_server.symbols import Occurrence, Symbol, number_of
from allmanning.server.language_server.table_symbols import in_table


@lru_cache(maxsize=4)
def index(desk: Desk) -> dict[str, tuple[Occurrence, ...]]:
    """All occurrences of a package by file, in their order."""
    rules = {file: tuple(in_rules(desk, file, each)) for file, each in desk.outlines.items()}
    tables = {file: tuple(in_table(desk, file, each)) for file, each in desk.pieces.items()}
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


def references(desk: Desk, symbol: Symbol) -> list[Occurrence]:
    """Everywhere it stands, in the order of the files."""
    return [each for found in index(desk).values() for each in found if each.symbol == symbol]
