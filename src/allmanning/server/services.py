"""Where the service packages that come with the program lie."""

from pathlib import Path


class NoServicesError(FileNotFoundError):
    """The service packages that come with the program are not where they should be. Install the program anew."""


def services_folder() -> Path:
    """The folder of packages: beside the sources in a checkout, inside the program when installed from a wheel."""
    inside = Path(__file__).resolve().parents[1]
    for folder in (inside / "service_packages", inside.parents[1] / "services"):
        if folder.is_dir():
            return folder
    raise NoServicesError(NoServicesError.__doc__)
