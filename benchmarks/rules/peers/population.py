"""The households of `benchmarks.rules.households` by the million: the same shares and limits, drawn as columns.

Needs nothing of Allmänning, so that the peers' own environment can read what is written here. Amounts are öre.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import Generator
from numpy.typing import NDArray

type Column = NDArray[np.int64] | NDArray[np.bool_]

BATCH = 1_000_000
OLDEST = 20
CHILD = (
    "ålder",
    "dagar_i_hushållet",
    "äter_lunch_i_förskolan",
    "egna_inkomster",
    "egna_inkomster_tidigare_i_år",
)


class Files(NamedTuple):
    """One population in every form that somebody wants: Arrow to be mapped into memory, Parquet with children as lists,
    and two flat Parquet files (households; children with the number of their household)."""

    arrow: Path
    parquet: Path
    flat: Path
    children: Path


def files(folder: Path) -> Files:
    """Where a population in a folder lies."""
    names = ("households.arrow", "households.parquet", "flat.parquet", "children.parquet")
    return Files(*(folder / name for name in names))


def write(folder: Path, rows: int, seed: int) -> Files:
    """Draw a population and write it in every form, a million rows at a time."""
    return save(folder, batch(np.random.default_rng(0), 1).schema, batches(rows, seed))


def save(folder: Path, schema: pa.Schema, rows: Iterable[pa.RecordBatch]) -> Files:
    """Write a population in every form; in Arrow's it lies in one piece, so that nobody has to join it."""
    made = files(folder)
    together: list[pa.RecordBatch] = []
    with pq.ParquetWriter(made.parquet, schema) as parquet, Flat(made) as flat:
        for each in rows:
            parquet.write_batch(each)
            flat.write(each)
            together.append(each)
    (whole,) = pa.Table.from_batches(together, schema).combine_chunks().to_batches()
    together.clear()
    with pa.OSFile(str(made.arrow), "wb") as file, pa.ipc.new_file(file, schema) as arrow:
        arrow.write_batch(whole)
    return made


