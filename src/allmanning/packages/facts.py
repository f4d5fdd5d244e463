"""Facts as they come from outside (JSON, öre) and from examples (TOML, kronor) to checked values, and back."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmanning.lib.text import money
from allmanning.packages.cells import CellError, in_ore
from allmanning.packages.errors import FactError
from allmanning.rules.datatypes import BOOL, DATE, MONEY, Choice, ListOf
from allmanning.rules.errors import LONGEST_NAME, did_you_mean, printable, quoted
from allmanning.rules.graph import FactDeclaration, Vocabulary

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_facts(vocabulary: Vocabulary, raw: Mapping[str, object], *, kronor: bool = False) -> dict[str, Any]:
    """Checked facts: money in öre, dates as dates, lists of dicts. What is missing stays missing.

    `kronor`: amounts are given in kronor, as in worked examples. Raises FactError at the first wrong fact.
    """
    return _Check(vocabulary, kronor).facts(vocabulary.facts, raw, "")


@dataclass(frozen=True, slots=True)
class _Check:
    vocabulary: Vocabulary
    kronor: bool

    def facts(
        self, known: Mapping[str, FactDeclaration], raw: Mapping[str, object], prefix: str
    ) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for key, value in raw.items():
            name = key if key.isascii() else unicodedata.normalize("NFKC", key)
            fact = known.get(name)
            if fact is None:
                hint = did_you_mean(name, known)
                raise FactError(prefix + shown_name(name), "unknown", "The package has no such fact", hint)
            if name in facts:
                raise FactError(prefix + name, "twice", "The fact stands twice", "Remove one of them")
            read = self.list if isinstance(fact.type, ListOf) else self.plain
            facts[name] = read(fact, value, prefix + name)
        return facts

    def list(self, fact: FactDeclaration, value: object, path: str) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
            message = f"{_short(value)} is not a list of objects"
            raise FactError(path, "type", message, 'Write [] or [{"…": …}]')
        low, high = fact.low, fact.high
        if not low <= len(value) <= high:  # type: ignore[operator]
            message = f"{len(value)} elements; {low} to {high} are allowed"
            raise FactError(path, "few" if len(value) < low else "length", message, "Check the list")  # type: ignore[operator]
        fields = self.vocabulary.fields(fact.name)
        return [self.facts(fields, element, f"{path}[{index}].") for index, element in enumerate(value)]

    def plain(self, fact: FactDeclaration, value: object, path: str) -> Any:
        return check_fact(fact, value, path, kronor=self.kronor)


def check_fact(fact: FactDeclaration, value: object, path: str, *, kronor: bool = False) -> Any:
    """One plain fact. Raises FactError."""
    match fact.type:
        case Choice(options=options):
            return _word(options, value, path)
        case type_ if type_ == BOOL:
            if isinstance(value, bool):
                return value
            message = f"{_short(value)} is neither true nor false"
            raise FactError(path, "type", message, "Write true or false")
        case type_ if type_ == DATE:
            return _within(fact, _date(value, path), path)
        case type_ if type_ == MONEY:
            return _within(fact, _money(value, path, kronor=kronor), path)
        case _:
            if isinstance(value, int) and not isinstance(value, bool):
                return _within(fact, value, path)
            message = f"{_short(value)} is not a whole number"
            raise FactError(path, "type", message, "Write a number without decimals and without quotes")


def _word(options: tuple[str, ...], value: object, path: str) -> str:
    word = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    if word in options:
        return word
    message = f"{_short(value)} is not one of the words"
    raise FactError(path, "choice", message, did_you_mean(word, options))


def _money(value: object, path: str, *, kronor: bool) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if not kronor:
            return value
    elif not (kronor and isinstance(value, Decimal)):
        unit, hint = "öre", "Write the amount in öre, as a whole number: 12,50 kr is 1250"
        if kronor:
            unit, hint = "kronor", "Write the amount in kronor, as 12.50"
        raise FactError(path, "type", f"{_short(value)} is not an amount in {unit}", hint)
    try:
        return in_ore(value)
    except CellError as error:
        raise FactError(path, "type", str(error), "Use at most two decimals") from None


def _date(value: object, path: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise FactError(path, "date", f"{_short(value)} is not a date", 'Write "2025-11-01"')


def _within[V: (int, date)](fact: FactDeclaration, value: V, path: str) -> V:
    low, high = fact.low, fact.high
    if low <= value <= high:  # type: ignore[operator]
        return value
    shown, least, most = (_shown(fact, each) for each in (value, low, high))
    raise FactError(path, "range", f"{shown} is outside the allowed {least} to {most}", "Check every digit")


def _shown(fact: FactDeclaration, value: int | date) -> str:
    if fact.type == MONEY and isinstance(value, int):
        return money(value) if abs(value) <= 10**17 else f"{_short(value)} öre"
    return _short(value)


def shown_name(name: str) -> str:
    """A name from outside, short and without what a terminal would obey."""
    return printable(name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…")


def _short(value: object) -> str:
    """A value from outside as it stands in a message."""
    match value:
        case str():
            return quoted(value)
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int() if abs(value) >= 10**40:
            return f"a number of some {value.bit_length() * 3 // 10} digits"
        case list() | dict():
            return "a list" if isinstance(value, list) else "an object"
        case _:
            return str(value)[:60]


def to_json(value: object) -> Any:
    """A value for JSON: öre and numbers as they are, dates as 2025-11-01, shares as "25/100" in lowest terms."""
    match value:
        case date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case dict():
            return {key: to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case _:
            return value
