"""The commands by name. Those about packages load no web and no database."""

import sys

import click

<<<<<<< HEAD
from allmanning.server.command_line import cases, clients, editor, login, operations, packages, proofs, retention, simulation
=======
from allmanning.server.command_line import (
    bundles,
    cases,
    clients,
    editor,
    operations,
    packages,
    proofs,
    retention,
    simulation,
)
>>>>>>> 0c9d98e (Hand out a whole case as one file, and take it in again as it was)

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
