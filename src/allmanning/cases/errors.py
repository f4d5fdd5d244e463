"""What may go wrong with a case. Each docstring is the message: what happened, and what to do."""

from uuid import UUID

from django.http import Http404

from allmanning.accounts.delegation import Right, told


class CaseError(Exception):
    """Something about the case stands in the way."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class CaseNotFoundError(Http404):
    """There is no such case among those you may see. Check the address, or log in as somebody who may see it."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class WrongStateError(CaseError):
    """The case is not in a state where this can be done. Read the page again to see what has happened."""

    def __init__(self, action: str, status: str) -> None:
        super().__init__(f"{self.__doc__} ({action}: {status})")
        self.status = status


class StaleCaseError(CaseError):
    """An answer was changed elsewhere after this page was shown. Read the page again; nothing was overwritten."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.names = names


class IncompleteApplicationError(CaseError):
    """A question that matters for the decision is not answered. Answer it and send again."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{self.__doc__} ({path})")
        self.path = path


class NotByOmbudError(CaseError):
    """This service is not applied for by such an ombud. The applicant must do it in their own name."""


class LoginLevelError(CaseError):
    """This service is applied for only by somebody who is identified more surely. Log in at the level it needs."""

    def __init__(self, level: int) -> None:
        super().__init__(f"{self.__doc__} ({level})")
        self.level = level


class OpenFactsError(CaseError):
    """The rules cannot say the outcome while these facts are open. State them, ask for completion, or give an outcome."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(f"{self.__doc__} ({', '.join(paths)})")
        self.paths = paths


class WrongPathError(CaseError):
    """There is no such place among the facts. Write name, or list[0].name with a number that is there."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{self.__doc__} ({path})")
        self.path = path


class NotForYouToStateError(CaseError):
    """Only a caseworker may state this fact."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{self.__doc__} ({path})")
        self.path = path


class TakenError(CaseError):
    """Somebody else has the case. Ask them, or let a team leader assign it."""

    def __init__(self, assignee_name: str) -> None:
        super().__init__(f"{self.__doc__} ({assignee_name})")
        self.assignee_name = assignee_name


class ReasonMissingError(CaseError):
    """A decision that departs from the proposal needs a reason; the applicant will read it."""


class AmountMissingError(CaseError):
    """The rules cannot say the amount of this outcome. Say the amount, or state the facts that are open."""


class NotDelegatedError(CaseError):
    """The delegation order does not let you take this decision."""

    def __init__(self, right: Right) -> None:
        who = "; ".join(told(line) for line in right.others) or "nobody but the board"
        super().__init__(f"{self.__doc__} These may: {who}. Hand the case over to one of them.")
        self.right = right


class FourEyesError(CaseError):
    """This decision takes two people. Ask for control; somebody else then confirms it."""


class SamePersonError(CaseError):
    """Nobody confirms what they have proposed themselves. Another person with the right to decide must."""


class UnknownOutcomeError(CaseError):
    """The package has no such outcome."""

    def __init__(self, outcome: str) -> None:
        super().__init__(f"{self.__doc__} ({outcome})")


class NotAColleagueError(CaseError):
    """This person does not work in the organisation of the case."""


class TooManyError(CaseError):
    """At most fifty cases are signed at once. Choose fewer, and sign the rest after them."""


class EmptyTextError(CaseError):
    """Write what is asked for; the text is empty."""


class IdempotencyMismatchError(CaseError):
    """This key was used for another request. Use a new key for a new request; the first request stands."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{self.__doc__} ({key})")


class DeliveryNotFoundError(CaseError):
    """There is no such delivery in this organisation's outbox."""

    def __init__(self, delivery_id: int | UUID) -> None:
        super().__init__(f"{self.__doc__} ({delivery_id})")
