"""An invented population for a package: each fact from where population.toml says, block by block, seeded and marked.

A household depends on the seed, the package's preset and its own number, and on nothing else: not on how many others there
are, nor on the machine.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.packages import Package
from allmanning.packages.facts import to_json
from allmanning.packages.preset import Always, Base, Evenly, Origin, Words, Yes, evenly
from allmanning.packages.questions import all_facts
from allmanning.rules.datatypes import BOOL, DATE, Choice, ListOf
from allmanning.rules.graph import FactDeclaration
from allmanning.simulation import draws
from allmanning.simulation.columns import schema
from allmanning.simulation.draws import Bits, Column
from allmanning.simulation.files import whole, writing
from allmanning.simulation.households import GENERATOR, Invented, invent
from allmanning.simulation.job import Progress

# Changed only together with GENERATOR: a block's number is a part of its seed.
BLOCK = 16_384
# Some hundred thousand rows, so that engines can share a file among threads.
BLOCKS_IN_A_GROUP = 8
_MARKS = ("seed", "generator", "package")
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Source:
    """What a population is drawn from."""

    package: Package
    seed: int

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """Where each fact comes from, by path."""
        said = self.package.preset.origins
        return {
            path: said.get(path) or evenly(fact) for path, fact in all_facts(self.package.vocabulary).items()
        }

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The facts of which the package says nothing, drawn evenly from all that they allow."""
        return tuple(path for path in self.origins if path not in self.package.preset.origins)

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns, marked as invented."""
        manifest = self.package.manifest
        return schema(self.package.vocabulary).with_metadata(
            {
                "synthetic": "true",
                "synthetic.note": "Invented by a program. No household is real, and no statistics stand behind the numbers.",
                "synthetic.seed": str(self.seed),
                "synthetic.generator": str(GENERATOR),
                "synthetic.package": f"{manifest.id} {manifest.version} {self.package.digest}",
                "synthetic.facts": json.dumps(
                    {path: told(origin) for path, origin in self.origins.items()}, ensure_ascii=False
                ),
                "synthetic.unsaid": json.dumps(self.unsaid, ensure_ascii=False),
            }
        )

    def batches(self, households: int) -> Iterator[pa.RecordBatch]:
        """So many households, a block at a time."""
        for block, start in enumerate(range(0, households, BLOCK)):
            yield self._block(block, min(BLOCK, households - start))

    def _block(self, number: int, count: int) -> pa.RecordBatch:
        drawing = _Drawing(self, number, invent(self.seed, number, count))
        arrays = [drawing.array(field) for field in self.schema]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One block of one population."""

    source: Source
    number: int
    invented: Invented

    def array(self, field: pa.Field) -> pa.Array:
        """A column of the households."""
        fact = self.source.package.vocabulary.facts[field.name]
        if not isinstance(fact.type, ListOf):
            return _array(field, fact, self._column(fact.name, fact, self.invented.count))
        return self._lists(field, fact)

    def _lists(self, field: pa.Field, fact: FactDeclaration) -> pa.Array:
        """A list for each household. Of invented children no more are taken than the fact allows."""
        lengths = self._column(fact.name, fact, self.invented.count)
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        arrays = []
        declared = self.source.package.vocabulary.fields(fact.name).values()
        for inner, each in zip(field.type.value_type, declared, strict=True):
            path = f"{fact.name}.{each.name}"
            column = self._column(path, each, int(offsets[-1]))
            if isinstance(self.source.origins[path], Base):
                column = column[self._places() < lengths[self.invented.home]]
            arrays.append(_array(inner, each, column))
        elements = pa.StructArray.from_arrays(arrays, fields=list(field.type.value_type))
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), elements, type=field.type)

    def _places(self) -> Column:
        """Each invented child's place among its siblings, from 0."""
        children = self.invented.of_household["children"]
        first: Column = np.repeat(np.cumsum(children) - children, children)
        return np.arange(len(first)) - first

    def _column(self, path: str, fact: FactDeclaration, count: int) -> Column:
        """Numbers as Arrow keeps them: öre, days since 1970, 0 and 1, the position of a word, the length of a list."""
        origin = self.source.origins[path]
        low, high = _number(fact.low), _number(fact.high)
        if isinstance(origin, Base):
            known = self.invented.of_child if "." in path else self.invented.of_household
            return np.clip(known[origin.column], low, high)
        raw = draws.bits(self.source.seed, f"fact {path}", self.number, count)
        return _drawn(origin, fact, raw)


def _drawn(origin: Origin, fact: FactDeclaration, raw: Bits) -> Column:
    match origin:
        case Always(value=str() as word) if isinstance(fact.type, Choice):
            return np.full(len(raw), fact.type.options.index(word), np.int64)
        case Always(value):
            return np.full(len(raw), _number(value), np.int64)
        case Yes(share):
            return draws.share(share, raw).astype(np.int64)
        case Words(weights) if isinstance(fact.type, Choice):
            positions = np.array([fact.type.options.index(word) for word in weights], np.int64)
            return positions[draws.weighted(list(weights.values()), raw)]
        case Evenly(low, high, step, share):
            found = draws.evenly(_number(low), _number(high), step, raw)
            return np.where(draws.share(share, raw), found, _number(fact.low))
    raise AssertionError(origin)


def _number(value: Any) -> int:
    return value.toordinal() - _EPOCH if isinstance(value, date) else int(value)


def _array(field: pa.Field, fact: FactDeclaration, column: Column) -> pa.Array:
    match fact.type:
        case Choice(options=options):
            return pa.array(options, pa.string()).take(pa.array(column))
        case type_ if type_ == BOOL:
            return pa.array(column.astype(np.bool_))
        case type_ if type_ == DATE:
            return pa.array(column.astype(np.int32)).cast(field.type)
        case _:
            return pa.array(column)


def told(origin: Origin) -> str:
    """Where a fact comes from, in words."""
    match origin:
        case Base(column):
            return f"invented households: {column}"
        case Always(value):
            return f"always {to_json(value)}"
        case Yes(share):
            return f"yes for {to_json(share)}"
        case Evenly(low, high, step, share):
            often = "" if share == 1 else f", for {to_json(share)}"
            return f"evenly {to_json(low)} to {to_json(high)} in steps of {step}{often}"
        case Words(weights):
            return ", ".join(f"{word}: {weight}" for word, weight in weights.items())


def marks(file: Path) -> dict[str, Any]:
    """Whether a file's population is invented, as its own marks say."""
    said = pq.read_schema(file).metadata or {}
    if said.get(b"synthetic") != b"true":
        return {"synthetic": False}
    known = {name: said.get(f"synthetic.{name}".encode(), b"").decode("utf-8", "replace") for name in _MARKS}
    return {"synthetic": True} | known


def write(source: Source, households: int, target: Path, progress: Progress) -> None:
    """Write so many households to a file, which is there when all of it is. Raises OutputError."""
    with (
        whole([target]) as (place,),
        writing(target),
        pq.ParquetWriter(place, source.schema, compression="zstd") as writer,
    ):
        for batches in itertools.batched(source.batches(households), BLOCKS_IN_A_GROUP):
            writer.write_table(pa.Table.from_batches(batches))
            progress(sum(batch.num_rows for batch in batches))
