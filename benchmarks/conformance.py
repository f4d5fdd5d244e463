"""Every reader over a million households, every value compared: `python -m benchmarks.conformance`.

Half of the households are like those who apply, half stand at the borders; they are spread over days and local settings of
every package. What `evaluate` gives is what is meant. Exit code 1 when any value differs.
"""

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
from rich.progress import track

from allmanning.simulation.engines import duckdb, kernel, spark
from benchmarks.rules.households import household
from tests.conformance.corpus import corpus
from tests.conformance.readers import (
    IN_PYTHON,
    computed,
    differences,
    explained_as_decided,
    meant,
    written,
)
from tests.conformance.subjects import Subject, of_packages

CHUNK = 5_000
SETTINGS = 2
READERS = IN_PYTHON | {"explain": explained_as_decided}
CLUSTER = "local-cluster[2,1,1024]"
ENGINES = {"kernel": kernel.run, "duckdb": duckdb.run, "spark": spark.engine(CLUSTER)}


def main() -> None:
    """Print how many values each reader was compared in, and how many differ."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--households", type=int, default=1_000_000)
    arguments.add_argument("--processes", type=int, default=2)
    chosen = arguments.parse_args()
    start, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="allmanning-conformance-"))
    try:
        found = compare(chosen.households, chosen.processes, folder)
    finally:
        shutil.rmtree(folder)
    for reader, count in found.items():
        print(f"{reader:8} {count:,} differences")
    print(f"{chosen.households:,} households in {(time.monotonic() - start) / 60:.0f} min")
    raise SystemExit(1 if any(found.values()) else 0)


@cache
def subjects() -> tuple[Subject, ...]:
    """The packages on days and settings: the same ones in every process."""
    return tuple(subject for seed in range(SETTINGS) for subject in of_packages(Random(seed)))


def compare(households: int, processes: int, folder: Path) -> Counter[str]:
    """Differences by reader."""
    found = Counter(dict.fromkeys((*READERS, *ENGINES), 0))
    each = max(1, -(-households // (CHUNK * len(subjects()))))
    for number in range(len(subjects())):
        place = folder / str(number)
        for name in ("facts", "meant"):
            (place / name).mkdir(parents=True)
        with ProcessPoolExecutor(processes) as pool:
            chunks = pool.map(one_chunk, repeat(number), range(each), repeat(place))
            for part in track(chunks, f"{subjects()[number].name}, one at a time", each):
                found.update(part)
        found.update(dict(engines(subjects()[number], place)))
    return found


def one_chunk(number: int, chunk: int, place: Path) -> Counter[str]:
    """Some households through the readers in Python; facts and meaning are written down for the engines."""
    subject = subjects()[number]
    chance = Random(f"{number}/{chunk}")
    like_people = [household(chance) for _ in range(CHUNK // 2)] if is_ekonomiskt_bistand(subject) else []
    facts = [*like_people, *corpus(subject, CHUNK - len(like_people), seed=chance.getrandbits(32))]
    expected = meant(subject, facts)
    written(subject, facts, place / "facts" / f"{chunk:06}.parquet")
    pq.write_table(expected, place / "meant" / f"{chunk:06}.parquet")
    return Counter({
        name: len(differences(expected, reader(subject, facts))) for name, reader in READERS.items()
    })  # fmt: skip


def is_ekonomiskt_bistand(subject: Subject) -> bool:
    """The package that benchmarks.rules.households draws for."""
    return subject.name.startswith("ekonomiskt-bistand")


def engines(subject: Subject, place: Path) -> Iterator[tuple[str, int]]:
    """The readers that take a whole population."""
    expected = pq.read_table(place / "meant")
    for name, engine in ENGINES.items():
        yield name, len(differences(expected, computed(engine, subject, place / "facts")))


if __name__ == "__main__":
    main()
