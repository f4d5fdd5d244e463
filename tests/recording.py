"""Record what a release asks the database, for the test that its successor's tables still answer it.

    .venv/bin/python -m pytest -p tests.recording --record-statements tests/server/previous-release.sql tests/cases tests/portals

Run at each release, before the first migration of the next one. Statements only, with `%s` for what was filled in: nobody's data.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")
recorded: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-statements", type=Path, help="write every statement of the application to this file"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Only what tests ask through the application's own connection, and not what they ask about the database itself."""
    from django.db import connections

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if (
            isinstance(sql, str)
            and sql.lstrip().startswith(VERBS)
            and "pg_" not in sql
            and "information_schema" not in sql
        ):
            recorded.add(" ".join(sql.split()))
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note):
        yield


def pytest_sessionfinish(session: pytest.Session) -> None:
    target: Path | None = session.config.getoption("--record-statements")
    if target and recorded:
        target.write_text("".join(f"{statement};\n" for statement in sorted(recorded)), encoding="utf-8")
