"""Single households of a population: their facts, read back from the data, and the lines that a change changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.packages.reckoning import Line
from allmanning.packages.wording import Text
from allmanning.simulation.reading import Columns, Population
from allmanning.simulation.study import Study
from allmanning.simulation.tally import Case

type Facts = dict[str, Any]

ROWS_IN_A_BATCH = 8_192


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A value of the reckoning before and after the change, as it is written; `depth` is how far in it stands."""

    name: str
    label: Text
    depth: int
    before: str | None
    after: str | None
    law: str | None


def facts_of(people: Population, rows: Iterable[int]) -> dict[int, Facts]:
    """The facts of some rows that the rules stand on, nothing else; rows are counted from 0 over all files."""
    wanted = sorted(set(rows))
    found: dict[int, Facts] = {}
    first = 0
    for path in people.files:
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            after = first + file.metadata.row_group(group).num_rows
            here = [row for row in wanted if first <= row < after]
            if here:
                found |= _in_group(file, group, people.columns, {row - first: row for row in here})
            first = after
    return found


def _in_group(file: pq.ParquetFile, group: int, columns: Columns, rows: dict[int, int]) -> dict[int, Facts]:
    found: dict[int, Facts] = {}
    first = 0
    for batch in file.iter_batches(ROWS_IN_A_BATCH, row_groups=[group], columns=list(columns)):
        for place, row in rows.items():
            if first <= place < first + batch.num_rows:
                found[row] = _facts(batch.slice(place - first, 1), columns)
        first += batch.num_rows
    return found


def _facts(row: pa.RecordBatch, columns: Columns) -> Facts:
    """What nobody has looked at may be anything, so it stays unknown."""
    facts: Facts = row.to_pylist()[0]
    for name, value in facts.items():
        if isinstance(value, list):
            facts[name] = [{field: element[field] for field in columns[name]} for element in value]
    return facts


def changed_lines(study: Study, case: Case, facts: Facts) -> list[ChangedLine]:
    """The lines of the reckoning whose value is another after the change; of the outcome's, where the amount is the same."""
    assert study.after is not None  # noqa: S101 - without a change nothing has changed
    rule = study.amount if study.amount is not None and case.difference else study.outcome
    before = {key: line for key, _, line in _lines(study.before.reckoning(facts, rule), 0)}
    found: list[ChangedLine] = []
    for key, depth, line in _lines(study.after.reckoning(facts, rule), 0):
        old = before.get(key)
        if not line.repeated and (old is None or old.raw != line.raw):
            earlier = None if old is None else old.value
            found.append(ChangedLine(line.name, line.label, depth, earlier, line.value, line.law))
    return found


def _lines(line: Line, depth: int) -> Iterator[tuple[tuple[str, str], int, Line]]:
    """Each line with how deep it stands; a value of an element is known by its words, which number it."""
    yield (line.name, line.label.sv), depth, line
    for part in line.parts:
        yield from _lines(part, depth + 1)
