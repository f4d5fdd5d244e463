"""Why somebody was not let in."""

from typing import Literal

type Reason = Literal[
    "cancelled",
    "lost",
    "down",
    "distrusted",
    "claim",
    "number",
    "name",
    "level",
    "not_asked",
    "stranger",
    "another",
]


class LoginError(Exception):
    """Nobody was let in."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail
        """For the operator's log: names of claims and addresses, never anything about a person."""


class ConfigurationError(ValueError):
    """The login provider is not rightly configured."""

    def __init__(self, message: str) -> None:
        super().__init__(message or self.__doc__)
