"""Random interviews: how many questions are asked, how long the next one takes to find, and whether any was missed."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allmanning.packages import Assessment, Ruleset
from benchmarks.rules.households import Household, household

type Choose = Callable[[Assessment], str | None]

FACT = re.compile(r"(\w+)(?:\[(\d+)\]\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Interviews:
    """`asked` and `askable` count questions; `steps` are the seconds of each next question; `unsound` are interviews that
    ended in another outcome, amount or item than the full facts give."""

    count: int
    asked: int
    askable: int
    steps: list[float]
    unsound: int


def in_the_authors_order(assessment: Assessment) -> str | None:
    """As the pages ask; then what is left to the caseworker."""
    return assessment.next or next(iter(assessment.open), None)


def best_first(assessment: Assessment) -> str | None:
    """As `allmanning ask` lists them."""
    return next(iter(assessment.open), None)


def interviews(ruleset: Ruleset, count: int, seed: int, choose: Choose) -> Interviews:
    """So many interviews with random households."""
    chance = random.Random(seed)
    asked = askable = unsound = 0
    steps: list[float] = []
    questions = len(ruleset.package.questions)
    per_child = sum(question.fact.startswith("barn.") for question in ruleset.package.questions)
    for _ in range(count):
        truth = household(chance)
        facts, taken = interview(ruleset, truth, choose, steps)
        asked += taken
        askable += questions - per_child + per_child * len(truth["barn"])
        unsound += not agrees(ruleset, facts, truth)
    return Interviews(count, asked, askable, steps, unsound)


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
