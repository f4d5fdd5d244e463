"""A property as a question to the solver: can there be a household, or two that differ in one fact, of which it fails?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from allmanning.packages.properties import CONDITION, WHEN, Property
from allmanning.proofs.sections import Section
from allmanning.rules.datatypes import BOOL, SHARE, ListOf
from allmanning.rules.graph import FactDeclaration, Graph, Vocabulary
from allmanning.rules.smt import Encoding, FreeTable, Household, Setting, any_household, variable
from allmanning.rules.terms import Terms, boundaries_below, reached, smt_text
from allmanning.rules.values import TableValue, Value


@dataclass(frozen=True, slots=True)
class Statement:
    """A property of the rules in one section. `graph` has the property's conditions among its values."""

    about: Property
    section: Section
    graph: Graph

    @property
    def changed_list(self) -> str:
        """The list that has an element of its own here, since the property speaks of one; "" for none."""
        name = self.about.fact.partition(".")[0]
        return name if name and isinstance(self.vocabulary.facts[name].type, ListOf) else ""

    @property
    def vocabulary(self) -> Vocabulary:
        """All facts."""
        return self.graph.vocabulary

    @property
    def seeks(self) -> bool:
        """Somebody is to be found, where other properties say that there is nobody."""
        found = self.about
        return found.kind == "outcome" and bool(found.outcome) and not found.condition


