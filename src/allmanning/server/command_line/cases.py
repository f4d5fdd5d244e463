"""Commands that need the web and the database."""

import os
import sys
from pathlib import Path

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path(".data"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Start over: forget what was done in the demonstration.")
def demo(port: int, data: Path, fresh: bool) -> None:
    """Run three invented municipalities on this machine: database, web and worker."""
    from allmanning.server.demo.run import Demo, run

    run(Demo(port, data.resolve(), fresh))


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands, such as `allmanning manage migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmanning.server.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *arguments])


COMMANDS: tuple[click.Command, ...] = (demo, manage)
