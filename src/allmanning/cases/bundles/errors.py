"""What may be wrong with the file of a case. Each docstring is the message: what it is, and what to do."""

from allmanning.cases.errors import CaseError


class BundleError(CaseError):
    """The file cannot be taken in."""

    def __init__(self, what: str = "") -> None:
        super().__init__(f"{self.__doc__} ({what})" if what else "")


class NotABundleError(BundleError):
    """This is no whole file of a case: it is cut, or something else. Fetch it again from where it was handed out."""


class RepackedError(BundleError):
    """The file has been packed anew or holds what no case has. Take the file just as it was handed out."""


class TooLargeBundleError(BundleError):
    """The file is larger than any case. It was not opened."""


class UnknownVersionError(BundleError):
    """The file is written in a version that this release does not read. Take it in with a later release."""


class EditedError(BundleError):
    """A part of the file is not what was handed out. Fetch it again; whoever edited it cannot have it taken in."""


class BrokenJournalError(BundleError):
    """The journal in the file does not hold: events were changed or taken away before it was handed out."""


class AnotherOwnerError(BundleError):
    """A case keeps its owner, and this one belongs to another organisation. Name that organisation."""


class CaseThereError(BundleError):
    """The case is here already. Nothing was changed."""


class NotHereError(BundleError):
    """The file refers to what this installation does not have. Bring that here first; the package lies in the file."""
