"""Before anybody is logged in: the front page, each municipality's own page and services, logging in, and the statements.

Reads the catalogue and the organisations, never a case.
"""
