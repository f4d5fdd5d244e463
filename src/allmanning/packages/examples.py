"""examples/*.toml: worked examples, which are tests and documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allmanning.packages.document import Document


@dataclass(frozen=True, slots=True)
class Example:
    """Facts (amounts in kronor) on a day, and what must come of them; `expect` maps rules to values (kronor)."""

    file: str
    line: int
    name: str
    on: date
    source: str
    facts: Mapping[str, Any]
    local: Mapping[str, Any]
    expect: Mapping[str, Any]


def read_examples(document: Document) -> list[Example]:
    """The examples of one file. `[facts]` at the top holds what every example of the file starts from."""
    document.known(("facts", "example"))
    shared = document.table("facts")
    examples: list[Example] = []
    for index in document.tables("example"):
        where = ("example", index)
        document.known(("name", "on", "source", "facts", "local", "expect"), *where)
        name, source = document.string(*where, "name"), document.string(*where, "source")
        day = document.day(*where, "on")
        expect = document.table(*where, "expect")
        if not expect:
            document.refuse("P050", f"The example {name!r} expects nothing", "Write [example.expect]", *where)
        if day is None:
            continue
        facts = {**shared, **document.table(*where, "facts")}
        line = document.lines.locate((*where, "name"))
        examples.append(
            Example(document.file, line, name, day, source, facts, document.table(*where, "local"), expect)
        )
    return examples
