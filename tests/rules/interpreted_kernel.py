"""The kernel's text run as it stands, as Python: slow, and without 64 bits, but there is nothing to compile."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.graph import Graph
from allmanning.rules.kernel import Kernel, kernel
from allmanning.rules.machine import EPOCH, Column
from allmanning.rules.values import Parameters
from tests.rules.households import Facts

type Row = dict[str, Any]


def values_of(graph: Graph, parameters: Parameters, day: date, households: Sequence[Facts]) -> list[Row]:
    """The value of every rule of the household for every household."""
    made = kernel(graph, list(graph.values), parameters)
    results = [
        [0] * len(households) for each in made.results for _ in range(2 if each.kind == "share" else 1)
    ]
    names: dict[str, Any] = {}
    exec(made.text, names)  # noqa: S102 - text of our own making
    columns = [column(made, each, households) for each in made.columns]
    numbers, cells = made.numbers(parameters, day), made.cells(parameters)
    names["kernel"](0, len(households), numbers, *columns, *cells, *results)
    rows: list[Row] = [{} for _ in households]
    for each in made.results:
        parts = [results.pop(0) for _ in range(2 if each.kind == "share" else 1)]
        for row, *value in zip(rows, *parts, strict=True):
            row[each.path] = spoken(made, each, value)
    return rows


def column(made: Kernel, wanted: Column, households: Sequence[Facts]) -> list[int]:
    name, _, field = wanted.path.partition(".")
    if wanted.kind == "length":
        offsets = [0]
        for facts in households:
            offsets.append(offsets[-1] + len(facts[name]))
        return offsets
    if field:
        return [number(made, element[field]) for facts in households for element in facts[name]]
    return [number(made, facts[name]) for facts in households]


def number(made: Kernel, value: Any) -> int:
    match value:
        case str():
            return made.words.index(value)
        case date():
            return value.toordinal() - EPOCH
        case _:
            return int(value) if not isinstance(value, bool) else value


def spoken(made: Kernel, result: Column, value: list[int]) -> Any:
    match result.kind:
        case "word":
            return made.words[value[0]]
        case "day":
            return date.fromordinal(value[0] + EPOCH)
        case "share":
            share = Fraction(*value)
            assert (share.numerator, share.denominator) == tuple(value)
            return share
        case _:
            return value[0]
