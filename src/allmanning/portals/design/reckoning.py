"""The reckoning (räkningen): an explanation tree made ready to be set like a good receipt.

In comes the tree that a package's `ruleset.reckoning(facts)` gives, out goes a tree of `Row` with every word, figure and
date as it shall stand. Nothing is computed anew but one thing: a rule is drawn above a sum only where the parts with
their signs really make it, so that the page never shows an addition that does not add up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, override

from allmanning.lib import text
from allmanning.packages import Line
from allmanning.packages.reckoning import FactUse, ParameterLine
from allmanning.portals.design.terms import MONEY, adds_up, has_ore, is_nothing, with_facts_as_terms

_NUMBER_OF_STATUTE = re.compile(r"[\s\u00a0]\(\d{4}:\d+\)")


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact came from, in words ("Du svarade", "Försäkringskassan"), and when; the day may be unknown.

    With a `url` the fact is a link, to where it was stated.
    """

    words: str
    day: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFact:
    label: str
    value: str
    source: str
    path: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedParameter:
    label: str
    value: str
    period: str
    source: str
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line. Money stands in `figure` and `unit`; anything else in `words`. `sum` is set where a rule belongs.

    `nothing` are the parts of a sum that are 0 kr and need no line each; they can be opened like any other. `anchor` is
    the line's id on a page that points at it.
    """

    name: str
    label: str
    figure: str = ""
    unit: str = ""
    words: str = ""
    mark: str = ""
    minus: bool = False
    sum: bool = False
    formula: str = ""
    because: str = ""
    law: str = ""
    text: str = ""
    facts: tuple[UsedFact, ...] = ()
    parameters: tuple[UsedParameter, ...] = ()
    parts: tuple["Row", ...] = ()
    nothing: tuple["Row", ...] = ()
    derived: bool = False
    open: bool = False
    expanded: bool = False
    depth: int = 0
    anchor: str = ""

    @property
    def short_law(self) -> str:
        """Without the statute's number, for the margin: SoL 12 kap. 7 §. The note below says it whole."""
        return _NUMBER_OF_STATUTE.sub("", self.law)

    @property
    def alone(self) -> bool:
        """The line is one fact and nothing else: saying the fact's own name and value again would be noise."""
        return len(self.facts) == 1 and not self.parts and not self.parameters

    @property
    def so_far(self) -> tuple["Row", ...]:
        """What is settled of a sum that is still open: its certain terms, and those of its open sums, with their signs."""
        return tuple(_settled(self, turned=False)) if self.open else self.parts

    @property
    def noted(self) -> bool:
        """Whether there is anything to read when the paragraph is opened."""
        return bool(self.text or self.parameters or self.formula or self.because)


def from_line(
    line: Line,
    language: str = "sv",
    *,
    sources: Mapping[str, FactSource] | None = None,
    expand: int = 1,
) -> Row:
    """The tree as rows. `sources` says per fact path where it came from; rows above depth `expand` stand open."""
    with override(language):
        return _row(line, language, sources or {}, expand, depth=0, decimals=has_ore(line))


def _settled(row: Row, *, turned: bool) -> Iterator[Row]:
    for part in row.parts:
        if part.open and part.sum:
            yield from _settled(part, turned=turned != part.minus)
        elif part.figure:
            yield replace(part, figure=_turned(part.figure)) if turned else part


def _turned(figure: str) -> str:
    return figure.removeprefix(text.MINUS) if figure.startswith(text.MINUS) else f"{text.MINUS}{figure}"


def _row(
    line: Line,
    language: str,
    sources: Mapping[str, FactSource],
    expand: int,
    *,
    depth: int,
    decimals: bool,
) -> Row:
    line = with_facts_as_terms(line, language)
    parts = tuple(
        _row(part, language, sources, expand, depth=depth + 1, decimals=decimals) for part in line.parts
    )
    nothing = [is_nothing(part, language) for part in line.parts]
    sums = adds_up(line)
    row = Row(
        name=line.name,
        label=line.label.in_(language),
        mark=line.mark,
        minus=line.sign == "minus",
        sum=sums,
        formula="" if sums or not line.formula else line.formula,
        because=line.because or "",
        law=text.citation(line.law or ""),
        text=line.text.in_(language),
        facts=tuple(_fact(used, language, sources) for used in line.facts),
        parameters=tuple(_parameter(used, language) for used in line.parameters),
        parts=tuple(part for part, empty in zip(parts, nothing, strict=True) if not empty),
        nothing=tuple(part for part, empty in zip(parts, nothing, strict=True) if empty),
        derived=line.derived,
        open=line.open,
        expanded=depth < expand,
        depth=depth,
    )
    return _valued(row, line, language, decimals)


def _valued(row: Row, line: Line, language: str, decimals: bool) -> Row:
    """The amount with its sign, or the words; a line that is still open has neither."""
    if line.value is None and line.raw is None:
        return replace(row, open=True)
    if line.kind == MONEY and isinstance(line.raw, int):
        ore = -line.raw if line.sign == "minus" else line.raw
        figure = text.amount(ore, language, decimals=decimals or None)
        return replace(row, figure=figure, unit="kr")
    return replace(row, words=str(line.value if line.value is not None else line.raw))


def _fact(used: FactUse, language: str, sources: Mapping[str, FactSource]) -> UsedFact:
    source = sources.get(used.path)
    day = f" {text.day(source.day, language)}" if source and source.day else ""
    return UsedFact(
        label=used.label.in_(language),
        value=used.value,
        source=f"{source.words}{day}" if source else "",
        path=used.path,
        url=source.url if source else "",
    )


def _parameter(used: ParameterLine, language: str) -> UsedParameter:
    label = used.label.in_(language)
    since = gettext("Gäller %(period)s") % {"period": text.span(used.valid_from, used.valid_to, language)}
    return UsedParameter(
        label=f"{label}, {used.key}" if used.key else label,
        value=used.value,
        period="" if used.local else since,
        source=used.source,
        derived=used.status == "derived",
    )
