"""Text to Python's syntax tree, within limits. Nothing is imported or executed."""

import ast
import warnings
from dataclasses import dataclass, field
from typing import NoReturn

from allmanning.rules.errors import Finding, LanguageError, Place

MOST_BYTES = 200_000
MOST_DEPTH = 100
MOST_SYNTAX_NODES = 50_000


@dataclass(slots=True)
class Source:
    """One rule file: its name, its text, and findings pointing into it."""

    file: str
    text: str
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.splitlines()

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
        return Finding(code, message, hint, place, self.line(place.line)[:120])

    def refuse(self, code: str, message: str, hint: str, node: ast.AST) -> NoReturn:
        """Stop reading this rule with one finding."""
        raise LanguageError([self.finding(code, message, hint, self.place(node))])

    def _column(self, line: int, byte_offset: int) -> int:
        return len(self.line(line).encode()[:byte_offset].decode(errors="replace"))


def read(file: str, text: str) -> tuple[Source, ast.Module]:
    """A file's syntax tree. Raises LanguageError for what is not Python, too large or too deep."""
    source = Source(file, text)
    if len(text.encode()) > MOST_BYTES:
        size = f"{len(text.encode()):,}"
        raise LanguageError(
            [
                Finding(
                    "R001",
                    f"The file is {size} bytes; the most is {MOST_BYTES:,}",
                    "Split the file",
                    Place(file, 0, 0, 0),
                )
            ]
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(text, file)
    except SyntaxError as error:
        raise LanguageError([_syntax_finding(source, error)]) from None
    except (RecursionError, MemoryError):
        raise LanguageError([_too_deep(source, 0)]) from None
    except ValueError as error:
        raise LanguageError(
            [Finding("R002", f"The file is not text: {error}", "Save it as UTF-8 text", Place(file, 1, 0, 0))]
        ) from None
    _measure(source, module)
    return source, module


def _syntax_finding(source: Source, error: SyntaxError) -> Finding:
    line = error.lineno or 1
    column = max(0, (error.offset or 1) - 1)
    end = max(column + 1, (error.end_offset or column + 2) - 1) if error.end_lineno == line else column + 1
    message = (error.msg or "invalid syntax").removesuffix(".")
    if "too many nested" in message or "too complex" in message:
        return _too_deep(source, line)
    place = Place(source.file, line, column, end)
    return source.finding("R003", f"Not readable: {message}", "The line must be a complete statement", place)


def _too_deep(source: Source, line: int) -> Finding:
    place = Place(source.file, line, 0, len(source.line(line)[:120]))
    hint = "Give the parts names of their own, as local names or rules"
    return source.finding("R004", f"The expression is nested deeper than {MOST_DEPTH} levels", hint, place)


def _measure(source: Source, module: ast.Module) -> None:
    """Refuse a tree that is too deep or too large, without recursion."""
    count = 0
    stack: list[tuple[ast.AST, int, int]] = [(module, 0, 1)]
    while stack:
        node, depth, line = stack.pop()
        line = getattr(node, "lineno", line)
        count += 1
        if depth > MOST_DEPTH:
            raise LanguageError([_too_deep(source, line)])
        if count > MOST_SYNTAX_NODES:
            source.refuse(
                "R005", f"The file has more than {MOST_SYNTAX_NODES:,} parts", "Split the file", node
            )
        stack.extend((child, depth + 1, line) for child in ast.iter_child_nodes(node))
