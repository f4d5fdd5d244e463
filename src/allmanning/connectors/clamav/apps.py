"""The connector clamav as a Django application."""

from django.apps import AppConfig


class ClamavConfig(AppConfig):
    """The scanner; its task is found by the worker."""

    name = "allmanning.connectors.clamav"
    label = "clamav"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
