"""Properties decided for every household there can be, and the nearest change that gives another outcome.

Needs the extra `prove`.
"""
