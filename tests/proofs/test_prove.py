"""What is proved holds of every household, and what is refuted is shown by one: against looking at all of them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from allmanning.packages import Package
from allmanning.packages.package import build
from allmanning.proofs.meaning import shows
from allmanning.proofs.prove import Finding, Result, decide, statements
from allmanning.proofs.sections import on_days, sections
from allmanning.rules.evaluate import evaluate
from tests.proofs.small import Chance, households, small_package

DAY = date(2025, 11, 1)
SETTINGS = range(4)
DEFAULT = 1
# Programs of which much holds and much fails.
SEEDS = (53, 9, 23, 22, 27)

type Values = Mapping[str, Any]
type Facts = dict[str, Any]
type Both = tuple[Values, Values, int]

KINDS = {
    "mer-a": 'kind = "increasing"\nfact = "a"\nvalue = "stöd"',
    "mer-b": 'kind = "decreasing"\nfact = "b"\nvalue = "tal"',
    "mer-a-ibland": 'kind = "increasing"\nfact = "a"\nvalue = "stöd"\nwhen = \'ord == "y" and b > 0\'',
    "ja": 'kind = "increasing"\nfact = "p"\nvalue = "stöd"',
    "värde": 'kind = "increasing"\nfact = "delar.värde"\nvalue = "stöd"',
    "en-del-till": 'kind = "increasing"\nfact = "delar"\nvalue = "stöd"',
    "högst-en-krona": 'kind = "marginal"\nfact = "a"\nvalue = "stöd"\nmost = 1',
    "högst-hälften": 'kind = "marginal"\nfact = "a"\nvalue = "tal"\nmost = "1/2"\nstep = 2',
    "gränser": 'kind = "bounds"\nvalue = "tal"\nleast = 0\nmost = 6',
    "aldrig": 'kind = "never"\ncondition = "stöd < 0 and p"',
    "bifall": 'kind = "outcome"\noutcome = "bifall"\nimplies = "tal > 2"',
    "någon": 'kind = "outcome"\noutcome = "avslag"\nwhen = "a == 4 and p"',
    "alla": 'kind = "outcome"',
}
PROPERTIES = "\n".join(f'[[property]]\nid = "{name}"\ntext = "."\n{body}\n' for name, body in KINDS.items())


class Everybody:
    """Every household of a package under every setting, and the values of its rules."""

    def __init__(self, package: Package) -> None:
        ruleset = package.as_of(DAY)
        graph = ruleset.engine.graph
        self.households = list(households(package.vocabulary))
        self.values = {
            (setting, self.key(facts)): evaluate(graph, facts, {**ruleset.parameters, "g": setting}, DAY)
            for setting in SETTINGS
            for facts in self.households
        }

    def key(self, facts: Facts) -> tuple[object, ...]:
        return tuple(
            tuple(tuple(element.values()) for element in value) if isinstance(value, list) else value
            for value in facts.values()
        )

    def of(self, facts: Facts, setting: int) -> Values:
        return {**facts, **self.values[setting, self.key(facts)]}

    def each(self, setting: int) -> Iterator[Values]:
        return (self.of(facts, setting) for facts in self.households)

    def pairs(self, more: Callable[[Facts], Iterator[tuple[Facts, int]]], setting: int) -> Iterator[Both]:
        for facts in self.households:
            for other, rise in more(facts):
                yield self.of(facts, setting), self.of(other, setting), rise


def more_of(name: str, most: int) -> Callable[[Facts], Iterator[tuple[Facts, int]]]:
    return lambda facts: (
        ({**facts, name: value}, value - facts[name]) for value in range(facts[name] + 1, most + 1)
    )


def yes(facts: Facts) -> Iterator[tuple[Facts, int]]:
    yield from [] if facts["p"] else [({**facts, "p": True}, 1)]


def more_worth(facts: Facts) -> Iterator[tuple[Facts, int]]:
    for index, element in enumerate(facts["delar"]):
        if element["värde"] == 0:
            others = [*facts["delar"][:index], {"värde": 1}, *facts["delar"][index + 1 :]]
            yield {**facts, "delar": others}, 1


def one_more(facts: Facts) -> Iterator[tuple[Facts, int]]:
    if len(facts["delar"]) < 2:
        yield from (({**facts, "delar": [*facts["delar"], {"värde": value}]}, 1) for value in (0, 1))


def fails(name: str, all_of: Everybody, setting: int) -> bool:
    """Whether somebody makes a property fail; or, where somebody is sought, is there."""
    more_a, more_b = more_of("a", 4), more_of("b", 2)
    match name:
        case "mer-a":
            return any(two["stöd"] < one["stöd"] for one, two, _ in all_of.pairs(more_a, setting))
        case "mer-a-ibland":
            pairs = all_of.pairs(more_a, setting)
            return any(
                two["stöd"] < one["stöd"] for one, two, _ in pairs if one["ord"] == "y" and one["b"] > 0
            )
        case "mer-b":
            return any(two["tal"] > one["tal"] for one, two, _ in all_of.pairs(more_b, setting))
        case "ja" | "värde" | "en-del-till":
            more = {"ja": yes, "värde": more_worth, "en-del-till": one_more}[name]
            return any(two["stöd"] < one["stöd"] for one, two, _ in all_of.pairs(more, setting))
        case "högst-en-krona":
            pairs = all_of.pairs(more_a, setting)
            return any(abs(two["stöd"] - one["stöd"]) > 100 * rise for one, two, rise in pairs)
        case "högst-hälften":
            pairs = all_of.pairs(more_a, setting)
            return any(
                abs(two["tal"] - one["tal"]) > Fraction(rise, 2) for one, two, rise in pairs if rise >= 2
            )
    return any(FAILS[name](values) for values in all_of.each(setting))


FAILS: dict[str, Callable[[Values], bool]] = {
    "gränser": lambda values: not 0 <= values["tal"] <= 6,
    "aldrig": lambda values: values["stöd"] < 0 and values["p"],
    "bifall": lambda values: values["beslut"] == "bifall" and not values["tal"] > 2,
    "någon": lambda values: values["beslut"] == "avslag" and values["a"] == 4 and values["p"],
    "alla": lambda values: values["beslut"] not in ("bifall", "avslag"),
}


@cache
def chance(seed: int) -> tuple[Package, Everybody]:
    writer = Chance(seed)
    package = small_package(writer.number(), writer.amount(), PROPERTIES)
    return package, Everybody(package)


@cache
def drawn(seed: int, name: str) -> Result:
    return decided(chance(seed)[0], name)


def decided(package: Package, name: str) -> Result:
    about = next(each for each in package.properties if each.id == name)
    return decide(about, statements(about, on_days(package, [DAY])), 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_of_property_comes_out_as_looking_at_everybody_says(seed: int) -> None:
    _, everybody = chance(seed)
    for name in KINDS:
        (finding,) = drawn(seed, name).findings
        found = fails(name, everybody, DEFAULT)
        assert finding.status == ("refuted" if found != (name == "någon") else "proved"), name
        told(finding, name, everybody)


def told(finding: Finding, name: str, everybody: Everybody) -> None:
    """Who is shown shows it, and what is said of every setting is so."""
    for instance in (finding.instance, finding.with_settings):
        assert instance is None or shows(finding.statement, instance), name
    assert (finding.instance is not None) == fails(name, everybody, DEFAULT)
    in_every = not any(fails(name, everybody, setting) for setting in SETTINGS)
    if finding.status == "proved" and name != "någon":
        assert (finding.reach == "every") == in_every, name
        assert (finding.with_settings is None) == in_every, name


def test_a_list_that_is_never_empty_is_looked_at_as_such() -> None:
    package = small_package(
        "0 - sum(d.värde for d in delar) if len(delar) == 1 else a", "belopp", PROPERTIES, least=1
    )
    everybody = Everybody(package)
    for name in ("värde", "en-del-till", "gränser", "någon"):
        (finding,) = decided(package, name).findings
        found = fails(name, everybody, DEFAULT)
        assert finding.status == ("refuted" if found != (name == "någon") else "proved"), name


def test_chance_makes_properties_of_both_kinds() -> None:
    found = [drawn(seed, name).status for seed in SEEDS[:3] for name in KINDS]
    assert min(found.count("proved"), found.count("refuted")) > 12


def test_a_counterexample_is_as_plain_as_can_be() -> None:
    package = small_package("a + len(delar) if p else a * 3", properties=PROPERTIES)
    finding = decided(package, "ja").findings[0]
    assert finding.instance is not None
    assert finding.instance.before == {"a": 1, "b": 0, "p": False, "ord": "x", "delar": [], "bedömt": 0}


def test_the_same_question_gets_the_same_answer() -> None:
    package = small_package("max(a, b) - 3 if p else a * b", properties=PROPERTIES)
    found = [[decided(package, name).shown for name in ("mer-a", "en-del-till", "gränser")] for _ in range(2)]
    told = [[each and each.instance for each in findings] for findings in found]
    assert told[0] == told[1]


def test_without_time_nothing_is_known_and_nothing_is_claimed() -> None:
    package = small_package("a", properties=PROPERTIES)
    for about in package.properties:
        found = decide(about, statements(about, on_days(package, [DAY])), 0)
        assert (found.status, found.shown, found.as_expected) == ("unknown", None, False)
        assert found.findings[0].reason == "The time was not enough"


def test_lists_inside_lists_that_no_solver_takes_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allmanning.rules.terms.MOST_TERMS", 40)
    package = small_package(
        "sum(d.värde + sum(e.värde for e in delar) for d in delar)", properties=PROPERTIES
    )
    found = decided(package, "mer-a")
    assert (found.status, "Shorten the lists" in found.findings[0].reason) == ("unknown", True)


def test_a_day_is_any_day_of_the_period() -> None:
    """A rule that looks at the day is proved for all days, and the household is shown with the day on which it fails."""
    text = 'a if dag_för_beslut < dag("2030-01-01") else 0 - a'
    files = small_package("a", properties=PROPERTIES).files
    rules = files["rules/r.py"].decode().replace("return a + 0", f"return {text} + 0")
    rules = rules.replace("g: int) -> int", "g: int, dag_för_beslut: date) -> int")
    package = build({**files, "rules/r.py": rules.encode()})
    about = next(each for each in package.properties if each.id == "mer-a")
    (finding,) = decide(about, statements(about, sections(package)), 60).findings
    assert finding.status == "refuted"
    assert finding.instance is not None
    assert finding.instance.day >= date(2030, 1, 1)
    assert decided(package, "mer-a").status == "proved"
