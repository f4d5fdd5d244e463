"""A TOML file read with care: every value is asked for by type, and every error knows its line."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allmanning.packages.toml_text import Lines, Path, UnreadableTomlError, parse
from allmanning.packages.unseen import UNSEEN_HINT, unseen_below
from allmanning.packages.wording import Text
from allmanning.rules.errors import (
    LONGEST_NAME,
    MOST_FINDINGS,
    Finding,
    Place,
    did_you_mean,
    printable,
)

# Of parameters, of questions, of examples, of statutes: each costs its time.
MOST_TABLES = 2_000


@dataclass(slots=True)
class Document:
    """One file: its text, what it holds, and what is wrong with it. Paths are keys and, in arrays, positions."""

    file: str
    text: str
    findings: list[Finding]
    data: dict[str, Any] = field(default_factory=dict)
    readable: bool = True
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.text)
        try:
            self.data = parse(self.file, self.text)
        except UnreadableTomlError as error:
            self.findings.append(error.finding)
            self.readable = False
        for path, message in unseen_below(self.data):
            self.refuse("P006", message, UNSEEN_HINT, *path)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that nothing more is said."""
        return len(self.findings) >= MOST_FINDINGS

    def refuse(self, code: str, message: str, hint: str, *path: str | int) -> None:
        """Note a finding at a key; of a file that is not TOML nothing more is said."""
        if not self.readable or self.is_full:
            return
        line = self.lines.locate(path)
        source = self.lines.text(line)
        place = Place(self.file, line, len(source) - len(source.lstrip()), len(source.rstrip()))
        self.findings.append(Finding(code, message, hint, place, source.rstrip()))

    def _value(self, path: Path) -> Any:
        """What stands at a path; None when it is missing, or when something on the way is not a table."""
        value: Any = self.data
        for key in path:
            match key, value:
                case int(), list() if key < len(value):
                    value = value[key]
                case str(), dict():
                    value = value.get(key)
                case _:
                    return None
        return value

    def table(self, *path: str | int) -> dict[str, Any]:
        """The table at a path; empty when it is missing, with a finding when it is something else."""
        value = self._value(path)
        if value is None or isinstance(value, dict):
            return value or {}
        self.refuse("P010", f"{written(path)} must be a table", f"Write [{written(path)}]", *path)
        return {}

    def tables(self, *path: str | int) -> range:
        """The positions of an array of tables; empty, with a finding, when it is something else."""
        value = self._value(path)
        if value is None:
            return range(0)
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            if len(value) > MOST_TABLES:
                message = f"There are more than {MOST_TABLES:,} of {written(path)}"
                self.refuse("P038", message, "Split the package", *path, MOST_TABLES)
            return range(min(len(value), MOST_TABLES))
        self.refuse("P010", f"{written(path)} must be tables", f"Write [[{written(path)}]]", *path)
        return range(0)

    def names(self) -> list[str]:
        """The names at the top of the file."""
        names = list(self.data)
        if len(names) > MOST_TABLES:
            message = f"There are more than {MOST_TABLES:,} names in {self.file}"
            self.refuse("P038", message, "Split the package", names[MOST_TABLES])
        return names[:MOST_TABLES]

    def required(self, path: Path, type_: type[Any] | tuple[type[Any], ...], words: str) -> Any:
        """The value at a path, which must be there; None with a finding otherwise. `words` say what is expected."""
        if path[-1] not in self.table(*path[:-1]):
            self.refuse("P011", f"{written(path)} is missing", f"Write {path[-1]} = {words}", *path[:-1])
            return None
        return self.optional(path, type_, words)

    def optional(
        self, path: Path, type_: type[Any] | tuple[type[Any], ...], words: str, default: Any = None
    ) -> Any:
        """The value at a path, or the default; a value of the wrong type gives a finding."""
        value = self.table(*path[:-1]).get(str(path[-1]), default)
        wrong_bool = isinstance(value, bool) and bool not in (type_ if isinstance(type_, tuple) else (type_,))
        if value is not default and (
            not isinstance(value, type_) or wrong_bool or isinstance(value, datetime)
        ):
            message = f"{written(path)} is not {_article(words)}"
            self.refuse("P012", message, f"Write {path[-1]} = {words}", *path)
            return default
        return value

    def string(self, *path: str | int, required: bool = True) -> str:
        """A text in quotes; "" when it is missing."""
        read = self.required if required else self.optional
        value = read(path, str, '"…"') or ""
        if required and not value.strip() and isinstance(self._value(path), str):
            self.refuse("P011", f"{written(path)} is empty", f'Write {path[-1]} = "…"', *path)
        return str(value).strip()

    def name(self, *path: str | int, required: bool = True) -> str:
        """The name of a fact or a rule, in the form that rule files have it; "" when it is missing."""
        return unicodedata.normalize("NFKC", self.string(*path, required=required))

    def words(self, *path: str | int, required: bool = True) -> Text:
        """A text with its English beside it, as `name` and `name_en`."""
        english = (*path[:-1], f"{path[-1]}_en")
        return Text(self.string(*path, required=required), self.string(*english, required=False))

    def strings(self, *path: str | int) -> tuple[str, ...]:
        """A list of texts; empty when missing."""
        value = self.optional(path, list, '["…"]', [])
        if not all(isinstance(item, str) for item in value):
            message = f"{written(path)} is not a list of texts"
            self.refuse("P012", message, f'Write {path[-1]} = ["…"]', *path)
            return ()
        return tuple(value)

    def names_in(self, *path: str | int) -> tuple[str, ...]:
        """A list of names, in the form that rule files have them."""
        return tuple(unicodedata.normalize("NFKC", name) for name in self.strings(*path))

    def day(self, *path: str | int, required: bool = True) -> date | None:
        """A date; None when missing."""
        read = self.required if required else self.optional
        value = read(path, date, "2025-07-01")
        return value if isinstance(value, date) else None

    def number(self, *path: str | int, least: int, example: int) -> int:
        """A whole number that is not too small; the least one when it is missing."""
        value = self.required(path, int, str(example))
        if isinstance(value, int) and not least <= value <= 10_000:
            message = f"{written(path)} is at least {least}, at most 10 000"
            self.refuse("P014", message, f"Write {path[-1]} = {example}, for instance", *path)
            return least
        return least if value is None else int(value)

    def known(self, names: Iterable[str], *path: str | int) -> None:
        """Refuse keys that nobody reads, so that a misspelt one is not silently lost."""
        allowed = set(names)
        for key in self.table(*path):
            if self.is_full:
                return
            if key not in allowed:
                hint = did_you_mean(key, allowed)
                self.refuse("P013", f"{written((*path, key))} is not known", hint, *path, key)


def written(path: Path) -> str:
    """A path as a person reads it: "decision.item[1].name"."""
    text = ""
    for key in path:
        name = str(key) if len(str(key)) <= LONGEST_NAME else f"{str(key)[:LONGEST_NAME]}…"
        text += f"[{int(key) + 1}]" if isinstance(key, int) else f".{name}" if text else name
    return printable(text)


def _article(words: str) -> str:
    told = {'"…"': "a text", '["…"]': "a list", "2025-07-01": "a date", "false": "true or false"}
    return told.get(words, "a whole number" if words.isdecimal() else f"like {words}")
