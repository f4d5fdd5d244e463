"""What a word in a package's files can stand for, and how it stands there."""

import re
from dataclasses import dataclass
from typing import Literal

from allmanning.server.language_server.outline import Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """One thing by its name.

    "name" is a rule, fact, parameter or setting; "field" a fact of the element class `owner`; "type" a class or a
    closed set; "local" a name inside the rule `owner`, of the class `element` if it is an element; "law" a citation.
    """

    kind: Literal["name", "field", "type", "local", "word", "law"]
    name: str
    owner: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word that stands for something; a fact is declared in a rule file and asked in questions.toml."""

    symbol: Symbol
    file: str
    at: Span
    role: Literal["declares", "asks", "uses"]


def number_of(citation: str) -> str:
    """The number of the statute that is cited: "SoL (2025:400) 12 kap. 1 §" → "2025:400"; "" where there is none."""
    found = re.search(r"\d{4}:\d+", citation)
    return found[0] if found else ""
