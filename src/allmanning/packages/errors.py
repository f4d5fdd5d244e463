"""What can be wrong with a package, with the facts of a case, and with an adopter's local settings."""

from collections.abc import Iterable
from datetime import date

from allmanning.rules.errors import Finding


class PackageError(Exception):
    """The package cannot be used. Each finding says where and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class FactError(Exception):
    """A fact has the wrong type or value, or a name that the package does not know. State it anew.

    `path` says which fact ("barn[0].ålder"); `code` is one of "unknown", "twice", "type", "range",
    "choice", "date", "few" (elements of a list), "length" (too many of them).
    """

    def __init__(self, path: str, code: str, message: str, hint: str) -> None:
        self.path, self.code, self.message, self.hint = path, code, message, hint
        super().__init__(f"{path}: {message}. {hint}")


class LocalError(Exception):
    """A local setting has the wrong type or is outside its bounds. Change it in the adopter's settings."""

    def __init__(self, name: str, message: str, hint: str) -> None:
        self.name, self.message, self.hint = name, message, hint
        super().__init__(f"{name}: {message}. {hint}")


class NoParameterRowError(Exception):
    """A parameter has no row for the month. A person must enter it from its source before anyone can decide."""

    def __init__(self, names: Iterable[str], day: date) -> None:
        self.names, self.day = tuple(names), day
        listed = ", ".join(self.names)
        super().__init__(
            f"No row for {day.isoformat()} in: {listed}. Enter the row with its source in parameters.toml, "
            f"or apply for a month that has one"
        )
