"""population.toml: where an invented population gets each fact from, and what a simulation shows unless told otherwise."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from allmanning.packages.cells import CellError, read_value
from allmanning.packages.document import Document
from allmanning.packages.questions import all_facts
from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, Choice, ListOf, Type, is_number, told
from allmanning.rules.errors import did_you_mean, quoted
from allmanning.rules.graph import FactDeclaration, Vocabulary
from allmanning.rules.values import Value

type Whose = Literal["household", "child"]

LIST = ListOf("")
MOST_WEIGHT = 1_000_000


@dataclass(frozen=True, slots=True)
class BaseColumn:
    """What an invented household, or a child in it, is known by, whatever the package."""

    whose: Whose
    type: Type


def _columns(whose: Whose, type_: Type, *names: str) -> dict[str, BaseColumn]:
    return {name: BaseColumn(whose, type_) for name in names}


# What each stands for, and how it is drawn, is told in simulation/households.py.
BASE_COLUMNS: Mapping[str, BaseColumn] = {
    **_columns("household", BOOL, "two_adults"),
    **_columns("household", INT, "adults", "age", "age_of_second", "other_adults", "persons"),
    **_columns("household", LIST, "children"),
    **_columns("household", INT, "months_with_support", "months_with_support_of_second"),
    **_columns("household", INT, "months_with_wage", "months_with_wage_of_second"),
    **_columns("household", MONEY, "wage", "wage_of_second", "child_allowance", "housing_allowance"),
    **_columns("household", MONEY, "maintenance_support", "other_income", "savings", "rent"),
    **_columns("household", MONEY, "electricity", "home_insurance", "work_travel"),
    **_columns("household", MONEY, "union_fee", "unemployment_fund_fee"),
    **_columns("child", INT, "child_age", "child_days"),
    **_columns("child", BOOL, "child_preschool_lunch"),
    **_columns("child", MONEY, "child_income", "child_income_before"),
}


@dataclass(frozen=True, slots=True)
class Base:
    """A column of the invented households, cut to what the fact allows."""

    column: str


@dataclass(frozen=True, slots=True)
class Always:
    """The same for all; öre for an amount."""

    value: Value


@dataclass(frozen=True, slots=True)
class Yes:
    """True for a share of all."""

    share: Fraction


@dataclass(frozen=True, slots=True)
class Evenly:
    """Anything from `low` to `high` in even steps, for a share of all; the others get the lowest that the fact allows.

    Öre for an amount, days for a date's step, elements for a list.
    """

    low: int | date
    high: int | date
    step: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """Words by how many have each."""

    weights: Mapping[str, int]


type Origin = Base | Always | Yes | Evenly | Words


@dataclass(frozen=True, slots=True)
class Preset:
    """`origins` by the path of a fact (`barn.ålder`); `marginal` and `by` are facts of the household."""

    origins: Mapping[str, Origin] = field(default_factory=dict)
    marginal: str | None = None
    by: tuple[str, ...] = ()


def evenly(fact: FactDeclaration) -> Origin:
    """What is drawn for a fact of which nothing is said: anything that it allows, whole kronor for an amount."""
    match fact.type:
        case Choice(options=options):
            return Words(dict.fromkeys(options, 1))
        case type_ if type_ == BOOL:
            return Yes(Fraction(1, 2))
        case type_:
            return Evenly(fact.low, fact.high, 100 if type_ == MONEY else 1, Fraction(1))


def read_preset(document: Document, vocabulary: Vocabulary) -> Preset:
    """What population.toml says, and nothing when there is none; what is wrong becomes findings of the document."""
    document.known(("simulate", "facts"))
    document.known(("marginal", "by"), "simulate")
    origins: dict[str, Origin] = {}
    known = all_facts(vocabulary)
    for path in document.table("facts"):
        if path not in known:
            message = f"There is no fact {quoted(path)}"
            document.refuse("P060", message, did_you_mean(path, known), "facts", path)
            continue
        origin = _origin(document, known[path], path)
        if origin is not None:
            origins[path] = origin
    _refuse_orphans(document, origins)
    return Preset(origins, _marginal(document, vocabulary), _by(document, vocabulary))


def _origin(document: Document, fact: FactDeclaration, path: str) -> Origin | None:
    said = document.table("facts", path)
    if not isinstance(document.table("facts")[path], dict):
        return None
    kinds = [kind for kind in _READERS if kind in said]
    if len(kinds) != 1:
        message = f"{path} is drawn in no way"
        if kinds:
            message = f"{path} is drawn in several ways: {' and '.join(kinds)}"
        hint = "Write one of " + ", ".join(_READERS)
        document.refuse("P061", message, hint, "facts", path)
        return None
    keys, read = _READERS[kinds[0]]
    document.known(keys, "facts", path)
    return read(document, fact, path)


def _base(document: Document, fact: FactDeclaration, path: str) -> Base | None:
    name = document.string("facts", path, "base")
    column = BASE_COLUMNS.get(name)
    whose: Whose = "child" if "." in path else "household"
    fitting = [other for other, each in BASE_COLUMNS.items() if each.whose == whose and _fits(each, fact)]
    if column is None:
        hint = did_you_mean(name, fitting)
        document.refuse("P062", f"Invented households have no {quoted(name)}", hint, "facts", path)
    elif name not in fitting:
        kind = "the children of a household" if column.type is LIST else told(column.type)
        message = f"{name} is {kind}, of each {column.whose}; {path} is {told(fact.type)}"
        document.refuse("P063", message, "Choose a column of the same kind", "facts", path)
    elif column.type is LIST and fact.low != 0:
        message = f"{path} has at least {fact.low}; an invented household may have no children"
        document.refuse("P064", message, "Write from and to instead", "facts", path)
    return Base(name) if name in fitting else None


def _fits(column: BaseColumn, fact: FactDeclaration) -> bool:
    return isinstance(fact.type, ListOf) if column.type is LIST else column.type == fact.type


def _always(document: Document, fact: FactDeclaration, path: str) -> Always | None:
    value = _value(document, fact, path, "always")
    return None if value is None else Always(value)


def _yes(document: Document, fact: FactDeclaration, path: str) -> Yes | None:
    if fact.type != BOOL:
        _refuse_kind(document, fact, path, "yes")
        return None
    share = _share(document, path, "yes")
    return None if share is None else Yes(share)


def _evenly(document: Document, fact: FactDeclaration, path: str) -> Evenly | None:
    if not (is_number(fact.type) or fact.type == DATE or isinstance(fact.type, ListOf)):
        _refuse_kind(document, fact, path, "from")
        return None
    low, high = (_value(document, fact, path, key) for key in ("from", "to"))
    share = _share(document, path, "often") if "often" in document.table("facts", path) else Fraction(1)
    step = _step(document, fact, path)
    if low is None or high is None or share is None or step is None:
        return None
    if high < low:  # type: ignore[operator]
        document.refuse("P064", f"{path} ends before it begins", "Change from or to", "facts", path)
        return None
    return Evenly(low, high, step, share)  # type: ignore[arg-type]


def _step(document: Document, fact: FactDeclaration, path: str) -> int | None:
    """Whole kronor unless said."""
    if "step" not in document.table("facts", path):
        return 100 if fact.type == MONEY else 1
    value = _read(document, fact.type if fact.type == MONEY else INT, path, "step")
    if isinstance(value, int) and value < 1:
        document.refuse("P064", f"The step of {path} must be above 0", "Change step", "facts", path)
        return None
    return value if isinstance(value, int) else None


def _words(document: Document, fact: FactDeclaration, path: str) -> Words | None:
    if not isinstance(fact.type, Choice):
        _refuse_kind(document, fact, path, "words")
        return None
    weights: dict[str, int] = {}
    # Names in TOML have one form of their letters, and the words of a fact another.
    options = {unicodedata.normalize("NFKC", option): option for option in fact.type.options}
    for word, weight in document.table("facts", path, "words").items():
        if word not in options:
            hint = did_you_mean(word, fact.type.options)
            document.refuse("P064", f"{quoted(word)} is no word of {path}", hint, "facts", path)
        elif isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight <= MOST_WEIGHT:
            hint = f"Write how many of all have the word, 0 to {MOST_WEIGHT}"
            document.refuse("P064", f"{quoted(str(weight))} is no number of households", hint, "facts", path)
        else:
            weights[options[word]] = weight
    if not any(weights.values()):
        hint = f"Write words = {{ {quoted(fact.type.options[0])} = 1 }}"
        document.refuse("P064", f"No word of {path} is ever drawn", hint, "facts", path)
        return None
    return Words(weights)


type Reader = Callable[[Document, FactDeclaration, str], Origin | None]
_READERS: dict[str, tuple[tuple[str, ...], Reader]] = {
    "base": (("base",), _base),
    "always": (("always",), _always),
    "yes": (("yes",), _yes),
    "from": (("from", "to", "step", "often"), _evenly),
    "words": (("words",), _words),
}


def _refuse_kind(document: Document, fact: FactDeclaration, path: str, key: str) -> None:
    message, hint = f"{path} is {told(fact.type)}", f"It cannot be drawn with {key!r}; choose another way"
    document.refuse("P063", message, hint, "facts", path)


def _share(document: Document, path: str, key: str) -> Fraction | None:
    """How many of all, from none to all."""
    value = _read(document, SHARE, path, key)
    if isinstance(value, Fraction) and value > 1:
        hint = f'Write {key} = "30/100" for thirty of a hundred'
        document.refuse("P064", f"{path}.{key} is more than all", hint, "facts", path)
        return None
    return value if isinstance(value, Fraction) else None


def _value(document: Document, fact: FactDeclaration, path: str, key: str) -> Value | None:
    """A value that the fact may have; the number of elements for a list."""
    value = _read(document, INT if isinstance(fact.type, ListOf) else fact.type, path, key)
    if value is None or isinstance(fact.type, Choice) or fact.type == BOOL:
        return value
    if not fact.low <= value <= fact.high:  # type: ignore[operator]
        hint = "Keep within what the rules declare with between(…)"
        document.refuse(
            "P064", f"{path} does not allow {key} = {_given(document, path, key)}", hint, "facts", path
        )
        return None
    return value


def _read(document: Document, type_: Type, path: str, key: str) -> Value | None:
    given: Any = document.table("facts", path).get(key)
    if isinstance(type_, Choice):
        word = unicodedata.normalize("NFC", given) if isinstance(given, str) else ""
        if word in type_.options:
            return word
        hint = did_you_mean(word, type_.options)
        document.refuse("P064", f"{quoted(str(given))} is no word of {path}", hint, "facts", path)
        return None
    try:
        return read_value(type_, given)
    except CellError as error:
        hint = 'Amounts in kronor, shares as "30/100", days as 2025-07-01'
        document.refuse("P064", f"{path}.{key}: {error}", hint, "facts", path)
        return None


def _given(document: Document, path: str, key: str) -> str:
    return str(document.table("facts", path)[key])


def _refuse_orphans(document: Document, origins: Mapping[str, Origin]) -> None:
    """What is known of a child can only be given to children."""
    for path, origin in origins.items():
        list_name, _, field_name = path.partition(".")
        if field_name and isinstance(origin, Base) and origins.get(list_name) != Base("children"):
            hint = f'Write {list_name} = {{ base = "children" }}'
            message = f"{origin.column} belongs to children, and {list_name} is not drawn from them"
            document.refuse("P063", message, hint, "facts", path)


def _marginal(document: Document, vocabulary: Vocabulary) -> str | None:
    name = document.name("simulate", "marginal", required=False)
    if not name:
        return None
    fact = vocabulary.facts.get(name)
    if fact is None:
        hint = did_you_mean(name, vocabulary.facts)
        document.refuse("P060", f"The household has no fact {quoted(name)}", hint, "simulate", "marginal")
    elif fact.type != MONEY:
        message = f"{name} is {told(fact.type)}; the marginal effect is that of an amount"
        document.refuse("P065", message, "Name a fact that is Money", "simulate", "marginal")
    return name


def _by(document: Document, vocabulary: Vocabulary) -> tuple[str, ...]:
    names = [unicodedata.normalize("NFKC", name) for name in document.strings("simulate", "by")]
    for name in names:
        if name not in vocabulary.facts:
            hint = did_you_mean(name, vocabulary.facts)
            document.refuse("P060", f"The household has no fact {quoted(name)}", hint, "simulate", "by")
    return tuple(dict.fromkeys(names))
