"""Publishing: a package becomes a release that never changes."""

from django.db import transaction

from allmanning import packages
from allmanning.catalogue.models import Archive, Release


class VersionTakenError(ValueError):
    """This version is already published with another content. Raise the version in package.toml and publish again."""

    def __init__(self, release: Release) -> None:
        super().__init__(f"{release}: {self.__doc__}")


def publish(package: packages.Package) -> Release:
    """The release of a package, made at the first call; runs as the owner of the catalogue's tables."""
    with transaction.atomic(using="owner"):
        manifest = package.manifest
        release, is_new = Release.objects.using("owner").get_or_create(
            package_id=manifest.id,
            version=manifest.version,
            defaults={
                "digest": package.digest,
                "name": {"sv": manifest.name.sv, "en": manifest.name.en},
                "summary": {"sv": manifest.summary.sv, "en": manifest.summary.en},
            },
        )
        if release.digest != package.digest:
            raise VersionTakenError(release)
        if is_new:
            Archive.objects.using("owner").create(release=release, content=packages.pack(package))
        return release
