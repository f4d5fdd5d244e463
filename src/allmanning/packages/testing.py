"""Run a package's worked examples, in every reader at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allmanning.packages.errors import FactError, LocalError, NoParameterRowError
from allmanning.packages.examples import Example
from allmanning.packages.facts import to_json
from allmanning.packages.package import Package
from allmanning.packages.ruleset import Ruleset
from allmanning.rules.datatypes import MONEY, Type
from allmanning.rules.evaluate import evaluate_known
from allmanning.rules.program import NoLawError


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what the example says; both as a person writes them (kronor for money)."""

    value: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What came of an example. `error` is what stopped it, "" otherwise."""

    example: Example
    outcome: str | None
    differences: tuple[Difference, ...]
    error: str

    @property
    def passed(self) -> bool:
        """Everything expected came true."""
        return not self.differences and not self.error


def run_examples(package: Package) -> Iterator[ExampleResult]:
    """All examples, in the order of the files."""
    for example in package.examples:
        yield run_example(package, example)


def run_example(package: Package, example: Example) -> ExampleResult:
    """One example: the survey's values against what is expected, and the reference interpreter against the survey."""
    try:
        ruleset = package.as_of(example.on, package.local_values(example.local))
        facts = ruleset.check_facts(example.facts, kronor=True)
    except (FactError, LocalError, NoParameterRowError, NoLawError) as error:
        return ExampleResult(example, None, (), str(error))
    assessment = ruleset.assess(facts)
    reference = evaluate_known(ruleset.engine.graph, facts, ruleset.parameters, example.on)
    for name, value in reference.items():
        if assessment.values.get(name) != value:
            error = f"The readers disagree on {name}: {value!r} and {assessment.values.get(name)!r}"
            return ExampleResult(example, assessment.outcome, (), error)
    differences = tuple(_differences(ruleset, example, assessment.values))
    return ExampleResult(example, assessment.outcome, differences, "")


def _differences(ruleset: Ruleset, example: Example, values: Any) -> Iterator[Difference]:
    graph = ruleset.engine.graph
    for name, expected in example.expect.items():
        node = graph.values.get(name)
        if node is None:
            yield Difference(name, _shown(expected), "no such rule")
            continue
        actual = values.get(name)
        wanted = _ore(expected) if graph.types[node] == MONEY else to_json(expected)
        if to_json(actual) != wanted:
            yield Difference(name, _shown(expected), _kronor(actual, graph.types[node]))


def _ore(expected: Any) -> Any:
    is_amount = isinstance(expected, int | Decimal) and not isinstance(expected, bool)
    return int(Decimal(expected) * 100) if is_amount else expected


def _kronor(actual: Any, type_: Type) -> str:
    if actual is None:
        return "open"
    return _shown(Decimal(actual) / 100 if type_ == MONEY else actual)


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        case date():
            return value.isoformat()
    return str(value)
