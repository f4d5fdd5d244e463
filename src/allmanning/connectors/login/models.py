"""Which providers an organisation's people log in through, and who is who in its staff directory."""

import os
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import Q

from allmanning.accounts.models import Organisation, Person
from allmanning.connectors.login.errors import ConfigurationError

ENVIRONMENT, FILE = "env:", "file:"


class LoginProvider(models.Model):
    """One way to log in to one organisation. Everybody may read it: it holds no secret, only where the secret is."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    class Protocol(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML"

    class Serves(models.TextChoices):
        RESIDENTS = "residents"
        STAFF = "staff"
        BOTH = "both"

    class Identifies(models.TextChoices):
        PERSONNUMMER = "personnummer"
        STAFF_ID = "staff_id"

    key = models.SlugField(unique=True, help_text="names it in its address, such as mittkoping-freja")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="login_providers")
    name = models.CharField(max_length=60, help_text="on its button, such as Freja eID")
    protocol = models.CharField(max_length=4, choices=Protocol.choices)
    address = models.URLField(
        max_length=500, help_text="OpenID discovery document, or the SAML metadata of the other side"
    )
    client_id = models.CharField(max_length=191, blank=True, help_text="OpenID Connect: what it calls us")
    entity_id = models.CharField(
        max_length=500, blank=True, help_text="SAML: which one, where the metadata holds several"
    )
    secret = models.CharField(
        max_length=300, blank=True, help_text="where the secret is: env:NAME or file:/path; never the secret"
    )
    level = models.PositiveSmallIntegerField(help_text="the tillitsnivå it gives, 2 to 4")
    acr = models.CharField(
        max_length=300, blank=True, help_text="what it must say of how the person was identified"
    )
    serves = models.CharField(max_length=10, choices=Serves.choices)
    claim = models.CharField(max_length=200, help_text="where it says who the person is")
    identifies = models.CharField(max_length=12, choices=Identifies.choices)
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering = ["organisation_id", "name", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=2, level__lte=4), name="a_login_has_a_level_from_2_to_4"
            ),
            models.CheckConstraint(
                condition=~Q(identifies="staff_id") | Q(serves="staff"),
                name="a_staff_id_lets_in_only_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_for_staff(self) -> bool:
        """Whether it lets anybody in to work."""
        return self.serves != self.Serves.RESIDENTS

    @property
    def is_for_residents(self) -> bool:
        """Whether it lets anybody in to their own cases."""
        return self.serves != self.Serves.STAFF

    def read_secret(self) -> str:
        """The secret itself, from the environment or a file; empty for a provider that has none.

        Raises ConfigurationError naming the variable or the file, never what it holds.
        """
        if not self.secret:
            return ""
        kind, _, place = self.secret.partition(":")
        if f"{kind}:" == ENVIRONMENT:
            found = os.environ.get(place, "")
        elif f"{kind}:" == FILE:
            found = _read(Path(place), self.key)
        else:
            raise ConfigurationError(
                f"Login {self.key}: the secret is not told as env:NAME or file:/path. Add it anew."
            )
        if not found.strip():
            raise ConfigurationError(f"Login {self.key}: {self.secret} is empty. Put the secret there.")
        return found.strip()


class StaffIdentity(models.Model):
    """Who somebody is in an organisation's staff directory. Read only by the database's own function login_employee."""

    application_may: ClassVar = ""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    identifier = models.CharField(max_length=200, help_text="as its directory writes it")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "identifier"], name="each_staff_id_once_in_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


def _read(path: Path, key: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"Login {key}: {path}: {error.strerror}. Let this user read it.") from error
