"""What can go wrong with a simulation, for the person at the command line."""


class SimulationError(Exception):
    """The simulation cannot be done. The message says what to do."""


class MissingExtraError(SimulationError):
    """A package that this needs is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra {extra!r}. Install it: pip install 'allmanning[{extra}]'")


class DataError(SimulationError):
    """The population cannot be read. The message names the file, the column and what to do."""


class ChangeError(SimulationError):
    """What shall be tried cannot be tried. The message says why, and what could be."""


class OutputError(SimulationError):
    """The result cannot be written. The message names the file and what to do."""
