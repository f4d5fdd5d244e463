"""Small enough to read: files, functions, folders."""

import ast
from pathlib import Path

from tests.house.repository import ROOT, SOURCE, TESTS, Function, functions, place, text_of, under

# Migrations are written once, by Django, and never edited.
CODE = tuple(path for path in under(SOURCE, ".py") if path.parent.name != "migrations")
OURS = (*CODE, *under(ROOT / "benchmarks", ".py"), *under(ROOT / "scripts", ".py"))
OUR_TESTS = under(TESTS, ".py")


def lines_in(path: Path) -> int:
    return len((text_of(path) or "").splitlines())


def lines_of(function: Function) -> int:
    """From def to the last line, the docstring not counted."""
    end = function.end_lineno or function.lineno
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    return end - function.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


def longer_than(limit: int, paths: tuple[Path, ...], prefix: str = "") -> list[str]:
    return [
        f"{place(path, function.lineno)} {function.name}: {lines_of(function)} lines"
        for path in paths
        for function in functions(path)
        if lines_of(function) > limit and function.name.startswith(prefix)
    ]


def test_no_file_is_longer_than_500_lines() -> None:
    templates = under(SOURCE, ".html")
    assert [place(path) for path in (*OURS, *OUR_TESTS, *templates) if lines_in(path) > 500] == []


def test_no_function_is_longer_than_50_lines() -> None:
    assert longer_than(50, OURS) == []


def test_no_test_is_longer_than_40_lines() -> None:
    assert longer_than(40, OUR_TESTS, "test_") == []


def test_no_folder_of_modules_lies_deeper_than_three() -> None:
    folders = {path.parent.relative_to(SOURCE) for path in under(SOURCE, ".py")}
    deep = {folder for folder in folders if len([part for part in folder.parts if part != "migrations"]) > 3}
    assert deep == set()
