"""Terms worked out by hand, without any solver: what each operator of SMT-LIB means."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import ListOf
from allmanning.rules.graph import Vocabulary
from allmanning.rules.smt import Encoding, Household, Meaning
from allmanning.rules.terms import Terms
from allmanning.rules.values import Value

OPERATORS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": lambda a, b: a // b,
    "mod": lambda a, b: a % b,
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "not": lambda a: not a,
    "and": lambda *all_of: all(all_of),
    "or": lambda *any_of: any(any_of),
    "ite": lambda condition, then, otherwise: then if condition else otherwise,
}


def worked_out(terms: Terms, variables: Mapping[int, int]) -> list[int]:
    """The value of every term; each is inside its bounds."""
    found: list[int] = []
    for position, term in enumerate(terms.all):
        match term.operator:
            case "number" | "truth":
                value = int(term.label)
            case "variable":
                value = variables.get(position, term.low)
            case operator:
                value = int(OPERATORS[operator](*(found[operand] for operand in term.operands)))
        assert term.low <= value <= term.high, (position, term, value)
        found.append(value)
    return found


def coded(terms: Terms, value: Value) -> int:
    """A value as the number that stands for it."""
    match value:
        case str():
            return terms.words[value]
        case date():
            return value.toordinal()
    return int(value)


def variables_of(
    terms: Terms, household: Household, vocabulary: Vocabulary, facts: Mapping[str, Any]
) -> dict[int, int]:
    """What each variable of a household is, for complete facts."""
    found: dict[int, int] = {}
    for name, fact in vocabulary.facts.items():
        if isinstance(fact.type, ListOf):
            found[household.facts[name]] = len(facts[name])
            for index, element in enumerate(facts[name]):
                for field, value in element.items():
                    found[household.fields[name, index, field]] = coded(terms, value)
        else:
            found[household.facts[name]] = coded(terms, facts[name])
    return found


def meant(encoding: Encoding, found: list[int], meaning: Meaning) -> int | Fraction:
    """The value of a rule among those worked out."""
    if isinstance(meaning, int):
        return found[meaning]
    return next(Fraction(found[top], found[bottom]) for guard, top, bottom in meaning if found[guard])
