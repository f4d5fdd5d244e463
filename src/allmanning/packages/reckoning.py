"""The reckoning: an explanation in plain words, one line per value, for page, letter and terminal alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from allmanning.lib import text as written
from allmanning.packages.cells import Status
from allmanning.packages.parameters import LocalValues, ParameterPeriod
from allmanning.packages.wording import Text
from allmanning.rules.datatypes import BOOL, DATE, MONEY, SHARE, Choice, TableOf, Type
from allmanning.rules.explain import Explanation
from allmanning.rules.graph import Graph
from allmanning.rules.stories import CellUse, Operand, Token
from allmanning.rules.values import ParameterValue, TableValue

if TYPE_CHECKING:
    from allmanning.packages.package import Package

type Sign = Literal["", "plus", "minus", "sum"]

SIGNS = {
    "sv": {
        "lowest of": "det lägsta av", "highest of": "det högsta av", "and": "och", "or": "eller", "not": "inte",
        "rounded": "avrundat", "rounded down": "avrundat nedåt", "rounded up": "avrundat uppåt",
        "to whole": "till hela", "==": "är", "!=": "är inte", "<": "är mindre än", "<=": "är högst", ">": "är mer än",
        ">=": "är minst", "-": "−", "full years": "fyllda år", "full months": "hela månader", "days": "dagar",
        "months": "månader", "from": "från", "to": "till", "plus": "plus",
        "one of": "är något av", "none of": "är inget av", "true": "ja", "false": "nej",
        "open": "inte klart",
    },
    "en": {
        "lowest of": "the lowest of", "highest of": "the highest of", "==": "is", "!=": "is not",
        "<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least", "-": "−", "one of": "is one of", "none of": "is none of",
        "true": "yes", "false": "no", "open": "not settled",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactUse:
    """A fact that a line stands on; `raw` is the value itself (öre for money), None while it is not stated."""

    path: str
    label: Text
    value: str
    raw: Any = None


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter row that a line stands on."""

    name: str
    label: Text
    key: str | None
    value: str
    valid_from: date
    valid_to: date | None
    law: str
    source: str
    status: Status
    local: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its words, its amount as written (None while open), how it came about, and the lines below it.

    `raw` is the value itself (öre for money). `because` tells the conditions that settled it. `sign` is how the line
    goes into the one above. `mark` is "yes" or "no" for what is true or false. `repeated`: told in full elsewhere.
    """

    name: str
    label: Text
    value: str | None
    raw: Any
    kind: str
    formula: str | None
    because: str | None
    law: str | None
    text: Text
    sign: Sign
    mark: Literal["", "yes", "no"]
    facts: tuple[FactUse, ...]
    parameters: tuple[ParameterLine, ...]
    parts: tuple[Line, ...]
    derived: bool
    open: bool
    repeated: bool


class Words:
    """How a package's values are written in one language."""

    def __init__(
        self,
        package: Package,
        graph: Graph,
        rows: Mapping[str, ParameterPeriod],
        local: LocalValues,
        language: str,
    ) -> None:
        self.package = package
        self.graph = graph
        self.rows = rows
        self.local = local
        self.language = "en" if language.startswith("en") else "sv"
        self.signs = SIGNS[self.language]
        self.asked = {item.requested: item.name for item in package.manifest.decision.items}

    def value(self, value: Any, type_: Type) -> str:
        """A value as people write it."""
        match value:
            case None:
                return self.signs["open"]
            case bool():
                return self.signs["true" if value else "false"]
            case int() if type_ == MONEY:
                return written.money(value, self.language)
            case int():
                return written.number(value, self.language)
            case date():
                return written.day(value, self.language)
            case Fraction():
                return written.percent(value, self.language)
        return str(value)

    def fact(self, operand: Operand) -> FactUse:
        """A fact with its label."""
        shown = self.answer(operand.name, operand.value, operand.type)
        return FactUse(operand.name, self.fact_label(operand.name), shown, operand.value)

    def result(self, explanation: Explanation) -> str:
        """A rule's value; the outcome by its name in the language."""
        decision = self.package.manifest.decision
        if explanation.name == decision.outcome:
            return decision.told(str(explanation.value)).in_(self.language)
        return self.value(explanation.value, explanation.type)

    def answer(self, path: str, value: Any, type_: Type) -> str:
        """A fact's value as people write it: of a closed set, its words."""
        texts = dict(self.package.question(path).options)
        if isinstance(type_, Choice) and value in texts:
            return texts[value].in_(self.language)
        return self.value(value, type_)

    def fact_label(self, path: str) -> Text:
        """A short name for a fact: its own word, and the number of its element."""
        question = self.package.question(path)
        index = re.search(r"\[(\d+)\]", path)
        name = humanised(path.rpartition(".")[2])
        if index is None:
            return self.asked.get(path) or Text(name, question.text.en)
        item = self.package.question(path.partition("[")[0]).item
        number = int(index[1]) + 1
        return Text(
            f"{item.sv or 'nr'} {number}: {name.lower()}", f"{item.en or 'no.'} {number}: {question.text.en}"
        )

    def rule_label(self, name: str) -> Text:
        """A rule in a few words: its docstring up to the first colon or full stop."""
        text = self.package.rule_text(self.graph, name)
        return Text(*(re.split(r"[:.](?:\s|$)", words, maxsplit=1)[0] for words in (text.sv, text.en)))

    def parameter(
        self, name: str, key: int | None
    ) -> tuple[Text, str | None, str, date, date | None, str, str, Status]:
        """Label, key, value, period, law, source and status of a parameter row."""
        if name in self.rows:
            row, declared = self.rows[name], self.package.parameters[name]
            type_, shown = declared.type, _cell(row.value, key)
            told = self._key(declared.type, row.value, key)
            value = self.value(shown, type_.value if isinstance(type_, TableOf) else type_)
            return (
                declared.text,
                told,
                value,
                row.valid_from,
                row.valid_to,
                row.law,
                row.source,
                row.status(key),
            )
        setting = next(setting for setting in self.package.local if setting.name == name)
        type_ = setting.type.value if isinstance(setting.type, TableOf) else setting.type
        value = self.value(_cell(self.local.values[name], key), type_)
        told = self._key(setting.type, self.local.values[name], key)
        return setting.text, told, value, date.min, None, setting.law, setting.decided_by, "confirmed"

    def _key(self, type_: Type, table: ParameterValue, key: int | None) -> str | None:
        """The keys that share a key's cell, as the table's own row says: "8", "7–10", "7–" where it is open upwards."""
        if key is None or not isinstance(type_, TableOf) or not isinstance(table, TableValue):
            return None
        first, last = table.cell(key)
        start = self.value(first, type_.key)
        if last is None:
            return f"{start}–"
        return start if first == last else f"{start}–{self.value(last, type_.key)}"

    def formula(self, tokens: Sequence[Token]) -> str:
        """A formula with its numbers; terms of nothing are left out of a plain sum."""
        return _sentence(
            self.signs.get(token, token) if isinstance(token, str) else self.value(token.value, token.type)
            for token in without_nothing(tokens)
        )

    def reason(self, tokens: Sequence[Token]) -> str:
        """A condition in words: names with their values."""
        if len(tokens) == 1 and isinstance(tokens[0], Operand) and tokens[0].name:
            return f"{self._named(tokens[0])}: {self.value(tokens[0].value, tokens[0].type)}"
        return _sentence(
            self.signs.get(token, token) if isinstance(token, str) else self._with_name(token, first=not at)
            for at, token in enumerate(tokens)
        )

    def _with_name(self, operand: Operand, *, first: bool) -> str:
        value = self.value(operand.value, operand.type)
        if not operand.name:
            return value
        name = self._named(operand)
        return f"{name if first else _lower(name)} ({value})"

    def _named(self, operand: Operand) -> str:
        match operand.origin:
            case "fact" | "count":
                return self.fact_label(operand.name).in_(self.language)
            case "rule":
                return self.rule_label(operand.name).in_(self.language)
            case _:
                return self.parameter(operand.name, None)[0].in_(self.language) if operand.name else ""


