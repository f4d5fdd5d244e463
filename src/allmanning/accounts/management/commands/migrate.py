"""Migrations run as the owner of the tables, never as the role that serves pages."""

from typing import Any

from django.core.management.commands import migrate

from allmanning.accounts.grants import grant


class Command(migrate.Command):
    """Django's own `migrate`, on the owner's connection, followed by the application role's rights."""

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default":
            options["database"] = "owner"
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            grant(options["database"])
