"""Compiled kernels are kept for the run of the tests, in a folder of the run's own."""

from tests.simulation.conftest import kernels

__all__ = ["kernels"]
