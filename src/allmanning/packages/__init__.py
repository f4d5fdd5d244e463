"""A folder on disk becomes a validated Package value. Knows the rule language; knows no web and no database."""