@dataclass(frozen=True, slots=True)
class Question:
    """What must hold of a household, and of the same one with more of a fact, for the property to fail.

    `roots` are truths. `rise` is by how much the fact grows and `gap` by how much the property fails, where there is
    something to measure. `own` is the slot of the element that the property speaks of. `whole` says that lists are as
    long as they may be, so that nothing is left out.
    """

    statement: Statement
    terms: Terms
    before: Household
    after: Household | None
    roots: tuple[int, ...]
    rise: int | None
    gap: int | None
    own: int | None
    whole: bool
    shared: set[int]

    def text(self, depth: int | None = None) -> str:
        """As SMT-LIB 2; with a depth, what lies deeper may be anything within its bounds."""
        if depth is None:
            return smt_text(self.terms, self.roots)
        return smt_text(self.terms, self.roots, boundaries_below(self.terms, self.roots, self.shared, depth))

    @property
    def depths(self) -> tuple[int, ...]:
        """How deep to look before everything is looked at; what two households have in common may stay a number."""
        return (1, 2, 3, 4, 6) if self.after is None else (0, 1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters of a question: each known, or as a free number or table within what an adopter may set."""

    known: Mapping[str, Setting]
    free: Mapping[str, tuple[int, int, bool]]


def default_settings(section: Section) -> Settings:
    """Every parameter as it is."""
    return Settings(section.ruleset.parameters, {})


def every_setting(section: Section) -> Settings | None:
    """Local settings free within their bounds. None where there are none, or where one is a share."""
    known: dict[str, Setting] = dict(section.ruleset.parameters)
    free: dict[str, tuple[int, int, bool]] = {}
    for number, setting in enumerate(section.ruleset.package.local):
        if setting.type == SHARE or (isinstance(setting.default, TableValue) and _of_shares(setting.default)):
            return None
        low, high = (0, 1) if setting.type == BOOL else (_number(setting.minimum), _number(setting.maximum))
        if isinstance(setting.default, TableValue):
            known[setting.name] = FreeTable(f"table{number}", low, high)
        else:
            free[setting.name] = (low, high, setting.type == BOOL)
    return Settings(known, free) if section.ruleset.package.local else None


def _of_shares(table: TableValue) -> bool:
    return any(isinstance(cell, Fraction) for cell in table.values)


def _number(value: Value | None) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)  # type: ignore[arg-type]


def ask(
    statement: Statement,
    settings: Settings,
    longest: int,
    *,
    smallest_rise: bool,
    fixed: Mapping[str, int] | None = None,
) -> Question:
    """The question, with lists of at most `longest` elements beside the one that the property speaks of.

    With `smallest_rise` the fact grows by one step only, where nothing can fail that does not fail there. `fixed` are
    variables, by their labels, that are known.
    """
    terms, section = Terms(fixed or {}), statement.section
    listed = statement.changed_list
    vocabulary = _with_room(statement.vocabulary, listed, grows=statement.about.fact == listed)
    day = terms.number(section.first.toordinal())
    if section.first < section.last:
        day = terms.variable("the day", section.first.toordinal(), section.last.toordinal())
    free = {
        name: terms.variable(f"setting {name}", low, high, "Bool" if is_truth else "Int")
        for name, (low, high, is_truth) in settings.free.items()
    }
    before = any_household(terms, vocabulary, settings.known, day, longest, free)
    own = len(before.present[listed]) if listed else None
    if own is not None:
        before = _with_own(terms, statement.vocabulary, before, listed, own)
    pair = _pair(statement, terms, before, own, smallest_rise=smallest_rise)
    households = [pair.before] if pair.after is None else [pair.before, pair.after]
    encodings = [Encoding(statement.graph, terms, household) for household in households]
    fails, gap = _FAILING[statement.about.kind](statement, encodings, pair.rise)
    roots = [*pair.roots, *(each.number(WHEN) for each in encodings if statement.about.when), fails]
    if gap is not None and not smallest_rise:
        measured = terms.variable("gap", 1, max(1, terms.all[gap].high))
        roots.append(terms.compare("==", measured, gap))
        gap = measured
    whole = all(len(slots) >= _number(vocabulary.facts[name].high) for name, slots in before.present.items())
    shared = set.intersection(*(_values_of(statement, each) for each in encodings))
    return Question(
        statement, terms, pair.before, pair.after, tuple(roots), pair.rise, gap, own, whole, shared
    )  # fmt: skip


def _values_of(statement: Statement, encoding: Encoding) -> set[int]:
    """All that the property looks at in one household."""
    found = statement.about
    names = [name for name in (found.value, *found.claims) if name]
    if found.kind == "outcome":
        names.append(statement.section.ruleset.targets[0])
    return reached(encoding.terms, (encoding.number(name) for name in names))


def _with_room(vocabulary: Vocabulary, listed: str, *, grows: bool) -> Vocabulary:
    """The facts, with a list that is one element shorter than it may be; one that does not grow has that element."""
    if not listed:
        return vocabulary
    fact = vocabulary.facts[listed]
    low, high = _number(fact.low), _number(fact.high) - 1
    shorter = replace(fact, low=low if grows else max(0, low - 1), high=high)
    return replace(vocabulary, facts={**vocabulary.facts, listed: shorter})


def _with_own(terms: Terms, vocabulary: Vocabulary, household: Household, listed: str, own: int) -> Household:
    """One more slot, always filled, after those that the households have in common."""
    fields = dict(household.fields)
    for name, fact in vocabulary.fields(listed).items():
        fields[listed, own, name] = variable(terms, fact, f"{listed}[own].{name}")
    present = {**household.present, listed: (*household.present[listed], terms.truth(True))}
    return replace(household, fields=fields, present=present)


@dataclass(frozen=True, slots=True)
class Pair:
    """A household, the same with more of a fact (None where the property speaks of one household only), by how much."""

    before: Household
    after: Household | None
    rise: int | None
    roots: tuple[int, ...]


def _pair(
    statement: Statement, terms: Terms, household: Household, own: int | None, *, smallest_rise: bool
) -> Pair:
    found, facts = statement.about, statement.vocabulary.facts
    if not found.fact:
        return Pair(household, None, None, ())
    name, _, inner = found.fact.partition(".")
    fact = statement.vocabulary.fields(name)[inner] if inner else facts[name]
    if isinstance(fact.type, ListOf) or (inner and _number(facts[name].high) < 1):
        room = terms.truth(_number(facts[name].high) > 0)
        fewer = (*household.present[name][:-1], terms.truth(False))
        before = replace(household, present={**household.present, name: fewer})
        return Pair(before, household, terms.number(1), (room,))
    first = household.fields[name, own or 0, inner] if inner else household.facts[name]
    second, rise, roots = _more(found, fact, terms, first, smallest_rise=smallest_rise)
    if inner:
        after = replace(household, fields={**household.fields, (name, own or 0, inner): second})
    else:
        after = replace(household, facts={**household.facts, name: second})
    return Pair(household, after, rise, roots)


def _more(
    found: Property, fact: FactDeclaration, terms: Terms, first: int, *, smallest_rise: bool
) -> tuple[int, int | None, tuple[int, ...]]:
    """More of a fact: what it is then, by how much it has grown, and what must hold."""
    if fact.type == BOOL:
        return terms.truth(True), None, (terms.opposite(first),)
    low, high = _number(fact.low), _number(fact.high)
    if high - low < found.step:
        return first, None, (terms.truth(False),)
    one_step = smallest_rise and _one_step_is_enough(found)
    rise = terms.number(found.step) if one_step else terms.variable("rise", found.step, high - low)
    second = terms.plus(first, rise)
    allowed = terms.compare("<=", second, terms.number(high))
    return terms.narrowed(second, low, high), rise, (allowed,)


def _one_step_is_enough(found: Property) -> bool:
    """Whether what fails for some rise fails for the smallest: a rise is made of small ones, and each has its share."""
    return found.kind != "marginal" or (found.step == 1 and Fraction(found.most or 0).denominator == 1)  # type: ignore[arg-type]


type Failing = tuple[int, int | None]


def _less(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    terms = encodings[0].terms
    before, after = (each.number(statement.about.value) for each in encodings)
    return terms.compare("<", after, before), terms.minus(before, after)


def _greater(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    terms = encodings[0].terms
    before, after = (each.number(statement.about.value) for each in encodings)
    return terms.compare(">", after, before), terms.minus(after, before)


def _too_much(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    terms, most = encodings[0].terms, Fraction(statement.about.most or 0)  # type: ignore[arg-type]
    before, after = (each.number(statement.about.value) for each in encodings)
    change = terms.higher(terms.minus(after, before), terms.minus(before, after))
    allowed = terms.times(terms.number(most.numerator), terms.number(1) if rise is None else rise)
    changed = terms.times(terms.number(most.denominator), change)
    return terms.compare(">", changed, allowed), terms.minus(changed, allowed)


def _outside(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    (encoding,), found = encodings, statement.about
    terms, value = encoding.terms, encoding.number(found.value)
    ends = [
        (terms.number(_number(end)), is_least)
        for end, is_least in ((found.least, True), (found.most, False))
        if end is not None
    ]
    return terms.either(
        *(terms.compare("<" if is_least else ">", value, end) for end, is_least in ends)
    ), None


def _outcome(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    (encoding,), found = encodings, statement.about
    terms, decision = encoding.terms, statement.section.ruleset.package.manifest.decision
    outcome = encoding.number(decision.outcome)

    def is_word(word: str) -> int:
        return terms.compare("==", outcome, terms.word(word))

    if not found.outcome:
        words = (*decision.granted, *decision.partly, *decision.refused)
        return terms.opposite(terms.either(*map(is_word, words))), None
    if not found.condition:
        return is_word(found.outcome), None
    return terms.both(is_word(found.outcome), terms.opposite(encoding.number(CONDITION))), None


def _comes_about(statement: Statement, encodings: Sequence[Encoding], rise: int | None) -> Failing:
    (encoding,) = encodings
    return encoding.number(CONDITION), None


_FAILING: dict[str, Callable[[Statement, Sequence[Encoding], int | None], Failing]] = {
    "increasing": _less,
    "decreasing": _greater,
    "marginal": _too_much,
    "bounds": _outside,
    "outcome": _outcome,
    "never": _comes_about,
}
