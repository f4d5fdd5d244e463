"""A package laid out for its author: each file's text and outline, and what each name means."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from allmanning.packages.statutes import Statute, statutes
from allmanning.rules.datatypes import Choice
from allmanning.rules.errors import LanguageError
from allmanning.rules.fields import fact as read_fact
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.syntax import read
from allmanning.rules.typenames import TypeNames
from allmanning.rules.words import AS_OF
from allmanning.server.language_server.lines import FileText
from allmanning.server.language_server.outline import (
    FactClass,
    Outline,
    Rule,
    Typed,
    WordSet,
    element_of,
    outline,
)
from allmanning.server.language_server.pieces import Piece, pieces
from allmanning.server.language_server.tables import Tables, read_tables
from allmanning.server.language_server.tokens import tokens

type Meaning = Literal["rule", "fact", "parameter", "setting", "day", ""]


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """One package as it stands, saved or not. Facts are those of the household; `fields` those of each element class."""

    texts: Mapping[str, FileText]
    outlines: Mapping[str, Outline]
    pieces: Mapping[str, tuple[Piece, ...]]
    tables: Tables
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    facts: dict[str, Typed] = field(default_factory=dict)
    fields: dict[str, dict[str, Typed]] = field(default_factory=dict)
    classes: dict[str, FactClass] = field(default_factory=dict)
    sets: dict[str, WordSet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.outlines.values():
            for rule in each.rules:
                self.rules.setdefault(rule.name, []).append(rule)
            self.classes.update((declared.name, declared) for declared in each.classes)
            self.sets.update((declared.name, declared) for declared in each.sets)
        elements = {element_of(fact.type) for declared in self.classes.values() for fact in declared.facts}
        for declared in self.classes.values():
            own = self.fields.setdefault(declared.name, {}) if declared.name in elements else self.facts
            own.update((fact.name, fact) for fact in declared.facts)

    def meaning(self, name: str) -> Meaning:
        """What a name of the package is."""
        if name in self.rules:
            return "rule"
        if name in self.facts:
            return "fact"
        if name in self.tables.parameters:
            return "parameter"
        if name in self.tables.settings:
            return "setting"
        return "day" if name == AS_OF else ""

    def type_of(self, name: str) -> str:
        """The type of a name of the package as it is written; "" for what has none."""
        match self.meaning(name):
            case "rule":
                return self.rules[name][-1].returns
            case "fact":
                return self.facts[name].type
            case "parameter":
                return str(self.tables.parameters[name].type)
            case "setting":
                return str(self.tables.settings[name].type)
            case "day":
                return "date"
        return ""

    def names(self) -> Iterator[str]:
        """Every name that a rule may need, once."""
        tables = self.tables
        return iter(dict.fromkeys([*self.facts, *self.rules, *tables.parameters, *tables.settings, AS_OF]))

    def statutes(self) -> tuple[Statute, ...]:
        """The statutes that the package may cite, its own among them."""
        return (*statutes(), *self.tables.statutes)

    def element_class(self, name: str, rule: Rule | None = None) -> str:
        """The class of the elements of a list, as a rule or the household declares it; "" for what is no list."""
        needs = {need.name: need.type for need in rule.needs} if rule else {}
        declared = self.facts.get(name)
        return element_of(needs.get(name, "")) or element_of(declared.type if declared else "")

    def entity_of(self, name: str) -> str:
        """The class of element that a rule looks at; "" for a rule of the household, and for no rule."""
        needs = (need.type for rule in self.rules.get(name, [])[:1] for need in rule.needs)
        return next((type_ for type_ in needs if type_ in self.fields), "")

    def words_of(self, type_: str) -> tuple[str, ...]:
        """The words of a closed set by the type as it is written; none for another type."""
        if type_ in self.sets:
            return self.sets[type_].words
        return tuple(token.inner for token in tokens(type_) if token.kind == "string")

    def declaration(self, fact: Typed) -> FactDeclaration | None:
        """A fact with its type and range as the language reads them; None when it cannot be read."""
        sets = {name: Choice(declared.words) for name, declared in self.sets.items()}
        types = TypeNames(sets, set(self.fields))
        try:
            source, module = read(
                "", f"{fact.name}: {fact.type}" + (f" = {fact.range}" if fact.range else "")
            )
            match module.body:
                case [ast.AnnAssign(annotation=annotation) as node]:
                    return read_fact(source, node, fact.name, types.read(source, annotation))
        except LanguageError:
            pass
        return None


def lay_out(files: Mapping[str, str], before: Desk | None = None) -> Desk:
    """A package from its files (name → text); what has not changed since `before` is not read again.

    A TOML file that cannot be read keeps its values from before. Never raises for what stands in a file.
    """
    texts: dict[str, FileText] = {}
    for name, text in files.items():
        known = before.texts.get(name) if before else None
        texts[name] = known if known is not None and known.original == text else FileText(text)

    def kept[T](name: str, known: Mapping[str, T] | None, reader: Callable[[str], T]) -> T:
        same = before is not None and before.texts.get(name) is texts[name]
        return known[name] if same and known is not None else reader(texts[name].text)

    return Desk(
        texts,
        {
            name: kept(name, before.outlines if before else None, outline)
            for name in files
            if is_rule_file(name)
        },
        {
            name: kept(name, before.pieces if before else None, pieces)
            for name in files
            if name.endswith(".toml")
        },
        read_tables(texts, before.texts if before else {}, before.tables if before else None),
    )


def is_rule_file(name: str) -> bool:
    """Whether a file of a package holds rules."""
    return name.startswith("rules/")
