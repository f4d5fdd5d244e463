"""Findings at their place: in a rule, or at a key of a TOML file."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from allmanning.packages.archive import Files
from allmanning.packages.toml_text import Lines
from allmanning.rules.errors import Finding, Place


@dataclass(slots=True)
class Pointer:
    """Makes findings that show the line they are about, each file read once."""

    files: Files
    lines: dict[str, Lines] = field(default_factory=dict)

    def text(self, file: str, line: int) -> str:
        """A line of a file, counted from 1."""
        return self._lines(file).text(line)

    def numbered(self, file: str) -> Iterator[tuple[int, str]]:
        """The lines of a file, with their numbers from 1."""
        return enumerate(self._lines(file).texts, 1)

    def _lines(self, file: str) -> Lines:
        if file not in self.lines:
            self.lines[file] = Lines(self.files.get(file, b"").decode("utf-8-sig", "replace"))
        return self.lines[file]

    def at(self, code: str, message: str, hint: str, place: Place) -> Finding:
        """A finding at a place."""
        return Finding(code, message, hint, place, self.text(place.file, place.line))

    def at_line(self, code: str, message: str, hint: str, file: str, line: int) -> Finding:
        """A finding about a whole line."""
        source = self.text(file, line).rstrip()
        return Finding(
            code, message, hint, Place(file, line, len(source) - len(source.lstrip()), len(source)), source
        )

    def at_key(self, code: str, message: str, hint: str, file: str, *path: str | int) -> Finding:
        """A finding at a key of a TOML file."""
        return self.at_line(code, message, hint, file, self._lines(file).locate(path))
