"""The command allmanning."""

from allmanning.server.command_line.program import main

__all__ = ["main"]
