"""The graph as terms for a solver: what `evaluate` means, said of all households at once instead of one.

A list stands as a fixed number of elements, each with a truth that says whether it is there. Several households may
share one table of terms: what they have in common is then the same term.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from allmanning.rules.datatypes import BOOL, DATE, Choice, ListOf
from allmanning.rules.daynumbers import calendar
from allmanning.rules.graph import FactDeclaration, Graph, Vocabulary
from allmanning.rules.nodes import (
    Aggregate,
    Arithmetic,
    AsOf,
    Calendar,
    Compare,
    Const,
    Extreme,
    FactRef,
    FieldRef,
    If,
    Logic,
    Lookup,
    Named,
    Not,
    ParameterRef,
    Rate,
    Ratio,
    Round,
    children,
)  # fmt: skip
from allmanning.rules.terms import MOST_CASES, Terms
from allmanning.rules.values import Rounding, TableValue, Value

# A share is the first of some (condition, numerator, denominator) whose condition holds; the last one always does.
type Share = tuple[tuple[int, int, int], ...]
type Meaning = int | Share
type Elements = tuple[int, ...]
type Place = tuple[int, Elements]

NOBODY = -1


@dataclass(frozen=True, slots=True)
class FreeTable:
    """A table whose cells may be anything between two numbers, the same for the same key."""

    function: str
    low: int
    high: int


type Setting = Value | TableValue | FreeTable


@dataclass(frozen=True, slots=True)
class Household:
    """The terms that a household is made of.

    `facts` by name and `fields` by (list, slot, name); `present` tells for each slot of a list whether an element is
    there; `settings` are the parameters, those that are free as a term in `free` instead; `day` is a day number.
    """

    facts: Mapping[str, int]
    fields: Mapping[tuple[str, int, str], int]
    present: Mapping[str, tuple[int, ...]]
    settings: Mapping[str, Setting]
    free: Mapping[str, int]
    day: int


def variable(terms: Terms, fact: FactDeclaration, label: str) -> int:
    """A fact that may be anything it is allowed to be."""
    if isinstance(fact.type, Choice):
        return terms.word_variable(label, fact.type.options)
    if fact.type == BOOL:
        return terms.variable(label, 0, 1, "Bool")
    return terms.variable(label, _number(fact.low), _number(fact.high))


def slots(terms: Terms, fact: FactDeclaration, longest: int) -> tuple[int, tuple[int, ...]]:
    """A list's length, at most `longest`, and whether each slot holds an element: the first ones do."""
    low, high = _number(fact.low), min(_number(fact.high), longest)
    length = terms.variable(fact.name, low, max(low, high))
    present = (terms.compare("<", terms.number(index), length) for index in range(max(low, high)))
    return length, tuple(present)


def any_household(
    terms: Terms,
    vocabulary: Vocabulary,
    settings: Mapping[str, Setting],
    day: int,
    longest: int,
    free: Mapping[str, int] | None = None,
) -> Household:
    """A household of which nothing is known but what is declared, with lists of at most `longest` elements."""
    facts: dict[str, int] = {}
    fields: dict[tuple[str, int, str], int] = {}
    present: dict[str, tuple[int, ...]] = {}
    for name, fact in vocabulary.facts.items():
        if not isinstance(fact.type, ListOf):
            facts[name] = variable(terms, fact, name)
            continue
        facts[name], present[name] = slots(terms, fact, longest)
        for index in range(len(present[name])):
            for inner, declared in vocabulary.fields(name).items():
                fields[name, index, inner] = variable(terms, declared, f"{name}[{index}].{inner}")
    return Household(facts, fields, present, settings, free or {}, day)


def literal(terms: Terms, value: Value) -> int:
    """A known value that is not a share."""
    match value:
        case bool():
            return terms.truth(value)
        case str():
            return terms.word(value)
        case date():
            return terms.number(value.toordinal())
        case Fraction():
            raise TypeError("A share is two numbers")
    return terms.number(value)


def value_of(terms: Terms, fact: FactDeclaration, number: int) -> Value:
    """The value of a fact that a number stands for."""
    if isinstance(fact.type, Choice):
        return next(word for word, code in terms.words.items() if code == number)
    if fact.type == BOOL:
        return bool(number)
    return date.fromordinal(number) if fact.type == DATE else number


