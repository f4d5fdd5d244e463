"""Allauth's tables would hold what providers tell of people, outside row-level security. So they are never made."""

from typing import Any

NONE_OF = frozenset({"account", "socialaccount"})


class NoTables:
    """A database router: no table for an application of allauth, on any road."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """False for allauth's; no opinion about any other."""
        return False if app_label in NONE_OF else None
