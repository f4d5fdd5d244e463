"""What the doctor can find, in one form whoever found it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.core.checks import ERROR, CheckMessage

type Level = Literal["error", "warning"]

SETTINGS, DATABASE, WORK, MACHINE, JOURNALS = "Settings", "Database", "Work", "This machine", "Journals"
# Django knows no groups of its own that a reader would look for.
OF_THE_DATABASE = {"allmanning.E004", "allmanning.E005", "allmanning.E006"}
GROUPS = (SETTINGS, DATABASE, WORK, MACHINE, JOURNALS)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: its id as documentation lists it, what is so, and what to do. Never anybody's data."""

    id: str
    group: str
    what: str
    hint: str

    @property
    def level(self) -> Level:
        """An error by its E, a warning by its W."""
        return "error" if self.id.rpartition(".")[2].startswith("E") else "warning"

    def to_json(self) -> dict[str, Any]:
        return {"level": self.level} | asdict(self)


def from_check(message: CheckMessage) -> Finding:
    """A finding of Django's system checks."""
    id_ = message.id or ("django.E000" if message.level >= ERROR else "django.W000")
    group = DATABASE if id_ in OF_THE_DATABASE else SETTINGS
    return Finding(id_, group, str(message.msg), str(message.hint or ""))
