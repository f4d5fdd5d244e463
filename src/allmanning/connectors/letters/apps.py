"""The connector letters as a Django application."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters; its tasks are found by the worker."""

    name = "allmanning.connectors.letters"
    label = "letters"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
