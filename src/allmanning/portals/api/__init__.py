"""The way in for other systems: JSON under /api/v1/, described by its own openapi.json and by the page at /api/.

gate.py lets in, problems.py refuses, contract.py keeps the list of calls; each of the others is one resource.
"""
