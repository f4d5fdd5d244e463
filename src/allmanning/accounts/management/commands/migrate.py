"""Migrations run as the owner of the tables, never as the role that serves pages."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from allmanning.accounts.grants import grant
from allmanning.accounts.phases import EarlierPhaseError, last_before_the_new_code


class Command(migrate.Command):
    """Django's own `migrate`, on the owner's connection, followed by the application role's rights."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--phase",
            choices=("pre", "post"),
            help="pre: only what must be there before the new release starts, and what the earlier one can run on;"
            " post: the rest, when no machine runs the earlier release any longer.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default":
            options["database"] = "owner"
        first = options.pop("phase", None) == "pre"
        if first:
            self._before_the_new_code(options)
        else:
            super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            grant(options["database"], take_back=not first)

    def _before_the_new_code(self, options: dict[str, Any]) -> None:
        if options["app_label"]:
            raise CommandError("--phase chooses the migrations itself. Leave the application out.")
        recorder = MigrationRecorder(connections[options["database"]])
        applied = set(recorder.applied_migrations()) if recorder.has_table() else set()
        try:
            targets = last_before_the_new_code(applied)
        except EarlierPhaseError as error:
            raise CommandError(str(error)) from error
        for app, name in targets.items():
            super().handle(**options | {"app_label": app, "migration_name": name})
