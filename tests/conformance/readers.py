"""All readers over the same households, as tables with the same columns: what `evaluate` gives is what is meant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.ask import open_facts
from allmanning.rules.bounds import surveyor
from allmanning.rules.decide import decider
from allmanning.rules.evaluate import evaluate
from allmanning.rules.explain import Explanation, explain
from allmanning.rules.formulas import teller
from allmanning.rules.intervals import value_of
from allmanning.simulation.columns import arrow_type, table_of
from allmanning.simulation.job import Engine, Job, Refused, Run
from tests.conformance.subjects import Subject
from tests.rules.households import Facts

type Reader = Callable[[Subject, Sequence[Facts]], pa.Table]


def table(subject: Subject, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Values by rule, one row for each household; None where a reader gives nothing."""
    graph, found = subject.graph, list(rows)
    types = {name: arrow_type(graph.types[node]) for name, node in graph.values.items()}
    return pa.table({
        name: pa.array([_plain(row.get(name)) for row in found], type_) for name, type_ in types.items()
    })  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return value


def meant(subject: Subject, households: Sequence[Facts]) -> pa.Table:
    """The reference interpreter."""
    return table(
        subject, (evaluate(subject.graph, facts, subject.parameters, subject.day) for facts in households)
    )


def decided(subject: Subject, households: Sequence[Facts]) -> pa.Table:
    """Generated Python."""
    decide = decider(subject.graph)(subject.parameters, subject.day)
    return table(subject, (decide(facts) for facts in households))


def asked(subject: Subject, households: Sequence[Facts]) -> pa.Table:
    """What is certain when everything has been answered; nothing, when something is still said to be open."""
    ready, values = surveyor(subject.graph), subject.graph.values

    def certain(facts: Facts) -> dict[str, Any]:
        survey = ready.survey(facts, subject.parameters, subject.day)
        if open_facts(survey, subject.targets):
            return {}
        return {name: value_of(survey.memo[node]) for name, node in values.items()}

    return table(subject, map(certain, households))


def explained(subject: Subject, households: Sequence[Facts]) -> pa.Table:
    """The values that the explanations of every rule tell of."""
    return _explained(subject, households, tuple(subject.graph.values), {})


def explained_as_decided(subject: Subject, households: Sequence[Facts]) -> pa.Table:
    """The values that the explanation of a decision tells of; of rules that it need not mention, what is certain."""
    return _explained(subject, households, subject.targets, subject.graph.values)


def _explained(
    subject: Subject, households: Sequence[Facts], names: Sequence[str], others: Mapping[str, int]
) -> pa.Table:
    ready, tell = surveyor(subject.graph), teller(subject.graph)

    def told(facts: Facts) -> dict[str, Any]:
        survey = ready.survey(facts, subject.parameters, subject.day)
        values: dict[str, Any] = {}
        for name in names:
            _gather(explain(survey, name, tell), values)
        return {name: value_of(survey.memo[node]) for name, node in others.items()} | values

    return table(subject, map(told, households))


def _gather(told: Explanation, values: dict[str, Any]) -> None:
    """The last word on a value, so that two different ones cannot both be right."""
    if not told.list:
        values[told.name] = told.value if values.get(told.name, told.value) == told.value else None
    for part in told.parts:
        _gather(part, values)


IN_PYTHON: dict[str, Reader] = {"decide": decided, "ask": asked, "explain": explained}


def computed(engine: Engine, subject: Subject, data: Path) -> pa.Table:
    """Every rule's value as an engine gives it for a Parquet file, in the order of its rows."""
    names, refused = tuple(subject.graph.values), Refused()
    job = Job(subject.graph, subject.day, data, (Run("x", subject.parameters),), names)
    batches = [pa.table(batch) for batch in engine(job, lambda rows: None, refused)]
    assert refused == Refused(), refused
    found = pa.concat_tables(batches).sort_by("row")
    return found.select([f"x.{name}" for name in names]).rename_columns(list(names))


def written(subject: Subject, households: Sequence[Facts], path: Path) -> Path:
    """The households as a Parquet file."""
    pq.write_table(table_of(subject.graph.vocabulary, households), path)
    return path


def differences(expected: pa.Table, found: pa.Table) -> list[tuple[str, int, Any, Any]]:
    """(rule, row, meant, found) for every value that is not the same, shares compared as numbers."""
    unequal: list[tuple[str, int, Any, Any]] = []
    assert found.num_rows == expected.num_rows, "rows are missing"
    for name in expected.column_names:
        if expected[name].equals(found[name]):
            continue
        pairs = zip(expected[name].to_pylist(), found[name].to_pylist(), strict=True)
        unequal += [
            (name, row, one, other) for row, (one, other) in enumerate(pairs) if _share(one) != _share(other)
        ]
    return unequal


def _share(value: Any) -> Any:
    if isinstance(value, dict):
        return Fraction(value["numerator"], value["denominator"])
    return value
