"""Names tell what a thing is: English and plain ASCII in the platform, no drawer for odds and ends."""

import ast
import io
import tokenize
from pathlib import Path

from tests.house.repository import SOURCE, TESTS, classes, place, text_of, under

DRAWERS = {
    *("util", "utils", "helper", "helpers", "common", "commons", "base", "bases", "manager", "managers"),
    *("misc", "stuff", "tools"),
}
# What Python itself raises that a class of ours may build on.
RAISED = ("Error", "Exception")


def identifiers(path: Path) -> list[tuple[str, int]]:
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path) or "").readline)
    return [(token.string, token.start[0]) for token in tokens if token.type == tokenize.NAME]


def exceptions() -> list[tuple[Path, ast.ClassDef]]:
    return [
        (path, node)
        for path in under(SOURCE, ".py")
        for node in classes(path)
        if any(ast.unparse(parent).endswith(RAISED) for parent in node.bases)
    ]


def test_identifiers_in_the_platform_are_ascii() -> None:
    found = [
        f"{place(path, line)} {name}"
        for path in under(SOURCE, ".py")
        for name, line in identifiers(path)
        if not name.isascii()
    ]
    assert found == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    modules = (*under(SOURCE, ".py"), *under(TESTS, ".py"))
    assert [place(path) for path in modules if DRAWERS & {path.stem, path.parent.name}] == []


def test_every_exception_ends_in_error() -> None:
    assert [
        f"{place(path, node.lineno)} {node.name}" for path, node in exceptions() if node.name[-5:] != "Error"
    ] == []


def test_every_exception_says_in_its_docstring_what_happened() -> None:
    silent = [(path, node) for path, node in exceptions() if not ast.get_docstring(node)]
    assert [f"{place(path, node.lineno)} {node.name}" for path, node in silent] == []