class Flat:
    """Two tables without lists, for who cannot read them."""

    def __init__(self, made: Files) -> None:
        self.made, self.rows = made, 0
        self.writers: tuple[pq.ParquetWriter, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self.writers:
            writer.close()

    def write(self, each: pa.RecordBatch) -> None:
        """One batch: the columns without the list, and the list's own."""
        lists = each.column("barn")
        home = np.repeat(np.arange(each.num_rows), np.diff(lists.offsets.to_numpy())) + self.rows
        fields = dict(zip(CHILD, lists.flatten().flatten(), strict=True))
        children = pa.table({"hushåll": pa.array(home), **fields})
        households = pa.table({name: each.column(name) for name in each.schema.names if name != "barn"})
        if not self.writers:
            places = (self.made.flat, self.made.children)
            tables = (households, children)
            self.writers = tuple(
                pq.ParquetWriter(place, table.schema) for place, table in zip(places, tables, strict=True)
            )
        for writer, table in zip(self.writers, (households, children), strict=True):
            writer.write_table(table)
        self.rows += each.num_rows


def batches(rows: int, seed: int) -> Iterator[pa.RecordBatch]:
    """So many households, the same ones every time."""
    chance = np.random.default_rng(seed)
    for start in range(0, rows, BATCH):
        yield batch(chance, min(BATCH, rows - start))


def batch(chance: Generator, rows: int) -> pa.RecordBatch:
    """Some households as columns, the children as a list of structs; nothing is null."""
    draw = Draw(chance, rows)
    together = draw.true(0.3)
    children = draw.choice((0, 1, 2, 3, 4), (60, 16, 14, 7, 3))
    columns: dict[str, Column] = {
        "sammanboende": together,
        "övriga_i_hushållet": draw.choice((0, 1, 2, 4), (85, 7, 5, 3)),
        "lön": draw.some(0.33, 800, 24_000),
        "månader_med_försörjningsstöd": draw.number(0, 30),
        "månader_med_jobbstimulans": draw.number(0, 30),
        "lön_medsökande": draw.some(0.33, 800, 24_000),
        "månader_med_försörjningsstöd_medsökande": draw.number(0, 30),
        "månader_med_jobbstimulans_medsökande": draw.number(0, 30),
        "barnbidrag": 125_000 * children,
        "bostadsbidrag": draw.some(0.3, 300, 5_000),
        "underhållsstöd": draw.some(0.15, 500, 5_000) * (children > 0),
        "övriga_inkomster": draw.some(0.25, 100, 16_000),
        "tillgångar": draw.some(0.12, 500, 200_000),
        "hyra": draw.some(0.95, 2_500, 14_000),
        "hushållsel": draw.some(0.7, 150, 1_600),
        "hemförsäkring": draw.some(0.6, 80, 350),
        "arbetsresor": draw.some(0.25, 300, 2_500),
        "fackavgift": draw.some(0.2, 100, 600),
        "a_kassa": draw.some(0.3, 110, 180),
        "åberopar_högre_kostnader": draw.true(0.1),
        "åberopar_särskilda_skäl": draw.true(0.1),
        "kostnader_betalas_av_annan": draw.true(0.1),
        "kan_inte_söka_arbete": draw.true(0.1),
        "höjning_av_riksnormen": draw.some(0.5, 100, 2_000),
        "sänkning_av_riksnormen": draw.some(0.5, 100, 1_000),
        "godtaget_utöver_högsta_hyra": draw.some(0.5, 100, 3_000),
        "godtaget_utöver_högsta_hushållsel": draw.some(0.5, 50, 300),
        "godtaget_utöver_högsta_hemförsäkring": draw.some(0.5, 20, 100),
        "godtaget_utöver_högsta_arbetsresor": draw.some(0.5, 50, 500),
        "nedsättning_arbetskrav": draw.some(0.5, 500, 4_000),
    }
    return assembled(columns, children, all_children(Draw(chance, int(children.sum()))))


class Draw(NamedTuple):
    """Draws whole columns."""

    chance: Generator
    rows: int

    def true(self, share: float) -> NDArray[np.bool_]:
        """Yes for a share of them."""
        return self.chance.random(self.rows) < share

    def number(self, low: int, high: int) -> NDArray[np.int64]:
        """Whole numbers, both ends among them."""
        return self.chance.integers(low, high, self.rows, endpoint=True)

    def some(self, share: float, low: int, high: int) -> NDArray[np.int64]:
        """An amount of even kronor for a share of them, else nothing; öre."""
        return self.number(low, high) * 100 * self.true(share)

    def choice(self, values: tuple[int, ...], weights: tuple[int, ...]) -> NDArray[np.int64]:
        """One of some values, some more often than others."""
        shares = np.array(weights) / sum(weights)
        return self.chance.choice(np.array(values), self.rows, p=shares)


def all_children(draw: Draw) -> dict[str, Column]:
    """The children of all households, one after the other."""
    age = draw.number(0, OLDEST)
    whole_month = draw.true(6 / 7)
    return {
        "ålder": age,
        "dagar_i_hushållet": np.where(whole_month, 30, draw.number(1, 16)),
        "äter_lunch_i_förskolan": (age >= 1) & (age <= 5) & draw.true(0.7),
        "egna_inkomster": draw.some(0.2, 500, 9_000) * (age > 14),
        "egna_inkomster_tidigare_i_år": draw.number(0, 70_000) * 100,
    }


def assembled(
    columns: dict[str, Column], children: NDArray[np.int64], fields: dict[str, Column]
) -> pa.RecordBatch:
    """The columns as Arrow, in the order in which the package declares its facts."""
    offsets = np.zeros(len(children) + 1, np.int32)
    np.cumsum(children, out=offsets[1:])
    inner = pa.struct([_field(name, column) for name, column in fields.items()])
    values = pa.StructArray.from_arrays([pa.array(column) for column in fields.values()], fields=list(inner))
    lists = pa.ListArray.from_arrays(
        pa.array(offsets), values, type=pa.list_(pa.field("element", inner, nullable=False))
    )
    names = list(columns)
    first = names.index("lön")
    schema = [_field(name, columns[name]) for name in names]
    arrays = [pa.array(columns[name]) for name in names]
    schema.insert(first, pa.field("barn", lists.type, nullable=False))
    arrays.insert(first, lists)
    return pa.record_batch(arrays, schema=pa.schema(schema))


def _field(name: str, column: Column) -> pa.Field:
    kind = pa.bool_() if column.dtype == np.bool_ else pa.int64()
    return pa.field(name, kind, nullable=False)
