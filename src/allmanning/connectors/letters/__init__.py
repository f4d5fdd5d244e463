"""Decisions as tagged PDF letters."""