def _number(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value


@dataclass(slots=True)
class Encoding:
    """The rules of a graph for one household, rule by rule as they are asked for."""

    graph: Graph
    terms: Terms
    household: Household
    done: dict[Place, Meaning] = field(default_factory=dict)

    def value(self, name: str) -> Meaning:
        """The term of a household's rule. Raises TooManyTermsError."""
        return self._value(self.graph.values[name])

    def number(self, name: str) -> int:
        """The term of a household's rule that is not a share."""
        found = self.value(name)
        assert isinstance(found, int)  # noqa: S101 - the caller has looked at its type
        return found

    def _value(self, position: int) -> Meaning:
        stack: list[Place] = [(position, ())]
        while stack:
            place = stack[-1]
            if place in self.done:
                stack.pop()
                continue
            needed = [child for child in self._needed(place) if child not in self.done]
            if needed:
                stack.extend(reversed(needed))
            else:
                self.done[place] = self._made(place)
        return self.done[position, ()]

    def at(self, position: int, elements: Elements) -> Place:
        """A node for just those elements that it depends on."""
        levels = self.graph.levels[position]
        own = [element if level in levels else NOBODY for level, element in enumerate(elements)]
        while own and own[-1] == NOBODY:
            own.pop()
        return position, tuple(own)

    def known(self, place: Place) -> int:
        """The term of a node that has been made and is not a share."""
        found = self.done[place]
        assert isinstance(found, int)  # noqa: S101 - types are checked when the rules are read
        return found

    def _needed(self, place: Place) -> Iterator[Place]:
        """What a node is made of, as far as it is not ruled out by what is certain already."""
        position, elements = place
        node = self.graph.nodes[position]
        match node:
            case If(condition=condition, then=then, otherwise=otherwise):
                yield (first := self.at(condition, elements))
                if self._may_be(first, 1):
                    yield self.at(then, elements)
                if self._may_be(first, 0):
                    yield self.at(otherwise, elements)
            case Logic(operator=operator, left=left, right=right):
                yield (first := self.at(left, elements))
                if self._may_be(first, operator == "and"):
                    yield self.at(right, elements)
            case Aggregate():
                yield from self._needed_by_list(node, elements)
            case _:
                yield from (self.at(child, elements) for child in children(node))

    def _needed_by_list(self, node: Aggregate, elements: Elements) -> Iterator[Place]:
        for inner in self.inside(node, elements):
            yield (where := self.at(node.where, inner))
            if self._may_be(where, 1):
                yield self.at(node.body, inner)
        yield self.at(node.default, elements)

    def inside(self, node: Aggregate, elements: Elements) -> Iterator[Elements]:
        """The elements around an aggregate with each of those that it looks at."""
        around = (*elements[: node.level], *(NOBODY,) * (node.level - len(elements)))
        for index, present in enumerate(self.household.present[node.list]):
            if self.terms.literal(present) != 0:
                yield (*around, index)

    def _may_be(self, place: Place, truth: int) -> bool:
        """Whether a condition has been made, and can come out so."""
        return place in self.done and self.terms.literal(self.known(place)) != 1 - truth

    def _made(self, place: Place) -> Meaning:
        position, elements = place
        node = self.graph.nodes[position]
        found = _MEANING[type(node)](self, node, elements)
        if isinstance(node, Named | Aggregate) and isinstance(found, int):
            self.terms.boundary(found)
        return found


def _const(encoding: Encoding, node: Const, elements: Elements) -> Meaning:
    return _literal(encoding.terms, node.value)


def _literal(terms: Terms, value: Value) -> Meaning:
    if isinstance(value, Fraction):
        return ((terms.truth(True), terms.number(value.numerator), terms.number(value.denominator)),)
    return literal(terms, value)


def _fact(encoding: Encoding, node: FactRef, elements: Elements) -> Meaning:
    return encoding.household.facts[node.name]


def _field(encoding: Encoding, node: FieldRef, elements: Elements) -> Meaning:
    return encoding.household.fields[node.list, elements[node.level], node.name]


def _parameter(encoding: Encoding, node: ParameterRef, elements: Elements) -> Meaning:
    household = encoding.household
    if node.name in household.free:
        return household.free[node.name]
    value = household.settings[node.name]
    assert not isinstance(value, TableValue | FreeTable)  # noqa: S101 - checked when the package was read
    return _literal(encoding.terms, value)


def _lookup(encoding: Encoding, node: Lookup, elements: Elements) -> Meaning:
    terms, table = encoding.terms, encoding.household.settings[node.table]
    key = encoding.known(encoding.at(node.key, elements))
    if isinstance(table, FreeTable):
        return terms.apply(table.function, key, table.low, table.high)
    assert isinstance(table, TableValue)  # noqa: S101 - checked when the package was read
    if isinstance(table.values[0], Fraction):
        parts = [
            (value.numerator, value.denominator) for value in table.values if isinstance(value, Fraction)
        ]
        top, bottom = (
            terms.stairs(key, table.starts, [terms.number(part) for part in side])
            for side in zip(*parts, strict=True)
        )
        return ((terms.truth(True), top, bottom),)
    return terms.stairs(key, table.starts, [literal(terms, value) for value in table.values])


def _two(encoding: Encoding, node: Any, elements: Elements) -> tuple[int, int]:
    left, right = encoding.at(node.left, elements), encoding.at(node.right, elements)
    return encoding.known(left), encoding.known(right)


def _arithmetic(encoding: Encoding, node: Arithmetic, elements: Elements) -> Meaning:
    terms = encoding.terms
    calculate = {"+": terms.plus, "-": terms.minus, "*": terms.times}[node.operator]
    return calculate(*_two(encoding, node, elements))


def _extreme(encoding: Encoding, node: Extreme, elements: Elements) -> Meaning:
    terms = encoding.terms
    return (terms.lower if node.operator == "min" else terms.higher)(*_two(encoding, node, elements))


def _compare(encoding: Encoding, node: Compare, elements: Elements) -> Meaning:
    return encoding.terms.compare(node.operator, *_two(encoding, node, elements))


def _logic(encoding: Encoding, node: Logic, elements: Elements) -> Meaning:
    terms = encoding.terms
    left, right = encoding.at(node.left, elements), encoding.at(node.right, elements)
    known = [encoding.known(side) for side in (left, right) if side in encoding.done]
    return terms.both(*known) if node.operator == "and" else terms.either(*known)


def _not(encoding: Encoding, node: Not, elements: Elements) -> Meaning:
    return encoding.terms.opposite(encoding.known(encoding.at(node.of, elements)))


def _if(encoding: Encoding, node: If, elements: Elements) -> Meaning:
    terms = encoding.terms
    condition = encoding.known(encoding.at(node.condition, elements))
    settled = terms.literal(condition)
    if settled is not None:
        return encoding.done[encoding.at(node.then if settled else node.otherwise, elements)]
    then = encoding.done[encoding.at(node.then, elements)]
    otherwise = encoding.done[encoding.at(node.otherwise, elements)]
    if isinstance(then, int) and isinstance(otherwise, int):
        return terms.choose(condition, then, otherwise)
    assert isinstance(then, tuple)  # noqa: S101 - types are checked when the rules are read
    assert isinstance(otherwise, tuple)  # noqa: S101
    return _one_of_shares(terms, condition, then, otherwise)


def _one_of_shares(terms: Terms, condition: int, then: Share, otherwise: Share) -> Share:
    found = (*((terms.both(condition, guard), top, bottom) for guard, top, bottom in then), *otherwise)
    if len(found) <= MOST_CASES:
        return found
    *others, (_, top, bottom) = found
    for guard, other_top, other_bottom in reversed(others):
        top, bottom = terms.choose(guard, other_top, top), terms.choose(guard, other_bottom, bottom)
    return ((terms.truth(True), top, bottom),)


def _ratio(encoding: Encoding, node: Ratio, elements: Elements) -> Meaning:
    terms = encoding.terms
    top, bottom = (encoding.known(encoding.at(part, elements)) for part in (node.numerator, node.denominator))
    # Publishing proves that it is at least 1 wherever the share is used.
    return ((terms.truth(True), top, terms.higher(bottom, terms.number(1))),)


def _rate(encoding: Encoding, node: Rate, elements: Elements) -> Meaning:
    terms = encoding.terms
    amount = encoding.known(encoding.at(node.amount, elements))
    share = encoding.done[encoding.at(node.share, elements)]
    assert isinstance(share, tuple)  # noqa: S101 - types are checked when the rules are read
    *others, last = [
        (guard, rounded(terms, terms.times(amount, top), bottom, node.rounding))
        for guard, top, bottom in share
    ]
    found = last[1]
    for guard, value in reversed(others):
        found = terms.choose(guard, value, found)
    return found


def _round(encoding: Encoding, node: Round, elements: Elements) -> Meaning:
    terms, unit = encoding.terms, encoding.terms.number(node.unit)
    amount = encoding.known(encoding.at(node.amount, elements))
    return terms.times(rounded(terms, amount, unit, node.rounding), unit)


def rounded(terms: Terms, numerator: int, denominator: int, rounding: Rounding) -> int:
    """Numerator/denominator as a whole number, as `values.rounded`; the denominator is at least 1."""
    zero = terms.number(0)
    match rounding:
        case "ned":
            return terms.divided(numerator, denominator)
        case "upp":
            return terms.minus(zero, terms.divided(terms.minus(zero, numerator), denominator))
        case "närmast":
            two = terms.number(2)
            bottom = terms.times(two, denominator)

            def half_up(positive: int) -> int:
                return terms.divided(terms.plus(terms.times(two, positive), denominator), bottom)

            negative = terms.minus(zero, numerator)
            is_negative = terms.compare("<", numerator, zero)
            return terms.choose(is_negative, terms.minus(zero, half_up(negative)), half_up(numerator))


def _calendar(encoding: Encoding, node: Calendar, elements: Elements) -> Meaning:
    return calendar(encoding.terms, node.function, *_two(encoding, node, elements))


def _aggregate(encoding: Encoding, node: Aggregate, elements: Elements) -> Meaning:
    terms, present = encoding.terms, encoding.household.present[node.list]
    found: list[tuple[int, int]] = []
    for inner in encoding.inside(node, elements):
        where = terms.both(present[inner[-1]], encoding.known(encoding.at(node.where, inner)))
        if terms.literal(where) != 0:
            found.append((where, encoding.known(encoding.at(node.body, inner))))
    default = encoding.known(encoding.at(node.default, elements))
    return _GATHERED[node.operator](terms, found, default)


type Found = list[tuple[int, int]]


def _sum(terms: Terms, found: Found, default: int) -> int:
    total = terms.number(0)
    for where, body in found:
        total = terms.plus(total, terms.choose(where, body, terms.number(0)))
        # What two households have in common of a list may be taken as one number.
        terms.boundary(total)
    return total


def _count(terms: Terms, found: Found, default: int) -> int:
    return _sum(terms, [(where, terms.number(1)) for where, _ in found], default)


def _extreme_of(choose: Callable[[Terms, int, int], int]) -> Callable[[Terms, Found, int], int]:
    def gathered(terms: Terms, found: Found, default: int) -> int:
        best, somebody = default, terms.truth(False)
        for where, body in found:
            better = terms.choose(somebody, choose(terms, best, body), body)
            best, somebody = terms.choose(where, better, best), terms.either(somebody, where)
        return best

    return gathered


_GATHERED: dict[str, Callable[[Terms, Found, int], int]] = {
    "sum": _sum,
    "count": _count,
    "any": lambda terms, found, default: terms.either(*(terms.both(*each) for each in found)),
    "all": lambda terms, found, default: terms.both(
        *(terms.either(terms.opposite(where), body) for where, body in found)
    ),
    "min": _extreme_of(Terms.lower),
    "max": _extreme_of(Terms.higher),
}

_MEANING: dict[type[Any], Callable[[Encoding, Any, Elements], Meaning]] = {
    Const: _const,
    FactRef: _fact,
    FieldRef: _field,
    ParameterRef: _parameter,
    AsOf: lambda encoding, node, elements: encoding.household.day,
    Lookup: _lookup,
    Arithmetic: _arithmetic,
    Extreme: _extreme,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    If: _if,
    Ratio: _ratio,
    Rate: _rate,
    Round: _round,
    Calendar: _calendar,
    Aggregate: _aggregate,
    Named: lambda encoding, node, elements: encoding.done[encoding.at(node.of, elements)],
}