def _sentence(words: Iterable[str]) -> str:
    return " ".join(words).replace("( ", "(").replace(" )", ")").replace(" , ", ", ")


def without_nothing(tokens: Sequence[Token]) -> Sequence[Token]:
    """A plain sum without its terms of 0; anything else as it is."""
    signs, terms = ["+", *tokens[1::2]], tokens[::2]
    plain = len(tokens) % 2 and all(sign in ("+", "-") for sign in signs)
    if not plain or any(isinstance(term, str) for term in terms):
        return tokens
    kept = [
        (sign, term)
        for sign, term in zip(signs, terms, strict=True)
        if not isinstance(term, str) and term.value != 0
    ]
    left = [part for sign, term in kept for part in (sign, term)]
    return left[1:] if left and left[0] == "+" else left


def _cell(value: Any, key: int | None) -> Any:
    if isinstance(value, TableValue):
        return None if key is None else value.at(key)
    return value


def humanised(name: str) -> str:
    """ "månader_med_försörjningsstöd" → "Månader med försörjningsstöd"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


_SIGNS: dict[str, Sign] = {"+": "plus", "-": "minus", "": ""}


def reckoning(explanation: Explanation, words: Words) -> Line:
    """The explanation as lines in words."""
    return _line(explanation, words, "sum", {})


def _line(
    explanation: Explanation, words: Words, sign: Sign, derived: dict[tuple[str, int | None], bool]
) -> Line:
    """One line and all below it; `derived` tells what the lines so far stand on, for those told again."""
    place = explanation.name, explanation.index
    facts = tuple(
        words.fact(operand)
        for operand in explanation.facts
        if operand.name.count("[") or _plain(words, operand)
    )
    parameters = tuple(_parameter(words, cell) for cell in explanation.parameters)
    parts = tuple(_line(part, words, _SIGNS[part.sign], derived) for part in explanation.parts)
    below = any(line.status == "derived" for line in parameters) or any(part.derived for part in parts)
    derived[place] = below or derived.get(place, False)
    is_open = explanation.value is None
    return Line(
        name=explanation.name,
        label=_label(words, explanation),
        value=None if is_open else words.result(explanation),
        raw=explanation.value,
        kind=str(explanation.type) if not isinstance(explanation.type, Choice) else "choice",
        formula=_formula(words, explanation),
        because=_because(words, explanation),
        law=words.graph.rules[explanation.name].law,
        text=words.package.rule_text(words.graph, explanation.name),
        sign=sign,
        mark=_mark(words, explanation),
        facts=facts,
        parameters=parameters,
        parts=parts,
        derived=derived[place],
        open=is_open,
        repeated=explanation.repeated,
    )


def laws(explanations: Iterable[Explanation], words: Words) -> tuple[str, ...]:
    """Every paragraph that the explanations stand on, each once, in the order of their lines."""
    rules = words.graph.rules
    cited = (rules[part.name].law for part in _parts(explanations))
    return tuple(dict.fromkeys(law for law in cited if law))


def facts_used(explanations: Iterable[Explanation], words: Words) -> dict[str, FactUse]:
    """Every fact that the explanations stand on, by path, in the order of their lines."""
    operands = {
        operand.name: operand
        for part in _parts(explanations)
        for operand in part.facts
        if operand.name.count("[") or _plain(words, operand)
    }
    return {path: words.fact(operand) for path, operand in operands.items()}


def _parts(explanations: Iterable[Explanation]) -> Iterator[Explanation]:
    for explanation in explanations:
        yield explanation
        yield from _parts(explanation.parts)


def _plain(words: Words, operand: Operand) -> bool:
    return words.package.question(operand.name).kind != "list"


def _label(words: Words, explanation: Explanation) -> Text:
    label = words.rule_label(explanation.name)
    if explanation.index is None:
        return label
    item = words.package.question(explanation.list).item
    number = explanation.index + 1
    return Text(
        f"{item.sv} {number}: {_lower(label.sv)}", f"{item.en or item.sv} {number}: {_lower(label.en)}"
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _parameter(words: Words, cell: CellUse) -> ParameterLine:
    local = cell.name not in words.rows
    return ParameterLine(cell.name, *words.parameter(cell.name, cell.key), local=local)


def _formula(words: Words, explanation: Explanation) -> str | None:
    tokens = explanation.formula
    if (
        len(without_nothing(tokens)) < 2
        or explanation.type in (BOOL, DATE, SHARE)
        or isinstance(explanation.type, Choice)
    ):
        return None
    return words.formula(tokens)


def _because(words: Words, explanation: Explanation) -> str | None:
    """The conditions that chose the way; for yes and no, also what the value itself was held against."""
    reasons = [*explanation.because]
    if explanation.type == BOOL and len(explanation.formula) > 1:
        reasons.append(explanation.formula)
    told = list(dict.fromkeys(words.reason(tokens) for tokens in reasons))
    return "; ".join(told[:4]) if told else None


def _mark(words: Words, explanation: Explanation) -> Literal["", "yes", "no"]:
    decision = words.package.manifest.decision
    if explanation.value is True or (
        explanation.name == decision.outcome and explanation.value in decision.granted
    ):
        return "yes"
    if explanation.value is False or (
        explanation.name == decision.outcome and explanation.value in decision.refused
    ):
        return "no"
    return ""
