"""A program and exactly what comes of it, in one file that can be read.

A page has a heading, the program (```python), the parameters it uses if any (```toml), and then pairs: facts (```json,
`day` among them if the day matters) and what is told (```text). A program that is refused has no facts, only the text.

When a message is changed on purpose: `python -m tests.language.programs` writes every page anew. Read the difference like prose.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allmanning.packages.document import Document
from allmanning.packages.facts import check_facts, to_json
from allmanning.packages.parameters import Parameter, read_parameters, read_type
from allmanning.rules.ask import open_facts
from allmanning.rules.bounds import Survey, surveyor
from allmanning.rules.datatypes import Type
from allmanning.rules.errors import LanguageError
from allmanning.rules.explain import Explanation, explain
from allmanning.rules.formulas import teller
from allmanning.rules.graph import Graph
from allmanning.rules.intervals import Bounds, value_of
from allmanning.rules.program import parse
from allmanning.rules.stories import Operand, Token

HERE = Path(__file__).parent
FILE = "rules/program.py"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
DAY = "2025-11-01"


@dataclass(frozen=True)
class Page:
    path: Path
    text: str

    def blocks(self, kind: str) -> list[str]:
        return [body for found, body in BLOCK.findall(self.text) if found == kind]

    @property
    def program(self) -> str:
        return "\n\n".join(self.blocks("python"))

    def told(self) -> Iterator[str]:
        """What comes of the program: its findings, or one text for each set of facts."""
        document = Document("parameters.toml", "\n".join(self.blocks("toml")), [])
        parameters = read_parameters(document)
        types = {name: _type_of(document, name, parameters) for name in document.data}
        try:
            program = parse({FILE: self.program}, types)
        except LanguageError as error:
            yield "\n\n".join(str(finding) for finding in error.findings)
            return
        facts = [json.loads(block) for block in self.blocks("json")]
        if not facts:
            yield "accepted"
        for given in facts:
            day = date.fromisoformat(given.pop("day", DAY))
            values = {name: row.value for name, each in parameters.items() if (row := each.on(day))}
            graph = program.on(day)
            known = check_facts(graph.vocabulary, given)
            yield _told(graph, surveyor(graph).survey(known, values, day))

    def rewritten(self) -> str:
        """The page with every text as it is now."""
        texts = self.told()

        def fill(found: re.Match[str]) -> str:
            return f"```text\n{next(texts)}\n```\n" if found[1] == "text" else found[0]

        return BLOCK.sub(fill, self.text)


def _type_of(document: Document, name: str, parameters: dict[str, Parameter]) -> Type:
    return read_type(document.table(name)["type"]) or parameters[name].type


def pages(folder: str) -> list[Page]:
    return [Page(path, path.read_text()) for path in sorted((HERE / folder).glob("*.md"))]


def _told(graph: Graph, survey: Survey) -> str:
    *_, target = graph.values
    targets = [name for name in ("beslut", "stöd") if name in graph.values] or [target]
    lines = [f"{name}: {_bounds(survey.memo[node])}" for name, node in graph.values.items()]
    opened = ", ".join(sorted(open_facts(survey, targets)))
    lines.append(f"open: {opened}" if opened else "nothing is open")
    for name in targets:
        lines += ["", *_lines(explain(survey, name, teller(graph)), 0)]
    return "\n".join(lines)


def _bounds(bounds: Bounds) -> str:
    value = value_of(bounds)
    if value is not None:
        return _value(value)
    if isinstance(bounds, frozenset):
        return " or ".join(sorted(bounds))
    return (
        " or ".join(map(_value, bounds)) if isinstance(bounds[0], bool) else " to ".join(map(_value, bounds))
    )


def _value(value: Any) -> str:
    return json.dumps(to_json(value), ensure_ascii=False).strip('"') if value is not None else "?"


def _lines(told: Explanation, depth: int) -> Iterator[str]:
    margin = "  " * depth
    index = "" if not told.list else f"[{'?' if told.index is None else told.index}]"
    again = " (told above)" if told.repeated else ""
    yield f"{margin}{told.name}{index} = {_value(told.value)}{again}"
    if len(told.formula) > 1:
        yield f"{margin}  = {_sentence(told.formula)}"
    for reason in told.because:
        yield f"{margin}  because {_sentence(reason)}"
    for cell in told.parameters:
        key = "" if cell.key is None else f"[{cell.key}]"
        yield f"{margin}  reads {cell.name}{key} = {_value(cell.value)}"
    for part in told.parts:
        yield from _lines(part, depth + 1)


def _sentence(tokens: Any) -> str:
    return " ".join(map(_word, tokens))


def _word(token: Token) -> str:
    if not isinstance(token, Operand):
        return token
    return f"{token.name}:{_value(token.value)}" if token.name else _value(token.value)


if __name__ == "__main__":
    for page in (*pages("good"), *pages("bad")):
        new = page.rewritten()
        if new != page.text:
            page.path.write_text(new)
            print(page.path.relative_to(HERE))  # noqa: T201
