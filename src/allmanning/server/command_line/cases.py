"""Commands that need the web and the database."""

import click

COMMANDS: tuple[click.Command, ...] = ()
