"""What a simulation leaves behind: one row for each household as Parquet, and all figures as JSON, both or neither."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from allmanning.rules.datatypes import ListOf
from allmanning.simulation.columns import arrow_type
from allmanning.simulation.errors import OutputError
from allmanning.simulation.files import whole, writing
from allmanning.simulation.study import Study

FOLDER_NAME = "simulation"


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the files go."""

    parquet: Path
    json: Path
    svg: Path

    def all(self) -> tuple[Path, ...]:
        """Each of them."""
        return self.parquet, self.json, self.svg


def targets(name: Path, data: Path) -> Targets:
    """NAME.parquet and its siblings; in a folder they are called simulation. Raises OutputError for the data itself."""
    if name.is_dir():
        name /= FOLDER_NAME
    if name.suffix in (".parquet", ".json", ".svg"):
        name = name.with_suffix("")
    found = Targets(*(name.with_name(f"{name.name}.{kind}") for kind in ("parquet", "json", "svg")))
    inside = data.is_dir() and found.parquet.resolve().parent == data.resolve()
    if inside or found.parquet.resolve() == data.resolve():
        raise OutputError(f"--out {name}: the result would be written into the data. Choose another place")
    return found


def schema(study: Study) -> pa.Schema:
    """The columns of the result."""
    graph = study.before.engine.graph
    fields = [pa.field("row", pa.int64(), nullable=False)]
    for name in study.kept:
        type_ = graph.vocabulary.facts[name].type
        kept = pa.int64() if isinstance(type_, ListOf) else arrow_type(type_)
        fields.append(pa.field(name, kept, nullable=False))
    for run in study.rulesets():
        for rule in study.before.targets:
            type_ = graph.types[graph.values[rule]]
            fields.append(pa.field(f"{run}.{rule}", arrow_type(type_), nullable=False))
    if study.after is not None and study.amount is not None:
        fields.append(pa.field("difference", pa.int64(), nullable=False))
    return pa.schema(fields)


@dataclass(slots=True)
class Output:
    """The files of one result while they are written."""

    study: Study
    targets: Targets
    places: tuple[Path, ...]
    writer: pq.ParquetWriter
    schema: pa.Schema = field(init=False)

    def __post_init__(self) -> None:
        self.schema = schema(self.study)

    def add(self, batch: pa.RecordBatch) -> None:
        """Write the rows of an engine's batch."""
        columns = []
        for each in self.schema:
            if each.name == "difference":
                after, before = (batch.column(f"{run}.{self.study.amount}") for run in ("after", "before"))
                columns.append(pc.subtract(after, before).cast(pa.int64()))
            else:
                columns.append(batch.column(each.name).cast(each.type))
        with writing(self.targets.parquet):
            self.writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self.schema))

    def finish(self, figures: Mapping[str, Any], picture: str) -> None:
        """Write the figures and the picture."""
        with writing(self.targets.parquet):
            self.writer.close()
        texts = as_json(figures), picture
        for text, place, target in zip(texts, self.places[1:], self.targets.all()[1:], strict=True):
            with writing(target):
                place.write_text(text, encoding="utf-8")


@contextmanager
def output(study: Study, where: Targets) -> Iterator[Output]:
    """Files that are there when the block ends well, and not otherwise. Raises OutputError."""
    with whole(where.all()) as places:
        with writing(where.parquet):
            writer = pq.ParquetWriter(places[0], schema(study), compression="zstd")
        try:
            yield Output(study, where, places, writer)
        finally:
            # What goes wrong now has gone wrong before, and been told.
            with suppress(OSError):
                writer.close()


def as_json(figures: Mapping[str, Any]) -> str:
    """JSON with å ä ö as they are."""
    return json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
