"""The head of a rule: its law, its period, its words, what it needs and what it gives."""

import ast
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from allmanning.rules.datatypes import EntityOf, ListOf, TableOf, Type, told
from allmanning.rules.errors import LanguageError, Place, did_you_mean
from allmanning.rules.syntax import Source
from allmanning.rules.typenames import TypeNames
from allmanning.rules.words import BUILT_IN, FIRST_DAY, LAST_DAY, read_day

LAW_HINT = 'Write @rule(law="SoL (2025:400) 12 kap. 7 §") on the line above'
MOST_NEEDS = 200
DECORATOR = ("law", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Need:
    """One name in the parentheses of a rule; `type` is None for a bare `Table`."""

    name: str
    type: Type | None
    node: ast.arg


@dataclass(frozen=True, slots=True)
class Law:
    """What the decorator says."""

    text: str
    valid_from: date
    valid_to: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class RuleDeclaration:
    """One version of a rule, unread body. `entity` is "" for a rule of the household.

    `names` are all that the body names, and `uses` those that may be other rules: what is needed, and what is called.
    """

    name: str
    law: Law
    text: str
    needs: tuple[Need, ...]
    returns: Type
    entity: str
    body: tuple[ast.stmt, ...]
    source: Source
    place: Place
    names: frozenset[str]
    uses: frozenset[str]

    @property
    def valid_from(self) -> date:
        """The first day."""
        return self.law.valid_from

    @property
    def valid_to(self) -> date | None:
        """The last day, or None."""
        return self.law.valid_to

    def holds(self, day: date) -> bool:
        """Is it in force on a day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "RuleDeclaration") -> bool:
        """Is there a day on which both hold?"""
        first, last = max(self.valid_from, other.valid_from), self.valid_to or LAST_DAY
        return first <= min(last, other.valid_to or LAST_DAY)


def rule_declaration(source: Source, node: ast.FunctionDef, types: TypeNames) -> RuleDeclaration:
    """A rule's head. Raises LanguageError when a part is missing."""
    place = _name_place(source, node)
    if node.name in BUILT_IN:
        _refuse(source, place, "R117", f"{node.name!r} is a word of the language", "Choose another name")
    law = _law(source, node, place)
    text = ast.get_docstring(node) or ""
    if not text.strip():
        hint = 'Write what the resident shall read as """…""" on the first line'
        _refuse(source, place, "R122", f"The rule {node.name!r} has no words of its own", hint)
    if node.returns is None:
        hint = "Write -> Money before the colon, for instance"
        _refuse(source, place, "R124", f"The rule {node.name!r} does not say its type", hint)
    needs = _needs(source, node, place, types)
    returns = types.read(source, node.returns)
    if isinstance(returns, EntityOf | ListOf | TableOf):
        hint = "A rule gives one value: Money, int, bool, date, Share or a word"
        source.refuse("R124", f"A rule cannot give {told(returns)}", hint, node.returns)
    entities = [need for need in needs if isinstance(need.type, EntityOf)]
    if len(entities) > 1:
        hint = "Remove one of them"
        source.refuse("R125", "A rule looks at one element at a time", hint, entities[1].node)
    entity = str(entities[0].type) if entities else ""
    names, called = _named(node.body)
    uses = called.union(need.name for need in needs)
    body = tuple(node.body)
    return RuleDeclaration(node.name, law, text, needs, returns, entity, body, source, place, names, uses)


def _named(body: list[ast.stmt]) -> tuple[frozenset[str], frozenset[str]]:
    """All names in a body, and those that are called."""
    names: set[str] = set()
    called: set[str] = set()
    for statement in body:
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name):
                    names.add(name)
                case ast.Call(func=ast.Name(id=name)):
                    called.add(name)
                case _:
                    continue
    return frozenset(names), frozenset(called)


def _name_place(source: Source, node: ast.FunctionDef) -> Place:
    start = source.place(node).column + len("def ")
    return Place(source.file, node.lineno, start, start + len(node.name))


def _refuse(source: Source, place: Place, code: str, message: str, hint: str) -> NoReturn:
    raise LanguageError([source.finding(code, message, hint, place)])


def _needs(source: Source, node: ast.FunctionDef, place: Place, types: TypeNames) -> tuple[Need, ...]:
    given = node.args
    plain = not (given.posonlyargs or given.kwonlyargs or given.vararg or given.kwarg or given.defaults)
    if not plain or node.type_params or len(given.args) > MOST_NEEDS:
        hint = f"Remove *, / and =; the most is {MOST_NEEDS} names"
        _refuse(source, place, "R123", "A rule names what it needs, plainly", hint)
    needs: dict[str, Need] = {}
    for argument in given.args:
        name = argument.arg
        if name in needs:
            source.refuse("R123", f"{name!r} stands twice in the parentheses", "Remove one of them", argument)
        if argument.annotation is None:
            source.refuse("R124", f"{name!r} has no type", f"Write {name}: Money, for instance", argument)
        bare_table = isinstance(argument.annotation, ast.Name) and argument.annotation.id == "Table"
        type_ = None if bare_table else types.read(source, argument.annotation)
        needs[name] = Need(name, type_, argument)
    return tuple(needs.values())


def _law(source: Source, node: ast.FunctionDef, place: Place) -> Law:
    match node.decorator_list:
        case [ast.Call(func=ast.Name(id="rule"), args=[], keywords=keywords) as decorator]:
            given = {keyword.arg: keyword.value for keyword in keywords}
        case [first, *_]:
            source.refuse("R126", f"The rule {node.name!r} cites no law", LAW_HINT, first)
        case _:
            _refuse(source, place, "R126", f"The rule {node.name!r} cites no law", LAW_HINT)
    for keyword in keywords:
        if keyword.arg not in DECORATOR:
            hint = did_you_mean(keyword.arg or "", DECORATOR)
            source.refuse("R127", f"@rule does not know {keyword.arg or '**'}", hint, keyword)
    if len(given) < len(keywords):
        source.refuse("R127", "@rule says the same thing twice", "Remove one of them", decorator)
    law = given.get("law")
    if not (isinstance(law, ast.Constant) and isinstance(law.value, str) and law.value.strip()):
        source.refuse("R126", f"The rule {node.name!r} cites no law", LAW_HINT, law or decorator)
    valid_from = _day(source, given.get("valid_from")) or FIRST_DAY
    valid_to = _day(source, given.get("valid_to"))
    if valid_to is not None and valid_to < valid_from:
        hint = "Change valid_from or valid_to"
        source.refuse("R128", "The rule ends before it begins", hint, given["valid_to"])
    return Law(law.value, valid_from, valid_to, source.place(law))


def _day(source: Source, node: ast.expr | None) -> date | None:
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and (day := read_day(node.value)):
        return day
    source.refuse("R129", "A day is expected", f'Write "2025-07-01", from {FIRST_DAY} to {LAST_DAY}', node)
