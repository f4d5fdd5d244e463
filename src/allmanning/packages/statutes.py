"""Citations of law: how they are written, and whether the statute was in force."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from allmanning.rules.errors import did_you_mean, quoted

# "SoL (2025:400) 12 kap. 7 a § första stycket 2", "SoL (2025:400) 12 kap. 4 a–6 a §§", "lag (2018:222) 5 §".
_CITATION = re.compile(
    r"(?P<short>[^\W\d_]+) \((?P<number>\d{4}:\d+)\) (?P<chapter>[1-9]\d*(?: [a-z])? kap\. )?"
    r"[1-9]\d*(?: [a-z])?(?P<more>(?:(?:[–,-] ?| och )[1-9]\d*(?: [a-z])?)*) (?P<sign>§§?)(?P<rest> .+)?"
)
_NUMBER = re.compile(r"\d{4}:[1-9]\d*")
_MENTION = re.compile(r"\((\d{4}:\d+)\)")
LAW_HINT = 'Write "SoL (2025:400) 12 kap. 7 §"'


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute by its number; dates only where they have been read in a source.

    `chapters` tells whether its paragraphs are counted anew in each chapter; None where nobody has said.
    """

    short: str
    number: str
    name: str
    in_force: date | None
    repealed: date | None
    replaced_by: str
    chapters: bool | None = None

    def __str__(self) -> str:
        return f"{self.short} ({self.number})"


@cache
def statutes() -> tuple[Statute, ...]:
    """The statutes that every package may cite."""
    text = files("allmanning.packages").joinpath("statutes.toml").read_text("utf-8")
    return tuple(statute(row) for row in tomllib.loads(text)["statute"])


def statute(row: dict[str, Any]) -> Statute:
    """One row of [[statute]]."""
    return Statute(
        str(row.get("short", "")),
        str(row.get("number", "")),
        str(row.get("name", "")),
        row.get("in_force"),
        row.get("repealed"),
        str(row.get("replaced_by", "")),
        row.get("chapters"),
    )


def wrong_statute(statute: Statute, others: Mapping[str, Statute]) -> tuple[str, str] | None:
    """(message, hint) when a package's own statute is not one, or is one that is known already."""
    if not statute.short.isalpha():
        return (
            f"{quoted(statute.short)} is not the short name of a statute",
            'Write one word, as short = "SoL"',
        )
    if _NUMBER.fullmatch(statute.number) is None:
        return f"{statute.number!r} is not the number of a statute", 'Write number = "2025:400"'
    same = others.get(statute.number)
    if same is not None:
        return f"{statute.number} is known already, as {same}", "Remove it, and cite it by that name"
    if statute.in_force and statute.repealed and statute.repealed <= statute.in_force:
        return f"{statute} was repealed before it was in force", "Change in_force or repealed"
    return None


def mentions(text: str) -> list[str]:
    """The numbers of the statutes that a text names, as (2025:400)."""
    return _MENTION.findall(text)


def wrong_citation(
    law: str, first: date, last: date | None, known: Mapping[str, Statute]
) -> tuple[str, str] | None:
    """(message, hint) when a citation cannot be read, or its statute, known by number, was not in force all the time."""
    found = _CITATION.fullmatch(law.strip())
    if found is None:
        return f"The citation {quoted(law)} cannot be read", LAW_HINT
    cited = known.get(found["number"])
    if cited is None:
        names = [str(statute) for statute in known.values()]
        named = f"{found['short']} ({found['number']})"
        meant = did_you_mean(named, names)
        return f"The statute {named} is not known", f"{meant} Or declare it under [[statute]] in package.toml"
    if cited.short != found["short"]:
        return f"{found['number']} is {cited.short}, not {found['short']}", f"Write {cited}"
    wrong = _wrong_paragraph(cited, found) or _wrong_days(cited, first, last)
    for number in () if wrong else mentions(found["rest"] or ""):
        wrong = wrong or wrong_mention(number, first, last, known)
    return wrong


def wrong_mention(
    number: str, first: date, last: date | None, known: Mapping[str, Statute]
) -> tuple[str, str] | None:
    """(message, hint) when a text names a statute that is not known, or was not in force the whole period."""
    cited = known.get(number)
    if cited is None:
        return f"The statute ({number}) is not known", "Declare it under [[statute]] in package.toml"
    return _wrong_days(cited, first, last)


def _wrong_paragraph(cited: Statute, found: re.Match[str]) -> tuple[str, str] | None:
    if cited.chapters and not found["chapter"]:
        return f"The paragraphs of {cited} are counted by chapter", f'Write "{cited} 12 kap. 7 §"'
    if cited.chapters is False and found["chapter"]:
        return f"{cited} has no chapters", f'Write "{cited} 7 §"'
    if found["more"] and found["sign"] == "§":
        return "Several paragraphs are cited with one §", "Write §§ after the last one"
    if not found["more"] and found["sign"] == "§§":
        return "One paragraph is cited with two §", "Write §"
    return None


def _wrong_days(cited: Statute, first: date, last: date | None) -> tuple[str, str] | None:
    if cited.repealed is not None and (last is None or last >= cited.repealed):
        instead = f"Cite {cited.replaced_by}, or" if cited.replaced_by else "Cite what replaced it, or"
        return f"{cited} was repealed on {cited.repealed}", f"{instead} end the period before that day"
    if cited.in_force is not None and first < cited.in_force:
        return (
            f"{cited} was not in force before {cited.in_force}",
            "Begin the period on that day, or cite what was in force before it",
        )
    return None
