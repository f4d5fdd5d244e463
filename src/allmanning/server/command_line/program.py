"""The commands by name. Those about packages load no web and no database."""

import sys

import click

from allmanning.server.command_line import (
    bundles,
    cases,
    clients,
    editor,
    login,
    operations,
    packages,
    proofs,
    retention,
    simulation,
)

GOOD, OPEN, BAD = 0, 3, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="allmanning")
def program() -> None:
    """Build a welfare service once, run it in every municipality."""


for command in (
    *packages.COMMANDS,
    *proofs.COMMANDS,
    *simulation.COMMANDS,
    *editor.COMMANDS,
    *cases.COMMANDS,
    *clients.COMMANDS,
    *operations.COMMANDS,
    *login.COMMANDS,
    *retention.COMMANDS,
    *bundles.COMMANDS,
):
    program.add_command(command)


def main() -> None:
    """The console script. A broken pipe (`allmanning describe … | head`) is no error."""
    try:
        program()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
