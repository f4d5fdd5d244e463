"""The room cases as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their facts, decisions and journal."""

    name = "allmanning.cases"
    label = "cases"

    def ready(self) -> None:
        from allmanning.cases.files import checks  # noqa: F401 - registers itself
