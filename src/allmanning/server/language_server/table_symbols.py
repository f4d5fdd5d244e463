"""What each word of a TOML file stands for, by the file and the table it stands in."""

from collections.abc import Iterator, Sequence
from typing import Literal

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.outline import Span
from allmanning.server.language_server.pieces import Piece
from allmanning.server.language_server.rule_symbols import in_expression
from allmanning.server.language_server.symbols import Occurrence, Symbol

EXAMPLE_TABLES = (("facts",), ("example", "facts"), ("example", "expect"), ("example", "local"))
# The keys whose value is a name of the package, by file and table.
_NAMES = {
    ("package.toml", ("decision",)): ("outcome", "amount"),
    ("package.toml", ("decision", "item")): ("requested", "granted"),
    ("package.toml", ("gap",)): ("of",),
    ("properties.toml", ("property",)): ("fact", "value"),
    ("population.toml", ("simulate",)): ("marginal", "by"),
}
_CONDITIONS = ("condition", "implies", "when")


def in_table(desk: Desk, file: str, read: Sequence[Piece]) -> Iterator[Occurrence]:
    """Every word of a TOML file that stands for something, in their order."""
    for piece in read:
        if piece.role == "value" and piece.quoted:
            yield from _value(desk, file, piece)
        else:
            yield from _key(desk, file, piece)


def _value(desk: Desk, file: str, piece: Piece) -> Iterator[Occurrence]:
    if piece.key == "law":
        yield Occurrence(Symbol("law", " ".join(piece.text.split())), file, piece.at, "uses")
    elif piece.heading == ("statute",) and piece.key == "number":
        yield Occurrence(Symbol("law", piece.text), file, piece.at, "declares")
    elif (file, piece.heading, piece.key) == ("questions.toml", ("question",), "fact"):
        yield from _path(desk, file, piece, "asks")
    elif (file, piece.heading) == ("properties.toml", ("property",)) and piece.key in _CONDITIONS:
        yield from in_expression(desk, file, piece.text, piece.at.start)
    elif piece.key in _NAMES.get((file, piece.heading), ()):
        yield from _path(desk, file, piece, "uses")


def _key(desk: Desk, file: str, piece: Piece) -> Iterator[Occurrence]:
    in_example = file.startswith("examples/") and piece.heading in EXAMPLE_TABLES
    match file, piece.role:
        case "parameters.toml" | "local.toml", "heading" if piece.key == "0":
            role: Literal["declares", "uses"] = "declares" if len(piece.heading) == 1 else "uses"
            yield Occurrence(Symbol("name", piece.text), file, piece.at, role)
        case "population.toml", "key" if piece.heading == ("facts",):
            yield from _path(desk, file, piece, "uses")
        case "texts/en.toml", "key" if piece.heading == ("rules",):
            yield Occurrence(Symbol("name", piece.text), file, piece.at, "uses")
        case _, "key" if in_example:
            yield Occurrence(Symbol("name", piece.text), file, piece.at, "uses")
        case _, "inner" if in_example and desk.element_class(piece.key):
            yield Occurrence(
                Symbol("field", piece.text, desk.element_class(piece.key)), file, piece.at, "uses"
            )


def _path(desk: Desk, file: str, piece: Piece, role: Literal["asks", "uses"]) -> Iterator[Occurrence]:
    """ "barn" or "barn.ålder": the list, and the field of its elements."""
    name, dot, field = piece.text.partition(".")
    if not dot:
        yield Occurrence(Symbol("name", name), file, piece.at, role)
        return
    middle = piece.at.start + len(name)
    yield Occurrence(Symbol("name", name), file, Span(piece.at.start, middle), "uses")
    owner = desk.element_class(name)
    if owner:
        yield Occurrence(Symbol("field", field, owner), file, Span(middle + 1, piece.at.stop), role)
