"""A program and the SQL that it becomes in each dialect, in one file that can be read.

When the text is changed on purpose: `python -m tests.rules.sql_pages` writes every page anew. Read the difference like prose.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from allmanning.rules.dialects import DUCKDB, SPARK, Dialect
from allmanning.rules.graph import Graph
from allmanning.rules.plan import facts_needed
from allmanning.rules.refusing import checked
from allmanning.rules.spelled import Reading
from allmanning.rules.sql import query
from allmanning.rules.values import Parameters
from tests.language.programs import BLOCK, Page
from tests.rules.test_zoo import readers

HERE = Path(__file__).parent / "sql"
DIALECTS = (DUCKDB, SPARK)
DAY = date(2025, 11, 1)


def pages() -> list[Page]:
    return [Page(path, path.read_text()) for path in sorted(HERE.glob("*.md"))]


def sql(graph: Graph, parameters: Parameters, dialect: Dialect, day: date = DAY) -> str:
    """All rules of a graph over a relation named h."""
    outputs = tuple(graph.values)
    source = checked(graph.vocabulary, facts_needed(graph, outputs), "h", dialect)
    return query(graph, outputs, {"x": Reading(parameters)}, day, source, dialect)


def texts(page: Page) -> Iterator[tuple[str, str]]:
    """The name of each dialect, and the page's rules in it."""
    made = readers(page, DAY)
    for dialect in DIALECTS:
        yield dialect.name.lower(), sql(made.graph, made.parameters, dialect)


def rewritten(page: Page) -> str:
    """The page with its SQL as it is now."""
    names = {dialect.name.lower() for dialect in DIALECTS}
    kept = BLOCK.sub(lambda found: "" if found[1] in names else found[0], page.text).rstrip()
    return "\n\n".join([kept, *(f"```{name}\n{text}```" for name, text in texts(page))]) + "\n"


if __name__ == "__main__":
    for page in pages():
        page.path.write_text(rewritten(page))
