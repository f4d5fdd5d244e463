"""Every room says what it holds, and rules stay data that is parsed."""

import ast
import sys
from pathlib import Path

from allmanning import packages
from tests.house.repository import SERVICES, SOURCE, calls, place, tree, under

# The generated forms of a checked rule graph are the one thing that is ever executed; see docs/why/the-house.md.
EXECUTES = {"rules/decide.py", "simulation/compiling.py"}
BUILT_IN = {"exec", "eval", "compile", "__import__"}
LOADING = {"run_path", "run_module", "spec_from_file_location", "import_module"}


def rooms() -> list[Path]:
    folders = {path.parent for path in under(SOURCE, ".py")}
    return sorted(folder for folder in folders if not {"migrations", "management"} & set(folder.parts))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_every_room_says_in_at_most_ten_lines_what_it_holds() -> None:
    doors = {room: room / "__init__.py" for room in rooms()}
    told = {
        room: ast.get_docstring(tree(door)) or "" if door.exists() else "" for room, door in doors.items()
    }
    assert [place(room) for room, text in told.items() if not 1 <= len(text.splitlines()) <= 10] == []


def test_nothing_in_the_platform_imports_a_service() -> None:
    found = [(place(path), name) for path in under(SOURCE, ".py") for name in imported(path)]
    assert [(path, name) for path, name in found if name.split(".")[0] == "services"] == []


def executes(name: str, call: ast.Call) -> bool:
    """Whether a call runs text or a file; to import a module by its plain name does not."""
    loads = name.rpartition(".")[2] in LOADING and not isinstance(call.args[0], ast.Constant)
    return loads or name in BUILT_IN


def test_only_the_generator_of_checked_rules_executes_text() -> None:
    files = {path for path in under(SOURCE, ".py") for name, call in calls(path) if executes(name, call)}
    assert {path.relative_to(SOURCE).as_posix() for path in files} <= EXECUTES


def test_loading_a_service_imports_none_of_its_rule_files() -> None:
    for manifest in SERVICES.glob("*/package.toml"):
        packages.load(manifest.parent)
    files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
    assert [file for file in files if file and Path(file).is_relative_to(SERVICES)] == []
