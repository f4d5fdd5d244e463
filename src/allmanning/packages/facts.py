"""Facts as they come from outside (JSON, öre) and from examples (TOML, kronor) to checked values, and back."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allmanning.packages.errors import FactError
from allmanning.rules.datatypes import BOOL, DATE, MONEY, Choice, ListOf
from allmanning.rules.errors import did_you_mean
from allmanning.rules.graph import FactDeclaration, Vocabulary


def check_facts(vocabulary: Vocabulary, raw: Mapping[str, object], *, kronor: bool = False) -> dict[str, Any]:
    """Checked facts: money in öre, dates as dates, lists of dicts. What is missing stays missing.

    `kronor`: amounts are given in kronor, as in worked examples. Raises FactError at the first wrong fact.
    """
    return _checked(vocabulary, vocabulary.facts, raw, "", kronor=kronor)


def _checked(
    vocabulary: Vocabulary,
    known: Mapping[str, FactDeclaration],
    raw: Mapping[str, object],
    prefix: str,
    *,
    kronor: bool,
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, value in raw.items():
        name = unicodedata.normalize("NFKC", key)
        fact = known.get(name)
        if fact is None:
            raise FactError(
                prefix + name, "unknown", "The package has no such fact", did_you_mean(name, known)
            )
        if isinstance(fact.type, ListOf):
            facts[name] = _list(vocabulary, fact, value, prefix + name, kronor=kronor)
        else:
            facts[name] = check_fact(fact, value, prefix + name, kronor=kronor)
    return facts


def _list(
    vocabulary: Vocabulary, fact: FactDeclaration, value: object, path: str, *, kronor: bool
) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
        raise FactError(path, "type", "A list of objects is expected", 'Write [] or [{"…": …}]')
    low, high = fact.low, fact.high
    if not low <= len(value) <= high:  # type: ignore[operator]
        raise FactError(
            path, "length", f"{len(value)} elements; {low} to {high} are allowed", "Check the list"
        )
    fields = vocabulary.fields(fact.name)
    return [
        _checked(vocabulary, fields, element, f"{path}[{index}].", kronor=kronor)
        for index, element in enumerate(value)
    ]


def check_fact(fact: FactDeclaration, value: object, path: str, *, kronor: bool = False) -> Any:
    """One plain fact. Raises FactError."""
    match fact.type:
        case Choice(options=options):
            if isinstance(value, str) and unicodedata.normalize("NFC", value) in options:
                return unicodedata.normalize("NFC", value)
            raise FactError(
                path, "choice", f"{_short(value)} is not one of the words", did_you_mean(str(value), options)
            )
        case type_ if type_ == BOOL:
            if isinstance(value, bool):
                return value
            raise FactError(path, "type", f"{_short(value)} is neither true nor false", "Write true or false")
        case type_ if type_ == DATE:
            return _within(fact, _date(value, path), path)
        case type_ if type_ == MONEY:
            return _within(fact, _money(value, path, kronor=kronor), path)
        case _:
            if isinstance(value, bool) or not isinstance(value, int):
                raise FactError(
                    path, "type", f"{_short(value)} is not a whole number", "Write a number without decimals"
                )
            return _within(fact, value, path)


def _money(value: object, path: str, *, kronor: bool) -> int:
    if isinstance(value, bool) or not isinstance(value, int | (Decimal if kronor else int)):
        unit = "kronor" if kronor else "öre"
        hint = (
            f"Write the amount in {unit}, as a whole number" if not kronor else "Write the amount in kronor"
        )
        raise FactError(path, "type", f"{_short(value)} is not an amount in {unit}", hint)
    if not kronor:
        return int(value)
    ore = Decimal(value) * 100
    if ore != ore.to_integral_value():
        raise FactError(
            path, "type", f"{value} kronor is not a whole number of öre", "Use at most two decimals"
        )
    return int(ore)


def _date(value: object, path: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return (
            date.fromisoformat(value)
            if isinstance(value, str) and len(value) == 10
            else _refuse_date(value, path)
        )
    except ValueError:
        return _refuse_date(value, path)


def _refuse_date(value: object, path: str) -> date:
    raise FactError(path, "date", f"{_short(value)} is not a date", 'Write "2025-11-01"') from None


def _within[V: (int, date)](fact: FactDeclaration, value: V, path: str) -> V:
    if value < fact.low or value > fact.high:  # type: ignore[operator]
        low, high = (_shown(fact, bound) for bound in (fact.low, fact.high))
        raise FactError(path, "range", f"{_shown(fact, value)} is outside {low} to {high}", "Check the value")
    return value


def _shown(fact: FactDeclaration, value: int | date) -> str:
    if fact.type == MONEY and isinstance(value, int):
        return f"{_short(value)} öre"
    return _short(value)


def _short(value: object) -> str:
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


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
