"""Releases of packages and which organisation has adopted which, with its local settings."""
