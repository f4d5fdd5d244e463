"""The command that an editor starts: findings, words and places of a package while it is written."""

import sys

import click

from allmanning.server.command_line.given import refuse
from allmanning.simulation.errors import MissingExtraError

NEEDED = ("pygls", "lsprotocol")


@click.command()
@click.option("--stdio", is_flag=True, help="Speak over stdin and stdout, which it does anyway.")
def lsp(stdio: bool) -> None:
    """Help an editor while a package is written.

    It tells what is wrong, what a name means and where it stands, and what can be written. The editor starts this and
    speaks with it over stdin and stdout (the Language Server Protocol). It answers for every file of a folder that
    holds a package.toml, saved or not, and executes nothing in it.

    Exit code 0 when the editor has ended it; 2: the extra `editor` is not installed.
    """
    try:
        from allmanning.server.language_server.connection import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        refuse(str(MissingExtraError("allmanning lsp", "editor")))
    if sys.stdin.isatty():
        click.echo(
            "Waiting for an editor on stdin. Set your editor up to start this; Ctrl-C ends it.", err=True
        )
    serve()


COMMANDS: tuple[click.Command, ...] = (lsp,)
