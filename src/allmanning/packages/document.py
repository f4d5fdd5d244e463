"""A TOML file read with care: every value is asked for by type, and every error knows its line."""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from allmanning.packages.wording import Text
from allmanning.rules.errors import Finding, Place, did_you_mean

type Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """One file: its text, what it holds, and what is wrong with it. Paths are keys and, in arrays, positions."""

    file: str
    text: str
    findings: list[Finding]
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.data = _normalised(tomllib.loads(self.text, parse_float=Decimal))
        except tomllib.TOMLDecodeError as error:
            line = getattr(error, "lineno", 0) or _line_of(str(error))
            column = max(0, (getattr(error, "colno", 1) or 1) - 1)
            reason = str(error).split(" (at")[0]
            source = self._line(line)
            hint = "Dates are written 2025-07-01, texts in quotes, and names with å ä ö in quotes"
            place = Place(self.file, line, min(column, max(0, len(source) - 1)), len(source))
            self.findings.append(Finding("P001", f"Not readable as TOML: {reason}", hint, place, source))
        except RecursionError:
            place = Place(self.file, 1, 0, 0)
            self.findings.append(
                Finding("P001", "Not readable as TOML: nested too deep", "Make it flat", place)
            )

    def refuse(self, code: str, message: str, hint: str, *path: str | int) -> None:
        """Note a finding at a key."""
        line = locate(self.text, path)
        source = self._line(line)
        place = Place(self.file, line, len(source) - len(source.lstrip()), len(source.rstrip()))
        self.findings.append(Finding(code, message, hint, place, source.rstrip()))

    def table(self, *path: str | int) -> dict[str, Any]:
        """The table at a path; empty, with a finding, when it is missing or something else."""
        value: Any = self.data
        for key in path:
            if isinstance(key, int):
                value = value[key]
            else:
                value = value.get(key, {})
        if isinstance(value, dict):
            return value
        self.refuse("P010", f"{_written(path)} must be a table", f"Write [{_written(path)}]", *path)
        return {}

    def required(self, path: Path, type_: type[Any] | tuple[type[Any], ...], words: str) -> Any:
        """The value at a path, which must be there; None with a finding otherwise. `words` say what is expected."""
        table = self.table(*path[:-1])
        if path[-1] not in table:
            self.refuse("P011", f"{_written(path)} is missing", f"Write {path[-1]} = {words}", *path[:-1])
            return None
        return self.optional(path, type_, words)

    def optional(
        self, path: Path, type_: type[Any] | tuple[type[Any], ...], words: str, default: Any = None
    ) -> Any:
        """The value at a path, or the default; a value of the wrong type gives a finding."""
        value = self.table(*path[:-1]).get(path[-1], default)
        wrong_bool = isinstance(value, bool) and bool not in (type_ if isinstance(type_, tuple) else (type_,))
        if value is not default and (
            not isinstance(value, type_) or wrong_bool or isinstance(value, datetime)
        ):
            self.refuse(
                "P012", f"{_written(path)} is not {_article(words)}", f"Write {path[-1]} = {words}", *path
            )
            return default
        return value

    def string(self, *path: str | int, required: bool = True) -> str:
        """A text in quotes; "" when it is missing."""
        read = self.required if required else self.optional
        value = read(path, str, '"…"') or ""
        if required and not value.strip() and path[-1] in self.table(*path[:-1]):
            self.refuse("P011", f"{_written(path)} is empty", f'Write {path[-1]} = "…"', *path)
        return str(value).strip()

    def words(self, *path: str | int, required: bool = True) -> Text:
        """A text with its English beside it, as `name` and `name_en`."""
        english = (*path[:-1], f"{path[-1]}_en")
        return Text(self.string(*path, required=required), self.string(*english, required=False))

    def strings(self, *path: str | int) -> tuple[str, ...]:
        """A list of texts; empty when missing."""
        value = self.optional(path, list, '["…"]', [])
        if not all(isinstance(item, str) for item in value):
            self.refuse(
                "P012", f"{_written(path)} is not a list of texts", f'Write {path[-1]} = ["…"]', *path
            )
            return ()
        return tuple(value)

    def day(self, *path: str | int, required: bool = True) -> date | None:
        """A date; None when missing."""
        read = self.required if required else self.optional
        value = read(path, date, "2025-07-01")
        return value if isinstance(value, date) else None

    def known(self, names: Iterable[str], *path: str | int) -> None:
        """Refuse keys that nobody reads, so that a misspelt one is not silently lost."""
        allowed = set(names)
        for key in self.table(*path):
            if key not in allowed:
                hint = did_you_mean(key, allowed)
                self.refuse("P013", f"{_written((*path, key))} is not known", hint, *path, key)

    def tables(self, name: str) -> range:
        """The positions of an array of tables; empty, with a finding, when it is something else."""
        value = self.data.get(name, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return range(len(value))
        self.refuse("P010", f"{name} must be tables", f"Write [[{name}]]", name)
        return range(0)

    def _line(self, number: int) -> str:
        lines = self.text.splitlines()
        return lines[number - 1][:200] if 0 < number <= len(lines) else ""


def locate(text: str, path: Path) -> int:
    """The line of a key, from 1; of the nearest heading above it when the key itself is not found; else 0."""
    heading: list[str | int] = []
    counts: dict[tuple[str, ...], int] = {}
    best, best_length = 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        bare = unicodedata.normalize("NFKC", line.strip())
        if bare.startswith("[[") and "]]" in bare:
            names = _keys(bare[2 : bare.index("]]")])
            counts[names] = counts.get(names, -1) + 1
            heading = _with_positions(names, counts)
        elif bare.startswith("[") and "]" in bare:
            heading = _with_positions(_keys(bare[1 : bare.index("]")]), counts)
        elif "=" in bare and not bare.startswith("#"):
            full = (*heading, *_keys(bare.split("=", 1)[0]))
            if full == path or (full == path[: len(full)] and len(full) > best_length):
                best, best_length = number, len(full)
            continue
        if tuple(heading) == path[: len(heading)] and len(heading) > best_length:
            best, best_length = number, len(heading)
    return best


def _with_positions(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> list[str | int]:
    heading: list[str | int] = []
    for end in range(1, len(names) + 1):
        heading.append(names[end - 1])
        if names[:end] in counts:
            heading.append(counts[names[:end]])
    return heading


def _keys(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _written(path: Path) -> str:
    text = ""
    for key in path:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def _article(words: str) -> str:
    return {'"…"': "a text", "2025-07-01": "a date", "true": "true or false"}.get(words, f"like {words}")


def _line_of(message: str) -> int:
    digits = message.rpartition("line ")[2].split(",")[0]
    return int(digits) if digits.isdigit() else 0


def _normalised(value: Any) -> Any:
    """Names compare equal however their å ä ö are composed, as in the rule files."""
    match value:
        case dict():
            return {unicodedata.normalize("NFKC", key): _normalised(item) for key, item in value.items()}
        case list():
            return [_normalised(item) for item in value]
        case str():
            return unicodedata.normalize("NFC", value)
    return value
