"""From an answer of the solver to a household that a person understands: few children, few facts, round amounts.

Each wish is one more question to the solver; what cannot be had is let go of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmanning.packages.parameters import LocalValues
from allmanning.proofs.meaning import Instance, shows
from allmanning.proofs.questions import Question, Settings, Statement, ask
from allmanning.proofs.solver import STEPS, Deadline, Solver
from allmanning.rules.datatypes import BOOL, DATE, MONEY, Choice, ListOf
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.smt import FreeTable, Household, value_of
from allmanning.rules.values import TableValue, Value

SHORT_LISTS = (0, 1, 2, 3)
# Kronor in öre, the most telling first.
GAPS = (100_00, 10_00, 1_00)
RISES = (100_00, 1_000_00, 10_00, 1_00)
ROUND = (1_000_00, 100_00, 10_00, 1_00)
MOST_KEYS = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of the household before: its term and the label of that, what it is declared as, and what is nothing special."""

    label: str
    term: int
    fact: FactDeclaration
    neutral: int


def find(
    statement: Statement, settings: Settings, deadline: Deadline, longest: int | None = None
) -> Instance | None:
    """A household that shows that the property fails, or, for one that seeks, that there is somebody.

    Shortest lists first; with `longest`, lists of that length only. None when none is found in time.
    """
    for most in SHORT_LISTS if longest is None else (longest,):
        question = ask(statement, settings, most, smallest_rise=False)
        solver = Solver(question.text(), deadline)
        if solver.check(steps=STEPS if longest is None else 0) != "yes":
            if question.whole:
                break
            continue
        found = _read(question, settings, solver)
        gap = _telling_gap(question, solver)
        for fixed in _fixed(question, solver):
            plain = ask(statement, settings, most, smallest_rise=False, fixed=fixed)
            instance = _plainest(plain, settings, gap, deadline)
            if instance is not None:
                return instance
        if shows(statement, found):
            return found
    return None


def _fixed(question: Question, solver: Solver) -> Iterator[dict[str, int]]:
    """What to fix, by the labels of variables: all but what changes, all but one fact more, or as much as can be."""
    facts = list(_stated(question, solver))
    ordinary = {each.label: each.neutral for each in facts}
    name, _, inner = question.statement.about.fact.partition(".")
    label = f"{name}[own].{inner}" if inner else name
    for one in ("", *(each.label for each in facts if each.label != label)):
        yield {each: number for each, number in ordinary.items() if each not in (label, one)}
    yield _nothing_special(solver, facts)


def _plainest(question: Question, settings: Settings, gap: int, deadline: Deadline) -> Instance | None:
    """A household that shows it, with most facts fixed, so that the rest is little work."""
    solver = Solver(question.text(), deadline)
    if question.gap is not None and solver.knows(question.gap):
        solver.require(solver.variable(question.gap) >= gap)
    if solver.check(steps=STEPS) != "yes":
        return None
    special = [
        each
        for each in _stated(question, solver)
        if not solver.prefer(solver.equals(each.term, each.neutral), steps=STEPS)
    ]
    _prefer_rise(question, solver)
    for stated in special:
        _prefer_round(question, solver, stated)
    if solver.check(steps=STEPS) != "yes":
        return None
    found = _read(question, settings, solver)
    return found if shows(question.statement, found) else None


def neutral(fact: FactDeclaration, day: date) -> Value:
    """The most ordinary value of a fact: no, the first word, as near to nothing as it may be, or the day itself."""
    match fact.type:
        case Choice(options=options):
            return options[0]
        case ListOf():
            return fact.low
        case type_ if type_ == BOOL:
            return False
        case type_ if type_ == DATE:
            return min(max(day, _day(fact.low)), _day(fact.high))
    low, high = fact.low, fact.high
    assert isinstance(low, int)  # noqa: S101 - what is left are numbers
    assert isinstance(high, int)  # noqa: S101
    return min(max(0, low), high)


def _day(value: int | date) -> date:
    return value if isinstance(value, date) else date.fromordinal(value)


def _stated(question: Question, solver: Solver) -> Iterator[Stated]:
    """The facts that the solver has a say in, in the order that they are asked for."""
    statement, household = question.statement, question.before
    for each in statement.section.ruleset.package.questions:
        name, _, inner = each.fact.partition(".")
        fact = statement.vocabulary.fields(name)[inner] if inner else statement.vocabulary.facts[name]
        terms = [household.facts[name]]
        if inner:
            slots = range(len(household.present[name]))
            terms = [household.fields[name, index, inner] for index in slots]
        ordinary = neutral(fact, statement.section.first)
        for term in terms:
            if solver.knows(term):
                bounds = question.terms.all[term]
                number = min(max(_number(question, ordinary), bounds.low), bounds.high)
                yield Stated(str(bounds.label), term, fact, number)


def _number(question: Question, value: Value) -> int:
    match value:
        case str():
            return question.terms.words.get(value, 0)
        case date():
            return value.toordinal()
    return int(value)


def _telling_gap(question: Question, solver: Solver) -> int:
    """How much the property can fail by, at least; the most telling of some amounts."""
    found = question.statement
    if question.gap is None or not solver.knows(question.gap):
        return 1
    value = found.graph.types[found.graph.values[found.about.value]]
    gap = solver.variable(question.gap)
    return next((least for least in GAPS if value == MONEY and solver.prefer(gap >= least)), 1)


