"""Releases of service packages, and which organisation runs which, with its own local settings."""

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from allmanning import packages
from allmanning.accounts.models import Organisation
from allmanning.packages.wording import Text


class Release(models.Model):
    """One version of a package, never changed after it is published. Everybody may read it."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    package_id = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True, help_text="sha256 of the content, hexadecimal")
    name = models.JSONField(help_text='{"sv": …, "en": …}')
    summary = models.JSONField(help_text='{"sv": …, "en": …}')
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package_id", "version"], name="one_release_of_each_version")
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.version}"

    @property
    def package(self) -> packages.Package:
        """The package itself, read from its archive once in each process."""
        return _package(self.digest)

    def told(self, outcome: str) -> Text:
        """An outcome of the package in words."""
        return self.package.manifest.decision.told(outcome)


class Archive(models.Model):
    """The bytes of a release; a table of its own, so that no list of releases ever loads them by accident."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    release = models.OneToOneField(
        Release, on_delete=models.CASCADE, primary_key=True, related_name="archive"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"Archive of release {self.pk}"


class Adoption(models.Model):
    """An organisation runs a release with its local settings from a day. A change is a new row. Everybody may read it."""

    is_public: ClassVar = True
    application_may: ClassVar = "SELECT"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="adoptions", db_index=False
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="adoptions")
    local = models.JSONField(default=dict, help_text="as in LOCAL.toml, in kronor; {} = all defaults")
    valid_from = models.DateField()
    automation_delegated_on = models.DateField(null=True, blank=True)
    delegation_reference = models.CharField(
        max_length=200, blank=True, help_text="the board's decision, such as SN § 41"
    )
    adopted_at = models.DateTimeField(default=timezone.now)
    board = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="the board that answers for the service; empty: the organisation's",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "release", "-valid_from"], name="adoption_in_force")]

    def __str__(self) -> str:
        return f"{self.release_id} in {self.organisation_id} from {self.valid_from}"

    @property
    def answers(self) -> str:
        """The name of the board that answers for the service."""
        return self.board or self.organisation.board

    def ruleset(self, on: date) -> packages.Ruleset:
        """The rules as of a day with these local settings, compiled once in each process."""
        return ruleset(self.release.digest, self.local, on)

    def automation_delegated(self, on: date) -> bool:
        """Whether the board has delegated decisions to the automatic function by a day (KL (2017:725) 6 kap. 37 §)."""
        return self.automation_delegated_on is not None and self.automation_delegated_on <= on


def ruleset(digest: str, local: dict[str, Any], on: date) -> packages.Ruleset:
    """The rules of a release as of a day with local settings; the same three always give the same answers."""
    return _ruleset(digest, json.dumps(local, sort_keys=True, ensure_ascii=False), on)


@lru_cache(maxsize=64)
def _package(digest: str) -> packages.Package:
    content = Archive.objects.values_list("content", flat=True).get(release__digest=digest)
    return packages.unpack(bytes(content))


@lru_cache(maxsize=1024)
def _ruleset(digest: str, local: str, on: date) -> packages.Ruleset:
    package = _package(digest)
    return package.as_of(on, package.local_values(json.loads(local, parse_float=Decimal)))
