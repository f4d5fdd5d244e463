"""Migrations of the login's two tables."""
