"""The composition root as a Django application, so that its system checks are run."""

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Registers the system checks."""

    name = "allmanning.server"
    label = "server"

    def ready(self) -> None:
        from allmanning.server import checks  # noqa: F401
