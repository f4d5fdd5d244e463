"""Commands that try a change on a population: population, simulate."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click

from allmanning import packages
from allmanning.packages.ruleset import Ruleset
from allmanning.rules.errors import printable
from allmanning.rules.program import NoLawError
from allmanning.server.command_line.given import BAD, local_values, package_at, read_day, refuse
from allmanning.server.command_line.packages import json_option, local_option, on_option, path_argument
from allmanning.server.command_line.progress import progress
from allmanning.server.services import services_folder
from allmanning.simulation.choice import NAMES, Cluster, Name, best, engine, needed
from allmanning.simulation.errors import SimulationError

BUNDLED = "ekonomiskt-bistand"
MOST_HOUSEHOLDS = 1_000_000_000


@contextmanager
def clearly() -> Iterator[None]:
    """What cannot be done is said on stderr, with exit code 2; so is an interruption, and then nothing is left behind."""
    earlier = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except SimulationError as error:
        for line in str(error).split("\n"):
            click.echo(printable(line), err=True)
        raise SystemExit(BAD) from None
    except KeyboardInterrupt:
        refuse("Interrupted. Nothing was written")
    finally:
        signal.signal(signal.SIGTERM, earlier)


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--households", type=click.IntRange(1, MOST_HOUSEHOLDS), required=True, metavar="N", help="How many."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    required=True,
    metavar="S",
    help="The same seed gives the same households.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("population.parquet"),
    show_default=True,
    metavar="FILE.parquet",
    help="Where they are written.",
)
def population(path: Path | None, households: int, seed: int, out: Path) -> None:
    """Invent households for a package, as Parquet. Without PATH: ekonomiskt bistånd."""
    with clearly():
        needed("An invented population", "simulation", ["numpy", "pyarrow"])
        from allmanning.server.command_line import told_cases
        from allmanning.simulation.population import Source, write

        source = Source(package_at(path or services_folder() / BUNDLED), seed)
        with progress("Inventing households", households) as done:
            write(source, households, out, done)
    told_cases.invented(source, households, out)


@click.command()
@path_argument
@click.argument("data", type=click.Path(path_type=Path), metavar="DATA.parquet")
@on_option
@local_option
@click.option(
    "--set", "sets", multiple=True, metavar="NAME=VALUE", help="Try another value; amounts in kronor."
)
@click.option(
    "--engine", "engine_name", type=click.Choice(NAMES), help="What computes; the fastest installed."
)
@click.option(
    "--master", metavar="URL", help="Spark's cluster, as spark://host:7077; this machine without it."
)
@click.option("--by", multiple=True, metavar="FACT", help="Group winners and losers by a fact.")
@click.option("--marginal", metavar="FACT", help="The amount, as the wage, of which a little more is tried.")
@click.option("--no-marginal", is_flag=True, help="Leave marginal effects out; that is much faster.")
@click.option(
    "--top",
    type=click.IntRange(0, 100),
    default=2,
    show_default=True,
    help="Most changed to explain, each way.",
)
@click.option("--leave-out-refused", is_flag=True, help="Go on without rows that cannot be computed.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="NAME", help="Write NAME.parquet, .json and .svg."
)
@json_option
def simulate(
    path: Path,
    data: Path,
    day: str,
    local: Path | None,
    sets: tuple[str, ...],
    engine_name: str | None,
    master: str | None,
    by: tuple[str, ...],
    marginal: str | None,
    no_marginal: bool,
    top: int,
    leave_out_refused: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Try a change on a population: who gains, who loses, what it costs. Without --set: as the rules stand."""
    with clearly():
        needed("A simulation", "simulation", ["numpy", "pyarrow"])
        from allmanning.server.command_line import figures, told_cases
        from allmanning.simulation import output, reading
        from allmanning.simulation.change import read_wish
        from allmanning.simulation.simulate import Request, simulate, told_left_out
        from allmanning.simulation.study import study

        ruleset = rules_on(path, day, local)
        preset = ruleset.package.preset
        wage = preset.marginal if len(ruleset.targets) > 1 else None
        asked = study(
            ruleset,
            [read_wish(text) for text in sets],
            marginal=None if no_marginal else marginal or wage,
            by=by or preset.by,
            top=top,
        )
        cluster = Cluster(master, (out or data).absolute().parent) if master else Cluster()
        runs = engine(cast(Name, engine_name or best()), cluster)
        looked_at = reading.population(asked.job(data))
        targets = output.targets(out, data) if out else None
        request = Request(asked, data, looked_at, runs, leave_out_refused, targets)
        with progress("Computing households", looked_at.rows) as done:
            found = simulate(request, done)
    if found.refused.households:
        vocabulary = ruleset.package.vocabulary
        told_cases.left_out(told_left_out(found.refused, vocabulary), found.refused.households)
    if as_json:
        click.echo(output.as_json(found.figures), nl=False)
    else:
        figures.result(found)
        told_cases.cases(found)
        told_cases.files(targets)


def rules_on(path: Path, day: str, local: Path | None) -> Ruleset:
    """The rules of a package on the day; exit code 2 without law or values for it."""
    package = package_at(path)
    values = local_values(package, local)
    try:
        return package.as_of(read_day(day), values)
    except (packages.NoParameterRowError, NoLawError) as error:
        refuse(str(error))


COMMANDS: tuple[click.Command, ...] = (population, simulate)
