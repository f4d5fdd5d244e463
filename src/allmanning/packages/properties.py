"""properties.toml: what shall hold of every household there can be, for `allmanning prove` to decide."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from allmanning.packages.cells import CellError, read_value
from allmanning.packages.document import Document
from allmanning.packages.manifest import Manifest
from allmanning.packages.questions import all_facts
from allmanning.packages.wording import Text
from allmanning.rules.claims import with_claims
from allmanning.rules.datatypes import BOOL, DATE, INT, MONEY, SHARE, Choice, ListOf, Type, is_ordered, told
from allmanning.rules.errors import LanguageError, did_you_mean, quoted
from allmanning.rules.graph import FactDeclaration
from allmanning.rules.program import Program
from allmanning.rules.values import Value

type PropertyKind = Literal["increasing", "decreasing", "marginal", "outcome", "bounds", "never"]
type Verdict = Literal["proved", "refuted"]

FILE = "properties.toml"
# What a property's conditions are called among the values of a graph; no rule can have such a name.
WHEN, CONDITION = "when …", "condition …"
MOST_PROPERTIES = 200


@dataclass(frozen=True, slots=True)
class Property:
    """One statement about all households.

    `increasing`, `decreasing`: more of `fact` never gives less, or more, of `value`. `marginal`: when `fact` grows by
    `step` or more, `value` changes by at most `most` for each of them (both in öre for amounts). `outcome`: somebody
    gets the word `outcome`; with a `condition`, only where it holds; without a word, everybody gets one. `bounds`:
    `value` is `least` to `most`. `never`: `condition` cannot come about. `when` says of which households it speaks.
    """

    id: str
    text: Text
    kind: PropertyKind
    fact: str
    value: str
    outcome: str
    condition: str
    when: str
    least: Value | None
    most: Value | None
    step: int
    expected: Verdict
    reason: Text

    @property
    def claims(self) -> dict[str, str]:
        """The conditions by the names that they have among the values of a graph."""
        claims = {WHEN: self.when, CONDITION: self.condition}
        return {name: text for name, text in claims.items() if text}


_ALWAYS = ("id", "text", "text_en", "kind", "when", "expected", "reason", "reason_en")
_KEYS: dict[str, tuple[str, ...]] = {
    "increasing": ("fact", "value"),
    "decreasing": ("fact", "value"),
    "marginal": ("fact", "value", "most", "step"),
    "outcome": ("outcome", "implies"),
    "bounds": ("value", "least", "most"),
    "never": ("condition",),
}


def read_properties(document: Document, program: Program, manifest: Manifest) -> tuple[Property, ...]:
    """All properties of a package; what is wrong becomes findings of the document."""
    document.known(("property",))
    positions = document.tables("property")
    if len(positions) > MOST_PROPERTIES:
        message = f"There are more than {MOST_PROPERTIES} properties"
        document.refuse("P079", message, "Keep those that somebody will read")
        positions = positions[:MOST_PROPERTIES]
    reader = _Reader(document, program, manifest)
    found: list[Property] = []
    for index in positions:
        read = reader.property(index)
        if read is not None:
            if any(other.id == read.id for other in found):
                message = f"{quoted(read.id)} is the id of two properties"
                document.refuse("P070", message, "Rename one of them", "property", index, "id")
            found.append(read)
    return tuple(found)


@dataclass(slots=True)
class _Reader:
    document: Document
    program: Program
    manifest: Manifest

    def property(self, index: int) -> Property | None:
        document, where = self.document, ("property", index)
        before = len(document.findings)
        kind = document.string(*where, "kind")
        if kind not in _KEYS:
            if kind:
                hint = did_you_mean(kind, _KEYS)
                document.refuse("P071", f"{quoted(kind)} is no kind of property", hint, *where, "kind")
            return None
        document.known((*_ALWAYS, *_KEYS[kind]), *where)
        fact = self.fact(index) if "fact" in _KEYS[kind] else ""
        value = self.value(index) if "value" in _KEYS[kind] else ""
        condition = "implies" if kind == "outcome" else "condition"
        expected, reason = self.expected(index)
        found = Property(
            id=document.string(*where, "id"),
            text=document.words(*where, "text"),
            kind=kind,  # type: ignore[arg-type]
            fact=fact,
            value=value,
            outcome=self.outcome(index) if kind == "outcome" else "",
            condition=self.claim(index, condition, required=kind == "never")
            if condition in _KEYS[kind]
            else "",
            when=self.claim(index, "when", required=False),
            least=None,
            most=None,
            step=1,
            expected=expected,
            reason=reason,
        )
        if len(document.findings) > before:
            return None
        measured = _MEASURED.get(kind)
        return found if measured is None else measured(self, index, found)

    def fact(self, index: int) -> str:
        """A fact of which there can be more: a number, an amount, a day, yes and no, or a list."""
        facts, where = all_facts(self.program.vocabulary), ("property", index, "fact")
        name = self.document.name(*where)
        if name and name not in facts:
            self.document.refuse(
                "P072", f"There is no fact {quoted(name)}", did_you_mean(name, facts), *where
            )
        elif name and isinstance(facts[name].type, Choice):
            message = f"{name!r} is {told(facts[name].type)}: there is no more and no less of it"
            self.document.refuse(
                "P074", message, "Name a number, an amount, a day, yes and no, or a list", *where
            )
        return name

    def value(self, index: int) -> str:
        """A rule of the household with an order, in every period of law."""
        where = ("property", index, "value")
        name = self.document.name(*where)
        for graph in self.program.graphs if name else ():
            if name not in graph.values:
                message = f"{quoted(name)} is not a rule of the household on {graph.valid_from.isoformat()}"
                hint = did_you_mean(name, graph.values)
                if name in graph.rules:
                    hint = f"It has a value for each {graph.rules[name].entity}; name a rule of the household"
                self.document.refuse("P073", message, hint, *where)
                break
            if not is_ordered(type_ := graph.types[graph.values[name]]):
                message = f"{name!r} is {told(type_)}: there is no more and no less of it"
                self.document.refuse("P074", message, "Name a number, an amount or a day", *where)
                break
        return name

    def type_of(self, value: str) -> Type:
        graph = self.program.graphs[-1]
        return graph.types[graph.values[value]]

    def outcome(self, index: int) -> str:
        """One of the words that the decision can end in; "" when none is said."""
        where = ("property", index, "outcome")
        decision = self.manifest.decision
        word = self.document.string(*where, required=False)
        words = (*decision.granted, *decision.partly, *decision.refused)
        if word and word not in words:
            message = f"No decision ends in {quoted(word)}"
            self.document.refuse("P075", message, did_you_mean(word, words), *where)
        if not word and "implies" in self.document.table(*where[:-1]):
            message = "The property does not say which outcome implies it"
            self.document.refuse("P075", message, f'Write outcome = "{words[0]}"', *where[:-1])
        return word

    def claim(self, index: int, key: str, *, required: bool) -> str:
        """A condition, which must make sense in every period of law."""
        where = ("property", index, key)
        text = self.document.string(*where, required=required)
        if not text:
            return ""
        for graph in self.program.graphs:
            try:
                with_claims(graph, {CONDITION: text}, FILE)
            except LanguageError as error:
                first = error.findings[0]
                self.document.refuse("P076", first.message, first.hint, *where)
                break
        return text

    def expected(self, index: int) -> tuple[Verdict, Text]:
        """What is to come of it; what is known to fail says why."""
        where = ("property", index)
        word = self.document.string(*where, "expected", required=False) or "proved"
        reason = self.document.words(*where, "reason", required=False)
        if word not in ("proved", "refuted"):
            hint = 'Write expected = "refuted" with a reason, or leave it out'
            self.document.refuse("P077", f"{quoted(word)} cannot be expected", hint, *where, "expected")
        if word == "refuted" and not reason.sv:
            message = "The property is expected to fail, and nobody is told why"
            self.document.refuse(
                "P077", message, 'Write reason = "…", in words for a resident', *where, "expected"
            )
        return ("refuted" if word == "refuted" else "proved"), reason

    def amount(self, index: int, key: str, type_: Type) -> Value | None:
        """A value of a type, as in parameters.toml; None when it is not there."""
        where = ("property", index)
        given = self.document.table(*where).get(key)
        if given is None:
            return None
        try:
            return read_value(type_, given)
        except CellError as error:
            hint = 'Write an amount in kronor, a number or a day; a share as "100/100"'
            self.document.refuse("P078", str(error), hint, *where, key)
            return None


def _bounds(reader: _Reader, index: int, found: Property) -> Property:
    type_ = reader.type_of(found.value)
    least, most = (reader.amount(index, key, type_) for key in ("least", "most"))
    given = reader.document.table("property", index)
    if not {"least", "most"} & given.keys():
        reader.document.refuse("P078", "There are no bounds", "Write least, most or both", "property", index)
    return replace(found, least=least, most=most)


def _marginal(reader: _Reader, index: int, found: Property) -> Property:
    """`most` is a share of the rise where fact and value are of one kind; otherwise an amount for each unit."""
    fact = all_facts(reader.program.vocabulary)[found.fact]
    type_, unit = reader.type_of(found.value), _unit(fact)
    document, where = reader.document, ("property", index)
    if type_ == DATE or unit == BOOL or (unit == MONEY and type_ != MONEY):
        message = f"{found.value!r} cannot be measured by how much {found.fact!r} grows"
        document.refuse("P074", message, 'Use kind = "increasing" or "decreasing"', *where, "value")
        return found
    share = unit == type_
    most = reader.amount(index, "most", SHARE if share else type_)
    if not share and "most" not in document.table(*where):
        hint = "Write most = 100, for at most so much for each one more"
        document.refuse("P078", "It is not said how much the value may change", hint, *where)
    step = reader.amount(index, "step", unit)
    if isinstance(step, int) and step < 1:
        document.refuse("P078", "A step is more than nothing", "Write step = 1, for instance", *where, "step")
    allowed = most if isinstance(most, int | Fraction) else 1
    return replace(found, most=Fraction(allowed), step=step if isinstance(step, int) else 1)


def _unit(fact: FactDeclaration) -> Type:
    """What a fact grows in; days and elements are counted."""
    return INT if fact.type == DATE or isinstance(fact.type, ListOf) else fact.type


_MEASURED: dict[str, Callable[[_Reader, int, Property], Property]] = {
    "bounds": _bounds,
    "marginal": _marginal,
}
