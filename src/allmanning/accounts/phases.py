"""Which migrations run before the new code starts, and which wait until the old code has stopped.

Each migration of ours says `Pre:` or `Post:` first in its docstring (a house test sees to it). Those of libraries say
nothing and run before, as their authors reckon with.
"""

import re
import sys
from collections.abc import Collection
from functools import cache
from typing import Literal

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

type Phase = Literal["pre", "post"]
type Name = tuple[str, str]
"""A migration, by application and name."""


def phase_of(migration: Migration) -> Phase:
    """As its own docstring, or its module's, says."""
    module = sys.modules.get(type(migration).__module__)
    told = f"{type(migration).__doc__ or ''}\n{module.__doc__ or '' if module else ''}"
    return "post" if re.search(r"^\s*Post: ", told, re.MULTILINE) else "pre"


@cache
def known() -> dict[Name, Phase]:
    """Every migration that this release brings, in an order in which they can run; read once from disk."""
    loader = _loader()
    ordered: dict[Name, Phase] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        for name in loader.graph.forwards_plan(leaf):
            if name in loader.disk_migrations:
                ordered.setdefault(name, phase_of(loader.disk_migrations[name]))
    return ordered


def last_before_the_new_code(applied: Collection[Name]) -> dict[str, str]:
    """For each application with something to do, how far it may go before the new code starts.

    Raises EarlierPhaseError when a migration of the first phase stands on one of the second.
    """
    pending = [name for name in known() if name not in applied]
    waiting = {name for name in pending if known()[name] == "post"}
    targets: dict[str, str] = {}
    for app, name in pending:
        if (app, name) in waiting:
            continue
        if blocked := waiting.intersection(_before(app, name)):
            raise EarlierPhaseError((app, name), min(blocked))
        targets[app] = name
    return targets


def _before(app: str, name: str) -> set[Name]:
    return set(_loader().graph.forwards_plan((app, name)))


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


class EarlierPhaseError(RuntimeError):
    """Finish the last upgrade first: run `migrate --phase post` when no machine runs the release before it."""

    def __init__(self, migration: Name, stands_on: Name) -> None:
        super().__init__(f"{'.'.join(migration)} stands on {'.'.join(stands_on)}. {self.__doc__}")
