"""The facts of a case in words, for people: each with its label, and its value before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmanning.packages import Ruleset
from allmanning.packages.reckoning import Words
from allmanning.proofs.counterexample import neutral
from allmanning.rules.datatypes import Choice, ListOf
from allmanning.rules.graph import FactDeclaration


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in words; `after` is "" where it is as before."""

    label: str
    before: str
    after: str


def words_of(ruleset: Ruleset, language: str) -> Words:
    """How the values of a package are written."""
    return Words(ruleset.package, ruleset.engine.graph, ruleset.rows, ruleset.local, language)


def declared(ruleset: Ruleset, path: str) -> FactDeclaration:
    """The declaration of a fact, by its path with or without indexes."""
    vocabulary = ruleset.package.vocabulary
    name, _, inner = path.partition(".")
    bare = name.partition("[")[0]
    return vocabulary.fields(bare)[inner] if inner else vocabulary.facts[bare]


def value(words: Words, path: str, fact: FactDeclaration, stated: Any) -> str:
    """A fact's value as people write it; a list as how many elements it has."""
    if isinstance(fact.type, ListOf):
        return words.value(len(stated), fact.type)
    if isinstance(fact.type, Choice):
        texts = dict(words.package.question(path).options)
        return texts[stated].in_(words.language) if stated in texts else str(stated)
    return words.value(stated, fact.type)


def special(
    words: Words, ruleset: Ruleset, before: Mapping[str, Any], after: Mapping[str, Any] | None, day: date
) -> Iterator[Told]:
    """What has changed, and then everything that is something special: not no, nothing, none or the first word."""
    old, new = (dict(_flat(ruleset, facts)) for facts in (before, before if after is None else after))
    kept: list[Told] = []
    for path in _in_order(ruleset, {**old, **new}):
        fact = declared(ruleset, path)
        one, other = (value(words, path, fact, facts[path]) if path in facts else "" for facts in (old, new))
        label = words.fact_label(path).in_(words.language)
        ordinary = value(words, path, fact, _ordinary(fact, day))
        if one != other:
            yield Told(label, one or "–", other or "–")
        elif one != ordinary:
            kept.append(Told(label, one, ""))
    yield from kept


def _ordinary(fact: FactDeclaration, day: date) -> Any:
    ordinary = neutral(fact, day)
    return [{}] * int(fact.low) if isinstance(fact.type, ListOf) and isinstance(fact.low, int) else ordinary


def _flat(ruleset: Ruleset, facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, stated in facts.items():
        yield name, stated
        if isinstance(ruleset.package.vocabulary.facts[name].type, ListOf):
            for index, element in enumerate(stated):
                yield from ((f"{name}[{index}].{inner}", each) for inner, each in element.items())


def _in_order(ruleset: Ruleset, paths: Mapping[str, Any]) -> list[str]:
    return sorted(paths, key=ruleset.order)
