"""What it looks like so far: the certain lines as a short receipt, and one sentence. Pure.

Nothing is guessed. A line that may still change is not shown; an amount that may still change is shown as a span, and only
when the span is narrower than what is already known, since "between 0 and 400 000 kr" tells nobody anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.translation import gettext

from allmanning import packages
from allmanning.lib import text
from allmanning.portals.design.reckoning import Row, from_line

type Prospect = Literal["open", "granted", "partly", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """`receipt` is None until something is certain. `words` is empty until there is something to say."""

    prospect: Prospect
    words: str
    receipt: Row | None


def early(
    ruleset: packages.Ruleset, facts: Mapping[str, Any], assessment: packages.Assessment, language: str
) -> Early:
    """How it looks after the answers given."""
    prospect = prospect_of(ruleset.package, assessment.outcome)
    target = ruleset.package.manifest.decision.amount
    if target is None:
        return Early(prospect=prospect, words=_words(prospect, ""), receipt=None)
    whole = ruleset.reckoning(facts, target, language)
    lines = tuple(certain_lines(whole))
    amount = _amount(assessment, target, lines, language)
    receipt = _receipt(whole, lines, amount, language) if lines or whole.raw is not None else None
    return Early(prospect=prospect, words=_words(prospect, amount), receipt=receipt)


def prospect_of(package: packages.Package, outcome: str | None) -> Prospect:
    """What an outcome means for the applicant; open while it is not certain."""
    decision = package.manifest.decision
    if outcome is None:
        return "open"
    if outcome in decision.granted:
        return "granted"
    return "partly" if outcome in decision.partly else "refused"


def certain_lines(line: packages.Line, *, negative: bool = False) -> Iterator[packages.Line]:
    """The largest amounts below a line that are certain, each with the sign it has in the whole; those of nothing left out.

    What stands under a line without a sign (a limit, a condition) is not a part of it.
    """
    for part in line.parts:
        if part.sign not in ("plus", "minus") or part.kind != "Money":
            continue
        taken = negative != (part.sign == "minus")
        if part.raw is None:
            yield from certain_lines(part, negative=taken)
        elif part.raw != 0:
            # Whether it is preliminary is said once, of the whole.
            yield replace(part, sign="minus" if taken else "plus", parts=(), facts=(), derived=False)


def _amount(
    assessment: packages.Assessment, target: str, lines: tuple[packages.Line, ...], language: str
) -> str:
    """The amount, or the span it is within when that says something; else empty."""
    if assessment.amount is not None:
        return text.money(assessment.amount, language)
    bounds = assessment.bounds.get(target)
    if not isinstance(bounds, tuple):
        return ""
    low, high = bounds
    known = sum(abs(line.raw) for line in lines)
    if not isinstance(low, int) or not isinstance(high, int) or high - low > known:
        return ""
    return gettext("mellan %(low)s och %(high)s") % {
        # To whole kronor, outwards, so that the span is calm and still true.
        "low": text.amount(low // 100 * 100, language),
        "high": text.money(-(-high // 100) * 100, language),
    }


def _receipt(whole: packages.Line, lines: tuple[packages.Line, ...], amount: str, language: str) -> Row:
    """The certain lines over the amount. While it is open they stand as the beginning of a sum."""
    if whole.raw is not None:
        return from_line(replace(whole, parts=lines), language)
    begun = replace(whole, parts=lines, value=amount or None, open=not amount)
    return replace(from_line(begun, language), sum=True)


def _words(prospect: Prospect, amount: str) -> str:
    match prospect:
        case "refused":
            return gettext("Med de här svaren ser det ut att bli avslag.")
        case "granted" | "partly" if amount:
            return gettext("Med de här svaren ser det ut att bli %(amount)s.") % {"amount": amount}
        case "granted":
            return gettext("Med de här svaren ser det ut att bli bifall. Beloppet är inte klart än.")
        case "partly":
            return gettext("Med de här svaren ser det ut att bli en del av det du söker.")
    return ""
