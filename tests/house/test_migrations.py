"""Migrations: a verb for a name, a word on when they may run, one line of history, nothing forgotten."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.house.repository import SOURCE, classes, place, tree, under

VERBS = (
    "add|allow|alter|backfill|change|copy|count|create|drop|enforce|fill|forbid|force|grant|guard|index|install|keep|link|"
    "log|make|mark|merge|move|protect|remove|rename|replace|revoke|split|tighten|widen"
)


def migrations() -> list[Path]:
    return [
        path for path in under(SOURCE, ".py") if path.parent.name == "migrations" and path.stem != "__init__"
    ]


def told(path: Path) -> str:
    docstrings = [ast.get_docstring(tree(path)), *(ast.get_docstring(node) for node in classes(path))]
    return "\n".join(text for text in docstrings if text)


def test_every_migration_is_named_by_a_number_and_a_verb() -> None:
    assert [
        place(path) for path in migrations() if not re.fullmatch(rf"\d{{4}}_({VERBS})_\w+", path.stem)
    ] == []


def test_every_migration_says_whether_it_runs_before_or_after_the_new_code() -> None:
    assert [place(path) for path in migrations() if not re.search(r"\b(Pre|Post): ", told(path))] == []


def test_every_room_has_one_line_of_migrations() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}


def test_no_change_of_a_model_lacks_its_migration() -> None:
    known = MigrationLoader(None).project_state()
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("allmanning")}
    changes = MigrationAutodetector(known, ProjectState.from_apps(apps)).changes(MigrationLoader(None).graph)
    assert {label: changes[label] for label in ours & set(changes)} == {}
