"""Households for any program: facts inside their declared ranges, at their ends more often than not, some of them missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from allmanning.rules.datatypes import BOOL, DATE, Choice, ListOf
from allmanning.rules.graph import FactDeclaration, Vocabulary

type Facts = dict[str, Any]

LEAP_DAYS = (date(1904, 2, 29), date(2004, 2, 29), date(2024, 2, 29), date(2024, 2, 28), date(2024, 3, 1))


@dataclass(frozen=True)
class Households:
    """Draws facts for a vocabulary; `missing` is how often a fact is left out."""

    vocabulary: Vocabulary
    random: Random

    def facts(self, missing: float = 0.0) -> Facts:
        return self._facts(self.vocabulary.facts, missing)

    def _facts(self, declared: Mapping[str, FactDeclaration], missing: float) -> Facts:
        return {
            name: self.value(fact, missing)
            for name, fact in declared.items()
            if self.random.random() >= missing
        }

    def value(self, fact: FactDeclaration, missing: float = 0.0) -> Any:
        match fact.type:
            case Choice(options=options):
                return self.random.choice(options)
            case ListOf():
                fields = self.vocabulary.fields(fact.name)
                return [self._facts(fields, missing) for _ in range(self._length(fact))]
        if fact.type == BOOL:
            return self.random.random() < 0.5
        return self._day(fact) if fact.type == DATE else self._number(fact)

    def _length(self, fact: FactDeclaration) -> int:
        low, high = _ints(fact)
        lengths = [low, low + 1, low + 2, min(low + 3, high)] * 4 + [high]
        return min(high, self.random.choice(lengths))

    def _number(self, fact: FactDeclaration) -> int:
        low, high = _ints(fact)
        near = [low, low + 1, high - 1, high, 0, 1, -1, (low + high) // 2]
        drawn = self.random.choice([*near, self.random.randint(low, high), self.random.randint(low, high)])
        return min(max(drawn, low), high)

    def _day(self, fact: FactDeclaration) -> date:
        low, high = fact.low, fact.high
        assert isinstance(low, date)
        assert isinstance(high, date)
        anywhere = low + timedelta(days=self.random.randint(0, (high - low).days))
        drawn = self.random.choice([low, high, *LEAP_DAYS, anywhere, anywhere])
        return min(max(drawn, low), high)

    def completed(self, facts: Facts, fixed: Mapping[str, Any] | None = None) -> Facts:
        """The facts with everything that is missing filled in; `fixed` says what some missing paths become."""
        fixed = fixed or {}
        whole: Facts = {}
        for name, fact in self.vocabulary.facts.items():
            if name not in facts:
                whole[name] = fixed[name] if name in fixed else self.value(fact)
            elif isinstance(fact.type, ListOf):
                whole[name] = [
                    self._completed(name, index, element, fixed) for index, element in enumerate(facts[name])
                ]
            else:
                whole[name] = facts[name]
        return whole

    def _completed(self, name: str, index: int, element: Facts, fixed: Mapping[str, Any]) -> Facts:
        whole = dict(element)
        for field, fact in self.vocabulary.fields(name).items():
            path = f"{name}[{index}].{field}"
            if field not in whole:
                whole[field] = fixed[path] if path in fixed else self.value(fact)
        return whole

    def answer(self, path: str) -> Any:
        """An answer to one question. A list comes with elements of which nothing is known yet."""
        name, _, field = path.partition("].")
        if field:
            return self.value(self.vocabulary.fields(name.partition("[")[0])[field])
        return self.value(self.vocabulary.facts[path], missing=1.0)


def _ints(fact: FactDeclaration) -> tuple[int, int]:
    assert isinstance(fact.low, int)
    assert isinstance(fact.high, int)
    return fact.low, fact.high


def stated(facts: Facts, path: str, value: Any) -> Facts:
    """The facts with one more answer."""
    name, _, rest = path.partition("[")
    if not rest:
        return {**facts, name: value}
    index, _, field = rest.partition("].")
    elements = [dict(element) for element in facts[name]]
    elements[int(index)][field] = value
    return {**facts, name: elements}


def missing(vocabulary: Vocabulary, facts: Facts) -> Iterator[str]:
    """The paths of everything that has not been stated; of a missing list only the list."""
    for name, fact in vocabulary.facts.items():
        if name not in facts:
            yield name
        elif isinstance(fact.type, ListOf):
            fields = vocabulary.fields(name)
            for index, element in enumerate(facts[name]):
                yield from (f"{name}[{index}].{field}" for field in fields if field not in element)
