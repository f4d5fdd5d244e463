"""The households that readers most easily disagree on: each side of each border, the ends, leap days, empty and full lists."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from allmanning.rules.datatypes import BOOL, DATE, Choice, ListOf
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.nodes import Const
from allmanning.rules.values import TableValue
from tests.conformance.subjects import Subject
from tests.rules.households import LEAP_DAYS, Facts, Households


def corpus(subject: Subject, count: int, seed: int) -> list[Facts]:
    """`count` households: first every fact at each side of each border in turn, then chance."""
    random = Random(seed)  # noqa: S311 - chance, not secrets
    households = Households(subject.graph.vocabulary, random)
    at_borders = list(_at_borders(subject, households))
    random.shuffle(at_borders)
    chosen = at_borders[: count // 2]
    return [*chosen, *(households.facts() for _ in range(count - len(chosen)))]


def _at_borders(subject: Subject, households: Households) -> Iterator[Facts]:
    vocabulary, borders = subject.graph.vocabulary, list(_borders(subject))
    for name, fact in vocabulary.facts.items():
        if not isinstance(fact.type, ListOf):
            for value in _values(fact, borders):
                yield households.facts() | {name: value}
            continue
        for length in {fact.low, min(int(str(fact.low)) + 1, int(str(fact.high))), fact.high}:
            yield households.facts() | {name: _elements(households, name, int(str(length)))}
        for field, declared in vocabulary.fields(name).items() if fact.high else ():
            for value in _values(declared, borders):
                first = _elements(households, name, max(1, int(str(fact.low))))
                yield households.facts() | {name: [first[0] | {field: value}, *first[1:]]}


def _elements(households: Households, name: str, length: int) -> list[Facts]:
    fields = households.vocabulary.fields(name)
    return [{field: households.value(fact) for field, fact in fields.items()} for _ in range(length)]


def _borders(subject: Subject) -> Iterator[int]:
    """Every number that the rules or their parameters name."""
    found: dict[int, None] = {0: None}
    for node in subject.graph.nodes:
        if isinstance(node, Const) and isinstance(node.value, int):
            found[int(node.value)] = None
    for value in subject.parameters.values():
        match value:
            case TableValue():
                found.update(dict.fromkeys([*value.starts, *([value.end] if value.end else [])]))
            case bool() | Fraction() | date() | str():
                continue
            case _:
                found[value] = None
    yield from found


def _values(fact: FactDeclaration, borders: list[int]) -> list[Any]:
    match fact.type:
        case Choice(options=options):
            return list(options)
        case type_ if type_ == BOOL:
            return [False, True]
        case type_ if type_ == DATE:
            days = [*LEAP_DAYS, *(day + timedelta(days=1) for day in LEAP_DAYS)]
            return [fact.low, fact.high, *(day for day in days if fact.low <= day <= fact.high)]  # type: ignore[operator]
    near = {border + step for border in borders for step in (-1, 0, 1, 50)}
    return [fact.low, fact.high, *sorted(n for n in near if fact.low <= n <= fact.high)]  # type: ignore[operator]
