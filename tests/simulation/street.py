"""A small program with every kind of fact, and households for it: what engines and readers of files are tested on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allmanning.rules.datatypes import INT, MONEY, SHARE, TableOf
from allmanning.rules.evaluate import evaluate
from allmanning.rules.graph import Graph
from allmanning.rules.program import parse
from allmanning.rules.values import ParameterValue, TableValue
from allmanning.simulation.columns import table_of
from allmanning.simulation.engines import kernel
from allmanning.simulation.job import Engine, Job, Refused, Run

TEXT = '''
Boende = Literal["hyra", "äga", "annat"]
Beslut = Literal["bifall", "avslag"]


@facts
class Barn:
    """Ett barn."""

    ålder: int = between(0, 20)
    född: date = between("2000-01-01", "2025-12-31")
    hemma: bool
    sort: Boende


@facts
class Hushåll:
    """Hushållet."""

    boende: Boende
    hyra: Money = between(-100, 1_000)
    vuxna: int = between(1, 9)
    flyttade: date = between("1990-01-01", "2025-12-31")
    ensam: bool
    barn: list[Barn] = between(0, 4)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def andel_av_hyran(vuxna: int, sats: Share, ensam: bool) -> Share:
    """Andelen."""
    return sats if ensam else bråk(2, 2 * vuxna)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def barnets(barn: Barn, norm: Table[int, Money], dag_för_beslut: date) -> Money:
    """Barnets."""
    return norm[barn.ålder] if barn.hemma and barn.sort != "äga" else fyllda_år(barn.född, dag_för_beslut) * kr(1)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def stöd(hyra: Money, andel_av_hyran: Share, barn: list[Barn]) -> Money:
    """Stöd."""
    return andel(hyra, andel_av_hyran, avrunda="närmast") + sum(barnets(b) for b in barn)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def nästa(flyttade: date, vuxna: int) -> date:
    """Nästa."""
    return plus_månader(flyttade, vuxna)


@rule(law="SoL (2025:400) 12 kap. 1 §")
def trångt(barn: list[Barn], vuxna: int) -> bool:
    """Trångt."""
    return len(barn) > vuxna


@rule(law="SoL (2025:400) 12 kap. 1 §")
def beslut(stöd: Money, boende: Boende) -> Beslut:
    """Beslut."""
    return "bifall" if stöd > kr(300) and boende in ("hyra", "annat") else "avslag"
'''
TYPES = {"sats": SHARE, "norm": TableOf(INT, MONEY)}
PARAMETERS: dict[str, ParameterValue] = {
    "sats": Fraction(2, 3),
    "norm": TableValue((0, 7, 15), (10_000, 20_050, 30_000), None),
}
HIGHER: dict[str, ParameterValue] = {
    "sats": Fraction(3, 4),
    "norm": TableValue((0, 3), (11_111, 22_222), None),
}
DAY = date(2025, 3, 1)
# Of files: some would stand for others, or for something else, in the wrong hands.
NAMES = ("a'b", "a*b", "a?b", "aXb", "a[X]b", "a\\b", "a{X,Y}b", "å%20 ä")
OUTPUTS = ("stöd", "beslut", "andel_av_hyran", "nästa", "trångt")


def graph() -> Graph:
    return parse({"rules/r.py": TEXT}, TYPES).on(DAY)


GRAPH = graph()


def child(number: int) -> dict[str, Any]:
    born = date(2004, 2, 29) if number % 3 else date(2012, 3, 1)
    return {"ålder": number % 21, "född": born, "hemma": number % 4 > 0, "sort": ("hyra", "äga")[number % 2]}


def household(number: int) -> dict[str, Any]:
    return {
        "boende": ("hyra", "äga", "annat")[number % 3],
        "hyra": -10_000 + number * 997 % 110_001,
        "vuxna": 1 + number % 9,
        "flyttade": date(2024, 1, 31),
        "ensam": number % 2 == 0,
        "barn": [child(number + each) for each in range(number % 5)],
    }


def street(count: int = 40) -> pa.Table:
    return table_of(GRAPH.vocabulary, map(household, range(count)))


def file(folder: Path, table: pa.Table, name: str = "hushåll.parquet", **options: Any) -> Path:
    pq.write_table(table, folder / name, **options)
    return folder / name


def with_column(table: pa.Table, name: str, column: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def job(data: Path, outputs: tuple[str, ...] = OUTPUTS, **changes: Any) -> Job:
    return replace(Job(GRAPH, DAY, data, (Run("nu", PARAMETERS),), outputs), **changes)


def computed(given: Job, refused: Refused | None = None, engine: Engine = kernel.run) -> pa.Table:
    return pa.concat_tables(map(pa.table, batches(given, refused, engine)))


def batches(
    given: Job, refused: Refused | None = None, engine: Engine = kernel.run
) -> Iterator[pa.RecordBatch]:
    return engine(given, lambda rows: None, Refused() if refused is None else refused)


def meant(count: int, parameters: dict[str, ParameterValue] = PARAMETERS) -> list[dict[str, Any]]:
    """What the interpreter gives, as the engines' rows have it."""
    rows = [evaluate(GRAPH, household(number), parameters, DAY) for number in range(count)]
    return [{name: plain(row[name]) for name in OUTPUTS} for row in rows]


def plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"numerator": value.numerator, "denominator": value.denominator}
    return value


def of_run(table: pa.Table, run: str = "nu") -> list[dict[str, Any]]:
    names = [f"{run}.{name}" for name in OUTPUTS]
    found: list[dict[str, Any]] = table.select(names).rename_columns(list(OUTPUTS)).to_pylist()
    return found
