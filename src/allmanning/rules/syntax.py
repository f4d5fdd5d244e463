"""Text to Python's syntax tree, within limits. Nothing is imported or executed."""

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from allmanning.rules.errors import Finding, LanguageError, Place, quoted

MOST_BYTES = 200_000
MOST_DEPTH = 100
MOST_SYNTAX_NODES = 50_000
LONGEST_WORD = 80

# What an author meets first, with what to do about it; the words on the left are Python's own.
_SYNTAX_HINTS = {
    "was never closed": "Close the parenthesis where the expression ends",
    "unmatched": "Remove it, or open the parenthesis that it closes",
    "does not match": "Close the parentheses in the order they were opened",
    "unterminated": 'Close the text with the same quotes that open it, " or """',
    "expected ':'": "End the line with a colon",
    "expected an indented block": "Indent the lines that belong to the line above by four spaces",
    "indent": "Lines that belong together begin in the same column",
    "Maybe you meant '=='": "Write ==",
    "invalid decimal literal": "A name does not begin with a digit; 1 000 is written 1_000",
    "leading zeros": "Write the number without zeros in front",
    "invalid character": "Use plain quotes \" and plain minus -",
    "line continuation": "Remove the \\, or put the expression in parentheses",
    "expected 'else'": "Write a if villkor else b",
}  # fmt: skip

# Characters that are not seen, and that let a text read otherwise than it is shown.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(slots=True)
class Source:
    """One rule file: its name, its text, and findings pointing into it."""

    file: str
    text: str
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = re.split(r"\r\n|\r|\n", self.text)

    def place(self, node: ast.AST) -> Place:
        """Where a piece of syntax stands; columns count characters, not bytes."""
        line = getattr(node, "lineno", 1)
        end_line = getattr(node, "end_lineno", line)
        start = self._column(line, getattr(node, "col_offset", 0))
        if end_line == line:
            return Place(self.file, line, start, self._column(line, getattr(node, "end_col_offset", 0)))
        return Place(self.file, line, start, len(self.line(line)))

    def line(self, number: int) -> str:
        """A line of text, counted from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def finding(self, code: str, message: str, hint: str, place: Place) -> Finding:
        """A finding that shows its line."""
        return Finding(code, message, hint, place, self.line(place.line))

    def refuse(self, code: str, message: str, hint: str, node: ast.AST) -> NoReturn:
        """Stop reading this rule with one finding."""
        raise LanguageError([self.finding(code, message, hint, self.place(node))])

    def _column(self, line: int, byte_offset: int) -> int:
        return len(self.line(line).encode()[:byte_offset].decode(errors="replace"))


def read(file: str, text: str) -> tuple[Source, ast.Module]:
    """A file's syntax tree. Raises LanguageError for what is not Python, too large or too deep."""
    if len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES:
        message = f"The file is {len(text.encode(errors='replace')):,} bytes; the most is {MOST_BYTES:,}"
        raise LanguageError([Finding("R001", message, "Split the file", Place(file, 0, 0, 0))])
    source = Source(file, unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
    _refuse_unseen(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(source.text, file)
    except SyntaxError as error:
        raise LanguageError([_syntax_finding(source, error)]) from None
    except (RecursionError, MemoryError):
        raise LanguageError([_too_deep(source, _deepest(source))]) from None
    _measure(source, module)
    return source, module


def _refuse_unseen(source: Source) -> None:
    for number, line in enumerate(source.lines, 1):
        found = _UNSEEN.search(line)
        if found is None:
            continue
        name = unicodedata.name(found[0], "") or f"U+{ord(found[0]):04X}"
        place = Place(source.file, number, found.start(), found.end())
        message = f"The file holds a character that cannot be seen: {name}"
        raise LanguageError([source.finding("R002", message, "Remove it, and save the file as UTF-8", place)])


def _syntax_finding(source: Source, error: SyntaxError) -> Finding:
    line = min(error.lineno or 1, len(source.lines))
    message = (error.msg or "invalid syntax").removesuffix(".")
    if any(words in message for words in ("too many nested", "too complex", "too many levels")):
        return _too_deep(source, Place(source.file, line, *_column_of(source, error, line)))
    place = Place(source.file, line, *_column_of(source, error, line))
    hint = next((hint for words, hint in _SYNTAX_HINTS.items() if words in message), "")
    message = "This cannot be read" if message == "invalid syntax" else f"This cannot be read: {message}"
    if "Maybe you meant '=='" in message:
        message = "A single = gives a name its value; it does not compare"
    return source.finding("R003", message, hint or "A line is a complete statement of the language", place)


def _column_of(source: Source, error: SyntaxError, line: int) -> tuple[int, int]:
    column = min(max(0, (error.offset or 1) - 1), len(source.line(line)))
    ends_here = error.end_lineno == line and error.end_offset is not None
    end = (error.end_offset or 0) - 1 if ends_here else column + 1
    return column, max(column + 1, end)


def _too_deep(source: Source, place: Place) -> Finding:
    hint = "Give the parts names of their own, as local names or as rules"
    return source.finding("R004", f"This is nested deeper than {MOST_DEPTH} levels", hint, place)


def _deepest(source: Source) -> Place:
    """The longest line: Python does not say where it gave up."""
    number = max(range(len(source.lines)), key=lambda index: len(source.lines[index])) + 1
    line = source.line(number)
    return Place(source.file, number, len(line) - len(line.lstrip()), len(line))


def _measure(source: Source, module: ast.Module) -> None:
    """Refuse a tree that is too deep or too large, and names that mislead; without recursion."""
    count = 0
    stack: list[tuple[ast.AST, int, ast.AST]] = [(module, 0, module)]
    while stack:
        node, depth, statement = stack.pop()
        if isinstance(node, ast.stmt):
            statement = node
        count += 1
        if depth > MOST_DEPTH:
            raise LanguageError([_too_deep(source, source.place(statement))])
        if count > MOST_SYNTAX_NODES:
            message = f"The file has more than {MOST_SYNTAX_NODES:,} parts"
            source.refuse("R005", message, "Split the file", statement)
        for name in _names(node):
            _refuse_misleading(source, name, node)
        stack.extend((child, depth + 1, statement) for child in ast.iter_child_nodes(node))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.keyword(arg=str() as name):
            yield name


def _refuse_misleading(source: Source, name: str, node: ast.AST) -> None:
    """A name as long as a sentence, or with letters that only look like ours, is not what a reader takes it for."""
    if len(name) > LONGEST_WORD:
        message = f"The name {quoted(name)} is {len(name):,} letters long; the most is {LONGEST_WORD}"
        source.refuse("R010", message, "Choose a shorter name", node)
    if name.startswith("_"):
        hint = "Choose a name that begins with a letter"
        source.refuse("R106", f"Names do not begin with _, and {name!r} is not in the language", hint, node)
    if name.isascii():
        return
    for letter in name:
        kind = unicodedata.name(letter, "")
        if not (letter.isascii() or kind.startswith("LATIN ")):
            message = f"The name {quoted(name)} holds a letter that is not Latin: {kind or hex(ord(letter))}"
            source.refuse("R010", message, "Write the name anew with the letters of the keyboard", node)
