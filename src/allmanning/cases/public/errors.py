"""What may go wrong with a publication."""

from allmanning.cases.errors import CaseError


class TextMissingError(CaseError):
    """Write a title and a text before it is sent."""


class ClosedError(CaseError):
    """The time to support it is over."""


class NotEligibleError(CaseError):
    """The municipality's rules do not let you support it."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(f"{self.__doc__} {reason}".strip())
        self.reason = reason


class UnansweredError(CaseError):
    """A question that decides whether you may support it is not answered."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__()
        self.paths = paths
