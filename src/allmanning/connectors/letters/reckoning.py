"""The explanation of a decision as a receipt on paper: rows with amounts, and what they rest on.

A rule that a decision passes through is a line with parts.  On paper only what adds up is kept: amounts that are
nought fall away, a line that only hands on one amount gives place to it, and conditions become a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allmanning.lib.text import UnreadableTextError, citation, joined, money, read_money
from allmanning.packages import Line

from .phrases import phrases

DEEPEST_COLUMN = 3
TOLD = 2
MONEY = "Money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the receipt.

    `level` 1 stands in the outer column and adds up to the total; 2 and 3 stand further in and add up to the row
    of the level above.  `kind` is "line", "total" or "condition".
    """

    level: int
    kind: str
    label: str
    value: str
    law: str = ""
    note: str = ""
    mark: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """What a line is the sum of: another line, or a fact whose amount goes straight into it. Signed öre."""

    ore: int
    line: Line | None = None
    label: str = ""


def receipt(total: Line | None, outcome: Line | None, language: str) -> tuple[Row, ...]:
    """The rows of the receipt: what the amount is the sum of, the amount, and the conditions of the outcome."""
    rows: list[Row] = []
    if total is not None:
        writer = _Writer(language, decimals=any(_has_ore(line) for line in _visible(total)))
        rows.extend(writer.rows(_terms(total), 1))
        rows.append(writer.total(total))
    if outcome is not None:
        rows.extend(_condition(part, language) for part in outcome.parts if part.mark)
    return tuple(rows)


def laws_applied(roots: Sequence[Line], language: str) -> dict[str, tuple[str, ...]]:
    """Every paragraph the explanations stand on, in the order met, with the plain words of the rules under it.

    The first rules that the receipt shows are told in full; the others are named.
    """
    shown = {id(line) for root in roots for line in _visible(root)}
    told: dict[str, dict[str, None]] = {}
    named: dict[str, dict[str, None]] = {}
    for line in (line for root in roots for line in _every(root)):
        if line.law:
            text = line.text.in_(language) or line.label.in_(language)
            told.setdefault(line.law, {})
            if id(line) in shown and len(told[line.law]) < TOLD:
                told[line.law][text] = None
            else:
                named.setdefault(line.law, {})[text] = None
    return {
        law: (*says, *_listed([text for text in named.get(law, {}) if text not in says], language))
        for law, says in told.items()
    }


def _listed(texts: list[str], language: str) -> tuple[str, ...]:
    """Rules by their names only: “Antal i hushållet och kommunens riktlinje för hyra”."""
    labels = dict.fromkeys(text.partition(":")[0].partition(". ")[0] for text in texts)
    words = joined([label[:1].lower() + label[1:] for label in labels], language)
    return (words[:1].upper() + words[1:] + ".",) if words else ()


def _every(root: Line) -> Iterator[Line]:
    """Each line, in the reader's order."""
    waiting = [root]
    while waiting:
        line = waiting.pop()
        yield line
        waiting.extend(reversed(line.parts))


def _visible(root: Line) -> Iterator[Line]:
    """The lines that stand on the receipt."""
    waiting = [(root, 0)]
    while waiting:
        line, level = waiting.pop()
        yield line
        if level < DEEPEST_COLUMN:
            below = [term.line for term in _terms(line) if term.line is not None]
            waiting.extend((part, level + 1) for part in reversed(below))


def _ore(line: Line) -> int:
    return line.raw if isinstance(line.raw, int) else 0


def _has_ore(line: Line) -> bool:
    return line.kind == MONEY and _ore(line) % 100 != 0


def _terms(line: Line) -> list[_Term]:
    """What the line is the sum of, noughts left out; empty where its parts do not add up to it.

    A total of nought may be less than its terms, since nobody gets less than nothing: it keeps them.
    """
    parts = [
        _Term(ore=-_ore(part) if part.sign == "minus" else _ore(part), line=_pass_through(part))
        for part in line.parts
        if part.kind == MONEY and part.sign in {"plus", "minus"} and part.raw
    ]
    lacking = _ore(line) - sum(term.ore for term in parts)
    facts = [_Term(ore=ore, label=label) for label, ore in _amounts_stated(line) if ore]
    both = sorted([*parts, *facts], key=lambda term: term.ore < 0)
    terms = both if lacking and sum(fact.ore for fact in facts) == lacking else parts
    adds_up = sum(term.ore for term in terms) == _ore(line)
    alone = len(terms) == 1 and terms[0].line is None
    return terms if (adds_up and not alone) or (line.sign == "sum" and not line.raw) else []


def _amounts_stated(line: Line) -> Iterator[tuple[str, int]]:
    for fact in line.facts:
        if fact.value.endswith("kr"):
            try:
                yield str(fact.label), read_money(fact.value)
            except UnreadableTextError:
                continue


def _pass_through(line: Line) -> Line:
    """The first line down that does more than hand on one amount as it is."""
    while True:
        below = _terms(line)
        if len(below) != 1 or below[0].line is None or below[0].ore != line.raw:
            return line
        line = below[0].line


class _Writer:
    """Writes rows in one language, all with öre or none."""

    def __init__(self, language: str, *, decimals: bool) -> None:
        self.language = language
        self.decimals = decimals

    def amount(self, ore: int) -> str:
        return money(ore, self.language, decimals=self.decimals)

    def rows(self, terms: list[_Term], level: int) -> Iterator[Row]:
        for term in terms:
            if term.line is None:
                yield Row(level=level, kind="line", label=term.label, value=self.amount(term.ore))
                continue
            below = _terms(term.line) if level < DEEPEST_COLUMN else []
            yield self.row(term.line, term.ore, level, below)
            yield from self.rows(below, level + 1)

    def row(self, line: Line, ore: int, level: int, below: list[_Term]) -> Row:
        deeper = any(term.line is not None and term.line.derived for term in below)
        return Row(
            level=level,
            kind="line",
            label=line.label.in_(self.language),
            value=self.amount(ore),
            law=citation(line.law or ""),
            note="" if below else _note(line),
            derived=line.derived and not deeper,
        )

    def total(self, line: Line) -> Row:
        label = line.label.in_(self.language)
        words = line.text.in_(self.language).removeprefix(label).lstrip(":. ")
        how = "" if _terms(line) else _note(line)
        return Row(
            level=1,
            kind="total",
            label=label,
            value=self.amount(_ore(line)),
            law=citation(line.law or ""),
            note=" ".join(part for part in (words[:1].upper() + words[1:], how) if part),
            derived=line.derived,
        )


def _note(line: Line) -> str:
    """How a row without rows of its own came about: its sum in figures, or the condition that settled it.

    A cost taken as it was stated needs no word.
    """
    if any(ore == line.raw for _, ore in _amounts_stated(line)):
        return ""
    return line.formula or line.because or ""


def _condition(line: Line, language: str) -> Row:
    return Row(
        level=1,
        kind="condition",
        label=line.label.in_(language),
        value=phrases(language).get(line.mark, line.value or ""),
        law=citation(line.law or ""),
        # What failed is told; that all is well needs no proof on paper.
        note=(line.because or "") if line.mark == "no" else "",
        mark=line.mark,
    )
