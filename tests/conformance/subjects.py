"""What the readers are held together over: every package on days and settings it may have, and a zoo of programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from allmanning import packages
from allmanning.packages.parameters import LocalValues
from allmanning.rules.bounds import surveyor
from allmanning.rules.errors import LanguageError
from allmanning.rules.graph import Graph
from allmanning.rules.program import parse
from allmanning.rules.proof import TangledError, unproved
from allmanning.rules.values import Parameters
from tests.rules.generated import PARAMETERS, program
from tests.rules.test_zoo import MADE, ZOO
from tests.services.test_every_package import FOLDERS, days_with_rows, loaded
from tests.services.test_random_households import drawn

LEAP_DAY = date(2028, 2, 29)


@dataclass(frozen=True)
class Subject:
    """A graph with the parameters of one day and one adopter."""

    name: str
    graph: Graph
    parameters: Parameters
    day: date
    targets: tuple[str, ...]


def subject_of(ruleset: packages.Ruleset, name: str) -> Subject:
    """A package as it stands on a day."""
    return Subject(name, ruleset.engine.graph, ruleset.parameters, ruleset.day, ruleset.targets)


def of_packages(random: Random) -> Iterator[Subject]:
    """Every package on the last day of its law, as it comes, and on another day with settings that somebody may choose."""
    for folder in FOLDERS:
        package = loaded(folder)
        days = list(days_with_rows(package))
        yield subject_of(package.as_of(days[-1]), f"{folder.name}, as it comes")
        yield strange_settings(folder, random.choice(days), random)


def the_first(subjects: Iterator[Subject]) -> Subject:
    """Ekonomiskt bistånd as it comes: the package whose borders the tests name."""
    return next(subject for subject in subjects if subject.name == "ekonomiskt-bistand, as it comes")


def strange_settings(folder: Path, day: date, random: Random) -> Subject:
    """A package with drawn local settings, often at the ends of their bounds."""
    package = loaded(folder)
    local = LocalValues({setting.name: drawn(random, setting) for setting in package.local}, frozenset())
    return subject_of(package.as_of(day, local), f"{folder.name}, strange settings")


def of_zoo() -> Iterator[Subject]:
    """The programs of the language's pages and of the zoo, on a leap day."""
    for page in ZOO:
        made = MADE[page.path.stem, LEAP_DAY]
        yield Subject(page.path.stem, made.graph, made.parameters, made.day, made.targets)


def generated(seeds: Iterator[int]) -> Iterator[Subject]:
    """Programs that nobody wrote; those that cannot be published are passed over."""
    values = {name: value for name, (_, value) in PARAMETERS.items()}
    types = {name: type_ for name, (type_, _) in PARAMETERS.items()}
    for seed in seeds:
        try:
            graph = parse({"rules/r.py": program(Random(seed))}, types).on(LEAP_DAY)  # noqa: S311 - chance
            ready = surveyor(graph)
            if unproved(ready, ready.survey({}, values, LEAP_DAY)):
                continue
        except (LanguageError, TangledError):
            continue
        yield Subject(f"generated {seed}", graph, values, LEAP_DAY, (next(reversed(graph.values)),))
