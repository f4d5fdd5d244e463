"""The figures as a page of the documentation; made of the record, so that a test can hold the two in step."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.rules.measure import Figure
from benchmarks.rules.peers.contest import CONTESTANTS, Discipline, of
from benchmarks.rules.peers.goals import households, judged, times
from benchmarks.rules.peers.picture import shown
from benchmarks.rules.peers.record import Record, best

SIGNS = {None: "", True: "✓", False: "✗"}
HEAD = """# Benchmarks

What the rules were measured at, beside openfisca-core, zen-engine and code written by hand. This page and
[its picture](../pictures/benchmarks.svg) are written by `make bench`; a test keeps them in step with the figures they are made of.

![The figures as bars](../pictures/benchmarks.svg)
"""
HOW = """## How it was measured

Everybody computes [ekonomiskt bistånd](../../services/ekonomiskt-bistand) in November 2025: all 36 rules, the default local
settings, outcome and amount in öre. The households are [random and invented](../../benchmarks/rules/households.py), with
children, part-time children, jobbstimulans and judgements among them. **Before anything is timed, everybody must decide every
household of a sample as Allmänning does, to the öre**; a difference stops the run and shows the household.

- Each contestant is a process of its own. They work in turn, round after round; the best round counts, since the machine's
  other work has disturbed it least.
- CPU is the whole process with all its threads, and is what ratios are made of. Wall depends on who else uses the machine.
- *In memory* means that the households lie there in the form that the engine likes best, before the clock starts. Memory is
  what the process grows by while it computes, the answers among it.
- *From Parquet* begins with a file: children as a list column, or for openfisca-core a file of households and a file of
  children. Each reads in its own way; openfisca-core must read the whole first.
- *One decision* is a couple with two children, a wage and jobbstimulans, told as a dict (zen-engine: as JSON text where that is
  faster). Facts are not checked again by us; openfisca-core builds its simulation from the dict, as its web API does.

openfisca-core comes in two styles, since what is fair can be argued about:

- **as documented**: the builder of its documentation, everybody a person, tables as its scales. About two thirds of the time goes
  to the builder, and little of it to the rules.
- **tuned by us**: no builder (what it would set is set), only children as persons, tables as NumPy arrays. Nobody is taught to
  write it so. It shows what NumPy can do at most, and is what a reader who knows openfisca-core would object with.

In both, amounts are `value_type = int`, which is int32: exact in öre up to 21 million kronor, and half of our memory. Its other
number, float32, is not exact in öre. zen-engine computes with decimals and is exact.

By hand means what an expert writes: one [numba loop](../../benchmarks/rules/peers/hand_kernel.py) with the law's numbers compiled
in, one [DuckDB query](../../benchmarks/rules/peers/hand_sql.py) in layers, and
[plain Python](../../benchmarks/rules/peers/hand_python.py). None of them can say why, or change a parameter, or ask.

## What was tried

- **The kernel** first was what an expert writes, one household after the other, and as fast. Three things made it three times
  faster: lists go first and everything else follows without a branch, the compiler is told that columns lie apart, and whole
  numbers are divided by way of fractions. After that, several households are computed at a time.
- **DuckDB** goes over lists two fifths of its time, whatever is computed there. Several totals packed into the bits of one sum, and
  small parts of an element written twice rather than made into a column, changed less than a twentieth. Neither was kept.
- **One decision** looks up table cells without a call, which took a sixth off. What is left is Python's own: thirty facts read, and
  thirty values kept.
- **openfisca-core**: fancy indexing of parameters takes a third of a second for each look-up in a million rows, its scales a tenth of
  that. In kronor with fractions, as most models are written, amounts are not exact to the öre.
- **zen-engine**: look-ups in lists of constants or as conditions, and facts as JSON text or as a dict, are within a twentieth of each
  other. A decision table takes a microsecond more for a look-up; what `create_decision` gives takes several times as long.

## Do it again

```
make bench                                    # everything: half an hour on two cores, 12 GB of memory
make bench QUICK=1                            # small populations, less than three minutes; nothing is written
.venv/bin/python -m benchmarks.rules.peers    # the contests alone, then this page and the picture
```

The peers live in an environment of their own, `.venv-bench`, made from a [lock file with hashes](../../benchmarks/requirements.lock).
"""
TITLES: tuple[tuple[Discipline, str, str], ...] = (
    ("memory", "households in memory", "openfisca"),
    ("parquet", "households from Parquet", "openfisca-file"),
    ("single", "One decision", "openfisca-one-trace"),
)


def page(record: Record) -> str:
    """The whole page."""
    return "\n".join([HEAD, *promises(record), *contests(record), *beside(record), HOW.rstrip()]) + "\n"


def promises(record: Record) -> Iterator[str]:
    """What is held, what is not, and the machine."""
    told = list(judged(record))
    missed = [row for row in told if row.holds is False]
    versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
    yield f"Measured on {record.day}: {record.machine}. {versions}. {record.rounds} rounds; {record.agreed:,} households agreed on.\n"
    yield "## What is promised\n"
    yield from table(("what", "measured", "held to", ""), ":--|--:|--:|:-:", map(cells, told))
    yield "\nNothing that is promised fell short.\n" if not missed else "\nWhat fell short is marked ✗.\n"


def contests(record: Record) -> Iterator[str]:
    """Every contestant at every size."""
    for discipline, title, against in TITLES:
        names = of(discipline)
        for rows in reversed(record.sizes(names)):
            yield f"## {title if rows == 1 else f'{households(rows)} {title}'}\n"
            yield from standing(record, names, rows, against)
            yield ""


def standing(record: Record, names: Sequence[str], rows: int, against: str) -> Iterator[str]:
    """One contest: the peer that the others are compared with is 1."""
    base = record.of(against, rows)
    taken = [each for each in (record.of(name, rows) for name in names) if each]
    lines = []
    for each in taken:
        cpu, middle = best(each, "cpu"), sorted(each.cpu)[len(each.cpu) // 2]
        line = [
            CONTESTANTS[each.name].label,
            shown(cpu, "cpu"),
            shown(middle, "cpu"),
            shown(best(each, "wall"), "wall"),
        ]
        line += [times(best(base, "cpu") / cpu) if base else "", shown(each.extra, "extra")]
        lines.append(line[:5] if rows == 1 else line)
    head = [
        "who",
        "CPU, best",
        "CPU, median",
        "wall, best",
        "CPU against openfisca-core",
        "memory above the input",
    ]
    yield from table(head[: len(lines[0])], ":--" + "|--:" * (len(lines[0]) - 1), lines)


def beside(record: Record) -> Iterator[str]:
    """The figures of one engine alone."""
    if record.alone:
        yield f"## The rules alone\n\nMeasured on {record.alone_day}, on the same machine.\n"
        yield from table(("what", "measured", "held to", ""), ":--|--:|--:|:-:", map(cells, record.alone))
        yield ""


def cells(row: Figure) -> list[str]:
    """A figure as cells."""
    return [row.what, row.measured, row.promised, SIGNS[row.holds]]


def table(head: Sequence[str], rule: str, lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{rule}|"
    for line in lines:
        yield f"| {' | '.join(line)} |"
