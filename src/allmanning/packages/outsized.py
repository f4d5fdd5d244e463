"""Packages too large to compile, to write out or to try: told before anybody spends the time."""

from collections.abc import Callable, Iterator, Sequence

from allmanning.packages.coverage import Stretch
from allmanning.packages.examples import Example
from allmanning.packages.package import Package
from allmanning.packages.pointing import Pointer
from allmanning.rules.decide import python_text
from allmanning.rules.dialects import DUCKDB
from allmanning.rules.errors import Finding
from allmanning.rules.exact import UnprovedError
from allmanning.rules.graph import Graph
from allmanning.rules.kernel import kernel
from allmanning.rules.limits import MOST_STEPS, MOST_WRITTEN, too_much_written, written
from allmanning.rules.program import NoLawError
from allmanning.rules.spelled import Reading
from allmanning.rules.sql import query

# Bytes, by what is known of the compilers: a second or two of Python's and of a database's, some minutes of machine code's.
MOST_TEXT = {"Python": 500_000, "SQL": 500_000, "machine code": 400_000}
# Every rule of every example written out. Nobody waits longer.
MOST_TRIED = 10_000_000

SMALLER = "Split the package, or repeat less"


def outsized(package: Package, pointer: Pointer, all_stretches: Sequence[Stretch]) -> Iterator[Finding]:
    """Rules that become too much text in a language that computes them, or too long a story."""
    for graph in package.program.graphs:
        place = too_much_written(graph)
        if place:
            message = (
                f"Written out, the rule has more than {MOST_WRITTEN:,} parts, or all rules {MOST_STEPS:,}"
            )
            hint = "Give what stands in it several times names as rules of their own"
            yield pointer.at("C062", message, hint, place)
    for stretch in _largest(all_stretches):
        for language, write in _LANGUAGES.items():
            size = len(write(stretch).encode())
            if size > MOST_TEXT[language]:
                message = (
                    f"The rules become {size:,} bytes of {language}; the most is {MOST_TEXT[language]:,}"
                )
                yield pointer.at("C060", message, SMALLER, next(iter(stretch.graph.rules.values())).place)


def _largest(all_stretches: Sequence[Stretch]) -> list[Stretch]:
    """The days with the most rules, and with a row for each parameter if there are such."""
    return sorted(all_stretches, key=lambda stretch: (len(stretch.graph.nodes), not stretch.missing))[-1:]


def _machine_code(stretch: Stretch) -> str:
    return kernel(stretch.graph, list(stretch.graph.values)).text


def _sql(stretch: Stretch) -> str:
    """Parameters stand in the text, so it takes a day that has them all."""
    if stretch.missing:
        return ""
    readings = {"now": Reading(stretch.values)}
    try:
        return query(stretch.graph, list(stretch.graph.values), readings, stretch.first, "people", DUCKDB)
    except UnprovedError:
        return ""


_LANGUAGES: dict[str, Callable[[Stretch], str]] = {
    "Python": lambda stretch: python_text(stretch.graph),
    "SQL": _sql,
    "machine code": _machine_code,
}


def tried(package: Package) -> Iterator[Example]:
    """The examples, as long as there is time to try them."""
    costs: dict[int, int] = {}
    spent = 0
    for example in package.examples:
        spent += _cost(package, example, costs)
        if spent > MOST_TRIED:
            return
        yield example


def too_many_examples(package: Package, pointer: Pointer) -> Iterator[Finding]:
    """Examples that there is no time to try."""
    count = len(list(tried(package)))
    if count < len(package.examples):
        example = package.examples[count]
        message = f"There is no time to try more than {count:,} examples of rules as large as these"
        yield pointer.at_line(
            "C061", message, "Remove examples, or make the rules smaller", example.file, example.line
        )


def _cost(package: Package, example: Example, costs: dict[int, int]) -> int:
    try:
        graph: Graph = package.program.on(example.on)
    except NoLawError:
        return 0
    if id(graph) not in costs:
        costs[id(graph)] = written(graph)
    return costs[id(graph)]
