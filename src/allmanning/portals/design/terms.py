"""The arithmetic that a reckoning draws: which lines are terms, what makes a sum, and what is nothing.

A rule above an amount says "these make this". It is drawn only where that is so to the öre.
"""

from collections.abc import Sequence
from dataclasses import replace

from allmanning.lib import text
from allmanning.packages import Line, Text
from allmanning.packages.reckoning import FactUse

MONEY = "Money"
SIGNED = ("plus", "minus")


def terms(line: Line) -> list[Line]:
    """The parts that are amounts with a sign."""
    return [part for part in line.parts if part.sign in SIGNED and part.kind == MONEY]


def adds_up(line: Line) -> bool:
    """Whether the terms make this amount.

    While an amount is open the form of the sum is shown all the same; its figure is not.
    """
    found = terms(line)
    if line.kind != MONEY or len(found) < 2:
        return False
    if line.raw is None or any(part.raw is None for part in found):
        return True
    return bool(_total(found) == line.raw)


def with_facts_as_terms(line: Line, language: str) -> Line:
    """The same line with its amounts of money from facts set as lines of their own, if that is how the sum is made:
    wages and support are rules, child benefit is a fact, and all of them are incomes.
    """
    if line.kind != MONEY or line.raw is None or adds_up(line) or any(p.raw is None for p in terms(line)):
        return line
    amounts = {used: _amount(used, language) for used in line.facts}
    money = {used: ore for used, ore in amounts.items() if ore is not None}
    if len(money) + len(terms(line)) < 2 or _total(terms(line)) + sum(money.values()) != line.raw:
        return line
    told = tuple(_as_line(used, ore) for used, ore in money.items())
    rest = tuple(used for used in line.facts if used not in money)
    return replace(line, parts=(*told, *line.parts), facts=rest, formula=None)


def is_nothing(line: Line, language: str) -> bool:
    """A term of 0 kr that nobody asked for: a cost that was applied for and refused is not nothing."""
    applied = any(_amount(used, language) for used in line.facts)
    return bool(line.kind == MONEY and line.raw == 0 and line.sign in SIGNED and not applied)


def has_ore(line: Line) -> bool:
    """One amount with öre gives all of them two decimals, or the figures would not stand under each other."""
    own = line.kind == MONEY and line.raw is not None and line.raw % 100 != 0
    return own or any(has_ore(part) for part in line.parts)


def _total(found: Sequence[Line]) -> int:
    return sum(part.raw if part.sign == "plus" else -part.raw for part in found)


def _amount(used: FactUse, language: str) -> int | None:
    """A fact's öre, read from how it is written; None for what is no amount."""
    if not used.value.endswith("kr"):
        return None
    try:
        return text.read_money(used.value, language)
    except text.UnreadableTextError:
        return None


def _as_line(used: FactUse, ore: int) -> Line:
    return Line(
        name=used.path,
        label=used.label,
        value=used.value,
        raw=ore,
        kind=MONEY,
        formula=None,
        because=None,
        law=None,
        text=Text(""),
        sign="plus",
        mark="",
        facts=(used,),
        parameters=(),
        parts=(),
        derived=False,
        open=False,
        repeated=False,
    )
