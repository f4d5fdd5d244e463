"""What the house tests look at: the repository's own files, and its Python as trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "allmanning"
TESTS = ROOT / "tests"
SERVICES = ROOT / "services"
VENDORED = SOURCE / "portals" / "design" / "static" / "vendor"
LOOK_UP = ROOT / "docs" / "look-up"

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or is about to; outside a clone, every file that is not a cache."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        paths = (ROOT / name for name in answer.stdout.split("\0") if name)
    else:
        paths = (path for path in ROOT.rglob("*") if not is_litter(path.relative_to(ROOT)))
    return tuple(sorted(path for path in paths if path.is_file()))


def is_litter(path: Path) -> bool:
    return any(part == "__pycache__" or (part.startswith(".") and part != ".ci") for part in path.parts)


@cache
def text_of(path: Path) -> str | None:
    """The file's text, or None for what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        text = text_of(path)
        if text is not None:
            yield path, text


def under(folder: Path, suffix: str) -> tuple[Path, ...]:
    found = tuple(path for path in kept_files() if path.is_relative_to(folder) and path.suffix == suffix)
    return tuple(path for path in found if not path.is_relative_to(VENDORED))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes(path: Path) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the file with the dotted name it is made by, as written."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node


def place(path: Path, line: int | None = None) -> str:
    """Where to look, as an editor understands it."""
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
