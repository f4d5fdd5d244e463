"""Random interviews: how many questions are asked, how long the next one takes to find, and whether any was missed.

All questions are those of the package for that household: once for the household, once for each child, and the caseworker's
judgements among them; residents' questions are counted apart as well.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allmanning.packages import Assessment, Ruleset
from allmanning.rules.datatypes import BOOL, Choice, ListOf
from allmanning.rules.graph import FactDeclaration
from benchmarks.rules.households import Household, household

type Choose = Callable[[Assessment], str | None]

FACT = re.compile(r"(\w+)(?:\[(\d+)\]\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Interviews:
    """`asked` and `askable` count questions, `to_residents` and `for_residents` those that residents may answer; `steps` are
    the seconds of each next question; `unsound` are interviews that ended in another outcome or value than the full facts
    give, or than the same answers give with anything at all where nothing was asked."""

    count: int
    asked: int
    askable: int
    to_residents: int
    for_residents: int
    steps: list[float]
    unsound: int

    @property
    def share(self) -> float:
        """Questions asked, of all."""
        return self.asked / self.askable

    @property
    def share_of_residents(self) -> float:
        """Questions asked of residents, of all that they could be asked."""
        return self.to_residents / self.for_residents

    @property
    def late(self) -> float:
        """Seconds within which 95 of 100 next questions were found."""
        return sorted(self.steps)[int(len(self.steps) * 0.95)]


def in_the_authors_order(assessment: Assessment) -> str | None:
    """As the pages ask; then what is left to the caseworker."""
    return assessment.next or next(iter(assessment.open), None)


def best_first(assessment: Assessment) -> str | None:
    """As `allmanning ask` lists them."""
    return next(iter(assessment.open), None)


def interviews(ruleset: Ruleset, count: int, seed: int, choose: Choose) -> Interviews:
    """So many interviews with random households."""
    chance = random.Random(seed)
    asked = askable = unsound = to_residents = for_residents = 0
    steps: list[float] = []
    questions = [question.fact for question in ruleset.package.questions]
    per_child = sum(fact.startswith("barn.") for fact in questions)
    for _ in range(count):
        truth = household(chance)
        facts, taken = interview(ruleset, truth, choose, steps)
        judged = sum(fact in ruleset.judgements for fact in facts)
        all_of_them = len(questions) - per_child + per_child * len(truth["barn"])
        asked, askable = asked + taken, askable + all_of_them
        to_residents += taken - judged
        for_residents += all_of_them - len(ruleset.judgements)
        unsound += not agrees(ruleset, facts, truth) or not whatever_else(ruleset, facts, chance)
    return Interviews(count, asked, askable, to_residents, for_residents, steps, unsound)


def interview(
    ruleset: Ruleset, truth: Household, choose: Choose, steps: list[float]
) -> tuple[Household, int]:
    """Ask until nothing is open; gives the facts stated and the number of questions."""
    facts: Household = {}
    taken = 0
    while True:
        start = time.perf_counter()
        path = choose(ruleset.assess(facts))
        steps.append(time.perf_counter() - start)
        if path is None:
            return facts, taken
        state(facts, truth, path)
        taken += 1


def state(facts: Household, truth: Household, path: str) -> None:
    """Answer one question with the truth; a list is first only its length."""
    found = FACT.fullmatch(path)
    assert found
    name, index, field = found.groups()
    value: Any = truth[name]
    if index is not None:
        facts[name][int(index)][field] = value[int(index)][field]
    else:
        facts[name] = [{} for _ in value] if isinstance(value, list) else value


def agrees(ruleset: Ruleset, facts: Household, truth: Household) -> bool:
    """The facts that were asked for decide as all the facts do, and every value that they settle is the same."""
    partly, fully = ruleset.assess(facts), ruleset.decide(truth)
    return partly.outcome == fully[ruleset.targets[0]] and all(
        fully[name] == value for name, value in partly.values.items()
    )


def whatever_else(ruleset: Ruleset, facts: Household, chance: random.Random) -> bool:
    """The answers decide as they do, whatever is allowed stands where nothing was asked."""
    vocabulary = ruleset.package.vocabulary
    whole = {name: facts.get(name, anything(fact, chance)) for name, fact in vocabulary.facts.items()}
    for name, fact in vocabulary.facts.items():
        if isinstance(fact.type, ListOf):
            fields = vocabulary.fields(name).values()
            whole[name] = [
                {inner.name: element.get(inner.name, anything(inner, chance)) for inner in fields}
                for element in whole[name]
            ]
    partly, fully = ruleset.assess(facts), ruleset.decide(whole)
    return all(fully[name] == partly.values[name] for name in ruleset.targets)


def anything(fact: FactDeclaration, chance: random.Random) -> Any:
    """Any value that a fact may have; its ends more often than not."""
    if isinstance(fact.type, ListOf):
        return [{} for _ in range(chance.randint(0, 3))]
    if isinstance(fact.type, Choice):
        return chance.choice(fact.type.options)
    if not isinstance(fact.low, int) or not isinstance(fact.high, int):
        return chance.choice((fact.low, fact.high))
    if fact.type == BOOL:
        return chance.random() < 0.5
    return chance.choice((fact.low, fact.high, chance.randint(fact.low, fact.high)))
