"""The roles people have in an organisation, the tasks one may do for another, and the errands of an ombud."""

from django.db.models import TextChoices


class Role(TextChoices):
    """A person may have several in one organisation. What each may do stands in `permissions`."""

    CASEWORKER = "caseworker"
    TEAM_LEADER = "team_leader"
    SERVICE_DEVELOPER = "service_developer"
    BOARD = "board"
    AUDITOR = "auditor"
    OPERATOR = "operator"

    @property
    def said(self) -> str:
        """The role in words: team leader."""
        return self.value.replace("_", " ")


HANDLE = frozenset({Role.CASEWORKER, Role.TEAM_LEADER})
"""Those who see cases and act on them."""

SIGN = frozenset({Role.TEAM_LEADER, Role.BOARD})
"""Those who sign and revoke agreements for their organisation."""


class Task(TextChoices):
    """What an agreement lets the executing organisation do. Whoever handles or decides also reads."""

    READ = "read"
    HANDLE = "handle"
    DECIDE = "decide"


class Errand(TextChoices):
    """What an ombud may do for another. Whoever applies, completes or receives letters also reads."""

    READ = "read"
    APPLY = "apply"
    COMPLETE = "complete"
    LETTERS = "letters"
