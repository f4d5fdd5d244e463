"""A change tried on a population before anybody votes on it: who gains, who loses, and what it costs.

Needs the extra `simulation`; `kernel` makes it some ten times faster, and `spark` runs it on many machines.
"""
