"""Single households of a population: their facts, read back from the data, and the lines that a change changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.packages.reckoning import Line
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import ListOf
from allmanning.rules.graph import Vocabulary
from allmanning.simulation.study import Study
from allmanning.simulation.tally import Case

type Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A value of the reckoning before and after the change, as it is written; `depth` is how far in it stands."""

    name: str
    label: Text
    depth: int
    before: str | None
    after: str | None
    law: str | None


def facts_of(vocabulary: Vocabulary, files: Iterable[Path], rows: Iterable[int]) -> dict[int, Facts]:
    """The facts of some rows, as far as the data has them; rows are counted from 0 over all files."""
    wanted = sorted(set(rows))
    found: dict[int, Facts] = {}
    first = 0
    for path in files:
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            after = first + file.metadata.row_group(group).num_rows
            here = [row for row in wanted if first <= row < after]
            if here:
                found |= _in_group(file, group, vocabulary, {row - first: row for row in here})
            first = after
    return found


def _in_group(
    file: pq.ParquetFile, group: int, vocabulary: Vocabulary, rows: dict[int, int]
) -> dict[int, Facts]:
    names = [name for name in vocabulary.facts if name in file.schema_arrow.names]
    found: dict[int, Facts] = {}
    first = 0
    for batch in file.iter_batches(8_192, row_groups=[group], columns=names):
        for place, row in rows.items():
            if first <= place < first + batch.num_rows:
                found[row] = _facts(vocabulary, batch.slice(place - first, 1))
        first += batch.num_rows
    return found


def _facts(vocabulary: Vocabulary, row: pa.RecordBatch) -> Facts:
    """Without what the rules do not know, such as other columns of an element."""
    facts: Facts = row.to_pylist()[0]
    for name in facts:
        if isinstance(vocabulary.facts[name].type, ListOf):
            known = vocabulary.fields(name)
            facts[name] = [
                {key: value for key, value in element.items() if key in known} for element in facts[name]
            ]
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
