"""The command allmanning."""