def _prefer_rise(question: Question, solver: Solver) -> None:
    if question.rise is None or not solver.knows(question.rise):
        return
    rise, bounds = solver.variable(question.rise), question.terms.all[question.rise]
    name, _, inner = question.statement.about.fact.partition(".")
    vocabulary = question.statement.vocabulary
    fact = vocabulary.fields(name)[inner] if inner else vocabulary.facts[name]
    wishes: tuple[int, ...] = RISES if fact.type == MONEY else (1,)
    wishes = tuple(wish for wish in wishes if bounds.low <= wish <= bounds.high)
    if not any(solver.prefer(rise == wish) for wish in wishes) and solver.check(steps=STEPS) == "yes":
        least = solver.least(rise, bounds.low, solver.value(question.rise))
        solver.prefer(rise == least)


def _nothing_special(solver: Solver, facts: list[Stated]) -> dict[str, int]:
    """As many facts as possible that are nothing special, by their labels.

    While not all can be, the one that is asked for first of those that stand against each other is let go of.
    """
    flags = {f"a{number}": stated for number, stated in enumerate(facts)}
    named = {
        name: solver.named(name, solver.equals(stated.term, stated.neutral)) for name, stated in flags.items()
    }
    while flags:
        answer = solver.check(*(named[name] for name in flags), steps=STEPS)
        if answer != "no":
            break
        against = sorted(solver.core() & flags.keys(), key=lambda name: int(name[1:]))
        if not against:
            break
        del flags[against[0]]
    return {stated.label: stated.neutral for stated in flags.values()}


def _prefer_round(question: Question, solver: Solver, stated: Stated) -> None:
    """A round amount, and then as little as possible of it; of words and of yes and no there is nothing to choose."""
    if stated.fact.type == BOOL or isinstance(stated.fact.type, Choice):
        return
    term, bounds = solver.variable(stated.term), question.terms.all[stated.term]
    if stated.fact.type == MONEY:
        any(solver.prefer(term % unit == 0) for unit in ROUND)
    if solver.check(steps=STEPS) != "yes":
        return
    found = solver.value(stated.term)
    if found >= stated.neutral:
        found = solver.least(term, max(bounds.low, stated.neutral), found)
    else:
        found = -solver.least(-term, -min(bounds.high, stated.neutral), -found)
    solver.prefer(term == found)


def _read(question: Question, settings: Settings, solver: Solver) -> Instance:
    day = question.before.day
    on = date.fromordinal(solver.value(day)) if solver.knows(day) else question.statement.section.first
    before = _facts(question, solver, question.before, on)
    after = None if question.after is None else _facts(question, solver, question.after, on)
    return Instance(on, _local(question, settings, solver), before, after)


def _facts(question: Question, solver: Solver, household: Household, on: date) -> dict[str, Any]:
    """The facts of a household in the last answer; what the solver has no say in is nothing special."""
    vocabulary = question.statement.vocabulary
    found: dict[str, Any] = {}
    for name, fact in vocabulary.facts.items():
        if not isinstance(fact.type, ListOf):
            found[name] = _value(question, solver, household.facts[name], fact, on)
            continue
        fields = vocabulary.fields(name)
        found[name] = [
            {
                inner: _value(question, solver, household.fields[name, index, inner], declared, on)
                for inner, declared in fields.items()
            }
            for index in _filled(question, solver, household, name)
        ]
    return found


def _filled(question: Question, solver: Solver, household: Household, name: str) -> Iterator[int]:
    """The slots of a list that hold an element: the first ones, and the one that the property speaks of."""
    terms, length = question.terms, household.facts[name]
    number = solver.value(length) if solver.knows(length) else terms.all[length].low
    for index, present in enumerate(household.present[name]):
        is_own = name == question.statement.changed_list and index == question.own
        if terms.literal(present) if is_own else index < number:
            yield index


def _value(question: Question, solver: Solver, term: int, fact: FactDeclaration, on: date) -> Any:
    number = _worked_out(question, solver, term)
    return neutral(fact, on) if number is None else value_of(question.terms, fact, number)


def _worked_out(question: Question, solver: Solver, term: int) -> Any:
    """The number of a fact's term: a variable, a literal, or a fact that has grown; None where nobody has a say."""
    found = question.terms.all[term]
    match found.operator:
        case "variable":
            return solver.value(term) if solver.knows(term) else None
        case "+":
            return sum(_worked_out(question, solver, operand) for operand in found.operands)
    return found.low


def _local(question: Question, settings: Settings, solver: Solver) -> LocalValues:
    """The local settings of the last answer: those that are free and spoken of, over the defaults."""
    defaults = question.statement.section.ruleset.local
    values = dict(defaults.values)
    changed: set[str] = set()
    for name, term in question.before.free.items():
        if solver.knows(term):
            setting = values[name]
            number = solver.value(term)
            values[name] = bool(number) if isinstance(setting, bool) else number
            changed |= {name} if values[name] != setting else set()
    for name, table in settings.known.items():
        default = values.get(name)
        spoken_of = isinstance(table, FreeTable) and table.function in solver.functions
        if spoken_of and isinstance(table, FreeTable) and isinstance(default, TableValue):
            values[name] = _table(table, default, solver)
            changed |= {name} if values[name] != default else set()
    return LocalValues(values, frozenset(changed))


def _table(table: FreeTable, default: TableValue, solver: Solver) -> TableValue:
    """A table for the last answer, key by key as far as the default's own rows go, and a few beyond."""
    first, last = default.starts[0], default.starts[-1] if default.end is None else default.end
    starts = range(first, last + 1) if last - first < MOST_KEYS else default.starts
    cells = [min(max(solver.applied(table.function, start), table.low), table.high) for start in starts]
    return TableValue(tuple(starts), tuple(cells), default.end)


def settings_of(instance: Instance) -> Mapping[str, Any]:
    """The local settings that are not the defaults."""
    return {name: instance.local.values[name] for name in sorted(instance.local.own)}
