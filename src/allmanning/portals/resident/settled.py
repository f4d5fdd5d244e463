"""The explanation of an amount that is certain although some of what it stands on is not. Pure.

When one's own money is more than enough, nobody needs to ask what the electricity costs. Such lines are not "not settled
yet": they say how much they could be at most, or that they did not matter.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from allmanning import packages
from allmanning.lib import text


def settled(
    line: packages.Line, bounds: Mapping[str, Any], language: str, *, decided: bool = False
) -> packages.Line:
    """The same tree; when the whole is certain or the case is decided, no line in it is left open."""
    if line.raw is None and not decided:
        return line
    return _closed(line, bounds, language)


def _closed(line: packages.Line, bounds: Mapping[str, Any], language: str) -> packages.Line:
    parts = tuple(_closed(part, bounds, language) for part in line.parts if not _without_effect(part, bounds))
    if not line.open:
        return replace(line, parts=parts)
    return replace(line, parts=parts, value=_words(line, bounds, language), open=False)


def _without_effect(line: packages.Line, bounds: Mapping[str, Any]) -> bool:
    """An open deduction that may be nothing: the whole is the same with and without it."""
    if not line.open or line.sign != "minus":
        return False
    low = _ends(line, bounds)[0]
    return low is None or low <= 0


def _words(line: packages.Line, bounds: Mapping[str, Any], language: str) -> str:
    low, high = _ends(line, bounds)
    if line.sign == "minus" and low is not None:
        return gettext("minst %(amount)s") % {"amount": text.money(low // 100 * 100, language)}
    if high is not None:
        return gettext("högst %(amount)s") % {"amount": text.money(-(-high // 100) * 100, language)}
    return gettext("behövde inte prövas")


def _ends(line: packages.Line, bounds: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Lowest and highest in öre, for an amount that is said once in the whole."""
    found = bounds.get(line.name)
    if line.kind != "Money" or not isinstance(found, tuple):
        return None, None
    low, high = found
    return (low if isinstance(low, int) else None), (high if isinstance(high, int) else None)
