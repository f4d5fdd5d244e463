"""What is wrong with a package, file by file, as an editor marks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from allmanning.packages.checks import check
from allmanning.packages.errors import PackageError
from allmanning.packages.package import build
from allmanning.rules.errors import Finding
from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.folder import MANIFEST
from allmanning.server.language_server.outline import Span

# What nobody uses or comes to is shown faded.
UNUSED = ("C001", "C002", "C003", "C050", "R131", "R138")


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding at its place; "error" is what makes it no package, "warning" what only hinders publishing."""

    at: Span
    code: str
    text: str
    severity: Literal["error", "warning"]
    unused: bool


def findings(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Everything that `allmanning check` would say of these files."""
    try:
        return check(build(files))
    except PackageError as error:
        return error.findings


def marks(desk: Desk, found: Iterable[Finding]) -> dict[str, list[Mark]]:
    """The findings by file; those of no file, and of the whole package, stand at the top of package.toml."""
    by_file: dict[str, list[Mark]] = {}
    for finding in found:
        file = finding.place.file if finding.place.file in desk.texts else MANIFEST
        by_file.setdefault(file, []).append(_mark(desk, file, finding))
    return by_file


def _mark(desk: Desk, file: str, finding: Finding) -> Mark:
    text = f"{finding.message}\nHint: {finding.hint}" if finding.hint else finding.message
    severity: Literal["error", "warning"] = "warning" if finding.code.startswith("C") else "error"
    at = _span(desk, file, finding) if file == finding.place.file else Span(0, 0)
    return Mark(at, finding.code, text, severity, finding.code in UNUSED)


def _span(desk: Desk, file: str, finding: Finding) -> Span:
    """From the caret to its end; the whole of the first line where there is no place."""
    text, place = desk.texts[file], finding.place
    if not place.line:
        return Span(0, len(text.line(0)))
    start = text.offset(place.line - 1, place.column)
    end = text.offset(place.line - 1, max(place.end, place.column + 1))
    # A caret after the last letter of its line marks that letter.
    return Span(start, end) if end > start else Span(max(text.offset(place.line - 1, 0), start - 1), start)
