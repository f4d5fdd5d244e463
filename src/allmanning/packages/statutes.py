"""Citations of law: how they are written, and whether the statute was in force."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from allmanning.rules.errors import did_you_mean

# "SoL (2025:400) 12 kap. 7 a § första stycket 2", "SoL (2025:400) 12 kap. 4 a–6 a §§", "lag (2018:222) 5 §".
_CITATION = re.compile(
    r"(?P<short>[^\W\d_]+) \((?P<number>\d{4}:\d+)\) (?:\d+(?: [a-z])? kap\. )?\d+(?: [a-z])?(?:(?:[–,-] ?| och )\d+(?: [a-z])?)* §§?(?: .+)?"
)


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute by its number; dates only where they have been read in a source."""

    short: str
    number: str
    name: str
    in_force: date | None
    repealed: date | None
    replaced_by: str

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
    )


def wrong_citation(
    law: str, first: date, last: date | None, known: Iterable[Statute]
) -> tuple[str, str] | None:
    """(message, hint) when a citation cannot be read, or its statute was not in force the whole period."""
    found = _CITATION.fullmatch(law.strip())
    if found is None:
        return f"The citation {law!r} cannot be read", 'Write "SoL (2025:400) 12 kap. 7 §"'
    by_number = {statute.number: statute for statute in known}
    cited = by_number.get(found["number"])
    if cited is None:
        names = [str(statute) for statute in by_number.values()]
        return f"The statute {found['short']} ({found['number']}) is not known", (
            f"{did_you_mean(f'{found["short"]} ({found["number"]})', names)} Or declare it under [[statute]] in package.toml"
        )
    if cited.short != found["short"]:
        return f"{found['number']} is {cited.short}, not {found['short']}", f"Write {cited}"
    if cited.repealed is not None and (last is None or last >= cited.repealed):
        instead = f"Cite {cited.replaced_by}, or" if cited.replaced_by else "Cite what replaced it, or"
        return f"{cited} was repealed on {cited.repealed}", f"{instead} end the period before that day"
    if cited.in_force is not None and first < cited.in_force:
        return (
            f"{cited} was not in force before {cited.in_force}",
            "Begin the period on that day, or cite what was in force before it",
        )
    return None
