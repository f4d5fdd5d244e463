"""Run a package's worked examples, in every reader at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from allmanning.packages.cells import CellError, read_value
from allmanning.packages.errors import FactError, LocalError, NoParameterRowError
from allmanning.packages.examples import Example
from allmanning.packages.package import Package
from allmanning.packages.ruleset import Ruleset
from allmanning.rules.datatypes import BOOL, MONEY, Choice, ListOf, Type
from allmanning.rules.errors import RangeError, did_you_mean
from allmanning.rules.evaluate import evaluate_known
from allmanning.rules.explain import Explanation, explain
from allmanning.rules.graph import Vocabulary
from allmanning.rules.intervals import value_of
from allmanning.rules.limits import too_much_written
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
    """One example: the survey's values against what is expected, and every other reader against the survey."""
    if _is_too_long(package):
        return ExampleResult(
            example, None, (), "A rule is too long to write out. allmanning check says where"
        )
    try:
        ruleset = package.as_of(example.on, package.local_values(example.local))
        facts = ruleset.check_facts(example.facts, kronor=True)
    except (FactError, LocalError, NoParameterRowError, NoLawError) as error:
        return ExampleResult(example, None, (), str(error))
    assessment = ruleset.assess(facts)
    try:
        disagreement = next(readers_disagree(ruleset, facts), "")
    except RangeError as error:
        return ExampleResult(example, None, (), f"{error}. allmanning check says where")
    if disagreement:
        return ExampleResult(example, assessment.outcome, (), disagreement)
    differences = tuple(_differences(ruleset, example, assessment.values))
    return ExampleResult(example, assessment.outcome, differences, "")


@lru_cache(4)
def _is_too_long(package: Package) -> bool:
    """Whether walking through the rules, as the interpreter and the explanation do, could take for ever."""
    return any(too_much_written(graph) for graph in package.program.graphs)


def readers_disagree(ruleset: Ruleset, facts: Mapping[str, Any]) -> Iterator[str]:
    """Values that a reader gives otherwise than the reference interpreter; there must be none.

    The interpreter is asked for what it can give with the facts that are there, the generated code only when all are.
    """
    graph = ruleset.engine.graph
    reference = evaluate_known(graph, facts, ruleset.parameters, ruleset.day)
    survey = ruleset.survey(facts)
    surveyed = {name: value_of(survey.memo[node]) for name, node in graph.values.items()}
    others: dict[str, Mapping[str, Any]] = {"survey": surveyed}
    if len(reference) == len(graph.values) and is_complete(ruleset.package.vocabulary, facts):
        others["decide"] = ruleset.decide(facts)
    told: dict[str, Any] = {}
    for target in ruleset.targets:
        _told(explain(survey, target, ruleset.engine.teller), told)
    others["explain"] = {**surveyed, **told}
    for reader, values in others.items():
        for name, value in reference.items():
            if values.get(name) != value:
                yield f"The readers disagree on {name}: evaluate {value!r}, {reader} {values.get(name)!r}"


def is_complete(vocabulary: Vocabulary, facts: Mapping[str, Any]) -> bool:
    """Every fact is there, also of every element."""
    if not facts.keys() >= vocabulary.facts.keys():
        return False
    lists = [name for name, fact in vocabulary.facts.items() if isinstance(fact.type, ListOf)]
    return all(element.keys() >= vocabulary.fields(name).keys() for name in lists for element in facts[name])


def _told(explanation: Explanation, values: dict[str, Any]) -> None:
    """The values of the household's rules in an explanation."""
    if not explanation.list:
        values[explanation.name] = explanation.value
    for part in explanation.parts:
        _told(part, values)


def _differences(ruleset: Ruleset, example: Example, values: Mapping[str, Any]) -> Iterator[Difference]:
    graph = ruleset.engine.graph
    for name, expected in example.expect.items():
        node = graph.values.get(name)
        if node is None:
            yield Difference(name, _shown(expected), f"no such rule. {did_you_mean(name, graph.values)}")
            continue
        actual = values.get(name)
        if not _agrees(expected, actual, graph.types[node]):
            yield Difference(name, _shown(expected), _kronor(actual, graph.types[node]))


def _agrees(expected: Any, actual: Any, type_: Type) -> bool:
    """Amounts are expected in kronor, shares as "25/100"; true is not 1."""
    try:
        wanted = expected if type_ == BOOL or isinstance(type_, Choice) else read_value(type_, expected)
    except CellError:
        return False
    return type(wanted) is type(actual) and bool(wanted == actual)


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
