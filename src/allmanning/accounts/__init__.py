"""Organisations, people, roles; who may do what, and which rows a transaction may see."""
